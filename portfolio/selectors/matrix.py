"""Reading the portfolio matrix: every scored use case, and how many lie where."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count

from portal.domain.roles import Member
from portfolio.domain.buckets import Bucket
from portfolio.domain.domain_standards import Applied
from portfolio.domain.priority import Quadrant, Thresholds, quadrant
from portfolio.domain.stages import Stage, is_before_production
from portfolio.domain.standard_words import stricter_notes
from portfolio.selectors.standard_books import StandardBook
from portfolio.selectors.use_cases import UseCaseFilters, filtered


class MatrixRow(NamedTuple):
    """One use case on the matrix, as its columns tell."""

    pk: int
    title: str
    bucket: str
    value: float
    feasibility: float
    adjusted_feasibility: float
    quadrant: str
    stage: str
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    is_rank_robust: bool | None
    is_on_front: bool | None
    planned_cost: Decimal | None
    domain__path: str


@dataclass(frozen=True, slots=True)
class MatrixData:
    """The matrix of one selection of the portfolio.

    Attributes
    ----------
    rows
        Scored use cases, the first place first.
    counts
        Quadrant and bucket to how many use cases lie there.
    ready
        How many of those to do now are not in production yet.
    held_back
        How many more would be ready to do now, had readiness taken nothing off.
    unscored
        How many of the selection have too few ratings.
    thresholds
        Where "high" begins on each axis: by the standard of their domain where all rows lie in
        domains that ask the same, else by the enterprise.
    stricter
        How many lie in a lesser quadrant than these thresholds say, because a domain is stricter.
    notes
        By whose standard the thresholds are stricter than those of the enterprise.
    """

    rows: tuple[MatrixRow, ...]
    counts: Mapping[tuple[Quadrant, Bucket], int]
    ready: int
    held_back: int
    unscored: int
    thresholds: Thresholds
    stricter: int = 0
    notes: tuple[str, ...] = ()

    def in_quadrant(self, quadrant: Quadrant) -> int:
        """Count a quadrant over all buckets."""
        return sum(self.counts.get((quadrant, bucket), 0) for bucket in Bucket)

    def in_bucket(self, bucket: Bucket) -> int:
        """Count a bucket over all quadrants."""
        return sum(self.counts.get((quadrant, bucket), 0) for quadrant in Quadrant)


def matrix_data(member: Member, filters: UseCaseFilters) -> MatrixData:
    """Return the matrix of what the member may see; three queries, whatever its size."""
    book = StandardBook.read()
    selected = filtered(member, filters)
    scored = selected.scored().order_by("rank", "id")
    rows = tuple(MatrixRow(*row) for row in scored.values_list(*MatrixRow._fields))
    found = Counter((row.quadrant, row.bucket) for row in rows)
    ahead = [row for row in rows if is_before_production(Stage(row.stage))]
    held_back = sum(
        row.quadrant == Quadrant.BUILD_FOUNDATIONS_FIRST
        and row.feasibility >= book.thresholds(row.domain__path).feasibility
        for row in ahead
    )
    shared = _shared(book, {row.domain__path for row in rows})
    thresholds = shared.thresholds
    total = selected.order_by().aggregate(total=Count("*"))["total"]
    return MatrixData(
        rows=rows,
        counts={(each, bucket): found[each, bucket] for each in Quadrant for bucket in Bucket},
        ready=sum(row.quadrant == Quadrant.DO_NOW for row in ahead),
        held_back=held_back,
        unscored=total - len(rows),
        thresholds=thresholds,
        stricter=sum(
            row.quadrant != quadrant(row.value, row.adjusted_feasibility, thresholds)
            for row in rows
            if book.thresholds(row.domain__path) != thresholds
        ),
        notes=stricter_notes(shared),
    )


def _shared(book: StandardBook, paths: Iterable[str]) -> Applied:
    """Return what applies to all these domains alike, or else what the enterprise asks."""
    found = [book.at(path) for path in sorted(paths)]
    is_alike = found and all(each.thresholds == found[0].thresholds for each in found)
    return found[0] if is_alike else Applied(book.model)
