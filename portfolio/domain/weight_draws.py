"""Weight draws: the opinions about weights that a robustness analysis lets vary."""

from dataclasses import dataclass
from math import factorial

import numpy as np

from portfolio.domain.rank_draws import Floats


@dataclass(frozen=True, slots=True)
class AnyWeights:
    """Nothing is known: every split of the weight among the criteria is equally likely."""


@dataclass(frozen=True, slots=True)
class RankedWeights:
    """Only the order of importance is known.

    Attributes
    ----------
    order
        Column of each criterion, the most important first.
    ties
        Columns next to one another in the order that are equally important, in groups.
    """

    order: tuple[int, ...]
    ties: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class WeightsWithin:
    """Every weight is known to lie within a distance of the stated one.

    Attributes
    ----------
    mean
        The stated weight of each criterion; they add up to one.
    spread
        The distance, above 0: at 0.1, a weight of 25% may be anything from 15% to 35%. No weight
        falls below nought or rises above one.
    """

    mean: tuple[float, ...]
    spread: float = 0.1


type WeightSpec = AnyWeights | RankedWeights | WeightsWithin


def draw_weights(spec: WeightSpec, criteria: int, draws: int, rng: np.random.Generator) -> Floats:
    """Draw weights that agree with what is known about them.

    Parameters
    ----------
    spec
        What is known.
    criteria
        Number of criteria.
    draws
        Number of draws.
    rng
        The source of chance.

    Returns
    -------
    ndarray
        Shape ``(draws, criteria)``; each row adds up to one.

    Raises
    ------
    ValueError
        When the specification is about another number of criteria, or a spread is not above 0.

    Notes
    -----
    Any weights are Dirichlet(1, …, 1), uniform on the simplex. Ranked weights are the same draws,
    each sorted, which is uniform on the part of the simplex that agrees with the order; equally
    important ones then change places at random. Weights within a distance are uniform on the part
    of the simplex where each keeps to its own range, by rejection.

    References
    ----------
    Devroye, L. (1986), *Non-Uniform Random Variate Generation*, Springer, chapters II.3 and XI.4.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> draws = draw_weights(WeightsWithin((0.5, 0.3, 0.2), 0.1), 3, 10_000, rng)
    >>> draws.mean(axis=0).round(2), draws.min(axis=0).round(2), draws.max(axis=0).round(2)
    (array([0.5, 0.3, 0.2]), array([0.4, 0.2, 0.1]), array([0.6, 0.4, 0.3]))
    """
    match spec:
        case AnyWeights():
            return rng.dirichlet(np.ones(criteria), draws)
        case RankedWeights(order, ties):
            if sorted(order) != list(range(criteria)):
                raise ValueError(f"{order} does not rank {criteria} criteria.")
            ranked = np.empty((draws, criteria))
            ranked[:, order] = -np.sort(-rng.dirichlet(np.ones(criteria), draws), axis=1)
            for columns in map(list, ties):
                ranked[:, columns] = rng.permuted(ranked[:, columns], axis=1)
            return ranked
        case WeightsWithin(mean, spread):
            if len(mean) != criteria or not spread > 0:
                raise ValueError(f"{len(mean)} weights ± {spread} for {criteria} criteria.")
            # What adds up to one within a rounding error has to lie on the simplex itself.
            stated = np.asarray(mean, dtype=float) / sum(mean)
            low, high = np.maximum(stated - spread, 0), np.minimum(stated + spread, 1)
            return _within(low, high, draws, rng)


def _within(low: Floats, high: Floats, draws: int, rng: np.random.Generator) -> Floats:
    m, widest = low.size, int(np.argmax(high - low))
    rest = np.arange(m) != widest
    # Both proposals are uniform; the smaller region of the two is left less often.
    is_box_smaller = np.prod((high - low)[rest]) < 1 / factorial(m - 1)
    found: list[Floats] = []
    while sum(map(len, found)) < draws:
        if is_box_smaller:
            proposed = np.empty((draws, m))
            proposed[:, rest] = low[rest] + (high - low)[rest] * rng.random((draws, m - 1))
            proposed[:, widest] = 1 - proposed[:, rest].sum(axis=1)
        else:
            proposed = rng.dirichlet(np.ones(m), draws)
        found.append(proposed[((proposed >= low) & (proposed <= high)).all(axis=1)])
    return np.concatenate(found)[:draws] if found else np.empty((0, m))
