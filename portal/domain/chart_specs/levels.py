"""The scale that levels are drawn on: where it begins and ends, and what its levels are called."""

import math
from dataclasses import dataclass

TONES = 5
"""Colours from the lowest level of a scale to its highest."""
_MOST_STEPS = 10


@dataclass(frozen=True, slots=True)
class LevelScale:
    """An unbroken run of whole levels, as drawings need it.

    Attributes
    ----------
    lowest, highest
        The ends of the scale.
    names
        One for each whole level, lowest first; none where a drawing names no level.

    Examples
    --------
    >>> LevelScale(0, 3).start, LevelScale(1, 5).start
    (0, 0)
    """

    lowest: int
    highest: int
    names: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """Where drawings begin: a lowest level above zero is something, and so has a length."""
        return self.lowest - 1 if self.lowest > 0 else self.lowest

    @property
    def length(self) -> int:
        """How many levels a drawing has room for; at least one."""
        return max(self.highest - self.start, 1)

    @property
    def steps(self) -> tuple[int, ...]:
        """The levels that an axis marks, first and last among them, in even strides."""
        stride = math.ceil(self.length / _MOST_STEPS)
        return (self.start, *range(self.highest, self.start, -stride)[::-1])

    def name(self, level: int) -> str:
        """Name a whole level, "" where it has no name.

        Examples
        --------
        >>> LevelScale(0, 1, ("no", "yes")).name(0), LevelScale(1, 2, ("one", "two")).name(0)
        ('no', '')
        """
        place = level - self.lowest
        return self.names[place] if 0 <= place < len(self.names) else ""

    def beyond_start(self, level: float) -> float:
        """Measure how far a level lies from where drawings begin, in levels; never negative."""
        return max(level - self.start, 0.0)

    def tone(self, level: float) -> int:
        """Give the colour of a level, from 1 at the lowest to 5 at the highest; 0 beneath both.

        Levels count as they are written, with one decimal, and two on a scale of a single step.

        Examples
        --------
        >>> [LevelScale(1, 5).tone(level) for level in (0.4, 1, 2.9, 2.96, 5)]
        [0, 1, 2, 3, 5]
        >>> [LevelScale(0, 3).tone(level) for level in (0, 1, 2, 3)]
        [1, 2, 3, 5]
        """
        written = round(level, 1 if self.highest - self.lowest > 1 else 2)
        if written < self.lowest:
            return 0
        share = (written - self.lowest) / max(self.highest - self.lowest, 1)
        # A hair is added, for a third of nine tenths is less than three tenths in binary.
        return min(1 + math.floor((TONES - 1) * share + 1e-9), TONES)

    @property
    def swatches(self) -> tuple[tuple[int, str], ...]:
        """Each colour that a legend shows, with the level from which it holds."""
        span = max(self.highest - self.lowest, 1)
        levels = [self.lowest + place * span / (TONES - 1) for place in range(TONES)]
        if 1 < span < TONES:
            levels = [float(level) for level in range(self.lowest, self.highest + 1)]
        return tuple((self.tone(level), f"{round(level, 2):g}") for level in levels)


FIVE_LEVELS = LevelScale(1, 5)
"""The scale of the frameworks that ship, without its names."""
