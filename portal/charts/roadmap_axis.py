"""The time axis of the roadmap, and the two bars that stand on it."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.charts import shapes, svg
from portal.charts.palette import BUCKET_TONES, INK_3, LINE, LINE_STRONG, SURFACE
from portal.domain.chart_specs.roadmap import RoadmapItem, RoadmapSpec

INSET = 4.0
SHORTEST = 12.0


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from left to right.

    Attributes
    ----------
    left, right
        Where the first day begins and the last one ends.
    starts_on, ends_on
        The first and the last day.
    """

    left: float
    right: float
    starts_on: date
    ends_on: date

    def at(self, day: date) -> float:
        """Find where a day begins; days outside lie at the edge."""
        whole = (self.ends_on - self.starts_on).days + 1
        share = (day - self.starts_on).days / max(whole, 1)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def ends(self, item: RoadmapItem, inset: float = INSET) -> tuple[float, float]:
        """Find where the bar of an item begins and ends."""
        left = self.at(item.starts_on) + inset
        right = self.at(item.ends_on + timedelta(days=1)) - inset
        left = min(left, self.right - inset - SHORTEST)
        return left, max(right, left + SHORTEST)


def make_axis(spec: RoadmapSpec, left: float, right: float) -> Axis:
    """Stretch the periods of a roadmap between two pixels."""
    starts_on = spec.periods[0].starts_on if spec.periods else spec.ends_on
    return Axis(left, right, starts_on, spec.ends_on)


def draw_periods(
    spec: RoadmapSpec, axis: Axis, rows: tuple[float, float], size: float, indent: float
) -> tuple[list[str], list[str]]:
    """Draw a line where each period begins, from top to bottom, and its name above.

    Returns
    -------
    tuple of list
        The lines, which lie behind everything, and the names.
    """
    top, bottom = rows
    lines = [
        svg.line(axis.at(period.starts_on), top, axis.at(period.starts_on), bottom, LINE)
        for period in spec.periods
    ]
    names = [
        svg.text(period.name, axis.at(period.starts_on) + indent, 14, size, is_bold=True)
        for period in spec.periods
    ]
    return lines, names


def draw_bar(item: RoadmapItem, box: svg.Box) -> str:
    """Draw a full bar: white with the edge and shape of its bucket, or dashed with two slabs."""
    width, height = box.right - box.left, box.bottom - box.top
    middle = (box.top + box.bottom) / 2
    if item.bucket is None:
        frame = svg.rect(
            box.left,
            box.top,
            width,
            height,
            SURFACE,
            stroke=INK_3,
            radius=3,
            dashes="4 3",
            mark="st-mark",
        )
        return frame + shapes.foundation_mark(box.left + 15, middle)
    return (
        svg.rect(
            box.left,
            box.top,
            width,
            height,
            SURFACE,
            stroke=LINE_STRONG,
            radius=3,
            mark="st-mark",
        )
        + svg.rect(box.left, box.top, 4, height, BUCKET_TONES[item.bucket])
        + shapes.bucket_shape(item.bucket, box.left + 16, middle, 4.6)
    )


def draw_thin_bar(item: RoadmapItem, left: float, right: float, y: float, height: float) -> str:
    """Draw a bar without words: filled with the colour of its bucket, or dashed."""
    if item.bucket is None:
        return svg.rect(
            left,
            y + 0.5,
            right - left,
            height - 1,
            SURFACE,
            stroke=INK_3,
            radius=2,
            stroke_width=1.25,
            dashes="3 2",
        )
    return svg.rect(left, y, right - left, height, BUCKET_TONES[item.bucket], radius=2)


def draw_sign(item: RoadmapItem, x: float, y: float) -> str:
    """Draw the shape of an item's bucket, or the two slabs of a foundation action."""
    if item.bucket is None:
        return shapes.foundation_mark(x, y)
    return shapes.bucket_shape(item.bucket, x, y, 4.4)
