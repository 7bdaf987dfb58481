from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import FrameworkVersion
from assessments.services.framework_files import read_framework
from tests.assessments.builders import load_small, small_framework
from tests.conftest import Cast

JSON = "application/json"


def url(name: str, pk: int) -> str:
    return reverse(f"api:framework-{name}", args=[pk])


def put(client: Client, pk: int, data: Any, etag: str = "") -> Any:
    headers = {"If-Match": etag} if etag else {}
    return client.put(url("detail", pk), {"framework": data}, content_type=JSON, headers=headers)


def drafted(client: Client, **fields: Any) -> Any:
    made = client.post(url("copy", load_small().pk), {"version": "2"} | fields, content_type=JSON)
    assert made.status_code == 201
    return made


def test_a_version_is_copied_changed_and_published(cast: Cast) -> None:
    client = cast.client("lead")
    made = drafted(client)
    body = made.json()
    assert (body["state"], body["framework"]["version"], made["ETag"]) == ("draft", "2", '"1"')
    assert body["based_on_id"] == FrameworkVersion.objects.get(version="1").pk

    data = body["framework"] | {"title": "Renamed"}
    assert put(client, body["id"], data).status_code == 428
    changed = put(client, body["id"], data, '"1"')
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    assert changed.json()["sha256"] != body["sha256"]
    assert put(client, body["id"], data, '"1"').status_code == 412

    stale = client.post(url("publish", body["id"]), headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    published = client.post(url("publish", body["id"]), headers={"If-Match": '"2"'})
    assert published.json()["state"] == "published"
    frozen = put(client, body["id"], data | {"title": "Again"}, published["ETag"])
    assert (frozen.status_code, frozen.json()["code"]) == (409, "framework_frozen")
    assert FrameworkVersion.objects.get(pk=body["id"]).title == "Renamed"


def test_data_that_is_no_framework_names_its_places(cast: Cast) -> None:
    client = cast.client("lead")
    body = drafted(client).json()
    layers = body["framework"]["layers"][:-1]

    refused = put(client, body["id"], body["framework"] | {"layers": [*layers, {}]}, '"1"')

    assert (refused.status_code, refused.json()["code"]) == (422, "framework_invalid")
    assert refused.json()["errors"]["layers[4].key"] == "Give the key as text."
    assert FrameworkVersion.objects.get(pk=body["id"]).row_version == 1


def test_a_retired_version_starts_nothing_new(cast: Cast) -> None:
    client = cast.client("lead")
    pk = drafted(client).json()["id"]
    client.post(url("publish", pk))

    assert client.post(url("retire", pk)).json()["state"] == "retired"
    data = {
        "title": "Review",
        "domain_id": cast.freight.pk,
        "framework_id": pk,
        "starts_on": "2026-03-02",
        "due_on": "2026-03-31",
    }
    refused = client.post(reverse("api:assessment-list"), data, content_type=JSON)
    assert (refused.status_code, refused.json()["code"]) == (409, "framework_not_in_use")
    again = client.post(url("retire", FrameworkVersion.objects.get(is_default=True).pk))
    assert (again.status_code, again.json()["code"]) == (409, "framework_not_retired")


def test_a_draft_is_discarded_from_a_version(cast: Cast) -> None:
    client = cast.client("lead")
    pk = drafted(client).json()["id"]

    assert client.delete(url("detail", pk)).status_code == 428
    assert client.delete(url("detail", pk), headers={"If-Match": '"7"'}).status_code == 412
    assert client.delete(url("detail", pk), headers={"If-Match": '"1"'}).status_code == 204
    assert client.get(url("detail", pk)).status_code == 404


def test_a_version_comes_out_as_the_file_that_goes_in(cast: Cast) -> None:
    answer = cast.client("executive").get(url("file", load_small().pk))
    assert answer["Content-Disposition"] == 'attachment; filename="sample-1.yaml"'
    assert read_framework(answer.content, name="x") == small_framework()


@pytest.mark.parametrize(("who", "status"), [("auditor", 404), ("freight_owner", 404)])
def test_drafts_are_for_those_who_change_frameworks(cast: Cast, who: str, status: int) -> None:
    pk = drafted(cast.client("lead")).json()["id"]
    client = cast.client(who)
    assert client.get(url("detail", pk)).status_code == status
    assert len(client.get(reverse("api:framework-list")).json()["results"]) == 1
