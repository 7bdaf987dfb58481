"""Evidence over the API: the same links and files under the same rules."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.models import Assessment, ResponseEvidence
from tests.assessments.builders import opened
from tests.conftest import Cast
from tests.portal.domain.files import PDF, SCRIPT

JSON = "application/json"
LINK = "https://wiki.tessenbrook.example/register"


@pytest.fixture
def assessment(cast: Cast) -> Any:
    return opened(cast.member("lead"), [cast.contributor], domain=cast.freight)


def beside(assessment: Assessment, key: str = "owners") -> str:
    return reverse("api:evidence-list", args=[assessment.pk, key])


def test_a_link_comes_and_goes(cast: Cast, assessment: Assessment) -> None:
    client = cast.client("contributor")

    added = client.post(beside(assessment), {"link": LINK}, content_type=JSON)

    row = added.json()
    assert added.status_code == 201
    assert (row["link"], row["title"], row["size"]) == (LINK, LINK.removeprefix("https://"), 0)
    assert client.get(beside(assessment)).json() == [row]
    one = reverse("api:evidence-detail", args=[assessment.pk, row["id"]])
    assert client.delete(one).status_code == 204
    assert client.get(beside(assessment)).json() == []


def test_beside_a_question_of_another_layer_or_none_there_is_nothing(
    cast: Cast, assessment: Assessment
) -> None:
    assessment.respondents.update(layers=["data"])
    client = cast.client("contributor")

    assert client.get(beside(assessment, "lineage")).json() == []
    assert client.get(beside(assessment, "owners")).status_code == 404
    assert client.get(beside(assessment, "nothing")).status_code == 404


def test_a_file_comes_and_is_read_by_whoever_runs_the_assessment(
    cast: Cast, assessment: Assessment
) -> None:
    file = SimpleUploadedFile("Policy.pdf", PDF)
    row = cast.client("contributor").post(beside(assessment), {"file": file}).json()
    address = reverse("api:evidence-file", args=[assessment.pk, row["id"]])

    assert (row["media_type"], row["size"]) == ("application/pdf", len(PDF))
    answer = cast.client("lead").get(address)
    assert (answer.content, answer["X-Content-Type-Options"]) == (PDF, "nosniff")
    assert cast.client("executive").get(address).status_code == 404


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        ({}, 400, "invalid_input"),
        ({"link": LINK, "file": PDF}, 400, "invalid_input"),
        ({"link": "javascript:alert(1)"}, 422, "link_invalid"),
        ({"file": SCRIPT}, 422, "file_script"),
        ({"file": b""}, 422, "file_empty"),
    ],
)
def test_what_does_not_fit_is_refused(
    cast: Cast, assessment: Assessment, data: dict[str, Any], status: int, code: str
) -> None:
    sent = {
        name: SimpleUploadedFile("a.pdf", each) if name == "file" else each
        for name, each in data.items()
    }
    answer = cast.client("contributor").post(beside(assessment), sent)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not ResponseEvidence.objects.exists()


def test_a_question_that_is_not_asked_takes_none(cast: Cast, assessment: Assessment) -> None:
    client = cast.client("contributor")
    answer = client.post(beside(assessment, "juggling"), {"link": LINK}, content_type=JSON)
    assert answer.status_code == 422
