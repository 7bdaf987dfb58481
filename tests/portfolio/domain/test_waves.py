import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.waves import (
    ItemKind,
    LeftOut,
    LeftOutBecause,
    Placed,
    PlanRefused,
    WaveItem,
    WavePlan,
    check_plan,
    plan_waves,
)


def item(key: str, effort: float = 5.0, priority: float = 50.0, **more: Any) -> WaveItem:
    return WaveItem(key, ItemKind.USE_CASE, effort, priority, **more)


def action(key: str, effort: float = 5.0, priority: float = 10.0, **more: Any) -> WaveItem:
    return WaveItem(key, ItemKind.FOUNDATION_ACTION, effort, priority, **more)


def reason(plan: WavePlan, key: str) -> tuple[LeftOutBecause, str]:
    outcome = plan.outcomes[key]
    assert isinstance(outcome, LeftOut)
    return outcome.because, outcome.sentence


def test_the_best_go_first_while_there_is_room() -> None:
    plan = plan_waves([item("c", 4, 1), item("a", 6, 9), item("b", 6, 5)], capacity=10, waves=2)
    assert (plan.wave(1), plan.wave(2)) == (("a", "c"), ("b",))
    assert [(load.wave, load.load, load.left) for load in plan.loads] == [(1, 10, 0), (2, 6, 4)]
    assert plan.first_excluded is None
    assert plan.left_out == {}


def test_a_dull_foundation_is_as_urgent_as_what_waits_for_it() -> None:
    plan = plan_waves(
        [item("shiny", 8, 60), item("star", 5, 90, depends_on=("base",)), action("base", 8, 1)],
        capacity=10,
        waves=2,
    )
    assert plan.outcomes == {
        "star": Placed(2),
        "shiny": LeftOut(*reason(plan, "shiny")),
        "base": Placed(1),
    }
    assert reason(plan, "shiny") == (
        LeftOutBecause.WAVE_FULL,
        "Wave 2 is full: this needs 8 person-weeks and 5 are left.",
    )
    assert plan.first_excluded == "shiny"


def test_what_must_be_first_is_in_a_strictly_earlier_wave_even_with_room() -> None:
    plan = plan_waves([item("b", 1, 9, depends_on=("a",)), item("a", 1)], capacity=50, waves=3)
    assert plan.outcomes["a"] == Placed(1)
    assert plan.outcomes["b"] == Placed(2)


def test_what_is_done_already_holds_nothing_up() -> None:
    plan = plan_waves([item("b", depends_on=("a",))], capacity=5, waves=1, done={"a"})
    assert plan.outcomes == {"b": Placed(1)}


def test_an_item_waits_for_its_earliest_wave() -> None:
    plan = plan_waves([item("late", earliest=3), item("later", earliest=4)], capacity=5, waves=3)
    assert plan.outcomes["late"] == Placed(3)
    assert reason(plan, "later") == (
        LeftOutBecause.TOO_LATE,
        "It does not fit into the 3 waves: it can start in wave 4 at the earliest.",
    )


def test_each_wave_may_have_its_own_capacity() -> None:
    plan = plan_waves([item("a", 7)], capacity=[3, 8], waves=2)
    assert plan.outcomes == {"a": Placed(2)}


def test_an_item_larger_than_every_wave_says_so() -> None:
    plan = plan_waves([item("giant", 30)], capacity=[10, 20], waves=2)
    assert reason(plan, "giant") == (
        LeftOutBecause.TOO_LARGE,
        "It needs 30 person-weeks and no wave has over 20.",
    )


def test_what_waits_for_something_left_out_names_it() -> None:
    plan = plan_waves(
        [item("giant", 30, title="Data lake"), item("small", 1, depends_on=("giant",))],
        capacity=10,
        waves=2,
    )
    assert reason(plan, "small") == (
        LeftOutBecause.WAITS_FOR_LEFT_OUT,
        "It waits for Data lake, which is left out.",
    )


def test_what_waits_for_something_unknown_names_it() -> None:
    plan = plan_waves([item("a", depends_on=("ghost",))], capacity=10, waves=2)
    assert reason(plan, "a") == (
        LeftOutBecause.WAITS_FOR_UNKNOWN,
        "It waits for ghost, which is not among the items.",
    )


