"""The most worthwhile step comes first, and what it lifts is found out, not assumed."""

from collections.abc import Mapping

import pytest
from hypothesis import given

from assessments.domain.answers import Answer, Answered, DontKnow, Scored
from assessments.domain.frameworks import Capability, Framework
from assessments.domain.gaps import gaps, target_profile
from assessments.domain.recommendations import Recommendation, recommendations
from assessments.domain.scoring import score
from assessments.domain.stack import effective_levels
from tests.assessments.domain.examples import (
    answered_frameworks,
    levels,
    make_capability,
    make_framework,
)


def one_layer(*capabilities: Capability) -> Framework:
    return make_framework({"data": capabilities}, stands_on={"data": ()})


def advise(
    framework: Framework,
    given_levels: Mapping[str, float],
    *,
    target: float = 3,
    headroom: float = 0.0,
) -> tuple[Recommendation, ...]:
    card = score(framework, {key: Answered(level) for key, level in given_levels.items()})
    return recommendations(
        framework, card, gaps(card, target_profile(framework, target)), headroom=headroom
    )


def test_the_priority_is_gap_times_weight_times_reach_over_effort() -> None:
    framework = one_layer(
        make_capability("quality", weight=2.0, effort=4, unlocks=("lineage", "catalogue")),
        make_capability("lineage", effort=1),
        make_capability("catalogue"),
    )
    first, second = advise(framework, {"quality": 1.5, "lineage": 2, "catalogue": 4})
    # 1.5 gap x 2 weight x (1 + 1 below target of the two it unlocks) / 4 effort
    assert (first.capability, first.priority, first.unlocks) == ("quality", 1.5, ("lineage",))
    assert (second.capability, second.priority) == ("lineage", 1.0)


def test_the_step_leaves_the_level_that_was_fully_reached() -> None:
    (only,) = advise(one_layer(make_capability("quality")), {"quality": 2.5})
    assert (only.step.from_level, only.step.to_level, only.gap) == (2, 3, 0.5)


def test_at_target_there_is_nothing_to_recommend() -> None:
    assert advise(one_layer(make_capability("quality")), {"quality": 3}) == ()


def test_without_a_score_there_is_no_advice() -> None:
    framework = one_layer(make_capability("quality"), make_capability("lineage"))
    card = score(framework, {"quality": DontKnow()})
    assert recommendations(framework, card, gaps(card, target_profile(framework, 5))) == ()


def test_equal_priorities_go_by_effort_then_weeks_then_the_order_of_the_framework() -> None:
    framework = one_layer(
        make_capability("heavy", weight=2.0, effort=4),
        make_capability("slow", effort=2, weeks=9),
        make_capability("quick-1", effort=2, weeks=3),
        make_capability("quick-2", effort=2, weeks=3),
    )
    found = advise(framework, dict.fromkeys(["heavy", "slow", "quick-1", "quick-2"], 2.0))
    assert {each.priority for each in found} == {0.5}
    assert [each.capability for each in found] == ["quick-1", "quick-2", "slow", "heavy"]


def test_a_step_in_a_capping_layer_lifts_what_stands_on_it_and_comes_first() -> None:
    raw = {"governance-1": 2.5, "strategy-1": 2, "data-1": 2, "mlops-1": 3, "people-1": 2}
    found = advise(make_framework(), raw)
    first = found[0]
    assert (first.capability, first.lifts, first.priority) == ("data-1", ("mlops",), 1.0)
    assert first.raises_effective_level
    assert {each.capability: each.lifts for each in found[1:]} == {
        "strategy-1": (),
        "people-1": (),
        "governance-1": (),
    }


def test_a_step_in_one_of_two_equal_caps_lifts_nothing_by_itself() -> None:
    stands_on = {"data": (), "people": (), "mlops": ("data", "people")}
    raw = {"data-1": 2, "people-1": 2, "mlops-1": 4}
    found = advise(make_framework(stands_on=stands_on), raw)
    assert [each.lifts for each in found] == [(), ()]


def test_a_step_in_a_layer_that_is_held_down_says_by_what() -> None:
    raw = {"governance-1": 1, "strategy-1": 2, "data-1": 1, "mlops-1": 2, "people-1": 1}
    found = {each.capability: each for each in advise(make_framework(), raw)}
    assert found["strategy-1"].held_down_by == "governance"
    assert found["mlops-1"].held_down_by == "data"
    assert found["data-1"].held_down_by is None


def test_headroom_counts_when_finding_what_a_step_lifts() -> None:
    raw = {"governance-1": 3, "strategy-1": 3, "data-1": 2, "mlops-1": 3, "people-1": 3}
    (capped,) = advise(make_framework(), raw)
    (roomy,) = advise(make_framework(), raw, headroom=1.0)
    assert (capped.lifts, roomy.lifts) == (("mlops",), ())


@given(answered_frameworks(), levels)
def test_every_scored_capability_below_target_gets_one_step_in_order_of_priority(
    drawn: tuple[Framework, dict[str, Answer]], target: float
) -> None:
    framework, answers = drawn
    card = score(framework, answers)
    found = recommendations(framework, card, gaps(card, target_profile(framework, target)))
    below = {
        each.key
        for each in card.capabilities
        if isinstance(each.outcome, Scored) and each.outcome.value < target
    }
    assert sorted(each.capability for each in found) == sorted(below)
    priorities = [each.priority for each in found]
    assert priorities == sorted(priorities, reverse=True)
    for each in found:
        assert each.step.from_level <= each.level < each.step.to_level


@given(answered_frameworks())
def test_what_a_step_is_said_to_lift_rises_when_it_is_taken(
    drawn: tuple[Framework, dict[str, Answer]],
) -> None:
    framework, answers = drawn
    card = score(framework, answers)
    for each in recommendations(framework, card, gaps(card, target_profile(framework, 5))):
        taken = answers | {each.capability: Answered(each.step.to_level)}
        before, after = (_effective(framework, given_) for given_ in (answers, taken))
        for key in each.lifts:
            assert after[key] > before[key] - 1e-12
            assert after[key] != before[key]
        for key in set(before) - set(each.lifts) - {each.layer}:
            assert after[key] == pytest.approx(before[key], abs=1e-12)


def _effective(framework: Framework, answers: Mapping[str, Answer]) -> dict[str, float]:
    card = score(framework, answers)
    raw = {x.key: x.mean.value for x in card.layers if isinstance(x.mean, Scored)}
    found = effective_levels(raw, framework.stands_on)
    return {key: level.value for key, level in found.items() if isinstance(level.value, float)}
