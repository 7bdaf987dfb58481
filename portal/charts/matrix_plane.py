"""The ground of the matrix: its two scales, grid, thresholds, axis titles and quadrant names."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from django.utils.translation import gettext as _

from portal.charts import svg
from portal.charts.palette import ACCENT_SOFT, INK_2, INK_3, LINE
from portal.charts.svg import Anchor, Box, Medium
from portal.domain.chart_specs.matrix import MatrixSpec, QuadrantKey

SIZES = {
    Medium.WIDE: (760.0, 740.0),
    Medium.PAGE: (640.0, 440.0),
    Medium.NARROW: (358.0, 400.0),
    Medium.REPORT: (673.0, 400.0),
}
NARROW = 500
TALL = 600
TICK = 10


@dataclass(frozen=True, slots=True)
class Span:
    """The scores an axis shows, drawn from one pixel to another."""

    low: float
    high: float
    start: float
    end: float

    def at(self, score: float) -> float:
        """Find the pixel of a score."""
        return self.start + (score - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self) -> range:
        """List the scores that get a grid line."""
        return range(ceil(self.low / TICK) * TICK, floor(self.high) + 1, TICK)


def _reach(scores: Sequence[float], threshold: float, below: float) -> tuple[float, float]:
    low = min([*scores, threshold - 15]) - below
    high = max([*scores, threshold + 25]) + 5
    return max(floor(low / 5) * 5.0, 0), min(ceil(high / 5) * 5.0, 100)


@dataclass(frozen=True, slots=True)
class Plane:
    """Where scores lie on the drawing.

    Attributes
    ----------
    width, height
        Size of the drawing.
    across, up
        The scale of adjusted feasibility and of value.
    is_tall
        Whether the names of the quadrants stand within the plot.
    """

    width: float
    height: float
    across: Span
    up: Span
    is_tall: bool

    @property
    def plot(self) -> Box:
        """The rectangle of the plot."""
        return Box(self.across.start, self.up.end, self.across.end, self.up.start)


def lay_out(spec: MatrixSpec, medium: Medium, size: tuple[float, float] | None = None) -> Plane:
    """Fit the scales of a matrix to its points and its size.

    Parameters
    ----------
    spec
        What is shown.
    medium
        Where it stands; decides the size unless one is given.
    size
        Width and height in pixels.

    Returns
    -------
    Plane
        The ground to draw on. Each axis shows 5-point steps around all points and thresholds.
    """
    width, height = size or SIZES[medium]
    is_narrow = width < NARROW
    is_tall = height >= TALL
    left, right = (38.0, width - 8) if is_narrow else (44.0, width - 16)
    across = [point.feasibility for point in spec.points]
    across += [point.raw_feasibility for point in spec.points if point.key == spec.selected]
    low, high = _reach(across, spec.feasibility_threshold, 6 if is_narrow else 14)
    bottom, top = _reach([point.value for point in spec.points], spec.value_threshold, 5)
    return Plane(
        width=width,
        height=height,
        across=Span(low, high, left, right),
        up=Span(bottom, top, height - 44, 16 if is_tall else 28),
        is_tall=is_tall,
    )


def draw_ground(plane: Plane, spec: MatrixSpec) -> list[str]:
    """Draw grid, tint and thresholds, ticks and axis titles."""
    plot = plane.plot
    split_x = plane.across.at(spec.feasibility_threshold)
    split_y = plane.up.at(spec.value_threshold)
    parts = [svg.rect(split_x, plot.top, plot.right - split_x, split_y - plot.top, ACCENT_SOFT)]
    for score in plane.across.ticks():
        x = plane.across.at(score)
        parts += [
            svg.line(x, plot.top, x, plot.bottom, LINE),
            svg.text(str(score), x, plot.bottom + 16, 11, fill=INK_3, anchor=Anchor.MIDDLE),
        ]
    for score in plane.up.ticks():
        y = plane.up.at(score)
        parts += [
            svg.line(plot.left, y, plot.right, y, LINE),
            svg.text(str(score), plot.left - 8, y + 4, 11, fill=INK_3, anchor=Anchor.END),
        ]
    middle_x, middle_y = (plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2
    parts += [
        svg.line(split_x, plot.top, split_x, plot.bottom, INK_3, width=1.25),
        svg.line(plot.left, split_y, plot.right, split_y, INK_3, width=1.25),
        svg.text(
            _("Adjusted feasibility") + " →",
            middle_x,
            plane.height - 8,
            12,
            fill=INK_2,
            anchor=Anchor.MIDDLE,
        ),
        svg.text(
            _("Value") + " →", 12, middle_y, 12, fill=INK_2, anchor=Anchor.MIDDLE, is_upright=True
        ),
    ]
    return parts


def draw_front(plane: Plane, spec: MatrixSpec) -> list[str]:
    """Draw the steps of the Pareto front, beneath the marks; nothing where it is a single point."""
    places = [(plane.across.at(p.feasibility), plane.up.at(p.value)) for p in spec.front]
    if len(places) < 2:
        return []
    (x, y), *rest = places
    course = f"M{svg.number(x)} {svg.number(y)}"
    course += "".join(f"V{svg.number(to_y)}H{svg.number(to_x)}" for to_x, to_y in rest)
    return [svg.path(course, stroke=INK_3, stroke_width=1.25, dashes="4 3")]


def threshold_boxes(plane: Plane, spec: MatrixSpec) -> tuple[Box, Box]:
    """Measure the two threshold lines, so that labels can keep clear of them."""
    x, y = plane.across.at(spec.feasibility_threshold), plane.up.at(spec.value_threshold)
    plot = plane.plot
    return (
        Box(x - 1, plot.top, x + 1, plot.bottom),
        Box(plot.left, y - 1, plot.right, y + 1),
    )


def quadrant_names(plane: Plane, spec: MatrixSpec, *, is_haloed: bool) -> tuple[str, list[Box]]:
    """Write the names of the quadrants into the corners.

    Parameters
    ----------
    plane, spec
        The ground and what is shown.
    is_haloed
        Whether many marks may lie beneath the names.

    Returns
    -------
    tuple
        The drawn names, and the room they take.
    """
    plot = plane.plot
    size = 14 if plane.is_tall else 13
    top = plot.top + 20 if plane.is_tall else plot.top - 8
    inset = 10 if plane.is_tall else 0
    places = (
        (QuadrantKey.BUILD_FOUNDATIONS_FIRST, plot.left + inset, top, Anchor.START),
        (QuadrantKey.DO_NOW, plot.right - inset, top, Anchor.END),
        (QuadrantKey.PARK, plot.left + 10, plot.bottom - 10, Anchor.START),
        (QuadrantKey.QUICK_WIN, plot.right - 10, plot.bottom - 10, Anchor.END),
    )
    drawn, boxes = [], []
    for key, x, y, anchor in places:
        words = spec.quadrants.of(key)
        lies_low = y > plot.bottom - 20
        drawn.append(
            svg.text(
                words,
                x,
                y,
                size,
                anchor=anchor,
                is_bold=True,
                is_haloed=is_haloed and lies_low,
            )
        )
        boxes.append(svg.text_box(words, x, y, size, anchor=anchor, is_bold=True))
    return "".join(drawn), boxes
