"""Which of many alternatives cannot be told apart: every pair, whether counted or ruled out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.management.bench.measuring import peak_megabytes
from portfolio.domain.rank_draws import rank_rows
from portfolio.domain.rank_pairs import BLOCK, inseparable_pairs, pair_draws


def counted_one_by_one(ranks: np.ndarray) -> list[list[bool]]:
    wins = [[float((one < other).mean()) for other in ranks] for one in ranks]
    n = len(ranks)
    return [[i != k and max(wins[i][k], wins[k][i]) <= 0.6 for k in range(n)] for i in range(n)]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 12), st.integers(1, 60), st.integers(2, 30))
def test_every_pair_is_judged_as_if_it_had_been_counted(
    seed: int, n: int, draws: int, levels: int
) -> None:
    # Few levels make many ties, which neither side wins.
    rng = np.random.default_rng(seed)
    values = rng.integers(0, levels, (draws, n)) + rng.integers(0, levels, n)
    ranks = rank_rows(values.astype(float)).T
    assert inseparable_pairs(ranks).tolist() == counted_one_by_one(ranks)


def test_draws_beyond_one_block_are_counted_too() -> None:
    draws = 2 * BLOCK + 13
    ahead = np.arange(draws) < 0.61 * draws
    pair = np.stack([np.where(ahead, 1, 2), np.where(ahead, 2, 1)]).astype(np.uint16)
    assert not inseparable_pairs(pair).any()
    ahead = np.arange(draws) < 0.59 * draws
    pair = np.stack([np.where(ahead, 1, 2), np.where(ahead, 2, 1)]).astype(np.uint16)
    assert inseparable_pairs(pair)[0, 1]


def test_twins_at_both_ends_of_a_long_ranking_are_found() -> None:
    rng = np.random.default_rng(3)
    values = np.repeat(np.linspace(100, 0, 300)[None, :], 500, axis=0) + rng.random((500, 300))
    values[:, 299] = values[:, 0]
    found = inseparable_pairs(rank_rows(values).T)
    assert found[0, 299]
    assert found[299, 0]


@pytest.mark.parametrize(
    ("alternatives", "draws", "expected"),
    [(2, 10_000, 10_000), (1_000, 10_000, 10_000), (2_000, 10_000, 4_000), (50_000, 10_000, 2_000)],
)
def test_pairs_are_compared_in_as_many_draws_as_time_allows(
    alternatives: int, draws: int, expected: int
) -> None:
    assert pair_draws(alternatives, draws) == expected


@pytest.mark.parametrize(("alternatives", "most"), [(2_000, 10**10), (1_000, 10**10), (10, 10**10)])
def test_comparisons_stay_within_their_number(alternatives: int, most: int) -> None:
    pairs = alternatives * (alternatives - 1) // 2
    assert pairs * pair_draws(alternatives, 10_000) <= most


def test_two_thousand_under_any_weights_stay_within_300_megabytes() -> None:
    script = (
        "import numpy as np\n"
        "from portfolio.domain.criteria import DEFAULT_MODEL\n"
        "from portfolio.domain.ranking import standings\n"
        "from portfolio.domain.robustness_runs import *\n"
        "rated = np.random.default_rng(1).integers(0, 6, (2_000, 11)).astype(float)\n"
        "stood = standings(DEFAULT_MODEL, rated, [1.0] * 2_000)\n"
        "asked = RunSettings(kind=WeightKind.FREE)\n"
        "portfolio_robustness(DEFAULT_MODEL, rated, stood, asked)"
    )
    assert peak_megabytes(script) <= 300
