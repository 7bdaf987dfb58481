"""Taking whole assessments out and in over the API."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.models import Assessment
from tests.assessments.builders import closed, published
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

IMPORT = "/api/v1/assessments/import/"


def exported(cast: Cast, row: Assessment, form: str = "json") -> bytes:
    address = reverse("api:assessment-export", args=[row.pk])
    answer = cast.client("lead").post(address, {"format": form}, content_type="application/json")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def sent(cast: Cast, content: bytes, **fields: Any) -> Any:
    file = SimpleUploadedFile("spring.bin", content)
    return cast.client("lead").post(IMPORT, {"file": file, **fields})


@pytest.mark.parametrize("form", ["json", "xlsx"])
def test_what_goes_out_comes_in(cast: Cast, form: str) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.freight)
    content = exported(cast, row, form)
    dry = sent(cast, content, domain=cast.retail.pk, dry_run="true")
    assert (dry.status_code, dry.json()["assessment_id"]) == (200, None)
    assert Assessment.objects.count() == 1
    answer = sent(cast, content, domain=cast.retail.pk)
    assert answer.status_code == 201
    body = answer.json()
    new = Assessment.objects.get(pk=body["assessment_id"])
    assert new.domain == cast.retail
    assert (body["state"], body["answers"], body["errors"]) == ("closed", 1, [])
    assert sent(cast, content).json()["code"] == "assessment_imported_before"
    assert sent(cast, content, again="true").status_code == 201


def test_errors_come_back_with_their_places(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.freight)
    document = json.loads(exported(cast, row))
    document["answers"][0]["level"] = 9
    content = json.dumps(document).encode()
    answer = sent(cast, content)
    assert answer.status_code == 422
    assert answer.json()["errors"] == {"answers.1.level": "Choose a whole level from 1 to 5."}
    assert sent(cast, content, dry_run="true").json()["errors"] == [
        {
            "table": "answers",
            "row": 1,
            "column": "level",
            "message": "Choose a whole level from 1 to 5.",
        }
    ]
    assert Assessment.objects.count() == 1


def test_readers_take_the_published_figures_as_a_workbook(cast: Cast) -> None:
    row = published(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.freight)
    address = reverse("api:result-workbook", args=[row.assessment_id])
    answer = cast.client("executive").get(address)
    assert b"".join(answer.streaming_content).startswith(b"PK")


def test_names_go_out_with_a_reason_alone(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.freight)
    address = reverse("api:assessment-export", args=[row.pk])

    def asked(**fields: Any) -> Any:
        return cast.client("lead").post(address, fields, content_type="application/json")

    assert asked().json()["respondents"][0]["email"] == "respondent-1"
    refused = asked(names=True, reason="  ")
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["reason"])
    named = asked(names=True, reason="The works council asked.")
    assert named.json()["respondents"][0]["email"] == "contributor@example.org"
