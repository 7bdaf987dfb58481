from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.criteria import DEFAULT_MODEL, Axis
from portfolio.domain.model_edits import (
    CriterionUnknown,
    CriterionWords,
    LastCriterion,
    criterion_of,
    differences,
    key_of,
    reworded,
    with_criterion,
    without_criterion,
)
from portfolio.domain.scoring_models import check_model, reweighed
from portfolio.domain.weighting import Weighing, WeightMethod

WORDS = CriterionWords("Reach", "How many people does it reach?", ("a", "b", "c", "d", "e", "f"))


@given(st.floats(0.01, 0.9), st.sampled_from(Axis))
def test_an_added_criterion_leaves_the_proportions_of_the_others(share: float, axis: Axis) -> None:
    model = check_model(with_criterion(DEFAULT_MODEL, axis, WORDS, share=share))
    *others, added = model.on(axis)
    assert added.weight == share
    before = [c.weight for c in DEFAULT_MODEL.on(axis)]
    assert [c.weight / (1 - share) for c in others] == pytest.approx(before)


@given(st.sampled_from([c.key for c in DEFAULT_MODEL.criteria]))
def test_what_is_added_and_removed_leaves_the_model_as_it_was(key: str) -> None:
    axis = criterion_of(DEFAULT_MODEL, key).axis
    back = without_criterion(with_criterion(DEFAULT_MODEL, axis, WORDS, share=0.3), "reach")
    weights = [c.weight for c in DEFAULT_MODEL.criteria]
    assert [c.weight for c in back.criteria] == pytest.approx(weights)
    check_model(without_criterion(DEFAULT_MODEL, key))


def test_the_last_criterion_of_an_axis_and_an_unknown_one_stay() -> None:
    only = replace(DEFAULT_MODEL, criteria=DEFAULT_MODEL.criteria[:1])
    with pytest.raises(LastCriterion, match="The last value criterion"):
        without_criterion(only, "strategic_fit")
    with pytest.raises(CriterionUnknown, match="called charm"):
        without_criterion(DEFAULT_MODEL, "charm")


def test_other_criteria_drop_the_answers_that_led_to_the_weights_of_that_axis_alone() -> None:
    said = {
        axis: Weighing(WeightMethod.SWING, tuple((c.key, 100.0) for c in DEFAULT_MODEL.on(axis)))
        for axis in Axis
    }
    weighed = reweighed(DEFAULT_MODEL, said)
    model = with_criterion(weighed, Axis.VALUE, WORDS, share=0.1)
    assert (model.value_weighing, model.feasibility_weighing) == (None, said[Axis.FEASIBILITY])
    assert check_model(reworded(weighed, "urgency", WORDS)).value_weighing == said[Axis.VALUE]


def test_a_key_is_made_of_the_title_and_never_taken_twice() -> None:
    model = with_criterion(DEFAULT_MODEL, Axis.VALUE, WORDS, share=0.1)
    again = with_criterion(model, Axis.VALUE, WORDS, share=0.1)
    assert [c.key for c in again.criteria[-2:]] == ["reach", "reach_2"]
    assert key_of("Version") == "version_2"
    assert len(key_of("Long " * 40)) <= 40


def test_versions_differ_in_what_was_changed_and_in_nothing_else() -> None:
    model = reworded(without_criterion(DEFAULT_MODEL, "urgency"), "skills", WORDS)
    told = differences(DEFAULT_MODEL, replace(model, alpha=0.4))
    assert told["criterion urgency"] == ["Urgency", None]
    assert told["weight of urgency"] == [0.15, None]
    assert told["criterion skills"] == ["Skills", "Reach"]
    assert told["5 of skills"][1] == "f"
    assert told["alpha"] == [0.5, 0.4]
    assert differences(DEFAULT_MODEL, DEFAULT_MODEL) == {}
