"""The cellar for programs."""

import pytest
from django.test import Client

from portal.models import Domain, LedgerEntry
from portal.services.domains import add_domain
from tests.builders import NOW
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
JSON = "application/json"


def test_without_a_key_the_answer_is_401_and_a_problem(cast: Cast) -> None:
    answer = Client().get("/api/v1/me/")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_who_am_i(cast: Cast) -> None:
    told = cast.client("contributor").get("/api/v1/me/").json()
    assert told["grants"] == [{"role": "contributor", "domain_id": cast.freight.pk}]
    assert told["capabilities"] == ["answer_assessment"]


def test_a_change_needs_the_version_it_was_made_from(cast: Cast) -> None:
    client, url = cast.client("lead"), f"/api/v1/domains/{cast.freight.pk}/"
    etag = client.get(url)["ETag"]
    body = {"name": "Cargo"}
    assert client.patch(url, body, content_type=JSON).status_code == 428
    stale = client.patch(url, body, content_type=JSON, headers={"if-match": '"7"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    assert Domain.objects.get(pk=cast.freight.pk).name == "Freight"
    changed = client.patch(url, body, content_type=JSON, headers={"if-match": etag})
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    assert Domain.objects.get(pk=cast.freight.pk).name == "Cargo"


def test_a_foreign_domain_is_404_and_one_that_may_only_be_read_is_403(cast: Cast) -> None:
    client = cast.client("freight_owner")
    match = {"if-match": '"1"'}
    foreign = f"/api/v1/domains/{cast.retail.pk}/"
    own = f"/api/v1/domains/{cast.freight.pk}/"
    assert client.get(foreign).status_code == 404
    answer = client.patch(own, {"name": "X"}, content_type=JSON, headers=match)
    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("You may not change the domain tree.")
    assert not LedgerEntry.objects.exists()


def test_unknown_fields_are_refused_by_name_and_change_nothing(cast: Cast) -> None:
    answer = cast.client("lead").post(
        "/api/v1/domains/",
        {"name": "Customs", "parent": cast.freight.pk, "is_demo": True, "depth": 9},
        content_type=JSON,
    )
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"is_demo", "depth"}
    assert not Domain.objects.filter(name="Customs").exists()


def test_the_ledger_comes_with_the_bytes_its_hashes_rest_on(cast: Cast) -> None:
    add_domain(cast.root, name="New", by=cast.member("lead"), at=NOW)
    client = cast.client("auditor")
    entry = client.get("/api/v1/ledger/").json()["results"][0]
    assert entry["event"] == "portal.domain.added"
    assert entry["payload"].startswith('{"actor":{"id":')
    assert client.get("/api/v1/ledger/check/").json()["is_intact"] is True


def test_a_contributor_does_not_see_the_ledger(cast: Cast) -> None:
    assert cast.client("contributor").get("/api/v1/ledger/").status_code == 404


@pytest.mark.parametrize("url", ["/api/v1/domains/", "/api/v1/ledger/", "/api/v1/people/"])
def test_a_list_takes_at_most_six_queries(
    cast: Cast, url: str, django_assert_max_num_queries: object
) -> None:
    client = cast.client("auditor")
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        assert client.get(url).status_code == 200


def test_the_page_that_explains_the_api_names_every_operation(cast: Cast) -> None:
    shown = cast.client("lead").get("/api/v1/docs/").text
    assert "/api/v1/domains/{id}/" in shown
    assert "domain it belongs to" in shown


def test_the_first_address_names_the_rooms_and_the_page_that_explains_them(cast: Cast) -> None:
    client = cast.client("lead")
    told = client.get("/api/v1/").json()
    assert told["about"] == "Everything the portal shows and does, for programs."
    assert (told["docs"], told["schema"]) == (
        "http://testserver/api/v1/docs/",
        "http://testserver/api/v1/schema/",
    )
    rooms = {room["name"]: room["url"] for room in told["rooms"]}
    assert rooms["use-case"] == "http://testserver/api/v1/use-cases/"
    assert rooms.keys() >= {"campaign", "partner", "balance", "robustness", "steel-thread"}
    assert {client.get(url).status_code for url in rooms.values()} == {200}
