"""Lines over time: the history of an assessment, or value against plan."""

from dataclasses import dataclass, field
from enum import StrEnum

from portal.domain.chart_specs.figures import NO_TARGET, Finding, Unknown
from portal.domain.wording import gettext as _


class LineStyle(StrEnum):
    """How a line is drawn: the one that counts, the likely course, the plan, one of several."""

    MAIN = "main"
    LIKELY = "likely"
    PLAN = "plan"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a value for each position of the axis, some of which may be unknown.

    Attributes
    ----------
    name
        The name in the table twin.
    values
        One for each label of the axis.
    style
        How it is drawn.
    end_label
        What is written at its end; "" writes nothing.
    """

    name: str
    values: tuple[float | Unknown, ...]
    style: LineStyle = LineStyle.MAIN
    end_label: str = ""


@dataclass(frozen=True, slots=True)
class Fan:
    """A range that opens from the last known value: low and high for the positions from ``start``.

    Attributes
    ----------
    start
        Position of the first pair; there low and high are usually the same.
    low, high
        The bounds, equally many.
    label
        What is written at its end.
    """

    start: int
    low: tuple[float, ...]
    high: tuple[float, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class LinesSpec:
    """Lines over time: assessment history, or value against plan.

    Attributes
    ----------
    finding, title
        The claim, and the name of the chart in the PDF.
    axis
        A label for each position.
    lines
        Drawn in order, the last one on top.
    ticks
        Values with a grid line, each with its words, or "" to leave the line unnamed; the lowest
        is the base.
    maximum
        The top of the value axis.
    target
        A dotted line across, or why there is none.
    now
        Position of the last real value, written bold; -1 counts from the end.
    axis_head
        Head of the first column of the table twin.
    decimals
        How many decimals the table writes.
    """

    finding: Finding
    axis: tuple[str, ...]
    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, str], ...]
    maximum: float
    fan: Fan | None = None
    target: float | Unknown = NO_TARGET
    now: int = -1
    title: str = field(default_factory=lambda: _("Course over time"))
    axis_head: str = field(default_factory=lambda: _("Period"))
    decimals: int = 1
