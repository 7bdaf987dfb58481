"""The marks of the stack picture: slab, overhang with its load arrows, upright, target, thread."""

from portal.charts import svg
from portal.charts.palette import BAD, BAD_SOFT, INK, LINE_STRONG, SLAB, SLAB_BASE, SURFACE, THREAD

ARROW_PITCH = 16.0
THINNEST = 3.0
THINNEST_AT_SPINE = 10.0
"""A slab of the lowest level of a scale from zero: zero is a level, and is seen as one."""


def slab(left: float, right: float, top: float, height: float, *, is_base: bool) -> str:
    """Draw what can be relied on."""
    tone = SLAB_BASE if is_base else SLAB
    return svg.rect(left, top, right - left, height, tone, radius=3 if is_base else 0)


def missing(left: float, right: float, top: float, height: float) -> str:
    """Draw the place of a layer that has no level."""
    return svg.rect(
        left,
        top + 0.8,
        right - left,
        height - 1.5,
        SURFACE,
        stroke=LINE_STRONG,
        radius=3,
        stroke_width=1,
        dashes="2 3",
    )


def outline_overhang(left: float, right: float, top: float, height: float) -> str:
    """Draw what was built and nothing holds, without arrows."""
    return svg.rect(
        left,
        top + 0.8,
        right - left,
        height - 1.5,
        BAD_SOFT,
        stroke=BAD,
        radius=3,
        stroke_width=1.5,
        dashes="4 3",
    )


def draw_overhang(left: float, right: float, top: float, height: float) -> str:
    """Draw what was built and nothing holds: dashed red, with arrows of the load on it."""
    parts = [outline_overhang(left, right, top, height)]
    width = right - left
    if width >= 9:
        count = max(int((width - 6) // ARROW_PITCH), 1)
        for place in range(count):
            x = left + width * (place + 0.5) / count
            parts += [
                svg.line(x, top + 6, x, top + height - 11, BAD, width=1.5),
                svg.arrow_head(x, top + height - 5, "down", BAD),
            ]
    return "".join(parts)


def draw_upright(x: float, top: float, bottom: float, *, arm: float = 10, width: float = 3) -> str:
    """Draw the edge of the layer that caps, rising through all it caps."""
    drawn = svg.line(x, top, x, bottom, BAD, width=width)
    return drawn + svg.line(x - arm, top, x + arm, top, BAD, width=width) if arm else drawn


def draw_target(x: float, top: float, bottom: float) -> str:
    """Draw the dotted line of the target."""
    return svg.line(x, top, x, bottom, INK, width=1.5, dashes="2 4")


def draw_thread(
    x: float, rows: list[tuple[float, float]], start: float, end: float, *, width: float = 4
) -> str:
    """Draw the thread on the spine: in front of a slab, behind the next, in front again.

    Parameters
    ----------
    x
        Where the spine is.
    rows
        Top and bottom of each row of slabs, from the top row down.
    start, end
        Where the thread begins and ends.
    width
        Of the thread; the gap it lies in is three and a half times as wide.

    Returns
    -------
    str
        Gaps in the slabs, and the pieces of thread that show.
    """
    parts = []
    gap = 3.5 * width
    last = len(rows) - 1
    for place, (top, bottom) in enumerate(rows):
        if place % 2:
            parts.append(svg.rect(x - 1, top, 2, bottom - top, SURFACE))
            continue
        above = start if place == 0 else top - 4
        below = end if place == last else bottom + 4
        parts += [
            svg.rect(x - gap / 2, top, gap, bottom - top, SURFACE),
            svg.line(x, above, x, below, THREAD, width=width, is_round=True),
        ]
    return "".join(parts)
