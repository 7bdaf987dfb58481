"""A framework is built from plain data, or everything wrong with the data is said."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given

from assessments.domain.framework_data import framework_from_data, framework_to_data
from assessments.domain.frameworks import Framework, FrameworkInvalid, NotInFramework, ScoringRule
from tests.assessments.domain.examples import by_level, frameworks, make_framework


@pytest.fixture
def data() -> dict[str, Any]:
    return framework_to_data(make_framework())


def problems(data: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(FrameworkInvalid) as caught:
        framework_from_data(data)
    return {problem.path: problem.sentence for problem in caught.value.problems}


def test_a_framework_is_read_with_its_layers_levels_and_steps(data: dict[str, Any]) -> None:
    framework = framework_from_data(data)
    assert framework.rule is ScoringRule.LEVELS
    assert [layer.key for layer in framework.layers] == [
        "governance",
        "strategy",
        "data",
        "mlops",
        "people",
    ]
    assert framework.layer("mlops").stands_on == ("data",)
    assert framework.capability("data-1").step_from(2) == framework.capability("data-1").steps[1]
    assert framework.capability("data-1").step_from(5) is None
    assert framework.layer_of("mlops-1").key == "mlops"


def test_weight_stands_on_and_unlocks_may_be_left_out(data: dict[str, Any]) -> None:
    layer = data["layers"][0]
    del layer["stands_on"]
    del layer["capabilities"][0]["weight"]
    del layer["capabilities"][0]["steps"][0]["unlocks"]
    framework = framework_from_data(data)
    assert framework.layers[0].stands_on == ()
    assert framework.layers[0].capabilities[0].weight == 1.0
    assert framework.layers[0].capabilities[0].steps[0].unlocks == ()


@given(frameworks())
def test_a_framework_survives_being_written_as_json_and_read_again(framework: Framework) -> None:
    assert framework_from_data(json.loads(json.dumps(framework_to_data(framework)))) == framework


def test_looking_up_what_is_not_there_says_so() -> None:
    framework = make_framework()
    for look in (framework.layer, framework.capability, framework.layer_of):
        with pytest.raises(NotInFramework, match=r"“Sample” has no (layer|capability) “nowhere”"):
            look("nowhere")


def test_two_layers_with_one_key_are_refused(data: dict[str, Any]) -> None:
    data["layers"][3]["key"] = "strategy"
    assert problems(data) == {"layers[3].key": "Another layer already has the key “strategy”."}


def test_capability_keys_are_unique_across_layers(data: dict[str, Any]) -> None:
    data["layers"][1]["capabilities"][0]["key"] = "governance-1"
    assert problems(data) == {
        "layers[1].capabilities[0].key": "Another capability already has the key “governance-1”."
    }


def test_standing_on_an_unknown_layer_or_on_itself_is_refused(data: dict[str, Any]) -> None:
    data["layers"][1]["stands_on"] = ["cellar"]
    data["layers"][2]["stands_on"] = ["data"]
    assert problems(data) == {
        "layers[1].stands_on": "There is no layer with the key “cellar”.",
        "layers[2].stands_on": "The layer “data” cannot name itself here.",
    }


def test_layers_in_a_circle_are_refused_with_the_circle(data: dict[str, Any]) -> None:
    data["layers"][0]["stands_on"] = ["mlops"]
    found = problems(data)
    assert set(found) == {"layers"}
    assert found["layers"].startswith("Layers stand on one another in a circle: ")
    assert "mlops → data" in found["layers"]
    assert "data → governance" in found["layers"]


@pytest.mark.parametrize("change", ["gap", "order", "twice", "off"])
def test_levels_must_cover_the_scale_once_each_lowest_first(
    data: dict[str, Any], change: str
) -> None:
    rows = data["layers"][0]["capabilities"][0]["levels"]
    match change:
        case "gap":
            del rows[2]
        case "order":
            rows.reverse()
        case "twice":
            rows[3]["level"] = 3
        case "off":
            rows[4]["level"] = 6
    assert problems(data) == {
        "layers[0].capabilities[0].levels": ("Describe every level from 1 to 5 once, lowest first.")
    }


@pytest.mark.parametrize("change", ["missing", "leap", "down"])
def test_there_is_one_step_from_each_level_to_the_next(data: dict[str, Any], change: str) -> None:
    steps = data["layers"][0]["capabilities"][0]["steps"]
    match change:
        case "missing":
            del steps[3]
        case "leap":
            steps[1]["to"] = 4
        case "down":
            steps[1] |= {"from": 3, "to": 2}
    assert problems(data) == {
        "layers[0].capabilities[0].steps": (
            "Give one step from each level to the next, from 1 up to 5."
        )
    }


def test_a_step_unlocks_known_other_capabilities_once(data: dict[str, Any]) -> None:
    step = data["layers"][0]["capabilities"][0]["steps"][0]
    step["unlocks"] = ["telepathy"]
    assert "no capability with the key “telepathy”" in next(iter(problems(data).values()))
    step["unlocks"] = ["governance-1"]
    assert "cannot name itself" in next(iter(problems(data).values()))
    step["unlocks"] = ["data-1", "data-1"]
    assert "listed more than once" in next(iter(problems(data).values()))


@pytest.mark.parametrize("weight", [0, -1, float("nan"), float("inf"), "1", True, None])
def test_a_weight_is_a_number_above_zero(data: dict[str, Any], weight: object) -> None:
    data["layers"][0]["capabilities"][0]["weight"] = weight
    assert problems(data) == {
        "layers[0].capabilities[0].weight": "The weight must be a number above zero."
    }


@pytest.mark.parametrize(("effort", "weeks"), [(0, 0), (6, -3)])
def test_effort_and_weeks_are_bounded(data: dict[str, Any], effort: int, weeks: int) -> None:
    data["layers"][0]["capabilities"][0]["steps"][0] |= {"effort": effort, "weeks": weeks}
    assert problems(data) == {
        "layers[0].capabilities[0].steps[0].effort": "Effort runs from 1 to 5.",
        "layers[0].capabilities[0].steps[0].weeks": "A step takes at least one week.",
    }


def test_a_version_written_as_a_number_is_refused(data: dict[str, Any]) -> None:
    data["version"] = 1.0
    assert problems(data) == {"version": "Give the version as text."}


def test_an_unknown_rule_is_refused_with_the_ones_there_are(data: dict[str, Any]) -> None:
    data["rule"] = "vibes"
    assert problems(data) == {
        "rule": "The scoring rule must be one of: levels, samm, staged, conformity."
    }


def test_a_scale_needs_a_name_for_each_level(data: dict[str, Any]) -> None:
    data["scale"]["names"] = ["low", "high"]
    assert problems(data) == {"scale.names": "Name each of the 5 levels, lowest first."}


@pytest.mark.parametrize("maximum", [101, 10**9, 10**30])
def test_a_scale_of_any_length_is_refused_before_it_is_counted(
    data: dict[str, Any], maximum: int
) -> None:
    data["scale"]["maximum"] = maximum
    assert problems(data)["scale.maximum"] == "A scale has fewer than 100 levels."


def test_all_problems_are_carried_at_once_and_the_sentence_counts_them(
    data: dict[str, Any],
) -> None:
    data["title"] = " "
    data["layers"][3]["stands_on"] = ["nowhere"]
    data["layers"][2]["capabilities"][0]["question"] = 7
    with pytest.raises(FrameworkInvalid) as caught:
        framework_from_data(data)
    refusal = caught.value
    assert refusal.sentence.startswith("The framework cannot be used: 3 problems.")
    assert set(refusal.fields) == {
        "title",
        "layers[3].stands_on",
        "layers[2].capabilities[0].question",
    }
    assert refusal.status == 422


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"layers": []},
        {"layers": "three"},
        {"layers": [None, 3]},
        {"layers": [{"capabilities": [{"levels": [1], "steps": {}}]}]},
        {"scale": {"minimum": 5, "maximum": 1, "names": []}},
        {"scale": {"minimum": "1", "maximum": None, "names": [1]}},
        {"rule": ["levels"]},
        {"key": ["a"], "layers": [{"key": ["x"], "stands_on": [["y"]]}]},
    ],
)
def test_data_of_any_shape_is_refused_rather_than_crashing(
    data: dict[str, Any], broken: dict[str, Any]
) -> None:
    assert problems(broken)
    assert problems(deepcopy(data) | (broken or {"key": ""}))


def test_a_framework_that_asks_by_level_survives_being_stored() -> None:
    assert framework_from_data(framework_to_data(by_level())) == by_level()
