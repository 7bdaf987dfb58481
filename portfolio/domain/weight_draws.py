"""Weight draws: the opinions about weights that a robustness analysis lets vary."""

from dataclasses import dataclass

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
    """

    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WeightsAround:
    """The weights are known roughly.

    Attributes
    ----------
    mean
        The stated weight of each criterion; they add up to one.
    concentration
        How firmly they are held. A weight ``w`` varies with standard deviation
        ``√(w (1 - w) / (concentration + 1))``: at 50, a weight of 20% by about 6 points.
    """

    mean: tuple[float, ...]
    concentration: float = 50.0


type WeightSpec = AnyWeights | RankedWeights | WeightsAround


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
        When the specification is about another number of criteria.

    Notes
    -----
    Any weights are Dirichlet(1, …, 1), uniform on the simplex. Ranked weights are the same draws,
    each sorted, which is uniform on the part of the simplex that agrees with the order. Weights
    around a mean ``m`` are Dirichlet(c·m); a criterion of weight nought keeps it.

    References
    ----------
    Devroye, L. (1986), *Non-Uniform Random Variate Generation*, Springer, chapter XI.4.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> draws = draw_weights(WeightsAround((0.7, 0.3, 0.0)), 3, 10_000, rng)
    >>> draws.mean(axis=0).round(2)
    array([0.7, 0.3, 0. ])
    """
    match spec:
        case AnyWeights():
            return rng.dirichlet(np.ones(criteria), draws)
        case RankedWeights(order):
            if sorted(order) != list(range(criteria)):
                raise ValueError(f"{order} does not rank {criteria} criteria.")
            ranked = np.empty((draws, criteria))
            ranked[:, order] = -np.sort(-rng.dirichlet(np.ones(criteria), draws), axis=1)
            return ranked
        case WeightsAround(mean, concentration):
            if len(mean) != criteria:
                raise ValueError(f"{len(mean)} weights for {criteria} criteria.")
            parameters = concentration * np.asarray(mean, dtype=float)
            varied = np.zeros((draws, criteria))
            varied[:, parameters > 0] = rng.dirichlet(parameters[parameters > 0], draws)
            return varied
