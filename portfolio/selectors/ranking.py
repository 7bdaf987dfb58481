"""Reading the ranked portfolio: a page of it, and how it divides among the buckets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from django.db.models import Count

from portal.domain.roles import Member
from portfolio.domain.buckets import Bucket
from portfolio.models import UseCase
from portfolio.models.use_cases import UseCaseQuerySet
from portfolio.selectors.use_cases import UseCaseFilters, filtered

TOP: Final = 100


@dataclass(frozen=True, slots=True)
class ScoreRange:
    """Scores from ``low`` up to but without ``high``; 100 is the end of the scale and included."""

    low: int = 0
    high: int = TOP

    @property
    def is_everything(self) -> bool:
        """Whether the range narrows nothing."""
        return (self.low, self.high) == (0, TOP)


@dataclass(frozen=True, slots=True)
class RankingFilters:
    """What a ranking is narrowed by: what lists are, and ranges of the two scores."""

    rows: UseCaseFilters = field(default_factory=UseCaseFilters)
    value: ScoreRange = field(default_factory=ScoreRange)
    feasibility: ScoreRange = field(default_factory=ScoreRange)


class RankedRow(NamedTuple):
    """One use case as the ranking shows it; what has a place has every score."""

    pk: int
    title: str
    domain: str
    bucket: str
    stage: str
    value: float
    feasibility: float
    adjusted_feasibility: float
    priority: float
    rank: int
    rank_low: int
    rank_high: int
    is_rank_robust: bool
    is_provisional: bool
    bucket_rank: int | None
    bucket_rank_low: int | None
    bucket_rank_high: int | None
    domain_rank: int | None
    domain_rank_low: int | None
    domain_rank_high: int | None
    is_on_front: bool | None


_READ: Final = ("pk", "title", "domain__name", *RankedRow._fields[3:])


@dataclass(frozen=True, slots=True)
class RankingPage:
    """One page of the ranking.

    Attributes
    ----------
    ids
        Use cases with a place, the first place first.
    bucket_counts
        How many there are in each bucket, whichever bucket the page is cut to.
    total
        How many the page is cut from.
    number, size
        Which page, and how many rows a page holds.
    """

    ids: tuple[int, ...]
    bucket_counts: Mapping[Bucket, int]
    total: int
    number: int
    size: int


def ranked(member: Member, filters: RankingFilters) -> UseCaseQuerySet:
    """Return the use cases with a place that the member may see and that pass the filters."""
    rows = filtered(member, filters.rows).filter(rank__isnull=False)
    for name, wanted in (("value", filters.value), ("adjusted_feasibility", filters.feasibility)):
        if not wanted.is_everything:
            end = "lte" if wanted.high == TOP else "lt"
            rows = rows.filter(**{f"{name}__gte": wanted.low, f"{name}__{end}": wanted.high})
    return rows


def ranking_page(
    member: Member, filters: RankingFilters, *, number: int = 1, size: int = 50
) -> RankingPage:
    """Return one page of the ranking; two queries. A page beyond the end is the last one."""
    counts = bucket_counts(member, filters)
    bucket = filters.rows.bucket
    total = sum(counts.values()) if bucket is None else counts[bucket]
    number = max(1, min(number, -(-total // size)))
    rows = ranked(member, filters).order_by("rank", "id")
    ids = rows.values_list("pk", flat=True)[(number - 1) * size : number * size]
    return RankingPage(tuple(ids), counts, total, number, size)


def ranked_rows(ids: Sequence[int]) -> list[RankedRow]:
    """Return ranked use cases by their ids, in that order; one query."""
    rows = UseCase.objects.filter(pk__in=ids).values_list(*_READ)
    found = {row[0]: RankedRow(*row) for row in rows}
    return [found[pk] for pk in ids]


def bucket_counts(member: Member, filters: RankingFilters) -> Mapping[Bucket, int]:
    """Count the ranked use cases of each bucket, leaving the filter by bucket aside; one query."""
    rows = ranked(member, replace(filters, rows=replace(filters.rows, bucket=None)))
    found = dict(rows.order_by().values_list("bucket").annotate(count=Count("*")))
    return {bucket: found.get(bucket, 0) for bucket in Bucket}
