"""Who is signed in is read anew on every request."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.models import User
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("portfolio:use-case-list") + "?view=all").status_code == 200


@pytest.fixture
def browser(client: Client, cast: Cast) -> Client:
    client.force_login(cast.lead)
    assert is_signed_in(client)
    return client


def test_a_session_that_is_over_signs_nobody_in(browser: Client) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_signed_in(browser)


def test_a_session_that_was_removed_signs_nobody_in(browser: Client) -> None:
    Session.objects.all().delete()
    assert not is_signed_in(browser)


def test_a_session_of_another_key_signs_nobody_in(browser: Client) -> None:
    browser.cookies["sessionid"] = "-1"
    assert not is_signed_in(browser)


def test_whoever_was_deactivated_is_out_on_the_next_request(browser: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast.lead.pk).update(is_active=False)
    assert not is_signed_in(browser)


def test_a_new_password_ends_the_sessions_of_the_old_one(browser: Client, cast: Cast) -> None:
    cast.lead.set_password("another long password")
    cast.lead.save(update_fields=["password"])
    assert not is_signed_in(browser)
