import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.weighting import SwingsInvalid, rank_order_centroid, swing_weights


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
