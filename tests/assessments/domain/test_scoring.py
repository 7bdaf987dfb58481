"""Answers become scores, and what was not answered never becomes a number."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.answers import (
    Answer,
    Answered,
    DontKnow,
    Missing,
    NotApplicable,
    NotScored,
    Scored,
    Unanswered,
)
from assessments.domain.frameworks import Framework
from assessments.domain.scales import Scale
from assessments.domain.scoring import AnswersInvalid, score
from assessments.domain.traces import Coverage, FromAnswer, TraceRule
from tests.assessments.domain.examples import (
    answered_frameworks,
    frameworks,
    levels,
    make_capability,
    make_framework,
)

NOWHERE = NotApplicable("No models are built here.")


@pytest.fixture
def data_layer() -> Framework:
    """One layer, three capabilities, the second of double weight."""
    return make_framework(
        {
            "data": (
                make_capability("catalogue"),
                make_capability("quality", weight=2.0),
                make_capability("lineage"),
            )
        },
        stands_on={"data": ()},
    )


def test_a_layer_scores_the_weighted_mean_and_the_level_that_all_have_reached(
    data_layer: Framework,
) -> None:
    card = score(
        data_layer, {"catalogue": Answered(4), "quality": Answered(2.5), "lineage": Answered(3)}
    )
    layer = card.layer("data")
    assert layer.mean == Scored(3.0)
    assert layer.staged == Scored(2.0)
    assert layer.highest == Scored(4.0)
    assert layer.held_back_by == ("quality",)
    assert layer.coverage == Coverage(3, 3, 3)


def test_a_mean_over_three_may_hide_one_capability_at_one() -> None:
    """Roll-up of METHODS B3: "mean 3.1, staged 1" is one result, told by two figures."""
    keys = [f"d-{number}" for number in range(10)]
    framework = make_framework(
        {"data": tuple(make_capability(key) for key in keys)}, stands_on={"data": ()}
    )
    given_levels = [1, 3, 3, 3, 3, 3, 3, 4, 4, 4]
    card = score(framework, {key: Answered(n) for key, n in zip(keys, given_levels, strict=True)})
    assert (card.overall.mean, card.overall.staged) == (Scored(3.1), Scored(1.0))
    assert card.overall.held_back_by == ("d-0",)


def test_the_whole_is_the_mean_of_its_layers_whatever_their_size() -> None:
    """As OWASP SAMM v2 takes the mean of its functions, not of all practices at once."""
    framework = make_framework(
        {"data": [make_capability(f"d-{n}") for n in range(3)], "mlops": [make_capability("m")]},
        stands_on={"data": (), "mlops": ("data",)},
    )
    card = score(framework, {f"d-{n}": Answered(1) for n in range(3)} | {"m": Answered(5)})
    assert card.overall.mean == Scored(3.0)


def test_the_published_samm_practice_comes_out_at_its_published_score() -> None:
    """OWASP SAMM v2: streams A = (1, .5, .25) and B = (.5, .25, 0) make 1.25.

    A practice is the sum over three levels of the mean of two streams: three times the mean.
    """
    scale = Scale(0, 1, ("no", "yes"))
    answers = {"a1": 1.0, "a2": 0.5, "a3": 0.25, "b1": 0.5, "b2": 0.25, "b3": 0.0}
    framework = make_framework(
        {"practice": [make_capability(key, scale=scale) for key in answers]},
        stands_on={"practice": ()},
        scale=scale,
    )
    card = score(framework, {key: Answered(value) for key, value in answers.items()})
    assert 3 * card.layer("practice").mean.value == pytest.approx(1.25)


def test_zero_is_a_score_and_unanswered_is_not() -> None:
    scale = Scale(0, 3, ("none", "some", "most", "all"))
    framework = make_framework(
        {"data": [make_capability("a", scale=scale), make_capability("b", scale=scale)]},
        stands_on={"data": ()},
        scale=scale,
    )
    assert score(framework, {"a": Answered(0), "b": Answered(2)}).overall.mean == Scored(1.0)
    assert score(framework, {"b": Answered(2)}).overall.mean == Scored(2.0)


def test_each_kind_of_missing_answer_keeps_its_own_reason(data_layer: Framework) -> None:
    card = score(data_layer, {"catalogue": NOWHERE, "quality": DontKnow()})
    assert [each.outcome for each in card.capabilities] == [
        NotScored(Missing.NOT_APPLICABLE),
        NotScored(Missing.DONT_KNOW),
        NotScored(Missing.UNANSWERED),
    ]
    assert card.capability("catalogue").reasons == (NOWHERE.reason,)
    assert not card.capability("catalogue").applies
    assert card.overall.coverage == Coverage(answered=0, applicable=2, total=3)


def test_leaving_an_answer_out_is_the_same_as_unanswered(data_layer: Framework) -> None:
    assert score(data_layer, {}) == score(data_layer, {"quality": Unanswered()})


def test_the_staged_level_waits_for_every_capability_that_applies(data_layer: Framework) -> None:
    answers = {"catalogue": Answered(3), "quality": Answered(4)}
    assert score(data_layer, answers).overall.staged == NotScored(Missing.INCOMPLETE)
    with_doubt = score(data_layer, answers | {"lineage": DontKnow()})
    assert with_doubt.overall.staged == NotScored(Missing.INCOMPLETE)
    without = score(data_layer, answers | {"lineage": NOWHERE})
    assert without.overall.staged == Scored(3.0)
    assert without.overall.coverage == Coverage(answered=2, applicable=2, total=3)


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({}, Missing.UNANSWERED),
        ({"catalogue": NOWHERE, "quality": NOWHERE, "lineage": NOWHERE}, Missing.NOT_APPLICABLE),
        ({"catalogue": NOWHERE, "quality": DontKnow(), "lineage": NOWHERE}, Missing.DONT_KNOW),
        ({"catalogue": NOWHERE, "quality": DontKnow()}, Missing.UNANSWERED),
    ],
)
def test_a_layer_without_a_score_says_why_in_every_figure(
    data_layer: Framework, answers: dict[str, Answer], reason: Missing
) -> None:
    layer = score(data_layer, answers).layer("data")
    assert layer.mean == layer.staged == layer.highest == NotScored(reason)
    assert layer.held_back_by == ()
    assert not layer.coverage.is_complete


def test_the_trace_leads_from_the_whole_down_to_the_answers(data_layer: Framework) -> None:
    card = score(data_layer, {"catalogue": Answered(4), "quality": Answered(2.5)})
    whole = card.overall.trace
    assert (whole.rule, whole.outcome) == (TraceRule.MEAN_OF_LAYERS, card.overall.mean)
    layer = whole.parts[0]
    assert (layer.rule, layer.outcome) == (TraceRule.WEIGHTED_MEAN, Scored(3.0))
    assert layer.parts == (
        FromAnswer("catalogue", 1.0, Scored(4.0), Answered(4)),
        FromAnswer("quality", 2.0, Scored(2.5), Answered(2.5)),
        FromAnswer("lineage", 1.0, NotScored(Missing.UNANSWERED), Unanswered()),
    )


@pytest.mark.parametrize("level", [0, 5.01, -1, float("nan"), float("inf")])
def test_a_level_off_the_scale_is_refused_beside_its_capability(
    data_layer: Framework, level: float
) -> None:
    with pytest.raises(AnswersInvalid) as caught:
        score(data_layer, {"quality": Answered(level)})
    assert caught.value.fields == {"quality": "The level must lie between 1 and 5."}


def test_an_answer_to_an_unknown_capability_is_refused(data_layer: Framework) -> None:
    with pytest.raises(AnswersInvalid) as caught:
        score(data_layer, {"telepathy": Answered(3), "quality": Answered(9)})
    assert set(caught.value.fields) == {"telepathy", "quality"}


def test_every_reason_has_a_sentence() -> None:
    assert all(reason.sentence.endswith(".") for reason in Missing)


@given(answered_frameworks())
def test_staged_is_at_most_the_mean_and_the_mean_at_most_the_highest(
    drawn: tuple[Framework, dict[str, Answer]],
) -> None:
    card = score(*drawn)
    for group in (card.overall, *card.layers):
        if isinstance(group.mean, Scored):
            assert group.mean.value <= group.highest.value
        if isinstance(group.staged, Scored):
            assert group.staged.value <= group.mean.value


@given(answered_frameworks(), st.randoms())
def test_the_order_of_the_answers_changes_nothing(
    drawn: tuple[Framework, dict[str, Answer]], chance: Random
) -> None:
    framework, answers = drawn
    shuffled = list(answers.items())
    chance.shuffle(shuffled)
    assert score(framework, dict(shuffled)) == score(framework, answers)


@given(answered_frameworks(), st.data())
def test_raising_an_answer_lowers_no_score(
    drawn: tuple[Framework, dict[str, Answer]], data: st.DataObject
) -> None:
    framework, answers = drawn
    key = data.draw(st.sampled_from([each.key for each in framework.capabilities]))
    before, after = sorted(data.draw(st.tuples(levels, levels)))
    low = score(framework, answers | {key: Answered(before)})
    high = score(framework, answers | {key: Answered(after)})
    pairs = zip((low.overall, *low.layers), (high.overall, *high.layers), strict=True)
    for lower, higher in pairs:
        for name in ("mean", "staged", "highest"):
            one, other = getattr(lower, name), getattr(higher, name)
            assert type(one) is type(other)
            assert isinstance(one, NotScored) or one.value <= other.value


@given(frameworks(), levels)
def test_equal_answers_make_that_level_everywhere_exactly(
    framework: Framework, level: float
) -> None:
    card = score(framework, {each.key: Answered(level) for each in framework.capabilities})
    assert {group.mean for group in (card.overall, *card.layers)} == {Scored(level)}
