"""Reading overlap: the queue of pairs, one pair side by side, and what building twice costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db.models import Count, F, Q

from portal.domain.roles import Capability, Member
from portal.models.domains import beneath
from portfolio.domain.buckets import Bucket
from portfolio.domain.likeness import LIKELY_SAME, LOOK, Band, Pair
from portfolio.domain.overlap import (
    DoubleSpend,
    LinkKind,
    PairSide,
    ReviewState,
    double_spend,
    duplicate_rate,
)
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.stages import Stage
from portfolio.models import JoinedRegistration, OverlapPair, OverlapRun, UseCase, UseCaseLink
from portfolio.models.overlap import OverlapPairQuerySet

_ENTRY: Final = (
    *("title", "outcome", "bucket", "stage", "listing", "archived_at", "domain__name"),
    *("domain__path", *(f"business_owner__{part}" for part in ("name", "email", "is_active"))),
)
"""What is read of both sides: an entry of the register, and where it lies."""


@dataclass(frozen=True, slots=True)
class OverlapFilters:
    """What the queue is narrowed by; ``None`` narrows nothing."""

    state: ReviewState | None = ReviewState.OPEN
    band: Band | None = None
    domain_path: str = ""
    is_across: bool = False
    is_proposed: bool = False
    is_awaited: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One use case of a pair as a list shows it.

    Attributes
    ----------
    is_whole
        Whether the reader may open the full record; else its entry in the register, while it
        is not archived.
    """

    pk: int
    code: str
    title: str
    domain: str
    stage: Stage
    bucket: Bucket
    is_archived: bool
    is_whole: bool


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair with its reasons and what was decided.

    Where the reader knows one side by its entry alone, scores, words, day and version are those
    of the entries, and a decision stands without its reason and its name.
    """

    pk: int
    first: Side
    second: Side
    score: int
    name_score: int
    purpose_score: int
    band: Band
    name_words: tuple[str, ...]
    purpose_words: tuple[str, ...]
    state: ReviewState
    reason: str
    decided_by: str
    decided_at: datetime | None
    found_at: datetime
    kept_id: int | None
    version: int
    is_proposed: bool

    @property
    def is_whole(self) -> bool:
        """Tell whether the reader may read both sides whole."""
        return self.first.is_whole and self.second.is_whole

    @property
    def words(self) -> tuple[str, ...]:
        """What both say, names before purposes, each once."""
        return tuple(dict.fromkeys((*self.name_words, *self.purpose_words)))

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both use cases."""
        return self.first, self.second

    @property
    def is_present(self) -> bool:
        """Tell whether neither side is archived."""
        return not (self.first.is_archived or self.second.is_archived)


@dataclass(frozen=True, slots=True)
class OverlapFigures:
    """What the tiles say, each of what the reader may see.

    Attributes
    ----------
    elsewhere
        Open pairs with a use case that the reader knows by its entry alone. They are counted
        nowhere else, for what the other side costs is not theirs to read.
    compared
        Use cases in the last comparison; nothing for whoever may not know of all of them.
    """

    registered: int
    merged: int
    joined: int
    rate: float | None
    found: DoubleSpend
    at_stake: DoubleSpend
    likely_same: int
    look: int
    elsewhere: int
    compared_at: datetime | None
    compared: int | None

    @property
    def brought(self) -> int:
        """How many use cases people came with, registered or joined instead."""
        return self.registered + self.joined

    @property
    def percent(self) -> str:
        """The rate in whole per cent, with one decimal where it is small."""
        share = 100 * (self.rate or 0.0)
        return f"{share:.{1 if 0 < share < 10 else 0}f}"


