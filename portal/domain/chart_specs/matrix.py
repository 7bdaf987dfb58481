"""The portfolio matrix: value against adjusted feasibility, one mark per use case."""

from dataclasses import dataclass, field
from enum import StrEnum

from portal.domain.chart_specs.figures import NOT_ESTIMATED, BucketMark, Finding, Unknown
from portal.domain.wording import gettext as _


class QuadrantKey(StrEnum):
    """The four quarters of the matrix."""

    DO_NOW = "do_now"
    BUILD_FOUNDATIONS_FIRST = "build_foundations_first"
    QUICK_WIN = "quick_win"
    PARK = "park"


@dataclass(frozen=True, slots=True)
class MatrixPoint:
    """One use case on the matrix.

    Attributes
    ----------
    key
        What ``MatrixSpec.selected`` refers to.
    name, label
        The full name, and a short one to write beside the mark ("" writes the name).
    bucket
        Colour and shape.
    value, feasibility
        Scores from 0 to 100; feasibility after readiness has been taken off.
    raw_feasibility
        Feasibility before that; equal to ``feasibility`` when nothing was taken off.
    cost, cost_shown
        What the area of the mark stands for, and how it is written in the table.
    is_robust
        Whether the rank holds when the weights vary; a rank that does not is drawn hollow.
    rank
        The rank as it is written: ``"6"`` or ``"2–5"``.
    url
        Where a click leads.
    is_on_front
        Whether nothing else is at least as good on both axes and better on one.
    quadrant
        The quarter it counts in, where thresholds of its own decide; else it is read off.
    """

    key: str
    name: str
    bucket: BucketMark
    value: float
    feasibility: float
    raw_feasibility: float
    cost: float | Unknown = NOT_ESTIMATED
    is_robust: bool = True
    rank: str = ""
    cost_shown: str = ""
    label: str = ""
    url: str = ""
    is_on_front: bool = False
    quadrant: QuadrantKey | None = None


@dataclass(frozen=True, slots=True)
class QuadrantNames:
    """What the four quarters of the matrix are called."""

    do_now: str = field(default_factory=lambda: _("Do now"))
    build_foundations_first: str = field(default_factory=lambda: _("Build foundations first"))
    quick_win: str = field(default_factory=lambda: _("Quick win"))
    park: str = field(default_factory=lambda: _("Park"))

    def of(self, key: QuadrantKey) -> str:
        """Look up the name of one quarter.

        Parameters
        ----------
        key
            The quarter.

        Returns
        -------
        str
            Its name.

        Examples
        --------
        >>> QuadrantNames().of(QuadrantKey.PARK)
        'Park'
        """
        match key:
            case QuadrantKey.DO_NOW:
                return self.do_now
            case QuadrantKey.BUILD_FOUNDATIONS_FIRST:
                return self.build_foundations_first
            case QuadrantKey.QUICK_WIN:
                return self.quick_win
            case QuadrantKey.PARK:
                return self.park


@dataclass(frozen=True, slots=True)
class MatrixSpec:
    """Value against adjusted feasibility, one mark per use case.

    Attributes
    ----------
    finding, title
        The claim above the chart, and the name of the chart in the PDF.
    points
        Most important first: that is the order in which labels are given room.
    value_threshold, feasibility_threshold
        Where the quadrants part.
    selected
        Key of the point that is ringed, with an arrow from raw to adjusted feasibility.
    cell_url
        Where a cell of an aggregated matrix leads: a format string with the fields ``bucket``,
        ``value_from``, ``value_to``, ``feasibility_from`` and ``feasibility_to``.
    quadrant_url
        Where the count of a quadrant leads: a format string with the fields ``quadrant`` (a value
        of `QuadrantKey`) and ``bucket``.
    only_bucket
        The bucket the matrix is narrowed to, which a count over all buckets keeps in its link;
        empty where it shows every bucket.
    """

    finding: Finding
    points: tuple[MatrixPoint, ...]
    value_threshold: float
    feasibility_threshold: float
    title: str = field(default_factory=lambda: _("Matrix of value and adjusted feasibility"))
    quadrants: QuadrantNames = field(default_factory=QuadrantNames)
    selected: str = ""
    cell_url: str = ""
    quadrant_url: str = ""
    only_bucket: str = ""

    @property
    def front(self) -> tuple[MatrixPoint, ...]:
        """The points on the Pareto front, from the least feasible to the least valuable."""
        points = [point for point in self.points if point.is_on_front]
        return tuple(sorted(points, key=lambda point: (point.feasibility, -point.value)))

    def quadrant(self, point: MatrixPoint) -> QuadrantKey:
        """Say which quarter a point counts in; a point on a threshold lies in the better one.

        Parameters
        ----------
        point
            A point of this matrix.

        Returns
        -------
        QuadrantKey
            Its quarter.

        Examples
        --------
        >>> spec = MatrixSpec(Finding("None yet."), (), 55, 55)
        >>> use_case = MatrixPoint("31", "Delivery slots", BucketMark.TRANSFORMATION, 88, 47, 62)
        >>> spec.quadrant(use_case)
        <QuadrantKey.BUILD_FOUNDATIONS_FIRST: 'build_foundations_first'>
        """
        if point.quadrant is not None:
            return point.quadrant
        is_feasible = point.feasibility >= self.feasibility_threshold
        if point.value >= self.value_threshold:
            return QuadrantKey.DO_NOW if is_feasible else QuadrantKey.BUILD_FOUNDATIONS_FIRST
        return QuadrantKey.QUICK_WIN if is_feasible else QuadrantKey.PARK
