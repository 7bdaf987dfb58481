"""The front door: signing in and out, a forgotten password, no sign-up."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.conftest import Cast

pytestmark = pytest.mark.django_db

FRONT = [
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
    "account_signup",
]


@pytest.mark.parametrize("name", FRONT)
def test_a_page_before_sign_in_stands_at_the_front_door(client: Client, name: str) -> None:
    page = client.get(reverse(name)).content.decode()
    assert '<div class="st-front">' in page
    assert page.count("<h1>") == 1
    assert "st-side" not in page


def test_the_sign_in_can_be_filled_by_a_password_manager(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert 'autocomplete="email"' in page
    assert 'autocomplete="current-password"' in page
    assert "placeholder=" not in page
    assert "novalidate" in page


def test_a_wrong_password_is_said_on_top_without_saying_which_half_was_wrong(
    client: Client, cast: Cast
) -> None:
    sent = {"login": cast.executive.email, "password": "wrong"}
    page = client.post(reverse("account_login"), sent).content.decode()
    assert "<title>Error: Sign in · Steelthread</title>" in page
    assert "There is a problem" in page
    unknown = client.post(reverse("account_login"), {"login": "x@example.org", "password": "wrong"})
    assert re.findall(r"<li><span>(.*?)</span>", page) == re.findall(
        r"<li><span>(.*?)</span>", unknown.content.decode()
    )


def test_nobody_signs_up_alone(client: Client) -> None:
    assert "People are invited here" in client.get(reverse("account_signup")).content.decode()


def test_a_forgotten_password_is_answered_the_same_for_strangers(
    client: Client, cast: Cast
) -> None:
    for address in (cast.executive.email, "nobody@example.org"):
        answer = client.post(reverse("account_reset_password"), {"email": address}, follow=True)
        assert "Look into your mail" in answer.content.decode()


def test_the_link_in_the_mail_leads_to_a_new_password(client: Client, cast: Cast) -> None:
    client.post(reverse("account_reset_password"), {"email": cast.executive.email})
    link = re.search(r"https?://[^/]+(/\S+/key/\S+)", mail.outbox[0].body)
    assert link is not None
    page = client.get(link[1], follow=True).content.decode()
    assert "Choose a new password" in page
    assert page.count('autocomplete="new-password"') == 2


def test_a_link_that_was_used_says_so_and_offers_a_new_one(client: Client) -> None:
    page = client.get("/account/password/reset/key/x-set-password/").content.decode()
    assert "This link does not work any more" in page
    assert reverse("account_reset_password") in page


@pytest.mark.parametrize("name", ["account_change_password", "account_logout"])
def test_a_page_about_ones_account_stands_inside_the_portal(
    client: Client, cast: Cast, name: str
) -> None:
    client.force_login(cast.executive)
    page = client.get(reverse(name)).content.decode()
    assert 'class="st-side"' in page
    assert page.count("<h1>") == 1
    assert "form-control" in page or name == "account_logout"
