"""The shape of a bucket, equal in area whichever it is, and the small marks of legends."""

from dataclasses import dataclass
from math import sqrt

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.charts import svg
from portal.charts.palette import (
    BAD,
    BAD_SOFT,
    BUCKET_TONES,
    EFFICIENCY,
    INK,
    INK_2,
    INK_3,
    SLAB,
    SURFACE,
    Tone,
)
from portal.charts.svg import number
from portal.domain.chart_specs.figures import BucketMark

# For a circle of radius 1: half the diagonal of a square, and the half side of an equilateral
# triangle, of the same area. The triangle's centre of gravity stands a third of its height up.
DIAMOND = sqrt(3.141592653589793 / 2)
TRIANGLE = sqrt(3.141592653589793 / sqrt(3))
TRIANGLE_ABOVE = TRIANGLE * 2 / sqrt(3)
TRIANGLE_BELOW = TRIANGLE / sqrt(3)


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A mark and what it means; the mark is "" where words are enough."""

    mark: SafeString
    words: str


def bucket_name(bucket: BucketMark) -> str:
    """Name a bucket in the language of the reader."""
    match bucket:
        case BucketMark.EFFICIENCY:
            return _("Efficiency")
        case BucketMark.AUGMENTATION:
            return _("Augmentation")
        case BucketMark.TRANSFORMATION:
            return _("Transformation")


def outline(bucket: BucketMark, x: float, y: float, radius: float) -> str:
    """Write the course of an augmentation or transformation mark around its centre."""
    if bucket is BucketMark.AUGMENTATION:
        half = TRIANGLE * radius
        top, base = y - TRIANGLE_ABOVE * radius, y + TRIANGLE_BELOW * radius
        return (
            f"M{number(x)} {number(top)}L{number(x + half)} {number(base)}"
            f"L{number(x - half)} {number(base)}Z"
        )
    half = DIAMOND * radius
    return (
        f"M{number(x)} {number(y - half)}L{number(x + half)} {number(y)}"
        f"L{number(x)} {number(y + half)}L{number(x - half)} {number(y)}Z"
    )


def bucket_shape(
    bucket: BucketMark,
    x: float,
    y: float,
    radius: float,
    *,
    is_hollow: bool = False,
    mark: str = "",
) -> str:
    """Draw a bucket's shape with the area of a circle of that radius.

    Parameters
    ----------
    bucket
        Circle, triangle or diamond.
    x, y
        Its centre of gravity.
    radius
        Radius of the circle of equal area.
    is_hollow
        Whether only its edge is coloured.
    mark
        A further class.

    Returns
    -------
    str
        One ``<circle>`` or ``<path>``.
    """
    tone = BUCKET_TONES[bucket]
    fill, stroke, width = (SURFACE, tone, 2.0) if is_hollow else (tone, SURFACE, 1.0)
    if bucket is BucketMark.EFFICIENCY:
        return svg.circle(x, y, radius, fill=fill, stroke=stroke, stroke_width=width, mark=mark)
    course = outline(bucket, x, y, radius)
    return svg.path(course, fill=fill, stroke=stroke, stroke_width=width, is_round=True, mark=mark)


def extent(bucket: BucketMark, x: float, y: float, radius: float) -> svg.Box:
    """Measure the room that ``bucket_shape`` takes."""
    match bucket:
        case BucketMark.EFFICIENCY:
            side, above, below = radius, radius, radius
        case BucketMark.AUGMENTATION:
            side, above, below = TRIANGLE * radius, TRIANGLE_ABOVE * radius, TRIANGLE_BELOW * radius
        case BucketMark.TRANSFORMATION:
            side = above = below = DIAMOND * radius
    return svg.Box(x - side, y - above, x + side, y + below)


def foundation_mark(x: float, y: float) -> str:
    """Draw the two slabs of a foundation action around a centre."""
    return svg.rect(x - 5, y - 4, 10, 3, INK_3) + svg.rect(x - 5, y + 1, 10, 3, INK_3)


def _icon(drawn: str, extra: str = "") -> SafeString:
    return SafeString(
        f'<svg{extra} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">{drawn}</svg>'
    )


def bucket_icon(bucket: BucketMark) -> SafeString:
    """Draw a bucket's shape as an icon of 12 pixels, for badges and legends."""
    lowered = 6.8 if bucket is BucketMark.AUGMENTATION else 6
    radius = 4.4 if bucket is BucketMark.TRANSFORMATION else 4.6
    return _icon(bucket_shape(bucket, 6, lowered, radius), ' class="st-shape"')


def bucket_legend() -> tuple[LegendItem, ...]:
    """Explain the three shapes."""
    return tuple(LegendItem(bucket_icon(bucket), bucket_name(bucket)) for bucket in BucketMark)


def hollow_icon() -> SafeString:
    """Draw the hollow circle of a rank that is not robust."""
    drawn = svg.circle(6, 6, 4.2, fill=SURFACE, stroke=EFFICIENCY, stroke_width=2)
    return _icon(drawn, ' class="st-shape"')


def slab_icon(tone: Tone = SLAB) -> SafeString:
    """Draw a solid slab."""
    return _icon(svg.rect(0, 1, 12, 10, tone, radius=1))


def overhang_icon() -> SafeString:
    """Draw the dashed red overhang."""
    return _icon(_dashed(BAD_SOFT, BAD))


def action_icon() -> SafeString:
    """Draw the dashed bar of a foundation action."""
    return _icon(_dashed(SURFACE, INK_3))


def _dashed(fill: Tone, stroke: Tone) -> str:
    return svg.rect(
        0.8, 1.8, 10.5, 8.5, fill, stroke=stroke, radius=1, stroke_width=1.5, dashes="3 2"
    )


def upright_icon(tone: Tone = BAD, *, width: float = 3, dashes: str = "") -> SafeString:
    """Draw an upright line: the edge that caps, or a dotted target."""
    return _icon(svg.line(6, 0, 6, 12, tone, width=width, dashes=dashes))


def level_icon(tone: Tone = INK_2, *, width: float = 2, dashes: str = "") -> SafeString:
    """Draw a level line: a dependency, or a line of a chart."""
    return _icon(svg.line(0, 6, 12, 6, tone, width=width, dashes=dashes))


def target_icon() -> SafeString:
    """Draw the dotted line of a target."""
    return upright_icon(INK, width=1.5, dashes="2 2")
