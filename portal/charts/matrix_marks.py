"""The marks of the matrix: one shape for each use case, small and open when there are many."""

from collections import defaultdict
from dataclasses import dataclass
from math import sqrt
from statistics import median

from django.utils.translation import gettext as _

from portal.charts import shapes, svg
from portal.charts.matrix_plane import NARROW, Plane
from portal.charts.palette import BUCKET_TONES
from portal.charts.svg import Box
from portal.domain.chart_specs.figures import BucketMark, Unknown
from portal.domain.chart_specs.matrix import MatrixPoint, MatrixSpec

CROWD = 300


@dataclass(frozen=True, slots=True)
class Sized:
    """A point with its place on the drawing and the radius its cost earns."""

    point: MatrixPoint
    x: float
    y: float
    radius: float

    @property
    def box(self) -> Box:
        """The room its mark takes."""
        return shapes.extent(self.point.bucket, self.x, self.y, self.radius)


def is_crowd(spec: MatrixSpec) -> bool:
    """Whether there are too many points to write labels beside them."""
    return len(spec.points) > CROWD


def radius_range(spec: MatrixSpec, width: float) -> tuple[float, float]:
    """Choose the smallest and the largest radius for a number of points and a width."""
    if is_crowd(spec):
        return (1.8, 5.0) if width < NARROW else (2.2, 7.0)
    return (4.5, 12.0) if width < 700 else (5.0, 15.5)


def size_points(spec: MatrixSpec, plane: Plane) -> list[Sized]:
    """Give every point its place and its size, the largest first so that small marks lie on top.

    Parameters
    ----------
    spec
        What is shown.
    plane
        The ground.

    Returns
    -------
    list of Sized
        Area is proportional to cost, but no mark is too small to be seen. A point without an
        estimate is drawn at the median cost.
    """
    costs = [point.cost for point in spec.points if not isinstance(point.cost, Unknown)]
    top = max(costs, default=0.0)
    middle = median(costs) if costs else 0.0
    smallest, largest = radius_range(spec, plane.width)
    sized = []
    for point in spec.points:
        cost = middle if isinstance(point.cost, Unknown) else point.cost
        radius = max(largest * sqrt(cost / top), smallest) if top > 0 and cost > 0 else smallest
        place = plane.across.at(point.feasibility), plane.up.at(point.value)
        sized.append(Sized(point, *place, radius))
    return sorted(sized, key=lambda each: -each.radius)


def describe(point: MatrixPoint) -> str:
    """Say in one line what a mark stands for."""
    said = _("%(name)s: value %(value)d, adjusted feasibility %(feasibility)d") % {
        "name": point.name,
        "value": round(point.value),
        "feasibility": round(point.feasibility),
    }
    if point.rank:
        said += _(", rank %(rank)s") % {"rank": point.rank}
    return said + _(", nothing is better on both") if point.is_on_front else said


def draw_marks(sized: list[Sized], *, has_links: bool) -> list[str]:
    """Draw one linked shape for each point."""
    parts = []
    for each in sized:
        point = each.point
        drawn = shapes.bucket_shape(
            point.bucket,
            each.x,
            each.y,
            each.radius,
            is_hollow=not point.is_robust,
            mark="st-mark",
        )
        parts.append(svg.link(point.url, describe(point), drawn) if has_links else drawn)
    return parts


def draw_crowd(sized: list[Sized]) -> list[str]:
    """Draw many points as open shapes, in one group for each colour, so that density shows."""
    groups: dict[tuple[BucketMark, bool], list[str]] = defaultdict(list)
    for each in sized:
        bucket = each.point.bucket
        groups[bucket, each.point.is_robust].append(small_mark(bucket, each.x, each.y, each.radius))
    parts = []
    for bucket in BucketMark:
        tone = BUCKET_TONES[bucket]
        for is_robust, opacity in ((False, "0"), (True, ".3")):
            if marks := groups.get((bucket, is_robust)):
                parts.append(
                    f'<g class="f-{tone.name} s-{tone.name}" fill="{tone.light}" '
                    f'stroke="{tone.light}" fill-opacity="{opacity}" stroke-opacity=".75" '
                    f'stroke-width="1">{"".join(marks)}</g>'
                )
    return parts


def small_mark(bucket: BucketMark, x: float, y: float, radius: float) -> str:
    """Draw a bucket's shape in as few characters as it takes; its group carries the colours."""
    if bucket is BucketMark.EFFICIENCY:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
    return f'<path d="{_course(bucket, x, y, radius)}"/>'


def _course(bucket: BucketMark, x: float, y: float, radius: float) -> str:
    if bucket is BucketMark.AUGMENTATION:
        half, above = shapes.TRIANGLE * radius, shapes.TRIANGLE_ABOVE * radius
        return f"M{x:.1f} {y - above:.1f}l{half:.1f} {half * 1.732:.1f}h{-2 * half:.1f}Z"
    half = shapes.DIAMOND * radius
    return (
        f"M{x:.1f} {y - half:.1f}l{half:.1f} {half:.1f}l{-half:.1f} {half:.1f}"
        f"l{-half:.1f} {-half:.1f}Z"
    )
