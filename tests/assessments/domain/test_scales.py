"""Scales name their levels and keep values on them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.scales import FIVE_LEVELS, Scale, ScaleInvalid


def test_the_shipped_scale_has_the_five_levels_of_the_domain() -> None:
    assert FIVE_LEVELS.levels == (1, 2, 3, 4, 5)
    assert [FIVE_LEVELS.name(level) for level in FIVE_LEVELS.levels] == [
        "initial",
        "repeatable",
        "defined",
        "managed",
        "optimising",
    ]


def test_a_scale_may_start_at_zero_and_zero_is_a_level() -> None:
    scale = Scale(0, 3, ("none", "some", "most", "all"))
    assert scale.contains(0)
    assert scale.name(0) == "none"


@pytest.mark.parametrize(("low", "high"), [(3, 3), (4, 1)])
def test_a_scale_without_a_range_is_refused(low: int, high: int) -> None:
    with pytest.raises(ScaleInvalid, match="highest level above its lowest"):
        Scale(low, high, ("only",))


def test_a_scale_with_a_name_missing_is_refused() -> None:
    with pytest.raises(ScaleInvalid, match="needs 3 names; it has 2"):
        Scale(1, 3, ("low", "high"))


def test_a_level_off_the_scale_has_no_name() -> None:
    with pytest.raises(ScaleInvalid, match="Level 0 is not on the scale from 1 to 5"):
        FIVE_LEVELS.name(0)


def test_a_value_between_two_levels_carries_the_name_of_the_one_it_reached() -> None:
    assert FIVE_LEVELS.label(3.9) == "3.9 defined"
    assert FIVE_LEVELS.label(4.0) == "4 managed"


@given(st.floats(-100, 100))
def test_a_clamped_value_is_on_the_scale_and_stays_where_it_was_if_it_already_is(
    value: float,
) -> None:
    clamped = FIVE_LEVELS.clamp(value)
    assert FIVE_LEVELS.contains(clamped)
    assert clamped == value or not FIVE_LEVELS.contains(value)


@given(st.floats(1, 5))
def test_the_level_reached_is_never_above_the_value(value: float) -> None:
    assert FIVE_LEVELS.reached(value) <= value < FIVE_LEVELS.reached(value) + 1
