"""Results bring everything together, and a stored result says the same for ever."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.answers import Answer, Answered, Missing, NotApplicable, NotScored
from assessments.domain.frameworks import Framework, ScoringRule
from assessments.domain.gaps import TargetInvalid, TargetProfile, target_profile
from assessments.domain.results import (
    SCHEMA,
    build_results,
    results_from_data,
    results_to_data,
)
from assessments.domain.scales import Scale
from assessments.domain.scoring import AnswersInvalid
from assessments.domain.snapshots import SnapshotUnreadable
from tests.assessments.domain.examples import (
    answered_frameworks,
    levels,
    make_capability,
    make_framework,
)

RAW = {
    "governance": (2, 3, 3, 3, 3),
    "strategy": (3, 3, 3, 3, 3.5),
    "data": (2, 2, 2, 2, 2.5),
    "mlops": (3, 3, 3, 3, 4),
    "people": (2, 2, 3, 2.5, 3),
}


@pytest.fixture
def five_layers() -> Framework:
    return make_framework(
        {key: [make_capability(f"{key}-{n}") for n in range(5)] for key in RAW},
    )


@pytest.fixture
def answers() -> dict[str, Answer]:
    return {
        f"{key}-{n}": Answered(level)
        for key, given_levels in RAW.items()
        for n, level in enumerate(given_levels)
    }


def test_the_example_of_the_domain_reads_as_it_should(
    five_layers: Framework, answers: dict[str, Answer]
) -> None:
    found = build_results(five_layers, answers, target_profile(five_layers, 3))
    table = [
        (each.key, each.raw, each.effective, each.capped_by, each.target, each.gap, each.staged)
        for each in found.layers
    ]
    assert table == [
        ("governance", 2.8, 2.8, None, 3.0, 0.2, 2.0),
        ("strategy", 3.1, 2.8, "governance", 3.0, 0.2, 3.0),
        ("data", 2.1, 2.1, None, 3.0, 0.9, 2.0),
        ("mlops", 3.2, 2.1, "data", 3.0, 0.9, 3.0),
        ("people", 2.5, 2.5, None, 3.0, 0.5, 2.0),
    ]
    assert found.layer("mlops").press == 1.1
    assert found.layer("mlops").sentence == (
        "MLOps & AI engineering was built to 3.2 and can be relied on to 2.1: "
        "data infrastructure holds it back."
    )
    assert found.headline == (
        "Data infrastructure, at 2.1, holds back MLOps & AI engineering, which was built to 3.2."
    )


def test_the_whole_is_given_four_ways(five_layers: Framework, answers: dict[str, Answer]) -> None:
    whole = build_results(five_layers, answers, target_profile(five_layers, 3)).overall
    assert (whole.mean, whole.effective, whole.staged, whole.target) == (2.74, 2.46, 2.0, 3.0)
    assert (whole.gap, whole.weighted_gap) == (0.54, 8.0)
    assert (whole.answered, whole.applicable, whole.total) == (25, 25, 25)
    assert set(whole.held_back_by) == {
        "governance-0",
        "data-0",
        "data-1",
        "data-2",
        "data-3",
        "people-0",
        "people-1",
    }


def test_a_capability_carries_the_words_of_the_level_it_reached(
    five_layers: Framework, answers: dict[str, Answer]
) -> None:
    nowhere = NotApplicable("Runs elsewhere.")
    found = build_results(
        five_layers, answers | {"mlops-0": nowhere}, target_profile(five_layers, 3)
    )
    reached = found.capability("data-4")
    assert (reached.level, reached.level_name, reached.level_text) == (
        2.5,
        "repeatable",
        "data-4 at 2",
    )
    without = found.capability("mlops-0")
    assert without.level == without.gap == NotScored(Missing.NOT_APPLICABLE)
    assert (without.level_name, without.level_text, without.note) == ("", "", "Runs elsewhere.")


def test_a_recommendation_says_what_it_lifts_and_waits_for() -> None:
    framework = make_framework(
        {
            "governance": [make_capability("policies")],
            "data": [make_capability("contracts", unlocks=("drift",))],
            "mlops": [make_capability("drift")],
        },
        stands_on={"governance": (), "data": ("governance",), "mlops": ("data",)},
    )
    given_ = {"policies": Answered(1), "contracts": Answered(2), "drift": Answered(2)}
    found = build_results(framework, given_, target_profile(framework, 3))
    said = {each.capability: each.sentence for each in found.recommendations}
    assert said == {
        "policies": "Also lifts data infrastructure and MLOps & AI engineering.",
        "contracts": "Counts in full once governance & risk is raised. Makes easier: Drift.",
        "drift": "Counts in full once governance & risk is raised.",
    }
    first = found.recommendations[0]
    assert (first.capability_title, first.layer_title) == ("Policies", "Governance & risk")
    assert (first.title, first.from_level, first.to_level) == ("Raise policies to 2", 1, 2)
    assert first.priority == 3.0


def test_nothing_answered_is_a_result_without_figures(five_layers: Framework) -> None:
    found = build_results(five_layers, {}, target_profile(five_layers, 3))
    missing = NotScored(Missing.UNANSWERED)
    whole = found.overall
    assert whole.mean == whole.effective == whole.staged == whole.gap == missing
    assert (whole.target, whole.weighted_gap, whole.answered) == (3.0, 0.0, 0)
    assert found.headline == "Nothing has been scored yet."
    assert found.recommendations == ()
    assert results_from_data(results_to_data(found)) == found


def test_an_unknown_layer_below_is_reported(
    five_layers: Framework, answers: dict[str, Answer]
) -> None:
    known = {key: answer for key, answer in answers.items() if not key.startswith("data")}
    found = build_results(five_layers, known, target_profile(five_layers, 3))
    assert found.layer("mlops").unknown_below == ("data",)
    assert found.layer("mlops").capped_by == "governance"
    assert found.layer("data").sentence == ("Data infrastructure has no score. Not answered yet.")


def test_headroom_reaches_the_layers_and_is_kept(
    five_layers: Framework, answers: dict[str, Answer]
) -> None:
    found = build_results(five_layers, answers, target_profile(five_layers, 3), headroom=0.5)
    assert found.headroom == 0.5
    assert found.layer("mlops").effective == 2.6
    assert found.layer("strategy").capped_by is None


def test_a_cap_that_rounding_swallows_is_no_cap() -> None:
    stands_on = {"data": (), "mlops": ("data",)}
    framework = make_framework(stands_on=stands_on)
    given_ = {"data-1": Answered(2.00001), "mlops-1": Answered(2.00002)}
    found = build_results(framework, given_, target_profile(framework, 3))
    layer = found.layer("mlops")
    assert (layer.raw, layer.effective, layer.press, layer.capped_by) == (2.0, 2.0, 0.0, None)


def test_answers_and_targets_that_do_not_fit_are_refused(five_layers: Framework) -> None:
    with pytest.raises(AnswersInvalid):
        build_results(five_layers, {"x": Answered(1)}, target_profile(five_layers, 3))
    with pytest.raises(TargetInvalid):
        build_results(five_layers, {}, TargetProfile({}))


def test_a_stored_result_names_its_schema_and_its_framework(
    five_layers: Framework, answers: dict[str, Answer]
) -> None:
    data = results_to_data(build_results(five_layers, answers, target_profile(five_layers, 3)))
    assert data["schema"] == SCHEMA == 1
    assert data["framework"] == {
        "key": "sample",
        "version": "1",
        "title": "Sample",
        "scale": {
            "minimum": 1,
            "maximum": 5,
            "names": ["initial", "repeatable", "defined", "managed", "optimising"],
        },
    }


@pytest.mark.parametrize("schema", [0, 2, "1", None])
def test_a_result_of_another_schema_is_refused(five_layers: Framework, schema: object) -> None:
    data = results_to_data(build_results(five_layers, {}, target_profile(five_layers, 3)))
    with pytest.raises(SnapshotUnreadable, match="this version reads 1"):
        results_from_data({**data, "schema": schema})


def test_a_result_with_a_piece_missing_is_refused_with_its_place(five_layers: Framework) -> None:
    data = results_to_data(build_results(five_layers, {}, target_profile(five_layers, 3)))
    with pytest.raises(SnapshotUnreadable, match=r"at Results\.layers\."):
        results_from_data({key: value for key, value in data.items() if key != "layers"})


@given(answered_frameworks(), levels, st.floats(0, 1))
def test_results_survive_being_stored_as_json(
    drawn: tuple[Framework, dict[str, Answer]], target: float, headroom: float
) -> None:
    framework, answers = drawn
    found = build_results(framework, answers, target_profile(framework, target), headroom=headroom)
    assert results_from_data(json.loads(json.dumps(results_to_data(found)))) == found


@given(answered_frameworks(), levels)
def test_effective_is_at_most_raw_and_staged_at_most_raw(
    drawn: tuple[Framework, dict[str, Answer]], target: float
) -> None:
    found = build_results(*drawn, target_profile(drawn[0], target))
    rows = [(each.raw, each.effective, each.staged) for each in found.layers]
    rows.append((found.overall.mean, found.overall.effective, found.overall.staged))
    for raw, effective, staged in rows:
        if isinstance(raw, NotScored):
            assert effective == staged == raw
        else:
            assert not isinstance(effective, NotScored)
            assert effective <= raw
            assert isinstance(staged, NotScored) or staged <= raw


@given(answered_frameworks(), st.data())
def test_raising_an_answer_lowers_no_figure_of_the_result(
    drawn: tuple[Framework, dict[str, Answer]], data: st.DataObject
) -> None:
    framework, answers = drawn
    key = data.draw(st.sampled_from([each.key for each in framework.capabilities]))
    pair = sorted(data.draw(st.tuples(levels, levels)))
    low, high = (
        build_results(framework, answers | {key: Answered(each)}, target_profile(framework, 3))
        for each in pair
    )
    for lower, higher in zip(low.layers, high.layers, strict=True):
        assert isinstance(lower.effective, NotScored) or lower.effective <= higher.effective
        assert lower.weighted_gap >= higher.weighted_gap
    assert low.overall.effective <= high.overall.effective


def test_partly_met_is_called_so_and_a_median_between_has_no_name() -> None:
    framework = replace(
        make_framework(scale=Scale(0, 1, ("not met", "met"))), rule=ScoringRule.CONFORMITY
    )
    said = dict(zip((each.key for each in framework.questions), (0, 1, 2, 1.5), strict=False))
    answers = {key: Answered(number) for key, number in said.items()}

    found = build_results(framework, answers, target_profile(framework, 1))

    assert [each.level_name for each in found.capabilities] == [
        "Not met", "Partly met", "Met", "", "",
    ]  # fmt: skip
