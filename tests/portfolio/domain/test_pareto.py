"""The Pareto front against its definition, pair by pair."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from portfolio.domain.pareto import pareto_front
from portfolio.domain.rank_draws import Floats
from portfolio.domain.robustness import rank_acceptability

matrices = st.tuples(st.integers(0, 25), st.integers(1, 4)).flatmap(
    lambda shape: arrays(float, shape, elements=st.integers(0, 5).map(lambda p: 20.0 * p))
)


def is_dominated(scores: Floats, i: int) -> bool:
    return any(
        all(scores[k] >= scores[i]) and any(scores[k] > scores[i]) for k in range(len(scores))
    )


@settings(max_examples=200)
@given(matrices)
def test_the_front_is_what_brute_force_finds(scores: Floats) -> None:
    expected = [not is_dominated(scores, i) for i in range(len(scores))]
    assert pareto_front(scores).tolist() == expected


@given(arrays(float, (12, 3), elements=st.floats(0, 1e-300) | st.just(1e300)))
def test_differences_that_a_sum_swallows_still_count(scores: Floats) -> None:
    expected = [not is_dominated(scores, i) for i in range(len(scores))]
    assert pareto_front(scores).tolist() == expected


@settings(max_examples=50)
@given(matrices.filter(lambda scores: len(scores) > 0))
def test_whoever_is_first_under_positive_weights_is_on_the_front(scores: Floats) -> None:
    first = rank_acceptability(scores, draws=200, seed=3).acceptability[:, 0] > 0
    assert pareto_front(scores)[first].all()


@pytest.mark.parametrize("scores", [[1, 2, 3], [[1, float("nan")]]])
def test_gaps_are_refused(scores: object) -> None:
    with pytest.raises(ValueError, match="without gaps"):
        pareto_front(scores)
