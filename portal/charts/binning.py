"""Counts instead of points: a matrix with more points than anybody can tell apart, made honest."""

from collections import defaultdict
from dataclasses import dataclass

from portal.domain.chart_specs.figures import BucketMark
from portal.domain.chart_specs.matrix import MatrixPoint, MatrixSpec

STEP = 5
MOST_POINTS = 2000
_LAST = 100 // STEP - 1


@dataclass(frozen=True, slots=True)
class Bin:
    """The use cases of one bucket whose scores fall into the same square of 5 by 5 points.

    Attributes
    ----------
    bucket
        Their bucket.
    value_from, feasibility_from
        The lower edges; the upper ones are 5 points higher.
    value, feasibility
        The means, where the mark is drawn.
    count, fragile
        How many there are, and how many of them have a rank that is not robust.
    """

    bucket: BucketMark
    value_from: int
    feasibility_from: int
    value: float
    feasibility: float
    count: int
    fragile: int

    @property
    def value_to(self) -> int:
        """The upper edge of value."""
        return self.value_from + STEP

    @property
    def feasibility_to(self) -> int:
        """The upper edge of feasibility."""
        return self.feasibility_from + STEP

    def url(self, spec: MatrixSpec) -> str:
        """Fill the drill-down address of the spec with the edges of this square."""
        return spec.cell_url.format(
            bucket=self.bucket,
            value_from=self.value_from,
            value_to=self.value_to,
            feasibility_from=self.feasibility_from,
            feasibility_to=self.feasibility_to,
        )


def is_binned(spec: MatrixSpec) -> bool:
    """Whether a matrix is shown as counts instead of points."""
    return len(spec.points) > MOST_POINTS


def bin_points(points: tuple[MatrixPoint, ...]) -> tuple[Bin, ...]:
    """Count points by bucket and by squares of 5 by 5 score points.

    Parameters
    ----------
    points
        Points of a matrix.

    Returns
    -------
    tuple of Bin
        The squares that hold any, largest count first; every point is in exactly one. A square
        includes its lower edges; the topmost includes 100.
    """
    squares: dict[tuple[BucketMark, int, int], list[MatrixPoint]] = defaultdict(list)
    for point in points:
        row = min(int(point.value // STEP), _LAST)
        column = min(int(point.feasibility // STEP), _LAST)
        squares[point.bucket, row, column].append(point)
    bins = [
        Bin(
            bucket=bucket,
            value_from=row * STEP,
            feasibility_from=column * STEP,
            value=sum(point.value for point in members) / len(members),
            feasibility=sum(point.feasibility for point in members) / len(members),
            count=len(members),
            fragile=sum(not point.is_robust for point in members),
        )
        for (bucket, row, column), members in squares.items()
    ]
    return tuple(
        sorted(bins, key=lambda each: (-each.count, each.value_from, each.feasibility_from))
    )