def test_items_that_wait_for_each_other_are_left_out_and_named() -> None:
    plan = plan_waves(
        [item("a", depends_on=("b",)), item("b", depends_on=("a",)), item("c", depends_on=("c",))],
        capacity=50,
        waves=3,
    )
    assert reason(plan, "a") == (LeftOutBecause.WAITS_FOR_ITSELF, "a and b wait for each other.")
    assert reason(plan, "c") == (LeftOutBecause.WAITS_FOR_ITSELF, "c waits for itself.")


def test_a_pinned_item_keeps_its_wave_against_better_ones() -> None:
    plan = plan_waves([item("low", 8, 1, pinned=1), item("high", 8, 99)], capacity=10, waves=2)
    assert plan.outcomes == {"high": Placed(2), "low": Placed(1)}


def test_what_a_pinned_item_needs_goes_before_better_ones() -> None:
    plan = plan_waves(
        [item("pin", 8, 1, pinned=2, depends_on=("base",)), action("base", 8), item("top", 8, 99)],
        capacity=10,
        waves=3,
    )
    assert plan.outcomes == {"top": Placed(3), "base": Placed(1), "pin": Placed(2)}


def test_a_pin_that_cannot_hold_says_why_and_gives_its_room_back() -> None:
    plan = plan_waves(
        [item("pin", 8, 90, pinned=1, depends_on=("base",)), action("base", 8)],
        capacity=10,
        waves=2,
    )
    assert plan.outcomes["base"] == Placed(1)
    assert reason(plan, "pin") == (
        LeftOutBecause.PIN_IMPOSSIBLE,
        "It is pinned to wave 1, but can start in wave 2.",
    )


@pytest.mark.parametrize("wave", [0, 3, -1])
def test_a_pin_to_a_wave_that_is_not_there_says_so(wave: int) -> None:
    plan = plan_waves([item("pin", pinned=wave)], capacity=10, waves=2)
    assert reason(plan, "pin") == (
        LeftOutBecause.PIN_IMPOSSIBLE,
        f"It is pinned to wave {wave}; there are 2 waves.",
    )


def test_two_pins_that_do_not_fit_together_leave_the_weaker_one_out() -> None:
    plan = plan_waves([item("a", 6, 9, pinned=1), item("b", 6, 5, pinned=1)], capacity=10, waves=2)
    assert plan.outcomes["a"] == Placed(1)
    assert reason(plan, "b") == (
        LeftOutBecause.WAVE_FULL,
        "Wave 1 is full: this needs 6 person-weeks and 4 are left.",
    )


@pytest.mark.parametrize(
    ("items", "capacity", "waves", "sentence"),
    [
        ([item("a"), item("a")], 5, 1, "a is in the plan twice."),
        ([item("a", -1)], 5, 1, "The effort of a must be a number of 0 or more."),
        ([item("a", float("nan"))], 5, 1, "The effort of a must be a number of 0 or more."),
        ([item("a", 1, float("nan"))], 5, 1, "The priority of a must be a number."),
        ([], 5, 0, "A roadmap needs at least one wave."),
        ([], [5, 5], 3, "There are 3 waves but 2 capacities."),
        ([], -5, 1, "The capacity of a wave must be a number of 0 or more."),
    ],
)
def test_what_cannot_be_planned_with_is_refused(
    items: list[WaveItem], capacity: float, waves: int, sentence: str
) -> None:
    with pytest.raises(PlanRefused) as refusal:
        plan_waves(items, capacity=capacity, waves=waves)
    assert refusal.value.sentence == sentence


def test_a_plan_made_by_hand_is_told_everything_that_is_wrong() -> None:
    items = [
        item("a", 8, title="Alpha", depends_on=("b", "gone")),
        item("b", 8, title="Beta"),
        item("c", 1, title="Gamma", earliest=2, pinned=3),
        item("d", 1, title="Delta", depends_on=("a",)),
        item("x", 1, depends_on=("y",)),
        item("y", 1, depends_on=("x",)),
    ]
    assigned = {"a": 1, "b": 1, "c": 1, "d": 9, "ghost": 1}
    assert check_plan(items, assigned, capacity=10, waves=3) == (
        "ghost is not among the items.",
        "Alpha needs Beta in an earlier wave, but both are in wave 1.",
        "Alpha needs gone, which is not in the plan.",
        "Gamma is in wave 1, but can start in wave 2.",
        "Gamma is in wave 1, but is pinned to wave 3.",
        "Delta is in wave 9, but there are 3 waves.",
        "x and y wait for each other.",
        "Wave 1 is over capacity: 17 of 10 person-weeks.",
    )


