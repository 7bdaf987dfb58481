"""Ranking: from ratings and readiness to the standing and the place of every use case."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from portfolio.domain.criteria import HIGHEST_RATING, Axis, ScoringModel
from portfolio.domain.priority import (
    Quadrant,
    Rank,
    Thresholds,
    competition_ranks,
    priorities,
    quadrant,
)
from portfolio.domain.priority_draws import ScoreRanges
from portfolio.domain.rank_intervals import ROBUST_PLACES, ROBUST_SHARE, rank_intervals
from portfolio.domain.rank_pairs import CLEAR_WIN
from portfolio.domain.scoring import score_matrix

type Floats = NDArray[np.float64]
#: The lowest and the highest points of each rating, of the shape of the ratings.
type Ranges = tuple[ArrayLike, ArrayLike]

DRAWS: Final = 2_000
"""Draws of the weights; a share counted in them is off by at most 2.2 points, 19 times in 20."""

SEED: Final = 49
"""Where the draws start, so that the same ratings always lead to the same ranks."""

# What is stored has to compare equal when it is worked out again in another order.
DECIMALS: Final = 4

PAIR_DRAWS: Final = 500


@dataclass(frozen=True, slots=True, eq=False)
class Standings:
    """Scores of many use cases, one entry each; ``nan`` where something is not scored.

    Attributes
    ----------
    value, feasibility
        Scores from 0 to 100 as rated.
    factor
        What readiness leaves of feasibility; ``nan`` where nothing was assessed, which takes
        nothing off.
    adjusted
        Feasibility after readiness.
    priority
        Value and adjusted feasibility in one; ``nan`` where either is missing.
    quadrants
        The quadrant of each, ``None`` without a priority.
    is_provisional
        Whether there is a priority although a criterion is not rated yet.
    """

    value: Floats
    feasibility: Floats
    factor: Floats
    adjusted: Floats
    priority: Floats
    quadrants: tuple[Quadrant | None, ...]
    is_provisional: NDArray[np.bool_]


def standings(
    model: ScoringModel,
    ratings: ArrayLike,
    factors: ArrayLike,
    *,
    thresholds: Sequence[Thresholds] | None = None,
) -> Standings:
    """Score use cases and take readiness off.

    Parameters
    ----------
    model
        Criteria, weights and thresholds.
    ratings
        One row for each use case, one column for each criterion of the model; points from 0 to 5,
        ``nan`` for unrated.
    factors
        What readiness leaves of feasibility, ``nan`` where nothing was assessed.
    thresholds
        Where "high" begins for each use case, where its domain is stricter than the model.

    Returns
    -------
    Standings
        Rounded to four decimals, so that scores worked out one by one and all together agree.

    Notes
    -----
    ``adjusted = feasibility · factor`` and ``priority = value^alpha · adjusted^(1 - alpha)``; see
    ``scoring.score_matrix``, ``readiness.readiness`` and ``priority.priority``.

    Examples
    --------
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> rated = standings(DEFAULT_MODEL, [[4] * 5 + [3] * 6], [0.75])
    >>> rated.value, rated.feasibility, rated.adjusted, rated.priority
    (array([80.]), array([60.]), array([45.]), array([60.]))
    """
    points = np.atleast_2d(np.asarray(ratings, dtype=float))
    factor = np.asarray(factors, dtype=float)
    scores = score_matrix(model, points)
    value, feasibility = scores.value.round(DECIMALS), scores.feasibility.round(DECIMALS)
    adjusted = (feasibility * np.where(np.isnan(factor), 1.0, factor)).round(DECIMALS)
    priority = priorities(value, adjusted, alpha=model.alpha).round(DECIMALS)
    has_priority = ~np.isnan(priority)
    begins = [model.thresholds] * len(points) if thresholds is None else thresholds
    return Standings(
        value=value,
        feasibility=feasibility,
        factor=factor,
        adjusted=adjusted,
        priority=priority,
        quadrants=tuple(
            quadrant(worth, ease, high) if known else None
            for worth, ease, known, high in zip(
                value.tolist(), adjusted.tolist(), has_priority.tolist(), begins, strict=True
            )
        ),
        is_provisional=has_priority & np.isnan(points).any(axis=1),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """The place of one use case among all that have a priority.

    Attributes
    ----------
    rank
        One more than the number of use cases whose priority reads higher.
    low, high
        The better and the worse end: at least nine draws of the weights in ten, and the rank
        itself, lie between them.
    is_robust
        Whether that spans at most two places, or a twentieth of the portfolio.
    """

    rank: int
    low: int
    high: int
    is_robust: bool


def places(
    model: ScoringModel,
    ratings: ArrayLike,
    standings: Standings,
    *,
    groups: Sequence[Hashable] | None = None,
    ranges: Ranges | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> tuple[Place | None, ...]:
    """Rank the use cases that have a priority.

    Parameters
    ----------
    model, ratings
        As for ``standings``.
    standings
        What came out of it.
    groups
        What each belongs to, such as its bucket; it is then ranked among its own alone.
    ranges
        Between which points each rating may lie, where people are unsure or disagree.
    draws, seed
        How often weights and open ratings are drawn, and where the draws start.

    Returns
    -------
    tuple of Place or None
        In the order given; ``None`` without a priority.

    Notes
    -----
    Competition ranks of the priorities as they are shown, in whole points, and the rank intervals
    of ``rank_intervals``. A rating that is missing, or has a range, widens the interval.

    Examples
    --------
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> nan = float("nan")
    >>> ratings = [[4] * 11, [2] * 11, [nan] * 11]
    >>> places(DEFAULT_MODEL, ratings, standings(DEFAULT_MODEL, ratings, [nan] * 3))[1]
    Place(rank=2, low=2, high=2, is_robust=True)
    """
    points = np.atleast_2d(np.asarray(ratings, dtype=float))
    placed: list[Place | None] = [None] * len(points)
    rows = np.flatnonzero(~np.isnan(standings.priority))
    if not rows.size:
        return tuple(placed)
    own, spans = _labels(groups, rows), ranges_by_axis(model, ranges, rows)
    drawn = rank_intervals(
        *by_axis(model, points[rows]),
        *_weights(model),
        alpha=model.alpha,
        draws=draws,
        seed=seed,
        discount=discount(standings, rows),
        groups=own,
        value_ranges=spans[0],
        feasibility_ranges=spans[1],
    )
    ranks = _ranks_within(own, standings.priority[rows])
    widest = max(ROBUST_PLACES, ROBUST_SHARE * rows.size)
    for row, rank, low, high in zip(
        rows.tolist(), ranks, drawn.low.tolist(), drawn.high.tolist(), strict=True
    ):
        ends = (min(low, rank), max(high, rank))
        placed[row] = Place(rank, *ends, is_robust=ends[1] - ends[0] <= widest)
    return tuple(placed)


def _labels(groups: Sequence[Hashable] | None, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    if groups is None:
        return np.zeros(rows.size, dtype=np.intp)
    number: dict[Hashable, int] = {}
    return np.array([number.setdefault(groups[row], len(number)) for row in rows.tolist()])


def _ranks_within(labels: NDArray[np.intp], priority: Floats) -> list[int]:
    found = np.zeros(labels.size, dtype=int)
    for label in range(int(labels.max(initial=-1)) + 1):
        rows = np.flatnonzero(labels == label)
        ranks = competition_ranks(priority[rows].tolist())
        found[rows] = [rank.place for rank in ranks if isinstance(rank, Rank)]
    return found.tolist()


def inseparable(
    model: ScoringModel,
    ratings: ArrayLike,
    standings: Standings,
    *,
    ranges: Ranges | None = None,
    draws: int = PAIR_DRAWS,
    seed: int = SEED,
) -> tuple[bool, ...]:
    """Say which use cases the first one cannot be told apart from.

    Parameters
    ----------
    model, ratings, standings
        As for ``places``; each row has a priority.
    ranges, draws, seed
        As for ``places``.

    Returns
    -------
    tuple of bool
        One for each row after the first: whether neither of the two ranks before the other in
        more than six draws of ten.

    Notes
    -----
    The pairwise winning index ``c_ik`` of SMAA-2, between 0.4 and 0.6.

    References
    ----------
    Lahdelma, R. and Salminen, P. (2001), "SMAA-2: Stochastic multicriteria acceptability analysis
    for group decision making", *Operations Research* 49(3): 444–454.

    Examples
    --------
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> ratings = [[3] * 11, [2, 4, 3, 3, 3] + [3] * 6, [1] * 11]
    >>> inseparable(DEFAULT_MODEL, ratings, standings(DEFAULT_MODEL, ratings, [1.0] * 3))
    (True, False)
    """
    points = np.atleast_2d(np.asarray(ratings, dtype=float))
    found = []
    for other in range(1, len(points)):
        pair = np.array([0, other])
        spans = ranges_by_axis(model, ranges, pair)
        drawn = rank_intervals(
            *by_axis(model, points[pair]),
            *_weights(model),
            alpha=model.alpha,
            draws=draws,
            seed=seed,
            discount=discount(standings, pair),
            top=1,
            value_ranges=spans[0],
            feasibility_ranges=spans[1],
        )
        # In a tie both are first, which is a win for neither.
        first, second = drawn.top_share.tolist()
        tied = first + second - 1
        found.append(max(first, second) - tied <= CLEAR_WIN)
    return tuple(found)


def ranges_by_axis(
    model: ScoringModel, ranges: Ranges | None, rows: NDArray[np.intp]
) -> tuple[ScoreRanges | None, ScoreRanges | None]:
    """Return the ranges of some rows as scores from 0 to 100, axis by axis."""
    if ranges is None:
        return None, None
    low, high = (by_axis(model, np.asarray(end, dtype=float)[rows]) for end in ranges)
    return (low[0], high[0]), (low[1], high[1])


def by_axis(model: ScoringModel, points: Floats) -> tuple[Floats, Floats]:
    """Return ratings as scores from 0 to 100, those of value and those of feasibility."""
    scores = points * 100 / HIGHEST_RATING
    value = [criterion.axis is Axis.VALUE for criterion in model.criteria]
    return scores[:, np.array(value)], scores[:, ~np.array(value)]


def _weights(model: ScoringModel) -> tuple[list[float], list[float]]:
    value, feasibility = (
        [criterion.weight for criterion in model.on(axis)]
        for axis in (Axis.VALUE, Axis.FEASIBILITY)
    )
    return value, feasibility


def discount(standings: Standings, rows: NDArray[np.intp]) -> Floats:
    """Return what readiness leaves of the feasibility of some rows, all of it where unknown."""
    return np.nan_to_num(standings.factor[rows], nan=1.0)
