import hashlib
from typing import Any

import pytest
import rfc8785
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from tests.assessments.builders import closed, published
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
