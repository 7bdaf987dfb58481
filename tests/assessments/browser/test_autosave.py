"""Answering in a real browser: kept at once, kept offline, never overwritten by a late packet."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Error, Page, expect, sync_playwright

from assessments.models import Assessment, Response
from tests.assessments.builders import opened
from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def assessment(cast: Cast) -> Assessment:
    return opened(cast.member("lead"), [cast.contributor])


@pytest.fixture
def context(
    live_server: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> Iterator[BrowserContext]:
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    client = Client()
    client.force_login(cast.contributor)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
        except Error:
            pytest.skip("There is no Chromium here.")
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": 390, "height": 844}
        )
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        yield context
        browser.close()


def open_question(context: BrowserContext, assessment: Assessment, key: str = "owners") -> Page:
    page = context.new_page()
    page.goto(reverse("assessments:answer-question", args=[assessment.pk, key]))
    return page


def choose(page: Page, value: str) -> None:
    page.check(f'input[name="answer"][value="{value}"]')


def says(page: Page, words: str) -> None:
    expect(page.locator("[data-save-status]")).to_contain_text(words)


def drafts(page: Page) -> list[str]:
    keys: list[str] = page.evaluate("Object.keys(localStorage)")
    return [key for key in keys if key.startswith("st-answer:")]


def test_an_answer_is_kept_as_it_is_given(context: BrowserContext, assessment: Assessment) -> None:
    page = open_question(context, assessment)
    page.fill("textarea", "Seen in the register.")
    says(page, "Kept on this device until you choose an answer")

    choose(page, "3")
    says(page, "Saved")

    row = Response.objects.get()
    assert (row.level, row.comment) == (3, "Seen in the register.")
    assert drafts(page) == []


def test_what_could_not_be_sent_is_kept_and_sent_from_the_next_page(
    context: BrowserContext, assessment: Assessment
) -> None:
    page = open_question(context, assessment)
    page.route("**/save/", lambda route: route.abort())
    choose(page, "4")
    says(page, "Not saved yet, kept on this device")
    assert not Response.objects.exists()

    page.unroute("**/save/")
    page.goto(reverse("assessments:answer-overview", args=[assessment.pk]))

    # Waiting inside the page would need eval, which the security policy forbids.
    drafts = "Object.keys(localStorage).filter((k) => k.startsWith('st-answer:')).length"
    for _tenth in range(100):
        if page.evaluate(drafts) == 0:
            break
        page.wait_for_timeout(100)
    assert page.evaluate(drafts) == 0
    assert Response.objects.get().level == 4


def test_a_reload_brings_back_what_was_not_saved(
    context: BrowserContext, assessment: Assessment
) -> None:
    page = open_question(context, assessment)
    page.route("**/save/", lambda route: route.abort())
    choose(page, "2")
    page.fill("textarea", "Half of them.")
    says(page, "Not saved yet")

    page.unroute("**/save/")
    page.reload()

    says(page, "Saved")
    assert page.input_value("textarea") == "Half of them."
    assert Response.objects.get().comment == "Half of them."


def test_what_does_not_apply_waits_for_its_reason(
    context: BrowserContext, assessment: Assessment
) -> None:
    page = open_question(context, assessment)
    choose(page, "not_applicable")
    says(page, "Kept on this device until you say why")

    page.fill("textarea", "We buy no models.")
    says(page, "Saved")

    assert Response.objects.get().kind == "not_applicable"


def test_an_answer_given_elsewhere_since_is_not_overwritten(
    context: BrowserContext, assessment: Assessment
) -> None:
    page = open_question(context, assessment)
    choose(page, "2")
    says(page, "Saved")
    Response.objects.update(level=5, client_revision=2**52)

    choose(page, "3")

    says(page, "You answered this elsewhere since.")
    assert Response.objects.get().level == 5


def test_the_keyboard_alone_answers_and_goes_on(
    context: BrowserContext, assessment: Assessment
) -> None:
    page = open_question(context, assessment)
    page.focus('input[name="answer"][value="1"]')
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    says(page, "Saved")
    page.get_by_role("button", name="Next").press("Enter")

    expect(page.locator("h1")).to_have_text("How well is vision done?")
    assert Response.objects.get(question="owners").level == 2


def test_signing_out_leaves_nothing_on_the_device(
    context: BrowserContext, assessment: Assessment
) -> None:
    page = open_question(context, assessment)
    page.route("**/save/", lambda route: route.abort())
    choose(page, "2")
    says(page, "Not saved yet")
    assert len(drafts(page)) == 1

    page.goto(reverse("account_logout"))
    page.locator(
        'main form[action$="/logout/"] button, form[action$="/logout/"] button'
    ).last.click()
    page.wait_for_load_state()

    assert drafts(page) == []
