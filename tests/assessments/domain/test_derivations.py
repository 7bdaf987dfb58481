"""Every number of a result opens to the rule that made it and to what it was made of."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings

from assessments.domain.answers import (
    Answer,
    Answered,
    Missing,
    NotApplicable,
    NotScored,
    Unanswered,
)
from assessments.domain.derivations import (
    OVERALL,
    Derivation,
    NotTraced,
    Traced,
    capability_trace,
    layer_trace,
    subject,
)
from assessments.domain.evidence import Evidence
from assessments.domain.frameworks import Framework, ScoringRule
from assessments.domain.gaps import target_profile
from assessments.domain.results import Results, build_results
from assessments.domain.trace_records import (
    TracedAnswer,
    record_from_data,
    record_to_data,
    recovered_record,
    trace_record,
)
from assessments.domain.workings import level_sums, mean_working
from tests.assessments.domain.examples import (
    answered_frameworks,
    make_capability,
    make_framework,
)

SMALL = make_framework(
    {
        "data": [make_capability("catalogue"), make_capability("lineage", weight=2)],
        "mlops": [make_capability("testing")],
    },
    stands_on={"data": (), "mlops": ("data",)},
)
SAID: Mapping[str, Answer] = {
    "catalogue": Answered(3),
    "lineage": Answered(1.5),
    "testing": Answered(4),
}


def results(framework: Framework = SMALL, answers: Mapping[str, Answer] = SAID) -> Results:
    return build_results(framework, answers, target_profile(framework, 3))


def trace(key: str, answers: Mapping[str, Answer] = SAID) -> Mapping[str, Derivation]:
    found = subject(results(answers=answers), trace_record(SMALL, answers), key)
    return {each.key: each for each in found.derivations}


def test_the_whole_is_worked_out_from_its_layers() -> None:
    found = trace(OVERALL)

    assert found["mean"].working == "(2 + 4) ÷ 2 = 3"
    assert [part.trace for part in found["mean"].parts] == ["layer-data", "layer-mlops"]
    assert found["effective"].working == "(2 + 2) ÷ 2 = 2"
    assert found["effective"].parts[1].note == "Raw 4; Data infrastructure holds it back"
    assert found["staged"].working == "1.5, rounded down = 1"
    assert [part.trace for part in found["staged"].parts] == ["capability-lineage"]
    assert found["gap"].working == "3 − 2 = 1"


def test_a_layer_is_worked_out_from_its_capabilities_by_weight() -> None:
    assert trace(layer_trace("data"))["mean"].working == "(1 × 3 + 2 × 1.5) ÷ 3 = 2"


def test_an_effective_level_names_what_holds_it_back() -> None:
    found = trace(layer_trace("mlops"))["effective"]

    assert found.working == "least of 4, 2 = 2"
    assert [(part.title, part.note) for part in found.parts] == [
        ("MLOps & AI engineering, raw level", ""),
        ("Data infrastructure, relied on", "This is what holds it back."),
    ]


def test_a_level_above_its_target_leaves_no_gap() -> None:
    found = trace(capability_trace("testing"))["gap"]

    assert (found.figure, found.working) == (0.0, "3 − 4 < 0")


def test_unanswered_not_applicable_and_nothing_in_common_are_told_apart() -> None:
    answers = {"catalogue": NotApplicable("None here."), "testing": Answered(4)}
    parts = trace(layer_trace("data"), answers)["mean"].parts

    assert [part.figure for part in parts] == [
        NotScored(Missing.NOT_APPLICABLE),
        NotScored(Missing.UNANSWERED),
    ]
    assert not any(part.counts for part in parts)
    open_ones = trace(OVERALL, answers)["staged"]
    assert [part.title for part in open_ones.parts] == ["Lineage"]
    assert open_ones.figure == NotScored(Missing.INCOMPLETE)


def test_the_levels_of_samm_add_up_and_the_open_stream_counts_as_nought() -> None:
    unanswered, does_not = NotScored(Missing.UNANSWERED), NotScored(Missing.NOT_APPLICABLE)
    answers = [
        TracedAnswer("1A", "p", 1, "A", 3.0, 1.0),
        TracedAnswer("1B", "p", 1, "B", unanswered, unanswered),
        TracedAnswer("2A", "p", 2, "A", 1.0, 0.25),
        TracedAnswer("2B", "p", 2, "B", does_not, does_not),
        TracedAnswer("3A", "p", 3, "A", does_not, does_not),
    ]

    assert level_sums(answers) == ((1, 0.5), (2, 0.25), (3, does_not))


@pytest.mark.parametrize("key", ["", "layer-", "layer-nothing", "capability-data", "elsewhere"])
def test_what_the_result_does_not_have_is_not_traced(key: str) -> None:
    with pytest.raises(NotTraced):
        subject(results(), None, key)


def test_a_record_survives_being_stored() -> None:
    record = trace_record(SMALL, {"lineage": Answered(2.5), "testing": Unanswered()})

    assert record_from_data(record_to_data(record)) == record


def test_a_result_without_a_record_gives_back_what_was_scored() -> None:
    nothing = Evidence("t", "d", "2026-01-01", "2026-01-02", 1, 1, 3, ())

    found = recovered_record(SMALL, results(), nothing)

    assert found == trace_record(SMALL, SAID)
    assert found.rule is ScoringRule.LEVELS


@settings(max_examples=60)
@given(drawn=answered_frameworks())
def test_what_is_worked_out_is_what_was_published(
    drawn: tuple[Framework, dict[str, Answer]],
) -> None:
    framework, answers = drawn
    found, record = results(framework, answers), trace_record(framework, answers)

    for layer in found.layers:
        derived = subject(found, record, layer_trace(layer.key))
        assert derived.kind is Traced.LAYER
        figures = {each.key: each.figure for each in derived.derivations}
        assert figures == {
            "mean": layer.raw,
            "effective": layer.effective,
            "staged": layer.staged,
            "target": layer.target,
            "gap": layer.gap,
        }
        mean = derived.derivations[0]
        counted = [(part.weight, part.figure) for part in mean.parts if part.counts]
        assert mean.working == mean_working(counted, layer.raw)
        assert all(part.counts != isinstance(part.figure, NotScored) for part in mean.parts)
