"""Weighted sums against TOPSIS, an independent method, on a published example."""

import numpy as np

from portfolio.domain.rank_draws import Floats, rank_rows, weighted_sums

# Tzeng, G.-H. and Huang, J.-J. (2011), *Multiple Attribute Decision Making*, CRC Press.
MATRIX = np.array([[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]], dtype=float)
WEIGHTS = np.array([0.3, 0.4, 0.3])


def closeness(matrix: Floats, weights: Floats) -> Floats:
    """TOPSIS with vector normalisation, every criterion to be maximised."""
    weighted = matrix / np.sqrt((matrix**2).sum(axis=0)) * weights
    to_best = np.linalg.norm(weighted - weighted.max(axis=0), axis=1)
    to_worst = np.linalg.norm(weighted - weighted.min(axis=0), axis=1)
    return np.asarray(to_worst / (to_best + to_worst))


def test_topsis_gives_the_published_figures() -> None:
    assert closeness(MATRIX, WEIGHTS).round(4).tolist() == [0.5037, 0.6581, 0.7482, 0.3340]


def test_weighted_sums_put_the_published_example_in_the_same_order() -> None:
    sums = weighted_sums(WEIGHTS[None, :], np.ascontiguousarray(MATRIX.T))
    assert rank_rows(sums).tolist() == rank_rows(closeness(MATRIX, WEIGHTS)[None, :]).tolist()
    assert rank_rows(sums).tolist() == [[3, 2, 1, 4]]
