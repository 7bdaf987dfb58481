"""Priority: how value and feasibility become one number, one quadrant and one place in the row."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isnan
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop


def priority(value: float, feasibility: float, *, alpha: float = 0.5) -> float:
    """Combine value and feasibility into one priority.

    Parameters
    ----------
    value, feasibility
        Scores from 0 to 100. Pass the adjusted feasibility where readiness is known.
    alpha
        Weight of value against feasibility, from 0 to 1.

    Returns
    -------
    float
        Priority from 0 to 100.

    Raises
    ------
    ValueError
        When a score or ``alpha`` lies outside its range.

    Notes
    -----
    ``p = value^alpha · feasibility^(1 - alpha)``, the weighted geometric mean. Geometric and not
    arithmetic, because neither side can buy out the other: a use case that cannot be done has no
    priority however much it would be worth (the arithmetic mean gives it 50), and between equal
    sums the balanced one comes first.

    References
    ----------
    Aczél, J. and Saaty, T. L. (1983), "Procedures for synthesizing ratio judgements", *Journal of
    Mathematical Psychology* 27(1): 93–102.

    Examples
    --------
    >>> priority(80, 45)
    60.0
    >>> priority(100, 0)
    0.0
    """
    if not 0 <= value <= 100 or not 0 <= feasibility <= 100:
        raise ValueError(f"Scores go from 0 to 100, not {value} and {feasibility}.")
    return float(priorities(value, feasibility, alpha=alpha))


def priorities(
    values: ArrayLike, feasibilities: ArrayLike, *, alpha: float = 0.5
) -> NDArray[np.float64]:
    """Combine whole columns of scores; ``nan`` (not scored) stays ``nan``.

    Parameters
    ----------
    values, feasibilities
        Scores from 0 to 100, of shapes that broadcast.
    alpha
        Weight of value against feasibility, from 0 to 1.

    Returns
    -------
    ndarray
        ``priority`` of each pair.

    Raises
    ------
    ValueError
        When ``alpha`` lies outside its range.

    Examples
    --------
    >>> priorities([80, 100], [45, float("nan")])
    array([60., nan])
    """
    if not 0 <= alpha <= 1:
        raise ValueError(f"alpha goes from 0 to 1, not {alpha}.")
    value, feasibility = np.asarray(values, dtype=float), np.asarray(feasibilities, dtype=float)
    if alpha == 0.5:
        return np.asarray(np.sqrt(value * feasibility), dtype=float)
    return np.asarray(value**alpha * feasibility ** (1 - alpha), dtype=float)


class Quadrant(StrEnum):
    """Where a use case lies on the matrix, named for what to do about it.

    Examples
    --------
    >>> Quadrant.BUILD_FOUNDATIONS_FIRST.label
    'Build foundations first'
    """

    DO_NOW = "do_now"
    BUILD_FOUNDATIONS_FIRST = "build_foundations_first"
    QUICK_WIN = "quick_win"
    PARK = "park"

    @property
    def label(self) -> str:
        """The words a reader sees."""
        return _(_LABELS[self])


_LABELS: Final = {
    Quadrant.DO_NOW: gettext_noop("Do now"),
    Quadrant.BUILD_FOUNDATIONS_FIRST: gettext_noop("Build foundations first"),
    Quadrant.QUICK_WIN: gettext_noop("Quick win"),
    Quadrant.PARK: gettext_noop("Park"),
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where "high" begins on each axis; a score that reaches its threshold is high."""

    value: float = 55.0
    feasibility: float = 55.0


def quadrant(value: float, feasibility: float, thresholds: Thresholds) -> Quadrant:
    """Name the quadrant of the matrix a use case lies in.

    Parameters
    ----------
    value, feasibility
        Scores from 0 to 100. Pass the adjusted feasibility where readiness is known.
    thresholds
        Where "high" begins.

    Returns
    -------
    Quadrant
        Do now (both high), build foundations first (value alone), quick win (feasibility alone),
        park (neither).

    Examples
    --------
    >>> quadrant(88, 47, Thresholds()).label
    'Build foundations first'
    """
    match value >= thresholds.value, feasibility >= thresholds.feasibility:
        case True, True:
            return Quadrant.DO_NOW
        case True, False:
            return Quadrant.BUILD_FOUNDATIONS_FIRST
        case False, True:
            return Quadrant.QUICK_WIN
        case _:
            return Quadrant.PARK


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in the row, and how many others share it."""

    place: int
    tied_with: int = 0

    @property
    def label(self) -> str:
        """The place as a reader sees it; an equals sign says that it is shared."""
        return f"{self.place}=" if self.tied_with else f"{self.place}"


@dataclass(frozen=True, slots=True)
class Unranked:
    """No place, because there is no score to rank by."""


def competition_ranks(scores: Sequence[float], decimals: int = 0) -> tuple[Rank | Unranked, ...]:
    """Rank scores from the highest down, as they read when shown.

    Parameters
    ----------
    scores
        One score for each use case; ``nan`` where there is none.
    decimals
        Decimals the score is shown with. What reads the same, ranks the same.

    Returns
    -------
    tuple of Rank or Unranked
        In the order given.

    Notes
    -----
    Standard competition ranking, "1 2 2 4": a place is one more than the number of scores that
    are higher. A difference too small to be shown is too small to rank by.

    Examples
    --------
    >>> [rank.label for rank in competition_ranks([64.2, 71.0, 63.8, 12.5])]
    ['2=', '1', '2=', '4']
    """
    shown = [round(score, decimals) for score in scores]
    count = Counter(score for score in shown if not isnan(score))
    ranks: dict[float, Rank] = {}
    place = 1
    for score in sorted(count, reverse=True):
        ranks[score] = Rank(place=place, tied_with=count[score] - 1)
        place += count[score]
    return tuple(ranks.get(score, Unranked()) for score in shown)
