import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.priority import (
    Quadrant,
    Rank,
    Thresholds,
    Unranked,
    competition_ranks,
    priorities,
    priority,
    quadrant,
)

scores = st.floats(0, 100)
alphas = st.floats(0, 1)


@pytest.mark.parametrize(
    ("value", "feasibility", "alpha", "expected"),
    [
        (64, 36, 0.5, 48),
        (100, 100, 0.5, 100),
        (100, 0, 0.5, 0),
        (0, 100, 0.5, 0),
        (81, 16, 0.25, 24),
        (81, 16, 1, 81),
        (81, 16, 0, 16),
    ],
)
def test_priority_is_the_weighted_geometric_mean(
    value: float, feasibility: float, alpha: float, expected: float
) -> None:
    assert priority(value, feasibility, alpha=alpha) == pytest.approx(expected)


@pytest.mark.parametrize(("value", "feasibility"), [(-1, 50), (50, 101), (float("nan"), 50)])
def test_priority_takes_scores_from_nought_to_a_hundred(value: float, feasibility: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 100"):
        priority(value, feasibility)


def test_priority_takes_an_alpha_from_nought_to_one() -> None:
    with pytest.raises(ValueError, match="alpha goes from 0 to 1"):
        priority(50, 50, alpha=1.1)


@given(scores, scores, alphas)
def test_priority_lies_between_the_two_scores(
    value: float, feasibility: float, alpha: float
) -> None:
    low, high = sorted((value, feasibility))
    assert low - 1e-9 <= priority(value, feasibility, alpha=alpha) <= high + 1e-9


@given(scores, scores, scores, st.floats(0.01, 0.99))
def test_more_feasibility_never_lowers_the_priority(
    value: float, one: float, other: float, alpha: float
) -> None:
    low, high = sorted((one, other))
    assert priority(value, low, alpha=alpha) <= priority(value, high, alpha=alpha) + 1e-9


@given(scores, st.floats(0.01, 0.99))
def test_a_use_case_that_cannot_be_done_has_no_priority(value: float, alpha: float) -> None:
    assert priority(value, 0, alpha=alpha) == 0


@given(st.lists(st.tuples(scores, scores), min_size=1), st.sampled_from([0.5, 0.3]))
def test_columns_of_scores_give_the_same_priorities(
    pairs: list[tuple[float, float]], alpha: float
) -> None:
    values, feasibilities = zip(*pairs, strict=True)
    one_by_one = [priority(v, f, alpha=alpha) for v, f in pairs]
    np.testing.assert_allclose(priorities(values, feasibilities, alpha=alpha), one_by_one)


@pytest.mark.parametrize(
    ("value", "feasibility", "expected"),
    [
        (55, 55, Quadrant.DO_NOW),
        (55, 54.9, Quadrant.BUILD_FOUNDATIONS_FIRST),
        (54.9, 55, Quadrant.QUICK_WIN),
        (54.9, 54.9, Quadrant.PARK),
    ],
)
def test_a_score_that_reaches_its_threshold_is_high(
    value: float, feasibility: float, expected: Quadrant
) -> None:
    assert quadrant(value, feasibility, Thresholds()) is expected


def test_each_axis_has_its_own_threshold() -> None:
    assert quadrant(60, 60, Thresholds(value=50, feasibility=70)) is (
        Quadrant.BUILD_FOUNDATIONS_FIRST
    )


def test_quadrants_are_shown_in_words() -> None:
    assert [q.label for q in Quadrant] == ["Do now", "Build foundations first", "Quick win", "Park"]


def test_what_reads_the_same_ranks_the_same() -> None:
    assert competition_ranks([71.24, 71.34, 80, 12], decimals=1) == (
        Rank(3, 0),
        Rank(2, 0),
        Rank(1, 0),
        Rank(4, 0),
    )
    assert [r.label for r in competition_ranks([71.24, 71.34, 80, 12])] == ["2=", "2=", "1", "4"]


def test_a_use_case_without_a_score_has_no_rank_and_takes_no_place() -> None:
    assert competition_ranks([float("nan"), 40, 60]) == (Unranked(), Rank(2), Rank(1))


@given(st.lists(st.integers(0, 6).map(float), max_size=30))
def test_a_place_is_one_more_than_the_number_of_higher_scores(row: list[float]) -> None:
    for own, rank in zip(row, competition_ranks(row), strict=True):
        assert rank.place == 1 + sum(other > own for other in row)
        assert rank.tied_with == row.count(own) - 1
