"""Dependencies of the roadmap: elbows around bars and names, solid for must, dashed for helps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from portal.charts import svg
from portal.charts.palette import INK_2
from portal.charts.svg import Box, number

CLEAR = 5.0
HEAD = 6.0
APPROACH = 10.0
APART = 5.0
LANES = (30.0, 36.0)
OFFSETS = (8.0, 14.0, 20.0)

AROUND_A_NAME = 25.0
INTO_THE_EDGE = 4.0
OUT_OF_A_START = 90.0
INTO_AN_END = 60.0
ON_ANOTHER = 80.0


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the timeline: its bar, and how far bar and name reach together."""

    bar: Box
    left: float
    right: float

    @property
    def middle(self) -> float:
        """The level of the bar's middle."""
        return (self.bar.top + self.bar.bottom) / 2


@dataclass(frozen=True, slots=True)
class _Upright:
    """The upright part of an arrow that is drawn, and whose it is."""

    x: float
    top: float
    bottom: float
    first: str
    then: str


class Arrows:
    """Finds a way for one arrow after the other, through what no bar and no name takes.

    Parameters
    ----------
    rows
        Key of an item to its row. The strip left of all bars (``LANES``) has to be free, so that
        there is always a way.
    """

    def __init__(self, rows: Mapping[str, Row]) -> None:
        self._rows = rows
        self._drawn: list[_Upright] = []

    def draw(self, first: str, then: str, *, is_required: bool) -> str:
        """Draw the way from one item to the other: one upright, level at both ends.

        Parameters
        ----------
        first
            Key of the item that comes first.
        then
            Key of the item that waits for it.
        is_required
            Whether it must be done first (solid) or only helps (dashed).

        Returns
        -------
        str
            A line and an arrow head, into the start, an edge or the end of the other bar,
            whichever is nearest.
        """
        start, end = self._rows[first], self._rows[then]
        x = min(self._free(start, end), key=lambda each: self._cost(each, first, then))
        top, bottom = sorted((start.middle, end.middle))
        self._drawn.append(_Upright(x, top, bottom, first, then))
        begin = _leave(start, x, is_down=end.bar.top > start.bar.top)
        finish, head = _arrive(end, x, is_down=end.bar.top > start.bar.top)
        dashes = "" if is_required else "3 3"
        return svg.path(begin + finish, stroke=INK_2, stroke_width=1.5, dashes=dashes) + head

    def _free(self, start: Row, end: Row) -> list[float]:
        """Return where an upright meets nothing on its way."""
        top, bottom = sorted((start.middle, end.middle))
        between = [row for row in self._rows.values() if top < row.middle < bottom]
        tried = np.array(_candidates([start, end, *between]))
        if between:
            left = np.array([row.left for row in between]) - CLEAR
            right = np.array([row.right for row in between]) + CLEAR
            is_met = (tried[:, None] > left) & (tried[:, None] < right)
            tried = tried[~is_met.any(axis=1)]
        found = [float(x) for x in tried if _can_leave(start, x) and _can_arrive(end, x)]
        return found or [LANES[0]]

    def _cost(self, x: float, first: str, then: str) -> float:
        start, end = self._rows[first], self._rows[then]
        top, bottom = sorted((start.middle, end.middle))
        is_shared = any(
            abs(x - each.x) < APART
            and each.top < bottom
            and top < each.bottom
            and first != each.first
            and then != each.then
            for each in self._drawn
        )
        return _way_out(start, x) + _way_in(end, x) + (ON_ANOTHER if is_shared else 0.0)


def _candidates(rows: Sequence[Row]) -> list[float]:
    found = [*LANES]
    for row in rows:
        found += [row.left - each for each in (*OFFSETS, APPROACH)]
        found += [row.right + each for each in (*OFFSETS, APPROACH)]
        found += [row.bar.left + each for each in OFFSETS] + [
            row.bar.right - each for each in OFFSETS
        ]
    return [x for x in found if x >= LANES[0]]


def _is_over(bar: Box, x: float) -> bool:
    return bar.left + HEAD <= x <= bar.right - HEAD


def _can_leave(row: Row, x: float) -> bool:
    return _is_over(row.bar, x) or x >= row.right + CLEAR or x <= row.left - CLEAR


def _can_arrive(row: Row, x: float) -> bool:
    return _is_over(row.bar, x) or x >= row.right + APPROACH or x <= row.left - APPROACH + 2


def _way_out(row: Row, x: float) -> float:
    if _is_over(row.bar, x):
        return INTO_THE_EDGE + (row.bar.right - x) * 0.1
    if x > row.right:
        return x - row.right + (AROUND_A_NAME if row.right > row.bar.right else 0.0)
    return row.left - x + OUT_OF_A_START


def _way_in(row: Row, x: float) -> float:
    if _is_over(row.bar, x):
        return INTO_THE_EDGE + (x - row.bar.left) * 0.1
    if x < row.left:
        return row.left - x + (AROUND_A_NAME if row.left < row.bar.left else 0.0)
    return x - row.right + INTO_AN_END


def _leave(row: Row, x: float, *, is_down: bool) -> str:
    if _is_over(row.bar, x):
        return f"M{number(x)} {number(row.bar.bottom if is_down else row.bar.top)}"
    from_name = row.right + 4 if row.right > row.bar.right else row.right
    begin = from_name if x > row.right else row.left
    return f"M{number(begin)} {number(row.middle)}H{number(x)}"


def _arrive(row: Row, x: float, *, is_down: bool) -> tuple[str, str]:
    if _is_over(row.bar, x):
        end, toward = (row.bar.top, "down") if is_down else (row.bar.bottom, "up")
        stop = end - HEAD if is_down else end + HEAD
        return f"V{number(stop)}", svg.arrow_head(x, end, toward, INK_2)
    if x < row.left:
        stop, tip, toward = row.left - HEAD + 1, row.left, "right"
    else:
        stop, tip, toward = row.right + HEAD, row.right, "left"
    course = f"V{number(row.middle)}H{number(stop)}"
    return course, svg.arrow_head(tip, row.middle, toward, INK_2)
