from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.criteria import DEFAULT_MODEL, Axis, ScoringModel
from portfolio.domain.priority import Thresholds
from portfolio.domain.scoring_models import (
    ScoringModelInvalid,
    check_model,
    model_from_data,
    model_to_data,
)


def with_weight(key: str, weight: float) -> ScoringModel:
    return replace(
        DEFAULT_MODEL,
        criteria=tuple(
            replace(c, weight=weight) if c.key == key else c for c in DEFAULT_MODEL.criteria
        ),
    )


def test_the_default_model_asks_five_questions_about_value_and_six_about_feasibility() -> None:
    assert [c.key for c in DEFAULT_MODEL.on(Axis.VALUE)] == [
        "strategic_fit",
        "financial_benefit",
        "customer_benefit",
        "risk_reduction",
        "urgency",
    ]
    assert [c.key for c in DEFAULT_MODEL.on(Axis.FEASIBILITY)] == [
        "data_availability",
        "technical_maturity",
        "integration_effort",
        "skills",
        "change_readiness",
        "affordability",
    ]
    assert DEFAULT_MODEL.thresholds == Thresholds(55, 55)


def test_every_anchor_of_the_default_model_is_a_sentence_of_its_own() -> None:
    anchors = [anchor for c in DEFAULT_MODEL.criteria for anchor in c.anchors]
    assert len(anchors) == 66 == len(set(anchors))
    assert all(anchor.endswith(".") and len(anchor) <= 80 for anchor in anchors)


def test_weights_that_do_not_add_up_are_refused_with_their_sum() -> None:
    with pytest.raises(ScoringModelInvalid) as refusal:
        check_model(with_weight("urgency", 0.05))
    assert refusal.value.problems == ("The value weights add up to 0.9, not 1.",)


def test_every_problem_is_named_at_once() -> None:
    first, *rest = DEFAULT_MODEL.criteria
    broken = replace(
        DEFAULT_MODEL,
        criteria=(
            replace(first, key="urgency", weight=-0.25, anchors=first.anchors[:5]),
            *(c for c in rest if c.axis is Axis.VALUE),
        ),
        alpha=1.5,
        feasibility_threshold=101,
        minimum_coverage=0,
    )
    with pytest.raises(ScoringModelInvalid) as refusal:
        check_model(broken)
    assert refusal.value.problems == (
        "The key urgency is used 2 times.",
        "The weight of Strategic fit is -0.25; it has to be above 0.",
        "Strategic fit needs six descriptions, one for each rating from 0 to 5.",
        "The value weights add up to 0.5, not 1.",
        "The model has no feasibility criterion.",
        "The weight of value in the priority is 1.5; it goes from 0 to 1.",
        "The minimum coverage is 0; it goes from above 0 to 1.",
        "The feasibility threshold is 101; it goes from 0 to 100.",
    )


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), 0.0])
def test_a_weight_that_is_not_a_share_is_refused(weight: float) -> None:
    with pytest.raises(ScoringModelInvalid):
        check_model(with_weight("skills", weight))


def test_a_criterion_without_words_is_refused() -> None:
    nameless = replace(DEFAULT_MODEL.criteria[0], title=" ")
    with pytest.raises(ScoringModelInvalid, match="strategic_fit needs a key, a title"):
        check_model(replace(DEFAULT_MODEL, criteria=(nameless, *DEFAULT_MODEL.criteria[1:])))


def test_a_model_survives_the_way_through_data() -> None:
    assert model_from_data(model_to_data(DEFAULT_MODEL)) == DEFAULT_MODEL


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda data: data.pop("alpha"), "The scoring model has no alpha."),
        (lambda data: data["criteria"][0].pop("weight"), "The scoring model has no weight."),
        (lambda data: data.update(alpha="much"), "The scoring model cannot be read"),
        (lambda data: data.update(criteria=7), "The scoring model cannot be read"),
        (lambda data: data["criteria"][0].update(axis="cost"), "'cost' is not a valid Axis"),
    ],
)
def test_data_that_is_no_model_is_refused(
    change: Callable[[dict[str, Any]], object], sentence: str
) -> None:
    data = model_to_data(DEFAULT_MODEL)
    change(data)
    with pytest.raises(ScoringModelInvalid, match=sentence):
        model_from_data(data)


@given(st.lists(st.integers(1, 1000), min_size=11, max_size=11))
def test_any_positive_weights_rescaled_to_one_pass(parts: list[int]) -> None:
    totals = {Axis.VALUE: sum(parts[:5]), Axis.FEASIBILITY: sum(parts[5:])}
    criteria = tuple(
        replace(c, weight=part / totals[c.axis])
        for c, part in zip(DEFAULT_MODEL.criteria, parts, strict=True)
    )
    model = replace(DEFAULT_MODEL, criteria=criteria)
    assert check_model(model) is model
