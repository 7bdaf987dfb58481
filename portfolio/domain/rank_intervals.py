"""Rank intervals: between which places a use case lies when weights and gaps are left open."""

from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from portfolio.domain.priority_draws import AxisRatings, ScoreRanges, priority_draws
from portfolio.domain.rank_draws import Floats, Ranks, half_width, rank_rows, rank_type
from portfolio.domain.weight_draws import WeightsWithin

LOW, MEDIAN, HIGH = 0.05, 0.5, 0.95
ROBUST_PLACES: Final = 2
ROBUST_SHARE: Final = 0.05
SPREAD: Final = 0.1
"""How far each weight may lie from the model's: ten points of a hundred."""

SORTED_AT_ONCE: Final = 64


@dataclass(frozen=True, slots=True, eq=False)
class RankIntervals:
    """Between which places each use case lies; one entry for each, in the order given.

    Attributes
    ----------
    low, high
        The better and the worse end: nine draws in ten lie between them.
    median
        The middle rank.
    is_robust
        Whether the interval spans at most two places, or a twentieth of the portfolio.
    top, top_share
        Share of the draws in which the use case is among the first ``top``.
    draws
        Number of draws.
    """

    low: NDArray[np.int64]
    median: NDArray[np.int64]
    high: NDArray[np.int64]
    is_robust: NDArray[np.bool_]
    top: int
    top_share: Floats
    draws: int

    @property
    def top_half_width(self) -> Floats:
        """Half-width of the Monte Carlo error of each ``top_share``."""
        return half_width(self.top_share, self.draws)

    def label(self, row: int) -> str:
        """Return the interval as a reader sees it: ``"7–11"``, or ``"1"`` when it is one place."""
        low, high = self.low[row], self.high[row]
        return f"{low}" if low == high else f"{low}–{high}"


def rank_intervals(
    value_scores: ArrayLike,
    feasibility_scores: ArrayLike,
    value_weights: ArrayLike,
    feasibility_weights: ArrayLike,
    *,
    alpha: float = 0.5,
    spread: float = SPREAD,
    draws: int = 10_000,
    seed: int,
    discount: ArrayLike | None = None,
    top: int = 10,
    groups: ArrayLike | None = None,
    value_ranges: ScoreRanges | None = None,
    feasibility_ranges: ScoreRanges | None = None,
) -> RankIntervals:
    """Say how far the rank by priority depends on the weights and on what nobody has rated.

    Parameters
    ----------
    value_scores, feasibility_scores
        One row for each use case that has a priority, one column for each criterion of the axis;
        0 to 100, ``nan`` for unrated.
    value_weights, feasibility_weights
        The weights of the model, adding up to one on each axis.
    alpha
        Weight of value against feasibility in the priority.
    spread
        How far each weight may lie from the model's; see ``WeightsWithin``.
    draws
        Number of draws.
    seed
        Makes the result repeatable.
    discount
        Readiness factor that feasibility is multiplied by, one for each use case.
    top
        How many first places ``top_share`` counts.
    groups
        A label for each use case; each is then ranked among those of its own label alone.
    value_ranges, feasibility_ranges
        The lowest and the highest score of each rating, where people are unsure or disagree.

    Returns
    -------
    RankIntervals
        Places and shares, in the order of the rows.

    Raises
    ------
    ValueError
        When shapes do not fit together.

    Notes
    -----
    Each draw takes weights within ``spread`` of the model's on each axis and, for every missing
    rating, a score from the whole scale with equal chance: not knowing widens the interval instead
    of passing for the average. The draw ranks the priorities of ``priority_draws``. The ends are
    the 5 % and 95 % quantiles of the ranks taken, so a use case lies between them in nine draws
    of ten.

    References
    ----------
    Lahdelma, R. and Salminen, P. (2001), "SMAA-2: Stochastic multicriteria acceptability analysis
    for group decision making", *Operations Research* 49(3): 444–454.

    Examples
    --------
    >>> nan = float("nan")
    >>> intervals = rank_intervals(
    ...     [[90, 80], [60, 50], [nan, 60], [20, 10]], [[80], [60], [60], [30]],
    ...     [0.5, 0.5], [1.0], seed=1)
    >>> [intervals.label(row) for row in range(4)]
    ['1', '2–3', '2–3', '4']
    """
    axes = (
        AxisRatings.of(value_scores, WeightsWithin(_weights(value_weights), spread), value_ranges),
        AxisRatings.of(
            feasibility_scores,
            WeightsWithin(_weights(feasibility_weights), spread),
            feasibility_ranges,
        ),
    )
    n = axes[0].criteria.shape[1]
    members = [np.arange(n)] if groups is None else _members(np.asarray(groups))
    ranks = np.empty((draws, n), dtype=rank_type(n))
    for drawn in priority_draws(*axes, alpha=alpha, discount=discount, draws=draws, seed=seed):
        for rows in members:
            ranks[drawn.part, rows] = rank_rows(drawn.priorities[:, rows])
    return _summary(ranks, top)


def _weights(weights: ArrayLike) -> tuple[float, ...]:
    return tuple(np.asarray(weights, dtype=float).tolist())


def _members(groups: NDArray[np.generic]) -> list[NDArray[np.intp]]:
    """Return the rows of each group."""
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(groups[order][1:] != groups[order][:-1]) + 1
    return np.split(order, starts)


def _summary(ranks: Ranks, top: int) -> RankIntervals:
    draws, n = ranks.shape
    at = [ceil(quantile * draws) - 1 for quantile in (LOW, MEDIAN, HIGH)]
    quantiles, top_share = np.empty((3, n), dtype=np.int64), np.empty(n)
    for start in range(0, n, SORTED_AT_ONCE):
        rows = slice(start, start + SORTED_AT_ONCE)
        ordered = np.sort(ranks[:, rows], axis=0)
        quantiles[:, rows] = ordered[at]
        top_share[rows] = np.mean(ordered <= top, axis=0)
    low, median, high = quantiles
    is_robust = high - low <= max(ROBUST_PLACES, ROBUST_SHARE * n)
    return RankIntervals(low, median, high, is_robust, top, top_share, draws)
