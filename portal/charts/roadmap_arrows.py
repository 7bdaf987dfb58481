"""Dependencies of the roadmap: elbows behind the bars, solid for must, dashed for helps."""

from portal.charts import svg
from portal.charts.palette import INK_2
from portal.charts.svg import Box, number

STUB = 6.0
APPROACH = 10.0


def draw_arrow(first: Box, then: Box, *, is_required: bool) -> str:
    """Draw the way from the end of one bar to the other.

    Parameters
    ----------
    first
        The bar that comes first.
    then
        The bar that waits for it.
    is_required
        Whether it must be done first (solid) or only helps (dashed).

    Returns
    -------
    str
        A line and an arrow head: into the start of the other bar where there is room before it,
        else into its upper or lower edge, else into its end.
    """
    start_y, end_y = _middle(first), _middle(then)
    begin = f"M{number(first.right)} {number(start_y)}"
    turn = max(then.left - APPROACH, first.right + 2)
    if then.left - turn >= STUB + 1:
        course = f"{begin}H{number(turn)}V{number(end_y)}H{number(then.left - STUB + 1)}"
        return _line(course, is_required=is_required) + _head(then.left, end_y, "right")
    turn = first.right + STUB
    if turn > then.right - 2:
        course = f"{begin}H{number(turn)}V{number(end_y)}H{number(then.right + STUB)}"
        return _line(course, is_required=is_required) + _head(then.right, end_y, "left")
    if then.top >= first.bottom:
        course = f"{begin}H{number(turn)}V{number(then.top - STUB)}"
        return _line(course, is_required=is_required) + _head(turn, then.top, "down")
    course = f"{begin}H{number(turn)}V{number(then.bottom + STUB)}"
    return _line(course, is_required=is_required) + _head(turn, then.bottom, "up")


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2


def _line(course: str, *, is_required: bool) -> str:
    return svg.path(course, stroke=INK_2, stroke_width=1.5, dashes="" if is_required else "3 3")


def _head(x: float, y: float, toward: str) -> str:
    return svg.arrow_head(x, y, toward, INK_2)
