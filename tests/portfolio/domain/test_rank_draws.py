import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from portfolio.domain.rank_draws import (
    Floats,
    chunks,
    half_width,
    rank_rows,
    share_interval,
    weighted_sums,
)

rows = st.tuples(st.integers(1, 6), st.integers(1, 15)).flatmap(
    lambda shape: arrays(float, shape, elements=st.integers(-8, 8).map(float))
)


@given(rows)
def test_a_rank_is_one_more_than_the_number_of_higher_values(values: Floats) -> None:
    expected = 1 + (values[:, None, :] > values[:, :, None]).sum(axis=2)
    np.testing.assert_array_equal(rank_rows(values), expected)


def test_values_a_rounding_error_apart_are_a_tie() -> None:
    assert rank_rows(np.array([[0.1 + 0.2, 0.3, 0.1]])).tolist() == [[1, 1, 3]]


def test_nobody_to_rank_is_no_error() -> None:
    assert rank_rows(np.empty((4, 0))).shape == (4, 0)


@pytest.mark.parametrize(("alternatives", "size"), [(200, 1), (300, 2), (70_000, 4)])
def test_ranks_take_as_few_bytes_as_they_can(alternatives: int, size: int) -> None:
    ranks = rank_rows(np.arange(alternatives, dtype=float)[None, :])
    assert ranks.itemsize == size
    assert ranks[0, 0] == alternatives


@pytest.mark.parametrize(("draws", "alternatives"), [(10_000, 2_000), (3, 10**7), (5, 0), (0, 9)])
def test_chunks_cover_every_draw_once(draws: int, alternatives: int) -> None:
    covered = [
        draw for part in chunks(draws, alternatives) for draw in range(part.start, part.stop)
    ]
    assert covered == list(range(draws))


def test_sampled_scores_are_weighted_draw_by_draw() -> None:
    weights = np.array([[1.0, 0.0], [0.5, 0.5]])
    sampled = np.array([[[10.0, 20.0], [0.0, 0.0]], [[30.0, 40.0], [50.0, 0.0]]])
    assert weighted_sums(weights, sampled).tolist() == [[10, 20], [40, 20]]


@pytest.mark.parametrize(
    ("share", "draws", "expected"), [(0.5, 10_000, 0.0098), (0.1, 2_500, 0.01176), (1, 100, 0)]
)
def test_the_error_of_a_share_follows_the_binomial(
    share: float, draws: int, expected: float
) -> None:
    assert half_width(share, draws) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("share", "draws", "low", "high"),
    [
        # Wilson's interval by hand: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), z = 1.96.
        (0.5, 100, 0.40383, 0.59617),
        (0.1, 10, 0.01788, 0.40416),
        (0.0001, 10_000, 0.0000177, 0.0005663),
        # The rule of three.
        (0, 10_000, 0, 0.0003),
        (1, 10_000, 0.9997, 1),
        (0, 2, 0, 1),
    ],
)
def test_a_share_lies_between_the_ends_of_its_interval(
    share: float, draws: int, low: float, high: float
) -> None:
    found = share_interval(share, draws)
    assert [float(end) for end in found] == pytest.approx([low, high], abs=5e-6)


def test_an_interval_always_holds_its_share_and_never_closes() -> None:
    shares = np.arange(1_001) / 1_000
    low, high = share_interval(shares, 1_000)
    assert (low <= shares).all()
    assert (high >= shares).all()
    assert (high - low >= 0.003 - 1e-12).all()
    assert low.min() == 0
    assert high.max() == 1
