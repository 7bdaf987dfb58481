"""The default framework, and the schema that every framework file follows."""

import json

import pytest
from jsonschema import Draft202012Validator

from assessments.domain.frameworks import Framework, ScoringRule
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


def test_the_schema_is_a_valid_schema_and_knows_the_same_rules_as_the_code() -> None:
    schema = json.loads((LIBRARY / "framework.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema["properties"]["rule"]["enum"] == [rule.value for rule in ScoringRule]


def test_the_schema_allows_no_field_that_it_does_not_name() -> None:
    schema = json.loads((LIBRARY / "framework.schema.json").read_text(encoding="utf-8"))
    groups = [schema, *schema["$defs"].values()]
    objects = [group for group in groups if group["type"] == "object"]
    assert len(objects) == 8
    assert all(group["additionalProperties"] is False for group in objects)
