"""What is turned away at the door, and what every answer carries."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from portal.models import Domain, Job
from tests.builders import PASSWORD
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    ("media_type", "megabytes"),
    [("application/x-www-form-urlencoded", 13), ("multipart/form-data; boundary=x", 65)],
)
def test_a_body_that_is_too_large_gets_a_page_that_says_so(
    cast: Cast, media_type: str, megabytes: int
) -> None:
    answer = cast.client("lead").generic(
        "POST", "/domains/new/", b"x", media_type, CONTENT_LENGTH=str(megabytes * 1024 * 1024)
    )
    assert answer.status_code == 413
    assert "This is too large" in answer.text
    assert Domain.objects.count() == 4


def test_programs_and_fragments_are_told_too(cast: Cast) -> None:
    client = cast.client("lead")
    told = client.generic("POST", "/api/v1/domains/", b"x" * 13_000_000, "application/json")
    assert (told.status_code, told["Content-Type"]) == (413, PROBLEM)
    assert told.json()["code"] == "too_large"
    part = client.generic(
        "POST", "/domains/new/", b"x" * 13_000_000, headers={"hx-request": "true"}
    )
    assert (part.status_code, part.text) == (413, "This is too large. Nothing was changed.")


@pytest.mark.parametrize("length", ["", "nonsense", "-1", "²", "9" * 400])
def test_a_length_that_is_none_is_not_an_error_of_ours(cast: Cast, length: str) -> None:
    answer = cast.client("lead").generic(
        "POST", "/theme/", b"", "application/x-www-form-urlencoded", CONTENT_LENGTH=length
    )
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "address", ["/people/?q=a%00", "/api/v1/people/?page=%00", "/people/%00/", "/?x=%00"]
)
def test_an_address_with_a_nul_is_turned_away_on_every_database(cast: Cast, address: str) -> None:
    assert cast.client("lead").get(address).status_code == 400


@pytest.mark.parametrize("address", ["/api/v1/nowhere/", "/api/v1/people/?page=%00"])
def test_programs_get_problems_also_where_no_view_answers(cast: Cast, address: str) -> None:
    answer = cast.client("lead").get(address)
    assert answer["Content-Type"] == PROBLEM
    assert answer.json()["status"] == answer.status_code


@pytest.mark.parametrize("address", ["/api/v1/use-cases/?q=%00", "/api/v1/search/?q=a%00b"])
def test_a_nul_is_a_problem_for_programs_while_faults_are_looked_for_too(
    cast: Cast, settings: LazySettings, address: str
) -> None:
    settings.DEBUG = True
    answer = cast.client("lead").get(address)
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    assert answer.json()["detail"] == "An address holds no NUL character."


@pytest.mark.parametrize(("address", "kind"), [("/api/v1/me/", PROBLEM), ("/people/", "text/html")])
def test_an_error_of_ours_tells_nothing_about_itself(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, address: str, kind: str
) -> None:
    def fail(*_args: Any, **_fields: Any) -> None:
        raise RuntimeError("secret detail")

    for place in ("portal.api.authentication.member_of", "portal.web.middleware.member_of"):
        monkeypatch.setattr(place, fail)
    client = cast.client("lead")
    client.raise_request_exception = False
    answer = client.get(address)
    assert answer.status_code == 500
    assert answer["Content-Type"].startswith(kind)
    assert "secret detail" not in answer.text
    assert "Content-Security-Policy" in answer


def test_a_wrong_kind_of_request_gets_its_page_and_the_kinds_that_are_right(cast: Cast) -> None:
    answer = cast.client("lead").get("/theme/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "That cannot be done here" in answer.text


@pytest.mark.parametrize(
    "address",
    ["/", "/people/", "/nowhere/", "/theme/", "/api/v1/me/", "/api/v1/nowhere/", "/account/login/"],
)
@pytest.mark.parametrize("is_signed_in", [True, False])
def test_no_answer_is_kept_by_a_cache_or_leaves_without_its_policy(
    cast: Cast, address: str, is_signed_in: bool
) -> None:
    answer = (cast.client("lead") if is_signed_in else Client()).get(address)
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"


def test_static_files_may_be_kept_and_carry_the_policy(client: Client) -> None:
    answer = client.get("/static/css/tokens.css")
    assert answer.status_code == 200
    assert "public" in answer["Cache-Control"]
    assert "Content-Security-Policy" in answer


def test_progress_of_a_job_is_not_kept_either(cast: Cast) -> None:
    job = Job.objects.create(kind="x", title="X", run_after="2026-01-01", requested_at="2026-01-01")
    assert "no-store" in cast.client("lead").get(f"/jobs/{job.pk}/")["Cache-Control"]


@pytest.mark.parametrize("header", ["9" * 5000, "²", "-1", "W/1", "*", "1,2"])
def test_an_if_match_that_names_no_version_is_412(cast: Cast, header: str) -> None:
    answer = cast.client("lead").patch(
        f"/api/v1/domains/{cast.freight.pk}/",
        {"name": "Cargo"},
        content_type="application/json",
        headers={"if-match": f'"{header}"'},
    )
    assert (answer.status_code, answer.json()["code"]) == (412, "stale_version")


def test_a_session_needs_the_token_of_its_forms_also_in_the_api(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.lead)
    answer = client.post(
        "/api/v1/domains/",
        {"name": "Customs", "parent": cast.root.pk},
        content_type="application/json",
    )
    assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM)
    assert Domain.objects.count() == 4


def test_nobody_signs_up_with_a_form_of_their_own(client: Client) -> None:
    fields = {"email": "me@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), fields)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_signing_in_leads_only_into_the_portal(client: Client, cast: Cast, target: str) -> None:
    sent = {"login": cast.lead.email, "password": PASSWORD, "next": target}
    answer = client.post(reverse("account_login"), sent)
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_whoever_guesses_is_slowed_down_although_they_forge_where_they_come_from(
    cast: Cast, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    cache.clear()
    client = Client()

    def guess(number: int, address: str) -> str:
        sent = {"login": f"somebody{number}@example.org", "password": "wrong"}
        forwarded = {"x-forwarded-for": f"10.0.0.{number}, {address}"}
        return client.post(reverse("account_login"), sent, headers=forwarded).text

    answers = [guess(number, "192.0.2.1") for number in range(1, 5)]
    assert ["Too many failed" in answer for answer in answers] == [False, False, False, True]
    assert "Too many failed" not in guess(5, "192.0.2.2")
    cache.clear()


def test_a_portal_without_its_tables_is_not_ready_and_says_no_more(client: Client) -> None:
    assert client.get("/readyz").json() == {
        "status": "ready",
        "queue": "ok",
        "queue_age_seconds": 0,
    }
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE portal_job RENAME TO elsewhere")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "no database"})
    assert client.get("/livez").status_code == 200
