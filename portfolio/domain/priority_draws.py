"""Priority draws: priorities of a portfolio while weights and open ratings vary."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from portfolio.domain.priority import priorities
from portfolio.domain.rank_draws import Floats, chunks, weighted_sums
from portfolio.domain.weight_draws import WeightSpec, draw_weights

#: The lowest and the highest score of each rating, of the shape of the ratings.
type ScoreRanges = tuple[ArrayLike, ArrayLike]


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """The use cases whose rating on one criterion may lie elsewhere, and where; scores to 100."""

    rows: NDArray[np.intp]
    low: Floats
    likely: Floats
    high: Floats


@dataclass(frozen=True, slots=True, eq=False)
class AxisRatings:
    """The ratings of one axis: what is known, where the gaps are, and what its weights may be.

    Attributes
    ----------
    criteria
        Shape ``(m, n)``: scores from 0 to 100 by criterion and use case, nought where unrated.
    gaps
        For each criterion, the use cases that are not rated on it.
    weights
        What is known about the weights of the axis.
    spreads
        For each criterion, the use cases whose rating may lie elsewhere, and between which scores.
    """

    criteria: Floats
    gaps: tuple[NDArray[np.intp], ...]
    weights: WeightSpec
    spreads: tuple[Spread, ...] = ()

    @classmethod
    def of(
        cls, scores: ArrayLike, weights: WeightSpec, ranges: ScoreRanges | None = None
    ) -> "AxisRatings":
        """Read ratings ``(n, m)``, ``nan`` for unrated, and between which scores each may lie.

        Raises
        ------
        ValueError
            When the scores are no matrix.
        """
        matrix = np.asarray(scores, dtype=float)
        if matrix.ndim != 2:
            raise ValueError(f"Scores {matrix.shape} for rows and weights.")
        gaps = tuple(np.flatnonzero(np.isnan(column)) for column in matrix.T)
        spreads = () if ranges is None else _spreads(matrix, *ranges)
        return cls(np.ascontiguousarray(np.nan_to_num(matrix).T), gaps, weights, spreads)

    def draw_weights(self, draws: int, rng: np.random.Generator) -> Floats:
        """Draw weights of the axis, ``(draws, m)``."""
        return draw_weights(self.weights, len(self.criteria), draws, rng)

    def values(self, weights: Floats, rng: np.random.Generator) -> Floats:
        """Value every use case under each of the weights; what is not rated may be anything."""
        values = weighted_sums(weights, self.criteria)
        for criterion, rows in enumerate(self.gaps):
            if rows.size:
                guessed = 100 * rng.random((len(weights), rows.size))
                values[:, rows] += weights[:, criterion, None] * guessed
        for criterion, spread in enumerate(self.spreads):
            if spread.rows.size:
                size = (len(weights), spread.rows.size)
                drawn = rng.triangular(spread.low, spread.likely, spread.high, size)
                values[:, spread.rows] += weights[:, criterion, None] * (drawn - spread.likely)
        return values


def _spreads(likely: Floats, lows: ArrayLike, highs: ArrayLike) -> tuple[Spread, ...]:
    low, high = np.asarray(lows, dtype=float), np.asarray(highs, dtype=float)
    if not low.shape == high.shape == likely.shape:
        raise ValueError(f"Ranges {low.shape} and {high.shape} for scores {likely.shape}.")
    is_open = high > low
    found = []
    for column in range(likely.shape[1]):
        rows = np.flatnonzero(is_open[:, column])
        cells = rows, column
        found.append(Spread(rows, low[cells], likely[cells], high[cells]))
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class DrawnPriorities:
    """Some of the draws.

    Attributes
    ----------
    part
        Which of all draws these are.
    weights
        The weights drawn, those of value before those of feasibility.
    priorities
        Shape ``(draws, n)``.
    """

    part: slice
    weights: Floats
    priorities: Floats


def priority_draws(
    value: AxisRatings,
    feasibility: AxisRatings,
    *,
    alpha: float,
    discount: ArrayLike | None,
    draws: int,
    seed: int,
) -> Iterator[DrawnPriorities]:
    """Draw priorities, a few megabytes at a time.

    Parameters
    ----------
    value, feasibility
        Ratings and weights of the two axes, of the same use cases.
    alpha
        Weight of value against feasibility in the priority.
    discount
        Readiness factor that feasibility is multiplied by, one for each use case.
    draws
        Number of draws.
    seed
        Makes the draws repeatable.

    Yields
    ------
    DrawnPriorities
        Each draw once, in order.

    Raises
    ------
    ValueError
        When the axes are not about the same use cases.

    Notes
    -----
    Each draw takes weights of both axes that agree with what is known about them and, for every
    missing rating, a score from the whole scale with equal chance; a rating with a range is drawn
    from the triangle over it, with its peak at what was said. Its priorities are
    ``V^alpha · (F · discount)^(1 - alpha)``.
    """
    n = value.criteria.shape[1]
    if feasibility.criteria.shape[1] != n:
        raise ValueError(f"{n} rows of value, {feasibility.criteria.shape[1]} of feasibility.")
    factor = np.broadcast_to(np.asarray(1.0 if discount is None else discount, dtype=float), n)
    rng = np.random.default_rng(seed)
    of_value, of_feasibility = (axis.draw_weights(draws, rng) for axis in (value, feasibility))
    for part in chunks(draws, n):
        values = value.values(of_value[part], rng)
        feasibilities = feasibility.values(of_feasibility[part], rng) * factor
        yield DrawnPriorities(
            part,
            np.hstack([of_value[part], of_feasibility[part]]),
            priorities(values, feasibilities, alpha=alpha),
        )
