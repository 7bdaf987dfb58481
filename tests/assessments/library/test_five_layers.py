"""The default framework: complete, consistent and readable."""

import json
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from jsonschema import Draft202012Validator

from assessments.domain.frameworks import Capability, Framework, ScoringRule, Step
from assessments.services.framework_files import LIBRARY, read_framework, shipped_frameworks

LAYERS = {
    "governance": (
        (),
        (
            "accountability-split risk-tiering policies-and-approval audit-trail incident-response "
            "regulatory-mapping data-governance-link"
        ),
    ),
    "strategy": (
        ("governance",),
        (
            "vision-and-alignment kpi-linkage prioritisation bucket-balance value-tracking "
            "sponsorship-and-budget"
        ),
    ),
    "data": (
        ("governance",),
        (
            "data-catalogue data-quality data-access data-contracts data-lineage data-platform "
            "retrieval-stores interoperability"
        ),
    ),
    "mlops": (
        ("data",),
        (
            "experiment-tracking model-registry delivery-pipeline drift-monitoring feedback-loops "
            "llm-operations agent-operations"
        ),
    ),
    "people": (
        ("strategy",),
        (
            "federated-centre embedded-squads skills-by-role leadership-and-culture "
            "knowledge-transfer change-management"
        ),
    ),
}


@pytest.fixture(scope="module")
def framework() -> Framework:
    path = shipped_frameworks()["five-layers"]
    return read_framework(path.read_bytes(), name=path.name)


def steps(framework: Framework) -> list[tuple[Capability, Step]]:
    return [(each, step) for each in framework.capabilities for step in each.steps]


def texts(framework: Framework) -> Iterator[str]:
    yield framework.summary
    yield from (layer.summary for layer in framework.layers)
    for capability in framework.capabilities:
        yield capability.question
        yield from (level.text for level in capability.levels)
        yield from (step.text for step in capability.steps)


def sentences(framework: Framework) -> list[str]:
    return [part for text in texts(framework) for part in re.split(r"(?<=[.?!])\s+", text)]


def test_it_has_the_layers_and_capabilities_that_others_rely_on(framework: Framework) -> None:
    assert (framework.key, framework.version) == ("five-layers", "1.0")
    assert {
        layer.key: (layer.stands_on, " ".join(each.key for each in layer.capabilities))
        for layer in framework.layers
    } == LAYERS
    assert len(framework.capabilities) == 34
    assert framework.summary.startswith("Thirty-four capabilities in five layers")


def test_its_scale_runs_from_initial_to_optimising(framework: Framework) -> None:
    assert framework.scale.levels == (1, 2, 3, 4, 5)
    assert framework.scale.names == (
        "initial",
        "repeatable",
        "defined",
        "managed",
        "optimising",
    )


def test_every_capability_has_five_levels_and_the_four_steps_between(framework: Framework) -> None:
    for capability in framework.capabilities:
        assert [level.level for level in capability.levels] == [1, 2, 3, 4, 5], capability.key
        assert [(step.from_level, step.to_level) for step in capability.steps] == [
            (1, 2),
            (2, 3),
            (3, 4),
            (4, 5),
        ], capability.key


def test_no_level_text_is_used_twice_and_all_fit_a_phone(framework: Framework) -> None:
    found = [level.text for each in framework.capabilities for level in each.levels]
    assert len(found) == len(set(found)) == 170
    assert max(map(len, found)) <= 220
    assert max(len(each.question) for each in framework.capabilities) <= 140


def test_no_sentence_and_no_step_title_is_used_twice(framework: Framework) -> None:
    counted = Counter(sentences(framework))
    counted.update(step.title for _, step in steps(framework))
    assert [text for text, count in counted.items() if count > 1] == []


def test_no_sentence_is_longer_than_forty_words(framework: Framework) -> None:
    assert [text for text in sentences(framework) if len(text.split()) > 40] == []


def test_every_text_ends_as_a_sentence_and_every_question_as_a_question(
    framework: Framework,
) -> None:
    assert [text for text in texts(framework) if text[-1] not in ".?"] == []
    assert all(each.question.endswith("?") for each in framework.capabilities)


def test_a_step_is_one_to_three_sentences_and_its_title_a_phrase(framework: Framework) -> None:
    for capability, step in steps(framework):
        count = len(re.split(r"(?<=[.?!])\s+", step.text))
        assert 1 <= count <= 3, (capability.key, step.title)
        assert len(step.title) <= 60
        assert step.title[-1] not in ".?!"


def test_steps_unlock_other_capabilities_once_each(framework: Framework) -> None:
    keys = {capability.key for capability in framework.capabilities}
    for capability, step in steps(framework):
        assert 1 <= len(step.unlocks) == len(set(step.unlocks)), (capability.key, step.title)
        assert set(step.unlocks) <= keys - {capability.key}, (capability.key, step.title)
    assert {key for _, step in steps(framework) for key in step.unlocks} == keys


def test_first_steps_are_small(framework: Framework) -> None:
    for capability in framework.capabilities:
        first = capability.step_from(1)
        assert first.effort <= 2, capability.key
        assert first.weeks <= 6, capability.key


def test_the_schema_is_a_valid_schema_and_knows_the_same_rules_as_the_code() -> None:
    schema = json.loads((LIBRARY / "framework.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema["properties"]["rule"]["enum"] == [rule.value for rule in ScoringRule]


def test_the_schema_allows_no_field_that_it_does_not_name() -> None:
    schema = json.loads((LIBRARY / "framework.schema.json").read_text(encoding="utf-8"))
    groups = [schema, *schema["$defs"].values()]
    objects = [group for group in groups if group["type"] == "object"]
    assert len(objects) == 6
    assert all(group["additionalProperties"] is False for group in objects)
