from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.readiness import (
    NotAssessed,
    Readiness,
    adjusted_feasibility,
    readiness,
)
from portfolio.domain.requirements import Requirement
from portfolio.domain.standing import DomainStanding
from portfolio.domain.unlocks import partial_unlock, unlocks

CONTRACTS = Requirement("data-contracts", 3, 3)
ACCESS = Requirement("data-access", 3, 2)
SKILLS = Requirement("skills-by-role", 2, 1)
NEEDS = (CONTRACTS, ACCESS, SKILLS)
LAYERS = {"data-contracts": "data", "data-access": "data", "skills-by-role": "people"}


def standing(
    contracts: float, access: float, skills: float, data: float = 5, people: float = 5
) -> DomainStanding:
    return DomainStanding(
        capability_levels={
            "data-contracts": contracts,
            "data-access": access,
            "skills-by-role": skills,
        },
        layer_effective={"data": data, "people": people},
        layer_of=LAYERS,
        titles={"data": "Data infrastructure"},
    )


one_level = st.integers(10, 50).map(lambda tenths: tenths / 10)
standings = st.builds(standing, one_level, one_level, one_level, one_level, one_level)
feasibilities = st.floats(0, 100)


def assessed(requirements: tuple[Requirement, ...], where: DomainStanding) -> Readiness:
    result = readiness(requirements, where)
    assert isinstance(result, Readiness)
    return result


def test_a_domain_that_has_what_is_needed_loses_nothing() -> None:
    result = assessed(NEEDS, standing(3, 4, 2))
    assert result.factor == 1
    assert result.shortfalls == ()
    assert result.sentence == "Readiness takes nothing off: what is needed is in place."


def test_a_domain_at_the_lowest_level_everywhere_loses_half() -> None:
    assert assessed(NEEDS, standing(1, 1, 1)).factor == 0.5


def test_shortfalls_count_by_their_weight_and_the_costliest_comes_first() -> None:
    result = assessed(NEEDS, standing(2.5, 1, 1.5))
    # Σ w·s / Σ w = (3 · 0.25 + 2 · 1 + 1 · 0.5) / 6
    assert result.factor == pytest.approx(1 - 0.5 * 3.25 / 6)
    assert [(s.requirement, s.share) for s in result.shortfalls] == [
        (ACCESS, 1),
        (CONTRACTS, 0.25),
        (SKILLS, 0.5),
    ]
    assert sum(s.discount for s in result.shortfalls) == pytest.approx(1 - result.factor)
    assert result.sentence == (
        "Readiness takes off 27%: data access at 1 of 3, data contracts at 2.5 of 3 and 1 more."
    )


def test_a_capability_is_held_down_by_its_layer() -> None:
    (short,) = assessed((CONTRACTS,), standing(4, 4, 4, data=1.62)).shortfalls
    assert (short.level, short.counted, short.is_capped) == (4, 1.62, True)
    assert short.sentence == (
        "Data contracts counts as 1.6, held down by data infrastructure; 3 is needed."
    )


def test_a_capability_below_its_layer_is_not_capped() -> None:
    (short,) = assessed((CONTRACTS,), standing(2, 4, 4, data=2.5)).shortfalls
    assert (short.counted, short.is_capped) == (2, False)
    assert short.sentence == "Data contracts counts as 2; 3 is needed."


def test_what_was_not_assessed_neither_helps_nor_hurts_and_is_named() -> None:
    where = DomainStanding({"data-contracts": 2})
    result = assessed(NEEDS, where)
    assert result.factor == assessed((CONTRACTS,), where).factor == 0.75
    assert result.not_assessed == ("data-access", "skills-by-role")
    assert result.sentence == (
        "Readiness takes off 25%: data contracts at 2 of 3. Not assessed: 2 more."
    )


@pytest.mark.parametrize("needs", [(), NEEDS])
def test_without_any_assessed_capability_there_is_no_factor(
    needs: tuple[Requirement, ...],
) -> None:
    result = readiness(needs, DomainStanding({"kpi-linkage": 3}))
    assert result == NotAssessed("No assessment says anything about what this use case needs.")
    assert adjusted_feasibility(62, result) == 62
    assert unlocks(needs, 62, DomainStanding({"kpi-linkage": 3})) == ()


def test_a_need_at_the_lowest_level_is_always_met() -> None:
    assert assessed((Requirement("data-access", 1, 1),), standing(1, 0.5, 1)).factor == 1


def test_a_level_below_the_scale_costs_no_more_than_the_lowest() -> None:
    assert assessed((ACCESS,), standing(1, 0, 1)).factor == 0.5


def test_a_hair_of_a_shortfall_is_not_called_nought_percent() -> None:
    result = assessed(NEEDS, standing(3, 3, 1.99))
    assert result.sentence == "Readiness takes off less than 1%: skills by role at 2 of 2."


