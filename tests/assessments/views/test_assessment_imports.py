"""The pages that read an assessment in: upload, look, confirm."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.models import Assessment, AssessmentImport
from assessments.selectors.assessment_files import assessment_document
from tests.assessments.builders import closed
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

UPLOAD = "/assessments/import/"


@pytest.fixture
def document(cast: Cast) -> dict[str, Any]:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.freight)
    return assessment_document(row)


def upload(cast: Cast, document: object, who: str = "lead", **fields: Any) -> Any:
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    file = SimpleUploadedFile("spring.json", content)
    return cast.client(who).post(UPLOAD, {"file": file, **fields})


def test_a_file_is_looked_at_before_anything_is_written(
    cast: Cast, document: dict[str, Any]
) -> None:
    response = upload(cast, document, domain=cast.retail.pk)
    kept = AssessmentImport.objects.get()
    assert response["Location"] == reverse("assessments:assessment-import-plan", args=[kept.pk])
    page = cast.client("lead").get(response["Location"]).content.decode()
    assert "Harbour group › Retail" in page
    assert "Closed, to be settled and published" in page
    assert Assessment.objects.count() == 1


def test_confirming_makes_it_once(cast: Cast, document: dict[str, Any]) -> None:
    address = upload(cast, document, domain=cast.retail.pk)["Location"]
    response = cast.client("lead").post(address)
    new = Assessment.objects.get(domain=cast.retail)
    assert response["Location"] == reverse("assessments:assessment-detail", args=[new.pk])
    assert cast.client("lead").post(address)["Location"] == response["Location"]
    assert Assessment.objects.count() == 2


def test_errors_are_listed_with_their_places_and_nothing_can_be_imported(
    cast: Cast, document: dict[str, Any]
) -> None:
    document["answers"][0]["level"] = 9
    address = upload(cast, document)["Location"]
    page = cast.client("lead").get(address).content.decode()
    assert "Choose a whole level from 1 to 5." in page
    assert "The file has 1 error" in page
    assert cast.client("lead").post(address).status_code == 422
    assert Assessment.objects.count() == 1


def test_the_same_file_needs_a_tick_the_second_time(cast: Cast, document: dict[str, Any]) -> None:
    cast.client("lead").post(upload(cast, document)["Location"])
    address = upload(cast, document)["Location"]
    page = cast.client("lead").get(address).content.decode()
    assert "This file was imported before" in page
    refused = cast.client("lead").post(address)
    assert refused.status_code == 422
    assert "Say so to import it again." in refused.content.decode()
    assert Assessment.objects.count() == 2
    assert cast.client("lead").post(address, {"again": "on"}).status_code == 302
    assert Assessment.objects.count() == 3


def test_a_file_that_is_no_assessment_is_told_so(cast: Cast) -> None:
    address = upload(cast, b"not json")["Location"]
    page = cast.client("lead").get(address).content.decode()
    assert "The file is not JSON: line 1, column 1." in page


def test_a_workbook_that_is_damaged_is_refused_at_once(cast: Cast) -> None:
    response = upload(cast, b"PK\x03\x04 and no more")
    assert response.status_code == 422
    assert "The workbook is damaged or incomplete." in response.content.decode()
    assert not AssessmentImport.objects.exists()


def test_a_file_is_nobody_elses(cast: Cast, document: dict[str, Any]) -> None:
    address = upload(cast, document)["Location"]
    for who in ("executive", "freight_owner", "auditor", "administrator"):
        assert cast.client(who).get(address).status_code == 404