def pairs(member: Member, filters: OverlapFilters) -> OverlapPairQuerySet:
    """Return the pairs the member may know of that pass the filters, the most alike first."""
    rows = OverlapPair.objects.listed_to(member)
    if filters.state is not None:
        rows = rows.filter(state=filters.state)
        if filters.state is not ReviewState.MERGED:
            rows = rows.present()
    if filters.band is Band.LIKELY_SAME:
        rows = rows.filter(Q(alike__gte=LIKELY_SAME))
    elif filters.band is Band.LOOK:
        rows = rows.filter(Q(alike__lt=LIKELY_SAME))
    if filters.domain_path:
        inside = (filters.domain_path,)
        sides = (beneath(f"{side}__domain__path", inside) for side in ("first", "second"))
        rows = rows.filter(next(sides) | next(sides))
    if filters.is_across:
        rows = rows.exclude(first__domain=F("second__domain"))
    if filters.is_proposed:
        rows = rows.filter(is_proposed=True)
    if filters.is_awaited:
        rows = rows.filter(pk__in=OverlapPair.objects.awaiting(member).values("pk"))
    return rows.most_alike_first()


def awaiting_count(member: Member) -> int:
    """Return how many proposals wait for what the member says; one query, none for a reader."""
    if not member.can(Capability.EDIT_USE_CASE):
        return 0
    return pairs(member, OverlapFilters(is_awaited=True)).order_by().count()


def known_pairs(member: Member) -> OverlapPairQuerySet:
    """Return every pair the member may know of, with the entries of both sides."""
    return with_sides(OverlapPair.objects.listed_to(member))


def with_sides(rows: OverlapPairQuerySet) -> OverlapPairQuerySet:
    """Fetch the entries of both use cases with the pairs, in the same query."""
    joined = [f"{side}__{part}" for side in PairSide for part in _JOINED]
    read = [f"{side}__{name}" for side in PairSide for name in _ENTRY]
    own = [field.attname for field in OverlapPair._meta.concrete_fields]  # noqa: SLF001
    return rows.select_related(*joined).only(*own, *read)


def pair_rows(rows: Sequence[OverlapPair], member: Member) -> tuple[PairRow, ...]:
    """Return pairs as lists show them to the member; their sides have to be fetched."""
    return tuple(pair_row(row, member) for row in rows)


def pair_row(row: OverlapPair, member: Member) -> PairRow:
    """Return one pair as lists show it to the member; no query."""
    first, second = _side(row.first, member), _side(row.second, member)
    is_whole = first.is_whole and second.is_whole
    measured = _whole(row) if is_whole else _by_entries(row)
    return PairRow(
        pk=row.pk,
        first=first,
        second=second,
        score=round(measured.score * 100),
        name_score=round(measured.name_score * 100),
        purpose_score=round(measured.purpose_score * 100),
        band=measured.band or Band.LOOK,
        name_words=measured.name_words,
        purpose_words=measured.purpose_words,
        state=ReviewState(row.state),
        # A reason and a name may tell of what only whoever decided may read.
        reason=row.reason if is_whole else "",
        decided_by=row.decided_by_label if is_whole else "",
        decided_at=row.decided_at,
        found_at=(row.found_at if is_whole else row.entry_found_at) or row.found_at,
        kept_id=row.kept_id,
        version=row.version if is_whole else row.entry_version,
        is_proposed=row.is_proposed,
    )


def next_pair(member: Member, after: OverlapPair) -> int | None:
    """Return the next open pair of the queue, from the top again after the last.

    ``after`` carries how alike it reads to the member, as `listed_to` tells it.
    """
    rows = pairs(member, OverlapFilters()).exclude(pk=after.pk)
    alike: float = after.alike  # type: ignore[attr-defined]
    later = Q(first__gt=after.first_id) | Q(first=after.first_id, second__gt=after.second_id)
    found = rows.filter(Q(alike__lt=alike) | Q(alike=alike) & later).values_list("pk", flat=True)
    return found.first() or rows.values_list("pk", flat=True).first()


def state_counts(member: Member) -> dict[ReviewState, int]:
    """Return how many pairs are in each state; one query."""
    return counted_pairs(member)[0]


