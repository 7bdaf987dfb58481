import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.weight_draws import (
    AnyWeights,
    RankedWeights,
    WeightSpec,
    WeightsWithin,
    draw_weights,
)
from portfolio.domain.weighting import rank_order_centroid

DRAWS = 20_000


def drawn(spec: WeightSpec, criteria: int) -> np.ndarray:
    return draw_weights(spec, criteria, DRAWS, np.random.default_rng(7))


@pytest.mark.parametrize(
    "spec",
    [
        AnyWeights(),
        RankedWeights((2, 0, 1)),
        RankedWeights((2, 0, 1), ties=((2, 0),)),
        WeightsWithin((0.5, 0.3, 0.2)),
        WeightsWithin((1, 0, 0), 0.3),
        WeightsWithin((0.5, 0.3, 0.2), 1),
    ],
)
def test_every_draw_is_a_split_of_the_whole_weight(spec: WeightSpec) -> None:
    weights = drawn(spec, 3)
    assert weights.shape == (DRAWS, 3)
    assert weights.min() >= 0
    np.testing.assert_allclose(weights.sum(axis=1), 1)


def test_any_weights_favour_no_criterion() -> None:
    standard_error = np.sqrt((1 / 4) * (3 / 4) / 5 / DRAWS)
    np.testing.assert_allclose(drawn(AnyWeights(), 4).mean(axis=0), 1 / 4, atol=4 * standard_error)


def test_ranked_weights_keep_the_order_and_centre_on_the_rank_order_centroid() -> None:
    weights = drawn(RankedWeights((1, 2, 0)), 3)
    assert (weights[:, 1] >= weights[:, 2]).all()
    assert (weights[:, 2] >= weights[:, 0]).all()
    centroid = rank_order_centroid(["b", "c", "a"])
    expected = [centroid[key] for key in "abc"]
    standard_errors = weights.std(axis=0) / np.sqrt(DRAWS)
    assert (np.abs(weights.mean(axis=0) - expected) <= 4 * standard_errors).all()


def test_equally_important_criteria_are_alike_and_still_before_the_rest() -> None:
    weights = drawn(RankedWeights((1, 2, 0), ties=((1, 2),)), 3)
    assert (weights[:, [1, 2]].min(axis=1) >= weights[:, 0]).all()
    # The two share what the first two ranks have, 11/18 and 5/18.
    standard_errors = weights.std(axis=0) / np.sqrt(DRAWS)
    assert (np.abs(weights.mean(axis=0) - [1 / 9, 4 / 9, 4 / 9]) <= 5 * standard_errors).all()
    assert 0.48 < (weights[:, 1] > weights[:, 2]).mean() < 0.52


@given(
    st.lists(st.floats(0.05, 1), min_size=1, max_size=12),
    st.floats(0.01, 0.6),
)
def test_weights_within_a_distance_stay_there(raw: list[float], spread: float) -> None:
    mean = np.array(raw) / sum(raw)
    spec = WeightsWithin(tuple(mean.tolist()), spread)
    weights = draw_weights(spec, mean.size, 200, np.random.default_rng(7))
    assert weights.shape == (200, mean.size)
    assert (np.abs(weights - mean) <= spread + 1e-9).all()
    assert weights.min() >= 0
    np.testing.assert_allclose(weights.sum(axis=1), 1)


def test_weights_within_a_distance_are_spread_evenly_there() -> None:
    # Two weights that add up to one: one of them is uniform between its ends.
    weights = drawn(WeightsWithin((0.7, 0.3), 0.1), 2)[:, 0]
    assert abs(weights.mean() - 0.7) <= 4 * 0.2 / np.sqrt(12 * DRAWS)
    shares = np.histogram(weights, bins=4, range=(0.6, 0.8))[0] / DRAWS
    assert (np.abs(shares - 0.25) <= 4 * np.sqrt(0.25 * 0.75 / DRAWS)).all()


def test_a_distance_that_covers_everything_is_any_weights() -> None:
    within = drawn(WeightsWithin((0.2, 0.3, 0.5), 1), 3)
    standard_error = np.sqrt((1 / 3) * (2 / 3) / 4 / DRAWS)
    np.testing.assert_allclose(within.mean(axis=0), 1 / 3, atol=4 * standard_error)


@pytest.mark.parametrize(
    "spec", [RankedWeights((0, 1)), RankedWeights((0, 0, 1)), WeightsWithin((0.5, 0.5))]
)
def test_a_specification_about_other_criteria_is_refused(spec: WeightSpec) -> None:
    with pytest.raises(ValueError, match="3 criteria"):
        drawn(spec, 3)


def test_no_distance_at_all_leaves_nothing_to_draw_from() -> None:
    with pytest.raises(ValueError, match="± 0"):
        drawn(WeightsWithin((0.5, 0.5), 0), 2)
