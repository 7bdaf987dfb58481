"""People and roles: invited, granted, ended, each with its refusals."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from portal.domain.roles import Role
from portal.models import LedgerEntry, RoleGrant, User
from tests.builders import grant, make_user
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def test_an_administrator_invites_a_person_who_gets_a_mail(cast: Cast) -> None:
    client = cast.client("administrator")
    answer = client.post("/people/invite/", {"name": "Nia New", "email": "Nia@Example.org"})
    person = User.objects.get(email="nia@example.org")
    assert answer.status_code == 302
    assert answer["Location"] == f"/people/{person.pk}/"
    assert mail.outbox[0].to == ["nia@example.org"]
    assert LedgerEntry.objects.get().event == "portal.person.added"


def test_an_address_belongs_to_one_person(cast: Cast) -> None:
    before = User.objects.count()
    answer = cast.client("administrator").post(
        "/people/invite/", {"name": "Twin", "email": "LEAD@example.org"}
    )
    assert answer.status_code == 422
    assert "This address is taken." in answer.text
    assert User.objects.count() == before
    assert not LedgerEntry.objects.exists()


def test_a_role_is_granted_and_holds_on_the_next_request(cast: Cast) -> None:
    stranger = cast.client("stranger")
    assert stranger.get("/domains/").status_code == 404
    answer = cast.client("administrator").post(
        f"/people/{cast.stranger.pk}/",
        {"role": "domain_owner", "domain": cast.freight.pk, "starts_on": "2020-01-01"},
    )
    assert answer.status_code == 302
    assert stranger.get("/domains/").status_code == 200


def test_an_ended_role_is_gone_on_the_next_request(cast: Cast) -> None:
    owner = cast.client("freight_owner")
    assert owner.get("/domains/").status_code == 200
    grant = RoleGrant.objects.get(user=cast.freight_owner)
    cast.client("administrator").post(f"/people/roles/{grant.pk}/end/")
    assert owner.get("/domains/").status_code == 404


def test_a_role_that_ends_before_it_starts_is_refused_beside_the_field(cast: Cast) -> None:
    answer = cast.client("administrator").post(
        f"/people/{cast.stranger.pk}/",
        {
            "role": "auditor",
            "domain": cast.root.pk,
            "starts_on": "2026-02-01",
            "ends_on": "2026-01-01",
        },
    )
    assert answer.status_code == 422
    assert "Choose a day on or after the first day." in answer.text
    assert not RoleGrant.objects.filter(user=cast.stranger).exists()


def test_the_same_role_is_not_granted_twice_for_overlapping_days(cast: Cast) -> None:
    answer = cast.client("administrator").post(
        f"/people/{cast.lead.pk}/",
        {"role": "coe_lead", "domain": cast.root.pk, "starts_on": "2026-01-01"},
    )
    assert answer.status_code == 422
    assert RoleGrant.objects.filter(user=cast.lead).count() == 1


def test_the_last_administrator_stays(cast: Cast) -> None:
    grant = RoleGrant.objects.get(user=cast.administrator)
    answer = cast.client("administrator").post(f"/people/roles/{grant.pk}/end/")
    assert answer.status_code == 409
    assert "This is the last administrator." in answer.text
    grant.refresh_from_db()
    assert grant.ends_on is None


def test_a_deactivated_person_is_out_at_once(cast: Cast) -> None:
    owner = cast.client("freight_owner")
    cast.client("administrator").post(
        f"/people/{cast.freight_owner.pk}/active/", {"is_active": "no"}
    )
    answer = owner.get("/domains/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


def test_an_auditor_reads_people_but_changes_nothing(cast: Cast) -> None:
    client = cast.client("auditor")
    assert client.get("/people/").status_code == 200
    answer = client.post(
        f"/people/{cast.stranger.pk}/",
        {"role": "auditor", "domain": cast.root.pk, "starts_on": "2026-01-01"},
    )
    assert answer.status_code == 403
    assert not RoleGrant.objects.filter(user=cast.stranger).exists()


def test_a_grant_holds_from_its_first_to_its_last_day(cast: Cast) -> None:
    RoleGrant.objects.filter(user=cast.retail_owner).update(ends_on=date(2021, 1, 1))
    assert cast.client("retail_owner").get("/domains/").status_code == 404


@pytest.mark.parametrize("rows", [10, 120])
def test_the_list_costs_the_same_however_long_it_is(
    cast: Cast, rows: int, django_assert_num_queries: object
) -> None:
    User.objects.bulk_create(
        User(email=f"p{number}@example.org", name=f"P {number}") for number in range(rows)
    )
    client = cast.client("administrator")
    with django_assert_num_queries(5):  # type: ignore[operator]
        assert client.get("/people/").status_code == 200


@pytest.fixture
def local(cast: Cast) -> Client:
    """The browser of an administrator of Freight alone."""
    person = make_user("Local")
    grant(person, Role.ADMINISTRATOR, cast.freight)
    client = Client()
    client.force_login(person)
    return client


def test_an_administrator_of_one_domain_finds_only_the_people_of_it(
    cast: Cast, local: Client
) -> None:
    shown = local.get("/people/").text
    assert "Freight owner" in shown
    assert "Retail owner" not in shown
    assert "Invite person" not in shown
    assert local.get(f"/people/{cast.retail_owner.pk}/").status_code == 404
    told = local.get("/api/v1/people/").json()
    assert "Retail owner" not in {person["name"] for person in told["results"]}


def test_an_administrator_of_one_domain_reads_neither_ledger_nor_jobs(local: Client) -> None:
    for address in ("/ledger/", "/ledger/check/", "/api/v1/ledger/", "/api/v1/ledger/check/"):
        assert local.get(address).status_code == 404
    assert local.get("/jobs/").status_code == 404
    assert local.get("/api/v1/jobs/").json()["count"] == 0


def test_a_foreign_role_or_person_does_not_exist_for_a_local_administrator(
    cast: Cast, local: Client
) -> None:
    held = RoleGrant.objects.get(user=cast.administrator)
    assert local.post(f"/people/roles/{held.pk}/end/").status_code == 404
    assert local.post(f"/people/{cast.administrator.pk}/active/").status_code == 404
    assert local.post(f"/people/{cast.freight_owner.pk}/active/").status_code == 403
    held.refresh_from_db()
    assert held.ends_on is None
    assert not User.objects.filter(is_active=False).exists()


def test_a_role_does_not_last_longer_in_another_time_zone(cast: Cast, monkeypatch: Any) -> None:
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    RoleGrant.objects.filter(user=cast.freight_owner).update(ends_on=date(2026, 3, 1))
    User.objects.filter(pk=cast.freight_owner.pk).update(time_zone="Pacific/Niue")
    client = Client()
    client.force_login(User.objects.get(pk=cast.freight_owner.pk))
    assert client.get("/domains/").status_code == 404
    assert client.get("/api/v1/domains/").status_code == 404


def test_a_mail_that_cannot_leave_does_not_lose_the_invited_person(
    cast: Cast, settings: Any
) -> None:
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1},
        }
    }
    answer = cast.client("administrator").post(
        "/people/invite/", {"name": "Nia New", "email": "nia@example.org"}, follow=True
    )
    assert answer.status_code == 200
    assert "the mail could not be sent" in answer.text
    assert User.objects.filter(email="nia@example.org").exists()
