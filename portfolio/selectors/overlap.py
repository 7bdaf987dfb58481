"""Reading overlap: the queue of pairs, one pair side by side, and what building twice costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.db.models import Count, F, Q

from portal.domain.money import money
from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portal.models.domains import beneath
from portfolio.domain.buckets import Bucket
from portfolio.domain.likeness import LIKELY_SAME, Band, band
from portfolio.domain.overlap import (
    DoubleSpend,
    LinkKind,
    ReviewState,
    double_spend,
    duplicate_rate,
)
from portfolio.domain.overlap_rights import may_merge, may_review
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.stages import Stage
from portfolio.models import JoinedRegistration, OverlapPair, OverlapRun, UseCase, UseCaseLink
from portfolio.models.overlap import OverlapPairQuerySet

_FIELDS: Final = {
    "title": gettext_noop("Title"),
    "domain": gettext_noop("Domain"),
    "outcome": gettext_noop("Outcome"),
    "problem": gettext_noop("Problem"),
    "stage": gettext_noop("Stage"),
    "bucket": gettext_noop("Bucket"),
    "tier": gettext_noop("Risk tier"),
    "owner": gettext_noop("Business owner"),
    "cost": gettext_noop("Planned cost"),
    "priority": gettext_noop("Priority"),
    "source": gettext_noop("Source"),
}


@dataclass(frozen=True, slots=True)
class OverlapFilters:
    """What the queue is narrowed by; ``None`` narrows nothing."""

    state: ReviewState | None = ReviewState.OPEN
    band: Band | None = None
    domain_path: str = ""
    is_across: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One use case of a pair as a list shows it."""

    pk: int
    code: str
    title: str
    domain: str
    stage: Stage
    bucket: Bucket
    planned_cost: str
    is_archived: bool


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair with its reasons and what was decided."""

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
class FieldPair:
    """One field of both sides."""

    label: str
    first: str
    second: str

    @property
    def is_same(self) -> bool:
        """Tell whether both sides say the same."""
        return self.first == self.second


@dataclass(frozen=True, slots=True)
class PairPage:
    """One pair side by side, and what the reader may do about it."""

    row: PairRow
    differences: tuple[FieldPair, ...]
    agreements: tuple[FieldPair, ...]
    may_review: bool
    may_archive_first: bool
    may_archive_second: bool


@dataclass(frozen=True, slots=True)
class OverlapFigures:
    """What the tiles say, each of what the reader may see."""

    registered: int
    merged: int
    joined: int
    rate: float | None
    found: DoubleSpend
    at_stake: DoubleSpend
    likely_same: int
    look: int
    compared_at: datetime | None
    compared: int

    @property
    def percent(self) -> str:
        """The rate in whole per cent, with one decimal where it is small."""
        share = 100 * (self.rate or 0.0)
        return f"{share:.{1 if 0 < share < 10 else 0}f}"


def pairs(member: Member, filters: OverlapFilters) -> OverlapPairQuerySet:
    """Return the pairs the member may see that pass the filters, the most alike first."""
    rows = OverlapPair.objects.visible_to(member)
    if filters.state is not None:
        rows = rows.filter(state=filters.state)
        if filters.state is not ReviewState.MERGED:
            rows = rows.present()
    if filters.band is Band.LIKELY_SAME:
        rows = rows.filter(score__gte=LIKELY_SAME)
    elif filters.band is Band.LOOK:
        rows = rows.filter(score__lt=LIKELY_SAME)
    if filters.domain_path:
        inside = (filters.domain_path,)
        sides = (beneath(f"{side}__domain__path", inside) for side in ("first", "second"))
        rows = rows.filter(next(sides) | next(sides))
    if filters.is_across:
        rows = rows.exclude(first__domain=F("second__domain"))
    return rows.order_by("-score", "pk")


def with_sides(rows: OverlapPairQuerySet) -> OverlapPairQuerySet:
    """Fetch both use cases with the pairs, in the same query."""
    sides = [f"{side}__{part}" for side in ("first", "second") for part in _JOINED]
    return rows.select_related(*sides)


def pair_rows(rows: Sequence[OverlapPair]) -> tuple[PairRow, ...]:
    """Return pairs as lists show them; their sides have to be fetched."""
    return tuple(pair_row(row) for row in rows)


def pair_row(row: OverlapPair) -> PairRow:
    """Return one pair as lists show it."""
    return PairRow(
        pk=row.pk,
        first=_side(row.first),
        second=_side(row.second),
        score=round(row.score * 100),
        name_score=round(row.name_score * 100),
        purpose_score=round(row.purpose_score * 100),
        band=band(row.score) or Band.LOOK,
        name_words=tuple(row.name_words),
        purpose_words=tuple(row.purpose_words),
        state=ReviewState(row.state),
        reason=row.reason,
        decided_by=row.decided_by_label,
        decided_at=row.decided_at,
        found_at=row.found_at,
        kept_id=row.kept_id,
        version=row.version,
    )


def pair_page(row: OverlapPair, member: Member) -> PairPage:
    """Return one pair side by side, without a query of its own."""
    first, second = _said(row.first), _said(row.second)
    fields = [
        FieldPair(_(label), first[name], second[name])
        for name, label in _FIELDS.items()
        if first[name] or second[name]
    ]
    paths = (row.first.domain.path, row.second.domain.path)
    return PairPage(
        row=pair_row(row),
        differences=tuple(each for each in fields if not each.is_same),
        agreements=tuple(each for each in fields if each.is_same),
        may_review=may_review(member, *paths),
        may_archive_first=may_merge(member, paths[0]),
        may_archive_second=may_merge(member, paths[1]),
    )


def next_pair(member: Member, after: OverlapPair) -> int | None:
    """Return the next open pair of the queue, from the top again after the last."""
    rows = pairs(member, OverlapFilters()).exclude(pk=after.pk)
    later = Q(score__lt=after.score) | Q(score=after.score, pk__gt=after.pk)
    found = rows.filter(later).values_list("pk", flat=True).first()
    return found or rows.values_list("pk", flat=True).first()


def state_counts(member: Member) -> dict[ReviewState, int]:
    """Return how many pairs are in each state; one query."""
    rows = OverlapPair.objects.visible_to(member)
    present = Q(first__archived_at__isnull=True, second__archived_at__isnull=True)
    counts = rows.filter(present | Q(state=ReviewState.MERGED)).order_by()
    told = dict(counts.values_list("state").annotate(count=Count("pk")))
    return {state: told.get(state.value, 0) for state in ReviewState}


def overlap_figures(member: Member) -> OverlapFigures:
    """Return what the tiles say; six queries."""
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
    waiting = pairs(member, OverlapFilters())
    likely = list(
        waiting.filter(score__gte=LIKELY_SAME)
        .order_by()
        .values_list("first", "second", "first__planned_cost", "second__planned_cost")
    )
    run = OverlapRun.objects.order_by("-pk").first()
    return OverlapFigures(
        registered=registered,
        merged=len(merged),
        joined=joined,
        rate=duplicate_rate(len(merged) + joined, registered + joined),
        found=_spent(merged),
        at_stake=_spent(likely),
        likely_same=len(likely),
        look=waiting.filter(score__lt=LIKELY_SAME).count(),
        compared_at=run.finished_at if run else None,
        compared=run.use_case_count if run else 0,
    )


_JOINED: Final = ("domain", OwnerRole.BUSINESS_OWNER.value)


def _side(row: UseCase) -> Side:
    return Side(
        pk=row.pk,
        code=row.code,
        title=row.title,
        domain=row.domain.name,
        stage=Stage(row.stage),
        bucket=Bucket(row.bucket),
        planned_cost=_money(row.planned_cost),
        is_archived=row.archived_at is not None,
    )


def _said(row: UseCase) -> dict[str, str]:
    return {
        "title": row.title,
        "domain": row.domain.name,
        "outcome": row.outcome,
        "problem": row.problem,
        "stage": Stage(row.stage).label,
        "bucket": Bucket(row.bucket).label,
        "tier": f"T{row.tier}" if row.tier else "",
        "owner": str(row.business_owner or ""),
        "cost": _money(row.planned_cost),
        "priority": "" if row.priority is None else f"{row.priority:.0f}",
        "source": row.source,
    }


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else money(amount, settings.CURRENCY)


def _spent(rows: Sequence[tuple[int, int, Decimal | None, Decimal | None]]) -> DoubleSpend:
    costs = {
        key: cost for one, two, first, second in rows for key, cost in ((one, first), (two, second))
    }
    return double_spend([(one, two) for one, two, _first, _second in rows], costs)
