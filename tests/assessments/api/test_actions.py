from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, FoundationAction
from tests.assessments.builders import published
from tests.conftest import Cast

JSON = "application/json"


@pytest.fixture
def assessment(cast: Cast) -> Any:
    return published(
        cast.member("lead"), {cast.contributor: {"lineage": 2}}, domain=cast.freight
    ).assessment


def adopt(client: Client, assessment: Assessment, **data: Any) -> Any:
    url = reverse("api:action-adopt", args=[assessment.pk])
    return client.post(url, {"capability": "lineage"} | data, content_type=JSON)


def test_a_recommendation_is_adopted_once(cast: Cast, assessment: Assessment) -> None:
    client = cast.client("freight_owner")

    made = adopt(client, assessment, owner_id=cast.freight_owner.pk)

    assert (made.status_code, made["ETag"]) == (201, '"1"')
    assert made.json()["title"] == "Raise lineage to 3"
    assert made.json()["owner_id"] == cast.freight_owner.pk
    again = adopt(client, assessment)
    assert (again.status_code, again.json()["code"]) == (409, "action_exists")
    assert FoundationAction.objects.count() == 1


def test_an_owner_that_does_not_exist_is_refused(cast: Cast, assessment: Assessment) -> None:
    refused = adopt(cast.client("lead"), assessment, owner_id=999999)

    assert (refused.status_code, refused.json()["code"]) == (422, "no_such_person")
    assert not FoundationAction.objects.exists()


def test_an_action_is_changed_from_a_version(cast: Cast, assessment: Assessment) -> Any:
    client = cast.client("lead")
    pk = adopt(client, assessment).json()["id"]
    url = reverse("api:action-detail", args=[pk])

    def patch(**headers: Any) -> Any:
        return client.patch(url, {"status": "done"}, content_type=JSON, headers=headers)

    assert patch().status_code == 428
    assert patch(**{"If-Match": '"1"'}).json()["status"] == "done"
    assert patch(**{"If-Match": '"1"'}).status_code == 412
    assert client.get(url)["ETag"] == '"2"'


def test_an_action_is_added_by_hand_and_listed(cast: Cast) -> None:
    client = cast.client("freight_owner")
    data = {
        "domain_id": cast.freight.pk,
        "title": "Name owners",
        "capability": "owners",
        "from_level": 1,
        "to_level": 2,
    }

    assert client.post(reverse("api:action-list"), data, content_type=JSON).status_code == 201
    found = client.get(reverse("api:action-list"), {"status": "open"}).json()
    assert [row["title"] for row in found["results"]] == ["Name owners"]
    elsewhere = data | {"domain_id": cast.retail.pk}
    refused = client.post(reverse("api:action-list"), elsewhere, content_type=JSON)
    assert refused.status_code == 404
    assert FoundationAction.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "status"), [("executive", 403), ("retail_owner", 404), ("contributor", 404)]
)
def test_nobody_else_adopts(cast: Cast, assessment: Assessment, who: str, status: int) -> None:
    assert adopt(cast.client(who), assessment).status_code == status
    assert not FoundationAction.objects.exists()


def test_an_effort_that_nobody_could_mean_is_refused_where_it_was_said(
    cast: Cast, assessment: Assessment
) -> None:
    for weeks in (-3, 10**12):
        refused = adopt(cast.client("lead"), assessment, effort_weeks=weeks)
        assert list(refused.json()["errors"]) == ["effort_weeks"]
        assert refused.status_code in {400, 422}
    assert not FoundationAction.objects.exists()
