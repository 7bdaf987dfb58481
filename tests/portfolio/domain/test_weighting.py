import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.pairwise import Judgement
from portfolio.domain.weighting import (
    AnswersIncomplete,
    OrderInvalid,
    SharesInvalid,
    SwingsInvalid,
    Weighing,
    WeightMethod,
    consistency,
    direct_weights,
    rank_order_centroid,
    swing_weights,
    weighing_from_data,
    weighing_to_data,
    weights_of,
)

KEYS = ["data", "skills", "cost"]
ANSWERS = [
    (Weighing(WeightMethod.DIRECT, (("data", 50.0), ("skills", 30.0), ("cost", 20.0))), 0.5),
    (Weighing(WeightMethod.SWING, (("data", 100.0), ("skills", 75.0), ("cost", 25.0))), 0.5),
    (Weighing(WeightMethod.RANK_ORDER, (("skills", 2.0), ("cost", 3.0), ("data", 1.0))), 11 / 18),
    (
        Weighing(
            WeightMethod.PAIRWISE,
            judgements=(
                Judgement("data", "skills", 2),
                Judgement("data", "cost", 4),
                Judgement("skills", "cost", 2),
            ),
        ),
        4 / 7,
    ),
]


@pytest.mark.parametrize(
    "published",
    [
        (0.6111, 0.2778, 0.1111),
        (0.5208, 0.2708, 0.1458, 0.0625),
        (0.4567, 0.2567, 0.1567, 0.0900, 0.0400),
    ],
)
def test_rank_order_centroid_weights_equal_the_published_table(
    published: tuple[float, ...],
) -> None:
    weights = rank_order_centroid([f"criterion {place}" for place in range(len(published))])
    assert tuple(round(weight, 4) for weight in weights.values()) == published


@given(st.integers(1, 40))
def test_rank_order_centroid_weights_fall_and_add_up_to_one(n: int) -> None:
    weights = list(rank_order_centroid([str(place) for place in range(n)]).values())
    assert sum(weights) == pytest.approx(1)
    assert weights == sorted(weights, reverse=True)


def test_swings_become_shares_of_their_sum() -> None:
    assert swing_weights({"data": 100, "skills": 75, "cost": 25}) == {
        "data": 0.5,
        "skills": 0.375,
        "cost": 0.125,
    }


@given(st.lists(st.integers(1, 100), min_size=1, max_size=12), st.floats(0.01, 100))
def test_scaling_swings_changes_no_weight(raw: list[int], scale: float) -> None:
    weights = swing_weights({str(key): swing for key, swing in enumerate(raw)})
    scaled = swing_weights({str(key): swing * scale for key, swing in enumerate(raw)})
    assert scaled == pytest.approx(weights)


def test_a_negative_swing_is_refused_by_name() -> None:
    with pytest.raises(SwingsInvalid, match="A swing cannot be negative: cost"):
        swing_weights({"data": 100, "cost": -1})


@pytest.mark.parametrize("swings", [{}, {"data": 0, "cost": 0}])
def test_swings_of_which_none_matters_are_refused(swings: dict[str, float]) -> None:
    with pytest.raises(SwingsInvalid, match="above 0"):
        swing_weights(swings)


@pytest.mark.parametrize(("weighing", "first"), ANSWERS)
def test_every_method_makes_weights_of_its_answers(weighing: Weighing, first: float) -> None:
    found = weights_of(weighing, KEYS)
    assert list(found) == KEYS
    assert found["data"] == pytest.approx(first)
    assert sum(found.values()) == pytest.approx(1)


@pytest.mark.parametrize("weighing", [weighing for weighing, _first in ANSWERS])
def test_answers_are_written_and_read_back_unchanged(weighing: Weighing) -> None:
    assert weighing_from_data(weighing_to_data(weighing)) == weighing
    assert weighing_from_data(weighing_to_data(None)) is None


def test_only_pairwise_answers_have_a_consistency() -> None:
    assert [consistency(weighing, KEYS) is not None for weighing, _first in ANSWERS] == [
        False,
        False,
        False,
        True,
    ]
    assert consistency(None, KEYS) is None


def test_shares_that_are_not_whole_are_refused() -> None:
    with pytest.raises(SharesInvalid, match="add up to 95%, not 100%"):
        direct_weights({"data": 60, "cost": 35})
    with pytest.raises(SharesInvalid, match="above 0%"):
        direct_weights({"data": 100, "cost": 0})


@pytest.mark.parametrize("places", [(1, 1, 2), (1, 2, 4), (0, 1, 2), (1, 2, 2.5)])
def test_an_order_with_a_doubled_or_missing_place_is_refused(places: tuple[float, ...]) -> None:
    said = Weighing(WeightMethod.RANK_ORDER, tuple(zip(KEYS, places, strict=True)))
    with pytest.raises(OrderInvalid, match="from 1 to 3 once"):
        weights_of(said, KEYS)


def test_answers_about_other_criteria_are_refused() -> None:
    with pytest.raises(AnswersIncomplete):
        weights_of(Weighing(WeightMethod.SWING, (("data", 100.0), ("charm", 50.0))), KEYS)


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=10), st.floats(0.1, 10))
def test_scaling_every_swing_changes_no_weight(swings: list[float], factor: float) -> None:
    before = swing_weights({str(place): swing for place, swing in enumerate(swings)})
    after = swing_weights({str(place): swing * factor for place, swing in enumerate(swings)})
    assert after == pytest.approx(before)
