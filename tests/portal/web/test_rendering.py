"""The whole page, or the part htmx asked for; and toasts that reach the reader either way."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from portal.models import User
from portal.web.rendering import render_page
from portal.web.toasts import Toast, add_toast, send_toasts, waiting_toasts


def request(*, signed_in: bool = False, **headers: str) -> HttpRequest:
    made = RequestFactory().get("/use-cases/", headers=headers)
    made.user = User(email="rui@example.org", name="Rui Brandt") if signed_in else AnonymousUser()
    made._messages = CookieStorage(made)  # type: ignore[attr-defined]
    return made


@pytest.fixture(autouse=True)
def _list_page(settings: Settings) -> None:
    """Serve one page from memory, so that the test shows what a page with a part looks like."""
    page = "<title>t</title><main>{% partialdef rows inline %}<p>{{ word }}</p>{% endpartialdef %}"
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    ("django.template.loaders.locmem.Loader", {"list.html": page}),
                ]
            },
        }
    ]


def answer(made: HttpRequest) -> HttpResponse:
    return render_page(made, "list.html", {"word": "slots"}, fragment="rows")


def test_a_plain_request_gets_the_whole_page() -> None:
    assert answer(request()).content == b"<title>t</title><main><p>slots</p>"


def test_htmx_gets_the_part_it_swaps() -> None:
    assert answer(request(**{"HX-Request": "true"})).content == b"<p>slots</p>"


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_a_boosted_link_and_a_restored_page_get_the_whole(header: str) -> None:
    headers = {"HX-Request": "true", header: "true"}
    assert answer(request(**headers)).content.startswith(b"<title>")


def test_a_page_without_a_part_is_whole_for_htmx_too() -> None:
    made = request(**{"HX-Request": "true"})
    assert render_page(made, "list.html", {}).content.startswith(b"<title>")


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_caches_never_mix_the_page_and_its_part(headers: dict[str, str]) -> None:
    assert answer(request(**headers))["Vary"] == "HX-Request"


def test_a_page_of_somebody_signed_in_is_kept_nowhere() -> None:
    assert answer(request(signed_in=True))["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in answer(request())


def test_a_form_with_mistakes_keeps_its_status() -> None:
    assert render_page(request(), "list.html", {}, status=422).status_code == 422


def test_a_toast_waits_for_the_page_after_a_redirect_and_is_shown_once() -> None:
    saved, redirect = request(), HttpResponse()
    add_toast(saved, "3 use cases put on hold", undo_url="/undo/")
    saved._messages.update(redirect)

    shown, page = request(), HttpResponse()
    shown.COOKIES["messages"] = redirect.cookies["messages"].value
    assert waiting_toasts(shown) == (Toast("3 use cases put on hold", "good", "/undo/"),)
    shown._messages.update(page)
    assert page.cookies["messages"].value == ""


@pytest.mark.parametrize("tone", ["good", "neutral", "bad"])
def test_a_toast_keeps_its_tone(tone: str) -> None:
    made = request()
    add_toast(made, "Done", tone=tone)
    assert waiting_toasts(made) == (Toast("Done", tone, ""),)


def test_an_answer_to_htmx_carries_its_toasts() -> None:
    made = request(**{"HX-Request": "true"})
    add_toast(made, "Archived", undo_url="/undo/")
    sent = json.loads(answer(made)["HX-Trigger"])
    assert sent == {
        "st:toast": {"toasts": [{"text": "Archived", "tone": "good", "undo_url": "/undo/"}]}
    }


def test_an_answer_without_toasts_triggers_nothing() -> None:
    assert "HX-Trigger" not in send_toasts(request(), HttpResponse())


def test_a_whole_page_leaves_the_toasts_to_its_template() -> None:
    made = request()
    add_toast(made, "Archived")
    assert "HX-Trigger" not in answer(made)
    assert len(waiting_toasts(made)) == 1
