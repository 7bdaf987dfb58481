"""Robustness: what is left of a ranking when weights are taken for the opinions they are."""

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from portfolio.domain.rank_draws import (
    Floats,
    Ranks,
    chunks,
    half_width,
    rank_rows,
    rank_type,
    weighted_sums,
)
from portfolio.domain.rank_pairs import CLEAR_WIN
from portfolio.domain.weight_draws import (
    AnyWeights,
    RankedWeights,
    WeightSpec,
    WeightsWithin,
    draw_weights,
)

COUNTED_AT_ONCE: Final = 64
CORES: Final = 2


@dataclass(frozen=True, eq=False)
class RankAcceptability:
    """Which ranks each alternative takes over all the weights that were drawn.

    Attributes
    ----------
    ranks
        Shape ``(draws, n)``: the rank of each alternative in each draw.
    weights
        Shape ``(draws, m)``: the weights drawn.
    scores
        The scores, ``(n, m)`` or ``(draws, n, m)``.
    """

    ranks: Ranks
    weights: Floats
    scores: Floats

    @property
    def draws(self) -> int:
        """Number of draws."""
        return len(self.ranks)

    @property
    def error(self) -> float:
        """Half-width of the Monte Carlo error of a share at its widest."""
        return float(half_width(0.5, self.draws))

    @cached_property
    def acceptability(self) -> Floats:
        """Share of the draws in which alternative (row) takes rank (column), ``b_i^r``."""
        n = self.ranks.shape[1]
        shares = np.empty((n, n))
        for start in range(0, n, COUNTED_AT_ONCE):
            ranks = self.ranks[:, start : start + COUNTED_AT_ONCE].astype(np.int64)
            rows = ranks.shape[1]
            cells = ranks - 1 + n * np.arange(rows)
            counts = np.bincount(cells.ravel(), minlength=rows * n)
            shares[start : start + rows] = counts.reshape(rows, n) / self.draws
        return shares

    @cached_property
    def central_weights(self) -> Floats:
        """Mean of the weights under which an alternative is first; ``nan`` where it never is."""
        draw, winner = np.nonzero(self.ranks == 1)
        n = self.ranks.shape[1]
        wins = np.bincount(winner, minlength=n).astype(float)
        wins[wins == 0] = np.nan
        totals = [np.bincount(winner, drawn[draw], minlength=n) for drawn in self.weights.T]
        return np.asarray(np.stack(totals, axis=1) / wins[:, None], dtype=float)

    @cached_property
    def confidence(self) -> Floats:
        """Share of the score draws in which an alternative is first under its central weights."""
        confidence = np.zeros(self.ranks.shape[1])
        for i in np.flatnonzero(~np.isnan(self.central_weights[:, 0])):
            values = np.atleast_2d(self.scores @ self.central_weights[i])
            confidence[i] = np.mean(rank_rows(values)[:, i] == 1)
        return confidence

    @cached_property
    def pairwise(self) -> Floats:
        """Share of the draws in which alternative (row) ranks before alternative (column).

        Every pair is compared in every draw. With thousands of alternatives, ask ``beats`` for
        the pairs of interest instead.
        """
        by_alternative = np.ascontiguousarray(self.ranks.T)
        wins = [np.count_nonzero(own < by_alternative, axis=1) for own in by_alternative]
        return np.reshape(wins, (len(wins), len(wins))) / self.draws

    def beats(self, i: int, k: int) -> float:
        """Return the share of the draws in which ``i`` ranks before ``k``."""
        return float(np.mean(self.ranks[:, i] < self.ranks[:, k]))

    def cannot_be_separated(self, i: int, k: int) -> bool:
        """Whether neither ranks before the other in more than six draws of ten."""
        return max(self.beats(i, k), self.beats(k, i)) <= CLEAR_WIN

    def top_share(self, k: int) -> Floats:
        """Return the share of the draws in which each alternative is among the first ``k``."""
        return np.asarray(np.mean(self.ranks <= k, axis=0))


def rank_acceptability(
    scores: ArrayLike,
    *,
    weights: ArrayLike | WeightSpec | None = None,
    draws: int = 10_000,
    seed: int,
) -> RankAcceptability:
    """Rank alternatives under many weights at once (SMAA-2).

    Parameters
    ----------
    scores
        Scores ``(n, m)`` of n alternatives on m criteria, or sampled scores ``(draws, n, m)``.
    weights
        What is known about the weights, or draws of them ``(draws, m)``. By default nothing is
        known and any weights are as likely as any others.
    draws
        Number of draws, where neither scores nor weights are sampled already.
    seed
        Makes the result repeatable.

    Returns
    -------
    RankAcceptability
        The ranks of every draw; shares are counted when asked for.

    Raises
    ------
    ValueError
        When a score is missing or shapes do not fit together.

    Notes
    -----
    Each draw of weights ``w`` gives alternative ``i`` the value ``V(i) = Σ_j w_j x_ij`` and the
    rank ``1 + Σ_k [V(k) > V(i)]``. Draws are taken in chunks, so that the ranks themselves, two
    bytes each, are all that is held.

    References
    ----------
    Lahdelma, R. and Salminen, P. (2001), "SMAA-2: Stochastic multicriteria acceptability analysis
    for group decision making", *Operations Research* 49(3): 444–454.

    Examples
    --------
    >>> result = rank_acceptability([[1, 0], [0, 1], [0.6, 0.6]], seed=1)
    >>> result.acceptability.round(1)
    array([[0.4, 0.1, 0.5],
           [0.4, 0.1, 0.5],
           [0.2, 0.8, 0. ]])
    """
    matrix = np.asarray(scores, dtype=float)
    if matrix.ndim not in {2, 3} or np.isnan(matrix).any():
        raise ValueError("Scores are (n, m) or (draws, n, m), without gaps.")
    n, m = matrix.shape[-2:]
    drawn = _drawn(weights, m, len(matrix) if matrix.ndim == 3 else draws, seed)
    if drawn.shape[1] != m or (matrix.ndim == 3 and len(matrix) != len(drawn)):
        raise ValueError(f"Weights {drawn.shape} do not fit scores {matrix.shape}.")
    criteria = np.ascontiguousarray(matrix.swapaxes(-1, -2))
    ranks = np.empty((len(drawn), n), dtype=rank_type(n))

    def rank(part: slice) -> None:
        sampled = criteria if matrix.ndim == 2 else criteria[part]
        ranks[part] = rank_rows(weighted_sums(drawn[part], sampled))

    # Sorting lets go of the interpreter, so two cores share it; every chunk has its own rows.
    with ThreadPoolExecutor(CORES) as pool:
        deque(pool.map(rank, chunks(len(drawn), n)), maxlen=0)
    return RankAcceptability(ranks, drawn, matrix)


def _drawn(weights: ArrayLike | WeightSpec | None, criteria: int, draws: int, seed: int) -> Floats:
    match weights:
        case None:
            return _drawn(AnyWeights(), criteria, draws, seed)
        case AnyWeights() | RankedWeights() | WeightsWithin():
            return draw_weights(weights, criteria, draws, np.random.default_rng(seed))
        case _:
            return np.atleast_2d(np.asarray(weights, dtype=float))
