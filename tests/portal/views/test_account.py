"""Your account: settings, theme and keys for programs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.models import ApiToken, User
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def make_key(cast: Cast, **fields: str) -> str:
    told = {
        "label": "Export",
        "expires_on": f"{timezone.localdate() + timedelta(days=30):%Y-%m-%d}",
    } | fields
    answer = cast.client("lead").post("/account/keys/", told)
    assert answer.status_code == 200
    return answer.context["new_token"]


def test_settings_are_kept(cast: Cast) -> None:
    answer = cast.client("lead").post(
        "/account/", {"name": "Lea Lead", "time_zone": "Asia/Tokyo", "theme": "dark"}
    )
    assert answer.status_code == 302
    lead = User.objects.get(pk=cast.lead.pk)
    assert (lead.name, lead.time_zone, lead.theme) == ("Lea Lead", "Asia/Tokyo", "dark")


def test_an_unknown_zone_is_refused_and_nothing_changes(cast: Cast) -> None:
    answer = cast.client("lead").post(
        "/account/", {"name": "Other", "time_zone": "Moon/Sea", "theme": "dark"}
    )
    assert answer.status_code == 422
    assert User.objects.get(pk=cast.lead.pk).name == "Lead"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_the_theme_switch_leads_only_back_into_the_portal(cast: Cast, target: str) -> None:
    answer = cast.client("lead").post("/theme/", {"theme": "dark", "next": target})
    assert answer["Location"] == "/"
    assert User.objects.get(pk=cast.lead.pk).theme == "dark"


def test_a_key_is_shown_once_and_stored_only_as_a_hash(cast: Cast) -> None:
    key = make_key(cast)
    row = ApiToken.objects.get()
    secret = key.split("_", 2)[2]
    assert len(secret) >= 43
    assert secret not in str(ApiToken.objects.values().get())
    assert key not in cast.client("lead").get("/account/").text
    answer = Client().get("/api/v1/me/", headers={"authorization": f"Bearer {key}"})
    assert answer.json()["email"] == "lead@example.org"
    assert row.can_write is False


def test_a_reading_key_changes_nothing(cast: Cast) -> None:
    key = make_key(cast)
    answer = Client().post(
        "/api/v1/domains/",
        {"name": "X", "parent": cast.root.pk},
        content_type="application/json",
        headers={"authorization": f"Bearer {key}"},
    )
    assert answer.status_code == 403
    assert answer.json()["detail"] == "This key may only read."


def test_a_revoked_key_is_useless(cast: Cast) -> None:
    key = make_key(cast, can_write="on")
    cast.client("lead").post(f"/account/keys/{ApiToken.objects.get().pk}/revoke/")
    answer = Client().get("/api/v1/me/", headers={"authorization": f"Bearer {key}"})
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


def test_nobody_revokes_a_key_of_somebody_else(cast: Cast) -> None:
    make_key(cast)
    pk = ApiToken.objects.get().pk
    assert cast.client("administrator").post(f"/account/keys/{pk}/revoke/").status_code == 404
    assert ApiToken.objects.get().revoked_at is None


def test_a_key_lasts_a_year_at_most(cast: Cast) -> None:
    answer = cast.client("lead").post(
        "/account/keys/", {"label": "Long", "expires_on": "2031-01-01"}
    )
    assert answer.status_code == 422
    assert "Choose a day within the next year." in answer.text
    assert not ApiToken.objects.exists()
