"""The selected use case on the matrix: a ring, and an arrow that names what readiness took off."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.charts import svg
from portal.charts.matrix_marks import Sized
from portal.charts.palette import INK, LINE_STRONG
from portal.charts.svg import Anchor, Box
from portal.domain.chart_specs.matrix import MatrixPoint
from portal.domain.text_metrics import text_width

RING = 5.0
RAW = 5.0
SHORTEST_ARROW = 8.0


@dataclass(frozen=True, slots=True)
class Selection:
    """What a selected point adds: marks behind the others, marks above them, and their room."""

    behind: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    room: tuple[Box, ...] = ()


def ring_box(each: Sized) -> Box:
    """Measure the ring around a mark."""
    radius = each.box.right - each.x + RING
    return Box(each.x - radius, each.y - radius, each.x + radius, each.y + radius)


def discount(point: MatrixPoint) -> int:
    """Say by how many points readiness changes feasibility, as the rounded scores show it."""
    return round(point.feasibility) - round(point.raw_feasibility)


def signed(change: int) -> str:
    """Write a change with its sign, and a true minus."""
    return f"{change:+d}".replace("-", "−") if change else "0"


def select(
    each: Sized, raw_x: float, bounds: Box, taken: list[Box], *, is_haloed: bool
) -> Selection:
    """Ring the selected point and show what readiness took off its feasibility.

    Parameters
    ----------
    each
        The selected point.
    raw_x
        Where its raw feasibility lies.
    bounds
        The plot, which the words stay within.
    taken
        Room that is taken already.
    is_haloed
        Whether many marks lie beneath the words.

    Returns
    -------
    Selection
        A ring; and, where readiness changes something, a dotted circle at the raw feasibility, an
        arrow from there, and the words, unless they find no room.
    """
    ring = ring_box(each)
    above = (svg.circle(each.x, each.y, ring.right - each.x, stroke=INK, stroke_width=1.5),)
    change = discount(each.point)
    if not change:
        return Selection(above=above, room=(ring,))
    words = _("readiness %(change)s") % {"change": signed(change)}
    shaft = Box(min(each.x, raw_x) - RAW, each.y - RAW, max(each.x, raw_x) + RAW, each.y + RAW)
    written, box = _write(words, shaft, ring, bounds, taken, is_haloed=is_haloed)
    return Selection((*_arrow(each, raw_x, ring), written), above, (ring, shaft, box))


def _arrow(each: Sized, raw_x: float, ring: Box) -> list[str]:
    drawn = [svg.circle(raw_x, each.y, RAW, stroke=LINE_STRONG, stroke_width=1.5, dashes="2 2")]
    is_loss = raw_x > each.x
    tip = ring.right + 5 if is_loss else ring.left - 5
    tail = raw_x - 7 if is_loss else raw_x + 7
    length = tail - tip if is_loss else tip - tail
    if length > SHORTEST_ARROW:
        drawn += [
            svg.line(tail, each.y, tip + (3 if is_loss else -3), each.y, INK, width=1.5),
            svg.arrow_head(tip, each.y, "left" if is_loss else "right", INK, 4.5),
        ]
    return drawn


def _write(
    words: str, shaft: Box, ring: Box, bounds: Box, taken: list[Box], *, is_haloed: bool
) -> tuple[str, Box]:
    is_loss = shaft.right > ring.right
    middle = (ring.right + shaft.right) / 2 if is_loss else (ring.left + shaft.left) / 2
    half = text_width(words, 12, is_bold=True) / 2
    middle = min(max(middle, bounds.left + half), bounds.right - half)
    level = (shaft.top + shaft.bottom) / 2
    right, left = max(shaft.right, ring.right) + 6, min(shaft.left, ring.left) - 6
    places = (
        (middle, level - 9, Anchor.MIDDLE),
        (middle, level + 18, Anchor.MIDDLE),
        (right, level + 4, Anchor.START),
        (left, level + 4, Anchor.END),
        *((middle, ring.top - 6 - 8 * step, Anchor.MIDDLE) for step in range(5)),
        *((middle, ring.bottom + 14 + 8 * step, Anchor.MIDDLE) for step in range(5)),
    )
    for x, y, anchor in places:
        box = svg.text_box(words, x, y, 12, anchor=anchor, is_bold=True)
        crowded = any(box.meets(other) for other in [*taken, ring])
        if box.inside(bounds) and not crowded:
            written = svg.text(words, x, y, 12, anchor=anchor, is_bold=True, is_haloed=is_haloed)
            return written, box
    return "", ring
