"""Rank pairs: which of many alternatives cannot be told apart over all the draws."""

from math import ceil
from typing import Final

import numpy as np
from numpy.typing import NDArray

from portfolio.domain.rank_draws import Ranks

#: Above this share of the draws in which one ranks before the other, a pair is told apart.
CLEAR_WIN: Final = 0.6
#: Draws that are compared in one go: as many eights as one byte can count.
BLOCK: Final = 2_000
#: So many comparisons of two ranks are made at most where there is more than one block of draws.
COMPARISONS: Final = 10**10


def pair_draws(alternatives: int, draws: int) -> int:
    """Return in how many of the draws every pair is compared.

    Parameters
    ----------
    alternatives
        How many are compared with one another.
    draws
        How many draws there are.

    Returns
    -------
    int
        All of them for up to a thousand alternatives and ten thousand draws; beyond that fewer,
        in blocks of 2,000, because pairs grow with the square. Never fewer than one block, which
        puts a share of six tenths within 2.2 points.

    Examples
    --------
    >>> [pair_draws(n, 10_000) for n in (40, 1_000, 2_000, 10_000)]
    [10000, 10000, 4000, 2000]
    """
    pairs = max(1, alternatives * (alternatives - 1) // 2)
    blocks = max(1, COMPARISONS // (pairs * BLOCK))
    return min(draws, blocks * BLOCK)


def inseparable_pairs(ranks: Ranks) -> NDArray[np.bool_]:
    """Say of every pair whether neither ranks before the other in more than six draws of ten.

    Parameters
    ----------
    ranks
        Shape ``(n, draws)``: the rank of each alternative in each draw.

    Returns
    -------
    ndarray
        Shape ``(n, n)``, symmetric, false on the diagonal.

    Notes
    -----
    No pair is left out. Most need no counting: where ``i`` is at rank ``t`` or better in at least
    eight draws of ten and ``k`` in fewer than two, ``i`` ranks before ``k`` in more than six,
    since ``P(i < k) ≥ P(i ≤ t) - P(k ≤ t)`` (Fréchet's bound). The others are counted.

    References
    ----------
    Fréchet, M. (1935), "Généralisation du théorème des probabilités totales", *Fundamenta
    Mathematicae* 25: 379–387.

    Examples
    --------
    >>> ranks = np.array([[1, 1, 1, 2], [2, 2, 2, 1], [3, 3, 3, 3]])
    >>> inseparable_pairs(ranks).any()
    np.False_
    >>> inseparable_pairs(np.array([[1, 1, 2, 2], [2, 2, 1, 1], [3, 3, 3, 3]])).tolist()
    [[False, True, False], [True, False, False], [False, False, False]]
    """
    n, draws = ranks.shape
    found = np.zeros((n, n), dtype=bool)
    if n < 2 or not draws:
        return found
    low, high = _fifths(ranks)
    order = np.argsort(low, kind="stable")
    blocks = _blocks(ranks[order])
    ends = np.searchsorted(low[order], high[order], side="right")
    for at in range(n - 1):
        rest = slice(at + 1, max(at + 1, int(ends[at])))
        if rest.start < rest.stop:
            close = rest.start + np.flatnonzero(_is_close(blocks, at, rest, draws))
            found[order[at], order[close]] = found[order[close], order[at]] = True
    return found


def _fifths(ranks: Ranks) -> tuple[Ranks, Ranks]:
    """Return the best rank reached in a fifth of the draws, and the one kept in four fifths."""
    draws = ranks.shape[1]
    low, high = ceil(draws / 5) - 1, ceil(4 * draws / 5) - 1
    sorted_enough = np.partition(ranks, [low, high], axis=1)
    return sorted_enough[:, low], sorted_enough[:, high]


def _blocks(ranks: Ranks) -> list[Ranks]:
    """Cut the draws into blocks of whole eights; draws made up to fill one tie everybody."""
    n, draws = ranks.shape
    cut = []
    for start in range(0, draws, BLOCK):
        part = ranks[:, start : start + BLOCK]
        block = np.zeros((n, 8 * ceil(part.shape[1] / 8)), dtype=ranks.dtype)
        block[:, : part.shape[1]] = part
        cut.append(block)
    return cut


def _is_close(blocks: list[Ranks], at: int, rest: slice, draws: int) -> NDArray[np.bool_]:
    ahead = sum(_wins(block[at], block[rest]) for block in blocks)
    close: NDArray[np.bool_] = np.asarray(ahead <= CLEAR_WIN * draws)
    # Ties alone can keep somebody who is ahead in few draws from being behind in most.
    unsure = np.flatnonzero(close & (draws - ahead > CLEAR_WIN * draws))
    if unsure.size:
        behind = sum(_wins(block[rest][unsure], block[at]) for block in blocks)
        close[unsure] = behind <= CLEAR_WIN * draws
    return close


def _wins(ones: Ranks, others: Ranks) -> NDArray[np.int64]:
    # Eight truths are added at a time, each in its own byte: a block is too short to overflow one.
    truths = np.less(ones, others).view(np.uint64)
    lanes = np.add.reduce(truths, axis=1).view(np.uint8).reshape(len(truths), 8)
    return np.asarray(lanes.sum(axis=1), dtype=np.int64)
