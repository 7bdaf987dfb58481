"""Reading use cases as rows: who owns them, where they stand, ready to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.db.models import OuterRef, StringAgg, Subquery, Value

from portal.domain.page_parts import OwnerBadge
from portal.domain.wording import gettext as _
from portal.models.members import initials
from portal.selectors.prepared import ByIds
from portfolio.domain.buckets import Bucket
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.priority import Quadrant
from portfolio.domain.scoring import NotScored
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.domain.use_cases import code
from portfolio.models import UseCase, UseCaseTechnique


class OwnerSeat(NamedTuple):
    """One of the four owner roles of a use case, and who holds it or held it until they left."""

    key: OwnerRole
    name: str
    badge: OwnerBadge

    @property
    def is_vacant(self) -> bool:
        """Tell whether nobody who is here holds the role."""
        return self.badge.is_vacant


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a scored use case stands; ``rank`` is written as a range where weights move it."""

    value: float
    feasibility: float
    adjusted_feasibility: float
    priority: float
    quadrant: Quadrant
    rank: str
    is_provisional: bool
    is_rank_robust: bool


@dataclass(frozen=True, slots=True)
class UseCaseRow:
    """One use case as a list shows it."""

    pk: int
    code: str
    title: str
    domain_id: int
    domain: str
    bucket: Bucket
    stage: Stage
    tier: int | None
    techniques: tuple[Technique, ...]
    standing: Standing | NotScored
    owners: tuple[OwnerSeat, ...]
    source: str
    external_reference: str
    version: int
    updated_at: datetime
    is_archived: bool


class Words(NamedTuple):
    """What every row says in the reader's language, found once for a whole list."""

    not_scored: NotScored
    roles: tuple[tuple[OwnerRole, str], ...]

    @classmethod
    def of_reader(cls) -> "Words":
        """Return the words of whoever reads the list."""
        return cls(not_scored(), tuple((role, role.label) for role in OwnerRole))


class StandingColumns(NamedTuple):
    """The columns of a row that say where it stands, in this order."""

    value: float | None
    feasibility: float | None
    adjusted_feasibility: float | None
    priority: float | None
    quadrant: str
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    is_provisional: bool
    is_rank_robust: bool | None


TECHNIQUES_USED: Final = Subquery(
    UseCaseTechnique.objects.filter(use_case=OuterRef("pk"))
    .values("use_case")
    .annotate(used=StringAgg("technique", Value(",")))
    .values("used")
)
_READ: Final = (
    *("pk", "title", "domain_id", "domain__name", "bucket", "stage", "tier"),
    *StandingColumns._fields,
    *("source", "external_reference", "version", "updated_at", "archived_at", "used"),
    *(f"{role}__{part}" for role in OwnerRole for part in ("name", "email", "is_active")),
)
_READABLE: Final = ByIds(UseCase.objects.annotate(used=TECHNIQUES_USED).values_list(*_READ))


def rows_by_id(ids: Sequence[int]) -> tuple[UseCaseRow, ...]:
    """Return the rows of the given ids, in that order; one query for each 500."""
    if not ids:
        return ()
    found = {row[0]: row for row in _READABLE.rows(ids)}
    words = Words.of_reader()
    return tuple([_row(found[pk], words) for pk in ids if pk in found])


def _row(row: Sequence[Any], words: Words) -> UseCaseRow:
    (pk, title, domain_id, domain, bucket, stage, tier, *standing) = row[:17]
    (source, reference, version, updated_at, archived_at, used) = row[17:23]
    holders = row[23:]
    return UseCaseRow(
        pk=pk,
        code=code(pk),
        title=title,
        domain_id=domain_id,
        domain=domain,
        bucket=Bucket(bucket),
        stage=Stage(stage),
        tier=tier,
        techniques=techniques_of(used),
        standing=standing_of(StandingColumns(*standing), otherwise=words.not_scored),
        owners=tuple(
            [
                owner_seat(role, label, *holders[place * 3 : place * 3 + 3])
                for place, (role, label) in enumerate(words.roles)
            ]
        ),
        source=source,
        external_reference=reference,
        version=version,
        updated_at=updated_at,
        is_archived=archived_at is not None,
    )


def not_scored() -> NotScored:
    """Say that a use case has no standing."""
    return NotScored(_("Not scored yet."))


def standing_of(columns: StandingColumns, *, otherwise: NotScored) -> Standing | NotScored:
    """Return the standing that the columns of a row tell, or what to say when they tell none."""
    value, feasibility, adjusted, priority = columns[:4]
    if value is None or feasibility is None or adjusted is None or priority is None:
        return otherwise
    return Standing(
        value=value,
        feasibility=feasibility,
        adjusted_feasibility=adjusted,
        priority=priority,
        quadrant=Quadrant(columns.quadrant),
        rank=rank_label(columns.rank, columns.rank_low, columns.rank_high),
        is_provisional=columns.is_provisional,
        is_rank_robust=bool(columns.is_rank_robust),
    )


@lru_cache(maxsize=4096)
def owner_seat(
    role: OwnerRole,
    label: str,
    name: str | None,
    email: str | None,
    is_active: bool | None,
) -> OwnerSeat:
    """Return a seat; somebody who left leaves it vacant, with their name still on it.

    ``label`` is the role in the reader's language.
    """
    shown = name or email or ""
    badge = OwnerBadge(label, initials(shown), shown) if is_active else OwnerBadge(label)
    return OwnerSeat(role, shown, badge)


@lru_cache(maxsize=512)
def techniques_of(used: str | None) -> tuple[Technique, ...]:
    """Read techniques between commas, in the order in which they are always named."""
    found = set(used.split(",")) if used else set()
    return tuple(technique for technique in Technique if technique in found)


def rank_label(rank: int | None, low: int | None, high: int | None) -> str:
    """Write a rank: a range where weights move it, a dash where there is none yet."""
    if rank is None:
        return "–"
    if low is not None and high is not None and low < high:
        return f"{low}–{high}"
    return str(rank)