def counted_pairs(member: Member) -> tuple[dict[ReviewState, int], int]:
    """Return how many pairs are in each state, how many open ones carry a proposal; one query."""
    rows = OverlapPair.objects.listed_to(member)
    present = Q(first__archived_at__isnull=True, second__archived_at__isnull=True)
    counts = rows.filter(present | Q(state=ReviewState.MERGED)).order_by()
    proposed = Count("pk", filter=Q(is_proposed=True))
    found = counts.values("state").annotate(count=Count("pk"), proposed=proposed)
    told = {
        state: (count, of) for state, count, of in found.values_list("state", "count", "proposed")
    }
    states = {state: told.get(state.value, (0, 0))[0] for state in ReviewState}
    return states, told.get(ReviewState.OPEN.value, (0, 0))[1]


def overlap_figures(member: Member) -> OverlapFigures:
    """Return what the tiles say; at most seven queries.

    Money and counts are of pairs of which the member may read both sides whole.
    """
    visible = UseCase.objects.visible_to(member)
    merged = list(
        UseCaseLink.objects.filter(
            kind=LinkKind.MERGED_INTO,
            from_case__in=visible.values("pk"),
            to_case__in=visible.values("pk"),
        ).values_list("from_case", "to_case", "from_case__planned_cost", "to_case__planned_cost")
    )
    joined = JoinedRegistration.objects.filter(use_case__in=visible.values("pk")).count()
    registered = visible.count()
    waiting = OverlapPair.objects.visible_to(member).present().filter(state=ReviewState.OPEN)
    likely = list(
        waiting.filter(score__gte=LIKELY_SAME)
        .order_by()
        .values_list("first", "second", "first__planned_cost", "second__planned_cost")
    )
    look = waiting.filter(score__lt=LIKELY_SAME, score__gte=LOOK).count()
    sees_all = member.scope(Capability.VIEW_PORTFOLIO).is_everything
    elsewhere = 0 if sees_all else _elsewhere(member, waiting)
    run = OverlapRun.objects.order_by("-pk").first()
    return OverlapFigures(
        registered=registered,
        merged=len(merged),
        joined=joined,
        rate=duplicate_rate(len(merged) + joined, registered + joined),
        found=_spent(merged),
        at_stake=_spent(likely),
        likely_same=len(likely),
        look=look,
        elsewhere=elsewhere,
        compared_at=run.finished_at if run else None,
        # How many others keep from the house is nobody else's to count.
        compared=(run.use_case_count if run else 0) if sees_all else None,
    )


_JOINED: Final = ("domain", OwnerRole.BUSINESS_OWNER.value)


def _elsewhere(member: Member, whole: OverlapPairQuerySet) -> int:
    return pairs(member, OverlapFilters()).exclude(pk__in=whole.values("pk")).count()


def _side(row: UseCase, member: Member) -> Side:
    return Side(
        pk=row.pk,
        code=row.code,
        title=row.title,
        domain=row.domain.name,
        stage=Stage(row.stage),
        bucket=Bucket(row.bucket),
        is_archived=row.archived_at is not None,
        is_whole=member.can(Capability.VIEW_PORTFOLIO, row.domain.path),
    )


def _whole(row: OverlapPair) -> Pair:
    scores = (row.score, row.name_score, row.purpose_score)
    words = (tuple(row.name_words), tuple(row.purpose_words))
    return Pair(row.first_id, row.second_id, *scores, *words)


def _by_entries(row: OverlapPair) -> Pair:
    scores = (row.entry_score or 0.0, row.entry_name_score, row.entry_purpose_score)
    words = (tuple(row.entry_name_words), tuple(row.entry_purpose_words))
    return Pair(row.first_id, row.second_id, *scores, *words)


def _spent(rows: Sequence[tuple[int, int, Decimal | None, Decimal | None]]) -> DoubleSpend:
    costs = {
        key: cost for one, two, first, second in rows for key, cost in ((one, first), (two, second))
    }
    return double_spend([(one, two) for one, two, _first, _second in rows], costs)
