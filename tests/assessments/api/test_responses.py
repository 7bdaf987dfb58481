from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.domain.invitations import Invitation
from assessments.models import Assessment, AssessmentRespondent, Response
from assessments.services.assessments import close_assessment
from tests.assessments.builders import answer, opened
from tests.builders import NOW
from tests.conftest import Cast

JSON = "application/json"


@pytest.fixture
def assessment(cast: Cast) -> Any:
    return opened(cast.member("lead"), [cast.contributor, cast.freight_owner])


def put(client: Client, assessment: Assessment, key: Any = "owners", **data: Any) -> Any:
    url = reverse("api:response-detail", args=[assessment.pk, key])
    return client.put(url, {"kind": "level", "level": 3} | data, content_type=JSON)


def test_one_reads_ones_own_answers_only(cast: Cast, assessment: Assessment) -> None:
    answer(assessment, cast.contributor, {"owners": 2})
    answer(assessment, cast.freight_owner, {"owners": 5})

    found = (
        cast.client("contributor").get(reverse("api:response-list", args=[assessment.pk])).json()
    )

    assert (found["done"], found["total"], found["finished_at"]) == (1, 6, None)
    assert [(row["question"], row["level"]) for row in found["responses"]] == [("owners", 2)]


def test_a_late_packet_loses(cast: Cast, assessment: Assessment) -> None:
    client = cast.client("contributor")
    put(client, assessment, revision=5)

    late = put(client, assessment, level=1, revision=4).json()

    assert (late["is_kept"], late["revision"]) == (False, 5)
    assert Response.objects.get().level == 3


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ({"kind": "not_applicable", "level": None, "comment": "We buy none."}, "not_applicable"),
        ({"kind": "dont_know", "level": None}, "dont_know"),
    ],
)
def test_there_are_two_other_answers(
    cast: Cast, assessment: Assessment, data: Any, kind: Any
) -> None:
    assert put(cast.client("contributor"), assessment, **data).status_code == 200
    assert Response.objects.get().kind == kind


@pytest.mark.parametrize(
    ("key", "data", "status"),
    [
        ("owners", {"level": None}, 400),
        ("owners", {"kind": "guess"}, 400),
        ("owners", {"level": 9}, 422),
        ("owners", {"kind": "not_applicable", "level": None}, 422),
        ("owners", {"revision": -1}, 422),
        ("juggling", {}, 422),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(
    cast: Cast, assessment: Assessment, key: Any, data: Any, status: int
) -> None:
    assert put(cast.client("contributor"), assessment, key, **data).status_code == status
    assert not Response.objects.exists()


@pytest.mark.parametrize("kind", ["dont_know", "not_applicable"])
def test_a_level_beside_another_answer_is_not_dropped_in_silence(
    cast: Cast, assessment: Assessment, kind: str
) -> None:
    data = {"kind": kind, "level": 3, "comment": "Both at once."}
    response = put(cast.client("contributor"), assessment, **data)
    assert response.status_code == 400
    said = f"“kind” is {kind}, so “level” has to be left out."
    assert response.json()["errors"] == {
        "level": [f"{said} To give a level, send level as “kind”."]
    }
    assert not Response.objects.exists()


@pytest.mark.parametrize("who", ["lead", "retail_owner", "stranger"])
def test_who_was_not_asked_finds_nothing(cast: Cast, assessment: Assessment, who: str) -> None:
    client = cast.client(who)

    assert client.get(reverse("api:response-list", args=[assessment.pk])).status_code == 404
    assert put(client, assessment).status_code == 404
    assert client.post(reverse("api:response-finish", args=[assessment.pk])).status_code == 404
    assert not Response.objects.exists()


def test_a_closed_assessment_takes_none(cast: Cast, assessment: Assessment) -> None:
    close_assessment(assessment, by=cast.member("lead"), at=NOW)

    refused = put(cast.client("contributor"), assessment)

    assert (refused.status_code, refused.json()["code"]) == (409, "assessment_not_open")


@pytest.mark.parametrize(("data", "kept"), [({"confidence": 1}, 1), ({"confidence": None}, None)])
def test_how_sure_one_is_changes_when_it_is_said(
    cast: Cast, assessment: Assessment, data: Any, kept: Any
) -> None:
    client = cast.client("contributor")
    put(client, assessment, confidence=3)
    put(client, assessment)
    assert Response.objects.get().confidence == 3

    put(client, assessment, **data)

    own = client.get(reverse("api:response-list", args=[assessment.pk])).json()
    assert own["responses"][0]["confidence"] == kept


@pytest.mark.parametrize("confidence", [0, 4, "sure"])
def test_there_is_no_other_confidence(cast: Cast, assessment: Assessment, confidence: Any) -> None:
    assert put(cast.client("contributor"), assessment, confidence=confidence).status_code == 400
    assert not Response.objects.exists()


def test_a_part_of_some_layers_takes_those_alone(cast: Cast, assessment: Assessment) -> None:
    AssessmentRespondent.objects.filter(user=cast.contributor).update(layers=["data"])
    client = cast.client("contributor")

    refused = put(client, assessment)
    own = client.get(reverse("api:response-list", args=[assessment.pk])).json()

    assert (refused.status_code, refused.json()["code"]) == (404, "not_your_question")
    assert (own["questions"], own["total"]) == (["catalogue", "lineage"], 2)
    assert not Response.objects.exists()


def test_a_program_finds_what_asks_it_and_reads_the_questions(cast: Cast) -> None:
    part = Invitation(cast.contributor.pk, layers=("data",))
    row = opened(cast.member("lead"), [part], domain=cast.freight)
    client = cast.client("contributor")

    (mine,) = client.get(reverse("api:my-answers")).json()
    assert {name: mine[name] for name in ("id", "domain", "done", "total", "is_open")} == {
        "id": row.pk,
        "domain": "Freight",
        "done": 0,
        "total": 2,
        "is_open": True,
    }
    asked = client.get(reverse("api:response-list", args=[row.pk])).json()["asked"]
    assert [each["key"] for each in asked] == ["catalogue", "lineage"]
    assert [each["level"] for each in asked[0]["options"]] == [1, 2, 3, 4, 5]
    assert asked[0]["text"]
    assert cast.client("retail_owner").get(reverse("api:my-answers")).json() == []


@pytest.mark.parametrize("pk", [2**63, 10**40])
def test_a_number_that_no_row_can_have_is_nothing(cast: Cast, pk: int) -> None:
    for name in ("response-list", "assessment-detail", "own-paper"):
        assert cast.client("lead").get(reverse(f"api:{name}", args=[pk])).status_code == 404
