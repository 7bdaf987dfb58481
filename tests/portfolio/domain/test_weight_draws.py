import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.weight_draws import (
    AnyWeights,
    RankedWeights,
    WeightsAround,
    WeightSpec,
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
        WeightsAround((0.5, 0.3, 0.2)),
        WeightsAround((1, 0, 0)),
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


@given(st.floats(5, 500))
def test_weights_around_a_mean_vary_as_their_concentration_says(concentration: float) -> None:
    mean = np.array([0.5, 0.3, 0.2])
    weights = drawn(WeightsAround(tuple(mean.tolist()), concentration), 3)
    deviation = np.sqrt(mean * (1 - mean) / (concentration + 1))
    np.testing.assert_allclose(
        weights.mean(axis=0), mean, atol=5 * deviation.max() / np.sqrt(DRAWS)
    )
    np.testing.assert_allclose(weights.std(axis=0), deviation, rtol=0.05)


def test_a_criterion_without_weight_stays_without_weight() -> None:
    assert (drawn(WeightsAround((0.6, 0.0, 0.4)), 3)[:, 1] == 0).all()


@pytest.mark.parametrize(
    "spec", [RankedWeights((0, 1)), RankedWeights((0, 0, 1)), WeightsAround((0.5, 0.5))]
)
def test_a_specification_about_other_criteria_is_refused(spec: WeightSpec) -> None:
    with pytest.raises(ValueError, match="3 criteria"):
        drawn(spec, 3)
