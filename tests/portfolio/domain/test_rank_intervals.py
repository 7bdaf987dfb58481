from typing import Any

import numpy as np
import pytest

from portfolio.domain.rank_intervals import RankIntervals, rank_intervals

NAN = float("nan")


def intervals(value: object, feasibility: object, **more: Any) -> RankIntervals:
    settings = {"draws": 4_000, "seed": 11} | more
    return rank_intervals(value, feasibility, [0.5, 0.5], [0.6, 0.4], **settings)


def labels(result: RankIntervals) -> list[str]:
    return [result.label(row) for row in range(len(result.low))]


def test_use_cases_that_differ_everywhere_keep_their_place() -> None:
    scores = [[90, 90], [60, 60], [30, 30]]
    result = intervals(scores, scores)
    assert labels(result) == ["1", "2", "3"]
    assert result.is_robust.all()


def test_opposite_strengths_swap_places_with_the_weights() -> None:
    result = intervals([[80, 40], [40, 80]], [[50, 50], [50, 50]], top=1)
    assert labels(result) == ["1–2", "1–2"]
    assert result.top_share.sum() == pytest.approx(1)
    assert (np.abs(result.top_share - 0.5) <= 4 * 0.5 / np.sqrt(4_000)).all()


def test_firmer_weights_narrow_the_interval() -> None:
    rng = np.random.default_rng(1)
    value, feasibility = rng.random((60, 2)) * 100, rng.random((60, 2)) * 100
    loose = intervals(value, feasibility, spread=0.3)
    firm = intervals(value, feasibility, spread=0.02)
    assert ((firm.high - firm.low) <= (loose.high - loose.low)).all()
    assert firm.is_robust.sum() > loose.is_robust.sum()


def test_a_missing_rating_widens_the_interval() -> None:
    rng = np.random.default_rng(2)
    value, feasibility = rng.random((60, 2)) * 100, rng.random((60, 2)) * 100
    value[0] = [50, 50]
    known = intervals(value, feasibility)
    value[0] = [50, NAN]
    unknown = intervals(value, feasibility)
    assert unknown.high[0] - unknown.low[0] > 2 * (known.high[0] - known.low[0])


def test_a_missing_rating_is_as_likely_low_as_high() -> None:
    ladder = [[score, score] for score in range(5, 100, 10)]
    same = [[50, 50]] * 11
    result = rank_intervals(
        [*ladder, [NAN, NAN]],
        same,
        [1.0, 0.0],
        [1.0, 0.0],
        draws=20_000,
        seed=3,
        top=1,
        spread=1e-6,
    )
    # Weight rests on one criterion, so the unknown one is uniform and first above 95.
    assert abs(result.top_share[10] - 0.05) <= 4 * np.sqrt(0.05 * 0.95 / 20_000)
    assert result.median[10] == 6


def test_readiness_takes_a_use_case_down() -> None:
    scores = [[80, 80], [70, 70]]
    assert labels(intervals(scores, scores)) == ["1", "2"]
    assert labels(intervals(scores, scores, discount=[0.5, 1.0])) == ["2", "1"]


def test_alpha_decides_which_axis_counts() -> None:
    value, feasibility = [[90, 90], [40, 40]], [[40, 40], [90, 90]]
    assert labels(intervals(value, feasibility, alpha=1)) == ["1", "2"]
    assert labels(intervals(value, feasibility, alpha=0)) == ["2", "1"]
    assert labels(intervals(value, feasibility, alpha=0.5)) == ["1", "1"]


def test_a_rank_is_robust_within_two_places_or_a_twentieth_of_the_portfolio() -> None:
    rng = np.random.default_rng(4)
    for n in (20, 100):
        scores = rng.random((n, 2)) * 100
        result = intervals(scores, rng.random((n, 2)) * 100)
        widths = result.high - result.low
        np.testing.assert_array_equal(result.is_robust, widths <= max(2, n / 20))
        assert 0 < result.is_robust.sum() < n


def test_the_interval_holds_nine_draws_of_ten() -> None:
    rng = np.random.default_rng(5)
    result = intervals(rng.random((30, 2)) * 100, rng.random((30, 2)) * 100, top=10)
    assert (result.low <= result.median).all()
    assert (result.median <= result.high).all()
    # Whoever lies within the first ten at the worse end is there in at least 95% of the draws.
    assert (result.top_share[result.high <= 10] >= 0.95).all()
    assert (result.top_share[result.low > 10] <= 0.05).all()
    assert result.top_half_width.max() <= 1.96 * 0.5 / np.sqrt(4_000)


def test_within_groups_each_is_ranked_among_its_own() -> None:
    scores = [[90, 90], [70, 70], [50, 50], [30, 30]]
    groups = np.array(["b", "a", "b", "a"])
    assert labels(intervals(scores, scores, groups=groups)) == ["1", "1", "2", "2"]
    assert labels(intervals(scores, scores, groups=[7, 7, 7, 7])) == ["1", "2", "3", "4"]


def test_an_empty_portfolio_has_no_intervals() -> None:
    assert labels(intervals(np.empty((0, 2)), np.empty((0, 2)))) == []


def test_the_same_seed_gives_the_same_intervals() -> None:
    scores = np.random.default_rng(6).random((20, 2)) * 100
    assert labels(intervals(scores, scores)) == labels(intervals(scores, scores))


@pytest.mark.parametrize(
    ("value", "feasibility"), [([[1, 2, 3]], [[1, 2]]), ([[1, 2]], [[1, 2], [3, 4]]), ([1, 2], [1])]
)
def test_shapes_that_do_not_fit_are_refused(value: object, feasibility: object) -> None:
    with pytest.raises(ValueError, match=r"weights|rows"):
        intervals(value, feasibility)