def test_a_dependency_in_a_later_wave_is_named() -> None:
    items = [item("a", 1, depends_on=("b",)), item("b", 1)]
    assert check_plan(items, {"a": 1, "b": 2}, capacity=10, waves=2) == (
        "a is in wave 1 and needs b, which comes later, in wave 2.",
    )
    assert check_plan(items, {"a": 1}, capacity=10, waves=2, done={"b"}) == ()


KEYS = [f"k{n}" for n in range(9)]


@st.composite
def portfolios(draw: st.DrawFn) -> list[WaveItem]:
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=9))
    return [
        WaveItem(
            key=key,
            kind=draw(st.sampled_from(ItemKind)),
            effort=draw(st.sampled_from([0, 0.1, 0.2, 0.7, 1, 2.5, 4, 9])),
            priority=draw(st.integers(0, 3)),
            depends_on=tuple(draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=2))),
            earliest=draw(st.integers(1, 4)),
            pinned=draw(st.sampled_from([None, None, None, 1, 2, 5])),
        )
        for key in keys
    ]


@given(portfolios(), st.lists(st.sampled_from([0, 1, 3, 6]), min_size=1, max_size=4), st.randoms())
def test_a_plan_accounts_for_all_breaks_nothing_and_ignores_the_order(
    items: list[WaveItem], capacity: list[float], shuffler: random.Random
) -> None:
    plan = plan_waves(items, capacity=capacity, waves=len(capacity))
    assert sorted(plan.outcomes) == sorted(i.key for i in items)
    assigned = {k: out.wave for k, out in plan.outcomes.items() if isinstance(out, Placed)}
    assert set(assigned) | set(plan.left_out) == set(plan.outcomes)
    for load in plan.loads:
        assert load.load <= load.capacity + 1e-9
    by_key = {i.key: i for i in items}
    for key, wave in assigned.items():
        assert wave >= by_key[key].earliest
        assert by_key[key].pinned in (None, wave)
        assert all(assigned[needed] < wave for needed in by_key[key].depends_on)
    shuffled = list(items)
    shuffler.shuffle(shuffled)
    assert plan_waves(shuffled, capacity=capacity, waves=len(capacity)) == plan


@given(portfolios(), st.lists(st.sampled_from([0, 1, 3, 6]), min_size=1, max_size=4))
def test_nothing_is_left_out_for_lack_of_room_that_would_still_fit(
    items: list[WaveItem], capacity: list[float]
) -> None:
    plan = plan_waves(items, capacity=capacity, waves=len(capacity))
    for i in items:
        out = plan.outcomes[i.key]
        if (
            i.pinned is None
            and isinstance(out, LeftOut)
            and out.because == LeftOutBecause.WAVE_FULL
        ):
            waves = {k: o.wave for k, o in plan.outcomes.items() if isinstance(o, Placed)}
            first = max([i.earliest, *(waves[k] + 1 for k in i.depends_on)])
            assert all(i.effort > load.left for load in plan.loads if load.wave >= first)


def test_a_plan_of_two_thousand_items_passes_its_own_check() -> None:
    dice = random.Random(7)
    items = [
        item(
            f"i{n}",
            dice.uniform(1, 12),
            dice.uniform(0, 100),
            depends_on=tuple(f"i{dice.randrange(n)}" for _ in range(dice.choice([0, 0, 1])) if n),
        )
        for n in range(2_000)
    ]
    plan = plan_waves(items, capacity=2_000, waves=4)
    assigned = {k: out.wave for k, out in plan.outcomes.items() if isinstance(out, Placed)}
    assert 1_000 < len(assigned) < 2_000
    assert check_plan(items, assigned, capacity=2_000, waves=4) == ()
