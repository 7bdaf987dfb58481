"""The pages of the register of the house, and the same for programs."""

import pytest

from portfolio.models import UseCase
from tests.builders import make_scored, make_use_case
from tests.conftest import Cast

LIST = "/portfolio/register/"
API = "/api/v1/register/"
SECRETS = ("Milk is missing", "RX-77", "987,654", "987654", "do_now", "Do now", ">T4<")


@pytest.fixture
def theirs(cast: Cast) -> UseCase:
    row: UseCase = make_scored(
        1,
        domain=cast.retail,
        title="Shelf & plan",
        outcome="Nothing is sold out.",
        problem="Milk is missing on Mondays.",
        external_reference="RX-77",
        planned_cost=987_654,
        impact=4,
        autonomy=4,
        tier=4,
        business_owner=cast.retail_owner,
    )
    return row


@pytest.fixture
def quiet(cast: Cast) -> UseCase:
    row: UseCase = make_use_case(
        domain=cast.retail, title="Quiet plan", listing="domain", listing_reason="A takeover."
    )
    return row


@pytest.mark.parametrize("name", ["freight_owner", "contributor", "administrator"])
def test_whoever_holds_a_role_finds_the_entry_and_nothing_else(
    cast: Cast, theirs: UseCase, quiet: UseCase, name: str
) -> None:
    client = cast.client(name)
    rows, entry = client.get(LIST).text, client.get(f"{LIST}{theirs.pk}/").text
    for page in (rows, entry):
        assert "Shelf &amp; plan" in page
        assert not [each for each in (*SECRETS, "Quiet plan") if each in page]
    assert f'href="{LIST}{theirs.pk}/"' in rows
    assert "mailto:retail_owner@example.org?subject=UC-" in entry
    assert "Open full record" not in entry
    assert client.get(f"{LIST}{quiet.pk}/").status_code == 404
    whole = f"/portfolio/use-cases/{theirs.pk}/"
    assert client.get(whole).status_code == 404


def test_whoever_may_read_it_whole_is_led_there(cast: Cast, theirs: UseCase) -> None:
    client, whole = cast.client("retail_owner"), f"/portfolio/use-cases/{theirs.pk}/"
    assert f'href="{whole}"' in client.get(LIST).text
    assert f'href="{whole}"' in client.get(f"{LIST}{theirs.pk}/").text


def test_filters_narrow_the_register_by_what_it_shows(cast: Cast, theirs: UseCase) -> None:
    make_use_case(domain=cast.freight, title="Dock plan", bucket="augmentation")
    client = cast.client("freight_owner")
    assert "Dock plan" not in client.get(LIST, {"domain": cast.retail.pk}).text
    assert "Shelf" not in client.get(LIST, {"bucket": "augmentation"}).text
    assert "No entry matches" in client.get(LIST, {"stage": "retired"}).text
    part = client.get(LIST, {"q": "dock"}, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "Dock plan" in part


def test_programs_read_the_same(cast: Cast, theirs: UseCase, quiet: UseCase) -> None:
    client = cast.client("contributor")
    told = client.get(API).json()
    assert told["count"] == 1
    (row,) = told["results"]
    assert row == client.get(f"{API}{theirs.pk}/").json()
    assert set(row) == {
        *("id", "code", "title", "outcome", "domain", "domain_name", "bucket", "stage"),
        *("techniques", "business_owner", "business_owner_email", "registered_at", "is_whole"),
    }
    assert client.get(f"{API}{quiet.pk}/").status_code == 404
    assert client.get(API, {"q": "quiet"}).json()["count"] == 0
    assert client.get(API, {"domain": "x"}).status_code == 400
    assert cast.client("stranger").get(API).status_code == 404


def test_an_owner_keeps_a_use_case_from_the_house_with_a_reason(
    cast: Cast, theirs: UseCase
) -> None:
    client, url = cast.client("retail_owner"), f"/portfolio/use-cases/{theirs.pk}/edit/"
    said = {
        "title": theirs.title,
        "outcome": theirs.outcome,
        "domain": cast.retail.pk,
        "version": 1,
        "listing": "domain",
    }
    refused = client.post(url, said)
    assert refused.status_code == 422
    assert "Say why the rest of the house may not find it." in refused.text
    assert client.post(url, {**said, "listing_reason": "A takeover."}).status_code == 302
    theirs.refresh_from_db()
    assert (theirs.listing, theirs.listing_reason, theirs.version) == ("domain", "A takeover.", 2)
    assert theirs.history.first().listing == "domain"
    page = client.get(f"/portfolio/use-cases/{theirs.pk}/").text
    assert "Not in the register" in page
    assert "Only its domain and the centre" in page
    assert cast.client("freight_owner").get(f"{LIST}{theirs.pk}/").status_code == 404


def test_a_program_changes_who_finds_it(cast: Cast, theirs: UseCase) -> None:
    client, url = cast.client("retail_owner"), f"/api/v1/use-cases/{theirs.pk}/"
    how = {"content_type": "application/json", "headers": {"If-Match": '"1"'}}
    refused = client.patch(url, {"listing": "domain"}, **how)
    assert (refused.status_code, refused.json()["code"]) == (422, "listing_reason_missing")
    done = client.patch(url, {"listing": "domain", "listing_reason": "A takeover."}, **how)
    assert (done.json()["listing"], done.json()["listing_reason"]) == ("domain", "A takeover.")
    how["headers"] = {"If-Match": '"2"'}
    back = client.patch(url, {"listing": "house"}, **how)
    assert (back.json()["listing"], back.json()["listing_reason"]) == ("house", "")
