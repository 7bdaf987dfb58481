from typing import Any

from django.urls import reverse

from assessments.models import Assessment, Partner
from tests.assessments.builders import load_partner_framework, make_partner
from tests.conftest import Cast

JSON = "application/json"
LIST = reverse("api:partner-list")


def detail(pk: int) -> str:
    return reverse("api:partner-detail", args=[pk])


def test_a_partner_is_added_listed_and_read(cast: Cast) -> None:
    client = cast.client("lead")
    data = {"name": "Northlight", "domain_id": cast.freight.pk, "provides": "Models"}

    made = client.post(LIST, data, content_type=JSON)

    assert (made.status_code, made["ETag"]) == (201, '"1"')
    body = made.json()
    assert body | data == body
    assert (body["runs"], body["latest_id"], body["effective"]) == (0, None, None)
    assert [each["name"] for each in client.get(LIST).json()["results"]] == ["Northlight"]
    assert client.get(detail(body["id"])).json() == body
    again = client.post(LIST, data | {"name": "northlight"}, content_type=JSON)
    assert (again.status_code, again.json()["code"]) == (422, "partner_invalid")


def test_a_partner_is_changed_from_a_version(cast: Cast) -> None:
    row = make_partner(cast.member("lead"), "North", domain=cast.freight)
    client = cast.client("lead")

    def patch(**headers: Any) -> Any:
        data = {"provides": "Models"}
        return client.patch(detail(row.pk), data, content_type=JSON, headers=headers)

    assert patch().status_code == 428
    assert patch(**{"If-Match": '"1"'}).json()["provides"] == "Models"
    assert patch(**{"If-Match": '"1"'}).status_code == 412
    assert (Partner.objects.get().name, Partner.objects.get().version) == ("North", 2)


def test_who_may_only_read_changes_nothing(cast: Cast) -> None:
    row = make_partner(cast.member("lead"), "North", domain=cast.freight)
    owner = cast.client("freight_owner")

    headers = {"If-Match": '"1"'}
    refused = owner.patch(detail(row.pk), {"name": "X"}, content_type=JSON, headers=headers)

    assert refused.status_code == 403
    assert owner.get(detail(row.pk)).status_code == 200
    assert cast.client("retail_owner").get(detail(row.pk)).status_code == 404
    assert Partner.objects.get().name == "North"


def test_an_assessment_of_a_partner_is_set_up(cast: Cast) -> None:
    row = make_partner(cast.member("lead"), "North", domain=cast.freight)
    data = {
        "title": "Vendor review",
        "domain_id": cast.freight.pk,
        "framework_id": load_partner_framework().pk,
        "starts_on": "2026-03-02",
        "due_on": "2026-03-31",
    }
    client, create = cast.client("lead"), reverse("api:assessment-list")

    refused = client.post(create, data, content_type=JSON)
    assert (refused.status_code, refused.json()["code"]) == (422, "assessment_subject_mismatch")
    assert not Assessment.objects.exists()
    made = client.post(create, data | {"partner_id": row.pk}, content_type=JSON)
    assert (made.status_code, made.json()["partner_id"]) == (201, row.pk)
    assert client.get(detail(row.pk)).json()["runs"] == 1
