import hashlib
from typing import Any

import pytest
import rfc8785
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from tests.assessments.builders import closed, load_shipped, published
from tests.conftest import Cast

LEVELS = {"owners": 3, "lineage": 2, "testing": 4}


def get(client: Client, name: str, row: Assessment) -> Any:
    return client.get(reverse(f"api:{name}", args=[row.pk]))


def test_a_result_is_read_with_levels_or_the_reason_there_are_none(cast: Cast) -> None:
    snapshot = published(cast.member("lead"), {cast.contributor: LEVELS}, domain=cast.freight)

    found = get(cast.client("freight_owner"), "assessment-results", snapshot.assessment).json()

    layers = {row["key"]: row for row in found["layers"]}
    assert (layers["mlops"]["raw"], layers["mlops"]["effective"]) == (4.0, 2.0)
    assert layers["mlops"]["capped_by"] == "data"
    assert layers["people"]["effective"] == {"not_scored": "unanswered"}
    assert found["overall"]["staged"] == {"not_scored": "incomplete"}
    assert (found["is_preview"], found["sha256"]) == (False, snapshot.sha256)
    assert found["recommendations"][0]["capability"] == "lineage"


def test_the_export_proves_itself(cast: Cast) -> None:
    snapshot = published(cast.member("lead"), {cast.contributor: LEVELS})

    found = get(cast.client("auditor"), "result-export", snapshot.assessment).json()

    assert hashlib.sha256(rfc8785.dumps(found["result"])).hexdigest() == found["sha256"]
    assert found["ledger_seq"] == snapshot.ledger_seq


@pytest.mark.parametrize(
    ("who", "status"), [("lead", 200), ("executive", 403), ("contributor", 404), ("stranger", 404)]
)
def test_a_preview_is_for_who_runs_it(cast: Cast, who: str, status: int) -> None:
    row = closed(cast.member("lead"), {cast.contributor: LEVELS})

    assert get(cast.client(who), "assessment-results", row).status_code == status


def test_there_is_no_export_before_publishing(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: LEVELS})

    assert get(cast.client("lead"), "result-export", row).status_code == 404


def test_a_number_opens_to_its_answers(cast: Cast) -> None:
    snapshot = published(cast.member("lead"), {cast.contributor: LEVELS}, domain=cast.freight)
    url = reverse("api:result-trace", args=[snapshot.assessment_id, "capability-lineage"])

    found = cast.client("freight_owner").get(url).json()

    assert (found["kind"], found["rule"]) == ("capability", "levels")
    assert found["derivations"][0]["figure"] == 2.0
    question = found["levels"][0]["questions"][0]
    assert [option["count"] for option in question["options"]] == [0, 1, 0, 0, 0]
    assert (question["settled_option"], question["standpoint"]) == (2.0, "agreed")


def test_an_open_number_says_why_in_its_trace(cast: Cast) -> None:
    snapshot = published(cast.member("lead"), {cast.contributor: LEVELS}, domain=cast.freight)
    url = reverse("api:result-trace", args=[snapshot.assessment_id, "layer-people"])

    found = cast.client("freight_owner").get(url).json()

    assert found["derivations"][0]["figure"] == {"not_scored": "unanswered"}
    assert found["derivations"][0]["parts"][0]["counts"] is False
    assert cast.client("freight_owner").get(url.replace("people", "x")).status_code == 404


def test_the_operating_model_comes_with_its_evidence(cast: Cast) -> None:
    version = load_shipped()
    keys = [each["key"] for layer in version.data["layers"] for each in layer["capabilities"]]
    snapshot = published(
        cast.member("lead"),
        {cast.contributor: dict.fromkeys(keys, 4)},
        framework=version,
        in_production=2,
    )

    found = get(cast.client("lead"), "assessment-results", snapshot.assessment).json()

    model = found["operating_model"]
    assert (model["model"], model["missing"], model["in_production"]) == ("federated", [], 2)
    assert model["next_failure"] == "rules_harden"
    assert model["signals"][0]["witnesses"][0]["capability"] == "accountability-split"
    assert "more organisation than the first use cases need" in model["advice"]


def test_a_framework_without_such_questions_has_no_operating_model(cast: Cast) -> None:
    snapshot = published(cast.member("lead"), {cast.contributor: LEVELS})

    found = get(cast.client("lead"), "assessment-results", snapshot.assessment).json()

    assert found["operating_model"] is None