def test_the_share_at_stake_can_be_set() -> None:
    result = readiness((ACCESS,), standing(1, 1, 1), max_discount=0.2)
    assert isinstance(result, Readiness)
    assert result.factor == 0.8


def test_unlocks_say_what_each_capability_would_win_the_largest_gain_first() -> None:
    found = unlocks(NEEDS, 60, standing(1.6, 2.5, 2))
    assert [unlock.sentence for unlock in found] == [
        "Data contracts at 3 instead of 1.6 lifts feasibility from 47 to 58.",
        "Data access at 3 instead of 2.5 lifts feasibility from 47 to 50.",
    ]
    assert [unlock.raised_layer for unlock in found] == [None, None]
    assert found[0].gain == pytest.approx(60 * 0.5 * 3 * 0.7 / 6)


def test_a_layer_that_caps_is_raised_with_the_capability() -> None:
    (unlock,) = unlocks((CONTRACTS,), 60, standing(2, 3, 2, data=1.5))
    assert unlock.raised_layer == "data"
    assert unlock.sentence == (
        "Data contracts at 3 instead of 2 and data infrastructure at 3 instead of 1.5 "
        "lift feasibility from 38 to 60."
    )


def test_a_layer_that_holds_down_several_capabilities_is_named_once() -> None:
    (layer,) = unlocks((CONTRACTS, ACCESS), 100, standing(3, 3, 2, data=2))
    assert layer.after == 100
    assert layer.sentence == (
        "Data infrastructure at 3 instead of 2 lifts feasibility from 75 to 100."
    )


def test_a_step_on_the_way_wins_less_than_the_whole_way() -> None:
    where = standing(1, 3, 2)
    whole = unlocks((CONTRACTS,), 60, where)[0]
    step = partial_unlock((CONTRACTS,), 60, where, whole.shortfall, to_level=2)
    assert step is not None
    assert (step.before, step.after, whole.after) == (30, 45, 60)


def test_a_step_that_wins_nothing_is_none() -> None:
    held = standing(2, 3, 2, data=1.5)
    below = unlocks((CONTRACTS,), 60, held)[0].shortfall
    assert partial_unlock((CONTRACTS,), 60, held, below, to_level=3) is None
    there = unlocks((CONTRACTS,), 60, standing(2, 3, 2))[0].shortfall
    assert partial_unlock((CONTRACTS,), 60, standing(2, 3, 2), there, to_level=2) is None


def test_a_small_gain_is_shown_with_a_decimal() -> None:
    (unlock,) = unlocks(NEEDS, 10, standing(3, 3, 1.9))
    assert (
        unlock.sentence == "Skills by role at 2 instead of 1.9 lifts feasibility from 9.9 to 10.0."
    )


def test_nothing_unlocks_a_use_case_that_is_not_feasible_at_all() -> None:
    assert unlocks(NEEDS, 0, standing(1, 1, 1)) == ()


@given(standings, feasibilities)
def test_adjusted_feasibility_is_never_above_the_rated_one_nor_below_half(
    where: DomainStanding, feasibility: float
) -> None:
    adjusted = adjusted_feasibility(feasibility, readiness(NEEDS, where))
    assert feasibility * 0.5 <= adjusted <= feasibility


@given(standings, st.sampled_from(sorted(LAYERS)), one_level, feasibilities)
def test_raising_a_capability_never_lowers_adjusted_feasibility(
    where: DomainStanding, capability: str, level: float, feasibility: float
) -> None:
    levels = dict(where.capability_levels)
    levels[capability] = max(level, levels[capability])
    raised = replace(where, capability_levels=levels)
    before = adjusted_feasibility(feasibility, readiness(NEEDS, where))
    assert adjusted_feasibility(feasibility, readiness(NEEDS, raised)) >= before - 1e-9


@given(standings, st.sampled_from(["data", "people"]), one_level, feasibilities)
def test_raising_a_layer_never_lowers_adjusted_feasibility(
    where: DomainStanding, layer: str, level: float, feasibility: float
) -> None:
    layers = dict(where.layer_effective)
    layers[layer] = max(level, layers[layer])
    raised = replace(where, layer_effective=layers)
    before = adjusted_feasibility(feasibility, readiness(NEEDS, where))
    assert adjusted_feasibility(feasibility, readiness(NEEDS, raised)) >= before - 1e-9


@given(standings, st.floats(1, 100))
def test_each_unlock_wins_something_and_stays_below_the_rated_feasibility(
    where: DomainStanding, feasibility: float
) -> None:
    found = unlocks(NEEDS, feasibility, where)
    gains = [unlock.gain for unlock in found]
    assert gains == sorted(gains, reverse=True)
    assert all(unlock.before < unlock.after <= feasibility + 1e-9 for unlock in found)
