"""What a robustness run says about a whole portfolio."""

from typing import Any

import numpy as np
import pytest

from portfolio.domain.criteria import DEFAULT_MODEL, Axis
from portfolio.domain.ranking import places, standings
from portfolio.domain.robustness_runs import (
    PortfolioRobustness,
    RunInvalid,
    RunSettings,
    WeightKind,
    check_settings,
    favour,
    portfolio_robustness,
    weight_spec,
)
from portfolio.domain.weight_draws import AnyWeights, RankedWeights, WeightsWithin

NAN = float("nan")
VALUE = {each.key: column for column, each in enumerate(DEFAULT_MODEL.criteria)}


def run(ratings: Any, **settings: Any) -> PortfolioRobustness:
    found = standings(DEFAULT_MODEL, ratings, [1.0] * len(ratings))
    asked = RunSettings(**({"draws": 4_000, "seed": 5} | settings))
    return portfolio_robustness(DEFAULT_MODEL, ratings, found, asked)


def specialist(*strong: str) -> list[float]:
    return [5.0 if key in strong or column > 4 else 1.0 for key, column in VALUE.items()]


def test_who_is_better_everywhere_is_first_under_any_weights() -> None:
    found = run([[4] * 11, [3] * 11, [2] * 11], kind=WeightKind.FREE, top=2)
    assert found.first_share.tolist() == [1, 0, 0]
    assert found.top_share.tolist() == [1, 1, 0]
    assert np.isnan(found.first_weights[1:]).all()
    assert found.inseparable == ((), (), ())


def test_a_specialist_is_first_where_its_criterion_weighs_most() -> None:
    ratings = [specialist("strategic_fit"), specialist("urgency"), specialist("risk_reduction")]
    found = run(ratings, kind=WeightKind.FREE, draws=20_000)
    standard_error = np.sqrt((1 / 3) * (2 / 3) / 20_000)
    np.testing.assert_allclose(found.first_share, 1 / 3, atol=4 * standard_error)
    why = favour(DEFAULT_MODEL, found.first_weights[0], found.mean_weights)
    assert why is not None
    assert (why.criterion.key, why.is_heaviest) == ("strategic_fit", True)
    assert found.mean_weights[:5] == pytest.approx([0.2] * 5, abs=0.01)
    assert found.mean_weights[5:] == pytest.approx([1 / 6] * 6, abs=0.01)


def test_weights_near_the_models_keep_the_heavier_specialist_ahead() -> None:
    ratings = [specialist("urgency"), specialist("strategic_fit")]
    near = run(ratings, kind=WeightKind.WITHIN, spread=2)
    assert near.first_share.tolist() == [0, 1]
    wide = run(ratings, kind=WeightKind.WITHIN, spread=20)
    assert 0 < wide.first_share[0] < 0.5


def test_the_models_order_keeps_equally_heavy_specialists_apart_from_nobody() -> None:
    # Strategic fit and financial benefit weigh the same in the model.
    ratings = [specialist("strategic_fit"), specialist("financial_benefit"), specialist("urgency")]
    found = run(ratings, kind=WeightKind.ORDINAL)
    assert found.inseparable[:2] == ((1,), (0,))
    assert found.first_share[2] == 0
    assert found.first_share[:2].sum() == pytest.approx(1)


def test_an_open_rating_may_be_anything_in_every_draw() -> None:
    ladder = [[float(points)] * 11 for points in (1, 2, 3, 4)]
    found = run([*ladder, [NAN] + [3.0] * 10], spread=10, top=2)
    assert 0 < found.top_share[2] < 1
    assert found.top_share[4] == pytest.approx(1 - found.top_share[2], abs=0.02)


def test_an_order_of_importance_with_ties_is_read_from_the_weights() -> None:
    asked = RunSettings(kind=WeightKind.ORDINAL)
    assert weight_spec(DEFAULT_MODEL.on(Axis.VALUE), asked) == RankedWeights(
        (0, 1, 2, 3, 4), ((0, 1), (3, 4))
    )
    assert weight_spec(DEFAULT_MODEL.on(Axis.VALUE), RunSettings(kind=WeightKind.FREE)) == (
        AnyWeights()
    )
    near = weight_spec(DEFAULT_MODEL.on(Axis.VALUE), RunSettings(spread=5))
    assert near == WeightsWithin((0.25, 0.25, 0.2, 0.15, 0.15), 0.05)


def test_the_default_run_varies_weights_as_the_ranges_of_the_ranking_do() -> None:
    rng = np.random.default_rng(8)
    ratings = rng.integers(0, 6, (60, 11)).astype(float)
    found = standings(DEFAULT_MODEL, ratings, [1.0] * 60)
    placed = places(DEFAULT_MODEL, ratings, found)
    shares = portfolio_robustness(DEFAULT_MODEL, ratings, found, RunSettings()).top_share
    for place, share in zip(placed, shares.tolist(), strict=True):
        assert place is not None
        # The ends of a range are the 5% and 95% quantiles of the ranks, or the rank itself.
        if place.high <= 10:
            assert share >= 0.93
        if place.low > 10:
            assert share <= 0.07


def test_progress_tells_every_draw_and_ends_at_all_of_them() -> None:
    told: list[tuple[int, int]] = []
    ratings = np.random.default_rng(1).integers(0, 6, (300, 11)).astype(float)
    found = standings(DEFAULT_MODEL, ratings, [1.0] * 300)
    portfolio_robustness(
        DEFAULT_MODEL,
        ratings,
        found,
        RunSettings(draws=5_000),
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == sorted(told)
    assert len(told) > 1
    assert told[-1] == (5_000, 5_000)


def test_the_same_seed_gives_the_same_bytes() -> None:
    ratings = np.random.default_rng(1).integers(0, 6, (40, 11)).astype(float)
    first, second = run(ratings), run(ratings)
    assert first.top_share.tobytes() == second.top_share.tobytes()
    assert first.first_weights.tobytes() == second.first_weights.tobytes()
    assert first.inseparable == second.inseparable


def test_a_portfolio_of_one_or_none_is_no_error() -> None:
    assert run([[3] * 11]).top_share.tolist() == [1]
    assert run(np.empty((0, 11))).inseparable == ()


@pytest.mark.parametrize(("field", "value"), [("spread", 0), ("spread", 51), ("top", 0)])
def test_what_cannot_be_run_is_refused_beside_its_field(field: str, value: int) -> None:
    with pytest.raises(RunInvalid) as refused:
        check_settings(RunSettings(**{field: value}))
    assert refused.value.fields is not None
    assert list(refused.value.fields) == [field]
    assert check_settings(RunSettings()) == RunSettings()


def test_what_varies_is_said_in_words() -> None:
    assert RunSettings(spread=5).words == "the weights within ± 5 points of the model's"
    assert RunSettings(kind=WeightKind.FREE).words == "all possible weights"
