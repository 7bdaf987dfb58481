"""Pareto front: which alternatives nothing else beats on every count."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def pareto_front(scores: ArrayLike) -> NDArray[np.bool_]:
    """Say which alternatives no other dominates.

    Parameters
    ----------
    scores
        Shape ``(n, m)``: one row for each alternative, one column for each criterion, more is
        better.

    Returns
    -------
    ndarray
        Shape ``(n,)``. Alternatives that are alike are on the front together or not at all.

    Raises
    ------
    ValueError
        When the scores are no matrix or have gaps: what is unknown neither beats nor is beaten.

    Notes
    -----
    ``a`` dominates ``b`` when it is at least as good on every criterion and better on one.
    Whoever dominates has the higher sum, so in the order of sums each has to be compared with
    the front found so far alone.

    References
    ----------
    Kung, H. T., Luccio, F. and Preparata, F. P. (1975), "On finding the maxima of a set of
    vectors", *Journal of the ACM* 22(4): 469–476.

    Examples
    --------
    >>> pareto_front([[80, 40], [60, 60], [50, 50], [80, 40]])
    array([ True,  True, False,  True])
    """
    matrix = np.asarray(scores, dtype=float)
    if matrix.ndim != 2 or np.isnan(matrix).any():
        raise ValueError("Scores are (n, m), without gaps.")
    # A sum may swallow a small difference; the columns then decide who comes first.
    order = np.lexsort((*-matrix.T[::-1], -matrix.sum(axis=1)))
    found = np.zeros(len(matrix), dtype=bool)
    front = np.empty_like(matrix)
    size = 0
    for row in order:
        ahead = front[:size]
        reached = (ahead >= matrix[row]).all(axis=1)
        if not (ahead[reached] > matrix[row]).any():
            found[row] = True
            front[size] = matrix[row]
            size += 1
    return found
