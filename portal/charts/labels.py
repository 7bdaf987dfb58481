"""Where labels go: beside their mark where there is room, and nowhere when there is none."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from portal.charts.svg import Anchor, Box, text, text_box

GAP = 6.0
RISE = 4.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label that asks for room beside the mark whose box is given."""

    words: str
    mark: Box
    size: float = 12
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A label that was given room."""

    words: str
    x: float
    y: float
    size: float
    anchor: Anchor
    is_bold: bool
    box: Box

    def draw(self, *, is_haloed: bool = False) -> str:
        """Write the label where it was given room."""
        return text(
            self.words,
            self.x,
            self.y,
            self.size,
            anchor=self.anchor,
            is_bold=self.is_bold,
            is_haloed=is_haloed,
        )


def _candidates(wanted: Wanted) -> Iterable[Placed]:
    mark = wanted.mark
    middle = (mark.left + mark.right) / 2
    level = (mark.top + mark.bottom) / 2 + RISE
    places = (
        (mark.right + GAP, level, Anchor.START),
        (mark.left - GAP, level, Anchor.END),
        (middle, mark.top - GAP, Anchor.MIDDLE),
        (middle, mark.bottom + GAP + wanted.size * 0.8, Anchor.MIDDLE),
    )
    for x, y, anchor in places:
        box = text_box(wanted.words, x, y, wanted.size, anchor=anchor, is_bold=wanted.is_bold)
        yield Placed(wanted.words, x, y, wanted.size, anchor, wanted.is_bold, box)


class Room:
    """The free room of a chart: marks and labels that were placed take their share of it.

    Parameters
    ----------
    bounds
        Labels stay within.
    taken
        What is drawn already.
    lines
        Thin boxes that no label crosses.
    """

    def __init__(self, bounds: Box, taken: Iterable[Box] = (), lines: Iterable[Box] = ()) -> None:
        self.bounds = bounds
        self._lines = tuple(lines)
        boxes = [(box.left, box.top, box.right, box.bottom) for box in taken]
        self._boxes = np.empty((max(2 * len(boxes), 64), 4))
        self._count = len(boxes)
        if boxes:
            self._boxes[: self._count] = boxes

    def is_free(self, box: Box) -> bool:
        """Whether a box lies within the bounds and meets nothing that is drawn."""
        if not box.inside(self.bounds):
            return False
        taken = self._boxes[: self._count]
        return not bool(
            np.any(
                (taken[:, 0] < box.right)
                & (box.left < taken[:, 2])
                & (taken[:, 1] < box.bottom)
                & (box.top < taken[:, 3])
            )
        )

    def take(self, box: Box) -> None:
        """Mark a box as drawn."""
        if self._count == len(self._boxes):
            self._boxes = np.concatenate([self._boxes, np.empty_like(self._boxes)])
        self._boxes[self._count] = (box.left, box.top, box.right, box.bottom)
        self._count += 1

    def place(self, wanted: Wanted) -> Placed | None:
        """Give a label room right, left, above or below its mark, in that order.

        Parameters
        ----------
        wanted
            The label and the box of its mark.

        Returns
        -------
        Placed or None
            Where it goes, crossing no line; ``None`` drops the label.
        """
        for candidate in _candidates(wanted):
            is_crossing = any(candidate.box.meets(each) for each in self._lines)
            if not is_crossing and self.is_free(candidate.box):
                self.take(candidate.box)
                return candidate
        return None
