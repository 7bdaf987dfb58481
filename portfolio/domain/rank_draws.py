"""Rank draws: ranks of many alternatives in many draws, and how sure a share counted in them is."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

type Floats = NDArray[np.float64]
type Ranks = NDArray[np.unsignedinteger]

# Values that differ by less than this share of the largest differ by rounding alone.
TIE: Final = 1e-10
CHUNK_VALUES: Final = 2**19
NORMAL_95: Final = 1.96


def rank_type(alternatives: int) -> np.dtype[np.unsignedinteger]:
    """Return the smallest type that holds every rank: two bytes up to 65,535 alternatives."""
    return np.min_scalar_type(alternatives)


def chunks(draws: int, alternatives: int) -> Iterator[slice]:
    """Cut the draws into pieces of a few megabytes, so that memory does not grow with them."""
    size = max(1, CHUNK_VALUES // max(1, alternatives))
    for start in range(0, draws, size):
        yield slice(start, min(start + size, draws))


def weighted_sums(weights: Floats, criteria: Floats) -> Floats:
    """Value every alternative under every draw of weights.

    Parameters
    ----------
    weights
        Shape ``(draws, m)``.
    criteria
        Scores by criterion, ``(m, n)`` and contiguous, or sampled scores ``(draws, m, n)``.

    Returns
    -------
    ndarray
        Shape ``(draws, n)``: ``V(i) = Σ_j w_j x_ji``.

    Examples
    --------
    >>> weighted_sums(np.array([[0.75, 0.25]]), np.array([[80.0, 0.0], [40.0, 100.0]]))
    array([[70., 25.]])
    """
    # einsum and not @: with a dozen criteria, waking the threads of the matrix library for every
    # chunk costs more than the sums.
    spec = "dm,mn->dn" if criteria.ndim == 2 else "dm,dmn->dn"
    return np.asarray(np.einsum(spec, weights, criteria), dtype=float)


def rank_rows(values: Floats) -> Ranks:
    """Rank each row from the highest value down; equal values share the better rank.

    Parameters
    ----------
    values
        Shape ``(draws, n)``, without ``nan``.

    Returns
    -------
    ndarray
        Shape ``(draws, n)``, ranks from 1.

    Notes
    -----
    ``rank(i) = 1 + Σ_k [V(k) > V(i)]``. Two alternatives with the same value may come out of the
    sums a rounding error apart; they are still a tie.

    Examples
    --------
    >>> rank_rows(np.array([[60.0, 80.0, 60.0, 10.0]]))
    array([[2, 1, 2, 4]], dtype=uint8)
    """
    n = values.shape[1]
    order = np.argsort(-values, axis=1)
    ordered = np.take_along_axis(values, order, axis=1)
    places = np.broadcast_to(np.arange(1, n + 1, dtype=rank_type(n)), values.shape)
    drops = ordered[:, :-1] - ordered[:, 1:] > TIE * np.abs(values).max(initial=0)
    if not drops.all():
        starts = np.pad(drops, ((0, 0), (1, 0)), constant_values=True)
        places = np.maximum.accumulate(np.where(starts, places, 0), axis=1)
    ranks = np.empty(values.shape, dtype=places.dtype)
    np.put_along_axis(ranks, order, places, axis=1)
    return ranks


def half_width(share: ArrayLike, draws: int) -> Floats:
    """Return how far a share counted in draws may lie from the true one, 19 times in 20.

    Parameters
    ----------
    share
        Share of the draws, 0 to 1.
    draws
        Number of draws it was counted in.

    Returns
    -------
    ndarray
        ``1.96 · √(b (1 - b) / N)``, at most 0.0098 for ten thousand draws.

    Examples
    --------
    >>> float(half_width(0.5, 10_000).round(4))
    0.0098
    """
    b = np.asarray(share, dtype=float)
    return np.asarray(NORMAL_95 * np.sqrt(b * (1 - b) / draws))


def share_interval(share: ArrayLike, draws: int) -> tuple[Floats, Floats]:
    """Return between which shares the true one lies, 19 times in 20.

    Parameters
    ----------
    share
        Share of the draws, 0 to 1.
    draws
        Number of draws it was counted in, at least one.

    Returns
    -------
    tuple of ndarray
        The lower and the upper end, within 0 and 1; the share itself always lies between.

    Notes
    -----
    Wilson's score interval ``(b + z²/2N ± z √(b(1-b)/N + z²/4N²)) / (1 + z²/N)``, which unlike
    ``b ± half_width`` keeps its width near 0 and 1. What no draw showed is below ``3/N``, and what
    every draw showed above ``1 - 3/N``: the rule of three.

    References
    ----------
    Wilson, E. B. (1927), "Probable inference, the law of succession, and statistical inference",
    *Journal of the American Statistical Association* 22(158): 209–212.
    Brown, L. D., Cai, T. T. and DasGupta, A. (2001), "Interval estimation for a binomial
    proportion", *Statistical Science* 16(2): 101–133.
    Hanley, J. A. and Lippman-Hand, A. (1983), "If nothing goes wrong, is everything all right?
    Interpreting zero numerators", *JAMA* 249(13): 1743–1745.

    Examples
    --------
    >>> low, high = share_interval([0, 0.0001, 0.5], 10_000)
    >>> (100 * low).round(3).tolist(), (100 * high).round(3).tolist()
    ([0.0, 0.002, 49.02], [0.03, 0.057, 50.98])
    """
    b = np.asarray(share, dtype=float)
    z2 = NORMAL_95**2 / draws
    middle, spread = b + z2 / 2, np.sqrt(z2 * (b * (1 - b) + z2 / 4))
    low, high = (middle - spread) / (1 + z2), (middle + spread) / (1 + z2)
    rare = min(1.0, 3 / draws)
    low = np.where(b <= 0, 0.0, np.where(b >= 1, 1 - rare, low))
    high = np.where(b <= 0, rare, np.where(b >= 1, 1.0, high))
    return np.asarray(low, dtype=float), np.asarray(high, dtype=float)
