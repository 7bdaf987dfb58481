"""A layer cannot be relied on beyond what it stands on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.answers import Missing, NotScored
from assessments.domain.figures import Figure
from assessments.domain.stack import EffectiveLevel, StackInvalid, effective_levels
from tests.assessments.domain.examples import STANDS_ON

RAW = {"governance": 2.8, "strategy": 3.1, "data": 2.1, "mlops": 3.2, "people": 2.5}
UNKNOWN = NotScored(Missing.UNANSWERED)


def test_the_example_of_the_domain_comes_out_as_described() -> None:
    found = effective_levels(RAW, STANDS_ON)
    assert {key: (level.value, level.capped_by) for key, level in found.items()} == {
        "governance": (2.8, None),
        "strategy": (2.8, "governance"),
        "data": (2.1, None),
        "mlops": (2.1, "data"),
        "people": (2.5, None),
    }
    assert found["mlops"].press == pytest.approx(1.1)
    assert found["people"].press == 0.0


def test_a_cap_that_travels_up_names_where_it_originates() -> None:
    found = effective_levels({**RAW, "people": 3.5}, STANDS_ON)
    assert (found["people"].value, found["people"].capped_by) == (2.8, "governance")


def test_a_layer_level_with_what_is_below_is_not_capped_and_caps_in_its_own_name() -> None:
    found = effective_levels({**RAW, "governance": 2.1}, STANDS_ON)
    assert (found["data"].value, found["data"].capped_by) == (2.1, None)
    assert (found["mlops"].value, found["mlops"].capped_by) == (2.1, "data")


def test_of_two_layers_below_the_lower_one_caps() -> None:
    stands_on = {"roof": ("east", "west")}
    found = effective_levels({"east": 3.0, "west": 2.0, "roof": 4.0}, stands_on)
    assert (found["roof"].value, found["roof"].capped_by) == (2.0, "west")
    found = effective_levels({"east": 2.0, "west": 2.0, "roof": 4.0}, stands_on)
    assert found["roof"].capped_by == "east"


def test_headroom_lets_a_layer_outrun_each_floor_below_by_that_much() -> None:
    found = effective_levels({**RAW, "people": 5.0}, STANDS_ON, headroom=0.5)
    assert found["mlops"].value == pytest.approx(2.6)
    assert found["mlops"].capped_by == "data"
    assert (found["strategy"].value, found["strategy"].capped_by) == (3.1, None)
    assert found["people"].value == pytest.approx(3.6)


def test_an_unknown_layer_caps_nothing_and_is_reported() -> None:
    found = effective_levels({**RAW, "governance": UNKNOWN}, STANDS_ON)
    assert found["strategy"] == EffectiveLevel(3.1, 3.1, None, ("governance",))
    assert found["people"].unknown_below == ("governance",)
    assert found["governance"] == EffectiveLevel(UNKNOWN, UNKNOWN)
    assert found["governance"].press == 0.0


def test_what_lies_under_an_unknown_layer_still_caps_what_stands_on_it() -> None:
    found = effective_levels({**RAW, "data": UNKNOWN}, STANDS_ON)
    assert found["mlops"] == EffectiveLevel(2.8, 3.2, "governance", ("data",))


def test_a_layer_that_is_only_named_below_counts_as_unknown() -> None:
    found = effective_levels({"mlops": 3.2}, {"mlops": ("data",)})
    assert found == {"mlops": EffectiveLevel(3.2, 3.2, None, ("data",))}


@pytest.mark.parametrize("stands_on", [{"a": ["b"], "b": ["a"]}, {"a": ["a"]}])
def test_a_circle_is_refused(stands_on: dict[str, list[str]]) -> None:
    with pytest.raises(StackInvalid, match="in a circle: "):
        effective_levels({"a": 1.0, "b": 2.0}, stands_on)


@pytest.mark.parametrize("headroom", [-0.1, float("nan"), float("inf")])
def test_a_headroom_that_is_no_distance_is_refused(headroom: float) -> None:
    with pytest.raises(StackInvalid, match="zero or more"):
        effective_levels(RAW, STANDS_ON, headroom)


def test_a_level_that_is_no_number_is_refused() -> None:
    with pytest.raises(StackInvalid, match="must be a number"):
        effective_levels({"governance": float("nan")}, STANDS_ON)


figures = st.one_of(st.floats(1, 5), st.just(UNKNOWN))


@st.composite
def stacks(draw: st.DrawFn) -> tuple[dict[str, Figure], dict[str, list[str]]]:
    names = [f"layer-{number}" for number in range(draw(st.integers(1, 7)))]
    stands_on = {
        name: draw(st.lists(st.sampled_from(names[:at]), unique=True)) if at else []
        for at, name in enumerate(names)
    }
    return {name: draw(figures) for name in draw(st.permutations(names))}, stands_on


@given(stacks(), st.floats(0, 2))
def test_effective_is_the_lowest_of_the_own_level_and_what_every_floor_below_can_carry(
    stack: tuple[dict[str, Figure], dict[str, list[str]]], headroom: float
) -> None:
    levels, stands_on = stack
    found = effective_levels(levels, stands_on, headroom)
    assert list(found) == list(levels)

    def carries(key: str) -> float:
        own = [] if levels[key] == UNKNOWN else [levels[key]]
        return min([*own, *(carries(below) + headroom for below in stands_on[key])], default=9e9)

    for key, level in found.items():
        assert level.raw == levels[key]
        if level.raw != UNKNOWN:
            assert level.value == carries(key)
            assert level.value <= level.raw
            assert (level.capped_by is not None) == (level.value < level.raw)
            if level.capped_by is not None:
                assert found[level.capped_by].capped_by is None


@given(stacks(), st.data())
def test_raising_a_raw_level_lowers_no_effective_level(
    stack: tuple[dict[str, Figure], dict[str, list[str]]], data: st.DataObject
) -> None:
    levels, stands_on = stack
    key = data.draw(st.sampled_from(list(levels)))
    low, high = sorted(data.draw(st.tuples(st.floats(1, 5), st.floats(1, 5))))
    before = effective_levels({**levels, key: low}, stands_on)
    after = effective_levels({**levels, key: high}, stands_on)
    for name, level in before.items():
        assert level.value == UNKNOWN or level.value <= after[name].value
