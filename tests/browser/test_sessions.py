"""Signing out leaves nothing behind, and a session that ends takes nothing along."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

KEPT = "() => JSON.stringify([{...localStorage}, {...sessionStorage}])"


def test_back_after_signing_out_shows_nothing_of_before(visit: Visit) -> None:
    lead = visit("lead", is_fresh=True)
    lead.go("/portfolio/use-cases/")
    secret = lead.page.locator("tbody a").first.inner_text()
    lead.page.get_by_role("columnheader", name="Priority").get_by_role("link").click()
    lead.page.wait_for_url("**sort=**")
    lead.follow(secret)
    expect(lead.page.get_by_role("heading", level=1)).to_have_text(secret)
    lead.page.locator("[data-pop] summary").filter(has_text="TV").click()
    lead.press("Sign out")
    expect(lead.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    for _step in range(3):
        lead.page.go_back()
        expect(lead.page.get_by_label("E-mail")).to_be_visible()
        assert secret not in lead.page.content()
        assert secret not in lead.page.evaluate(KEPT)


def test_answers_kept_on_the_device_go_with_who_signs_out(visit: Visit) -> None:
    contributor = visit("contributor", width=390, is_fresh=True)
    page = contributor.page
    contributor.go("/answers/")
    contributor.follow("Clinics maturity")
    page.get_by_role("link", name="Knowledge transfer").click()
    page.get_by_label("What shows it?").fill("Only a draft so far")
    page.wait_for_function("() => Object.keys(localStorage).length > 0")
    contributor.go("/answers/")
    page.locator("[data-pop] summary").filter(has_text="JB").click()
    contributor.press("Sign out")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert "Only a draft so far" not in page.evaluate(KEPT)
    assert "st-answer" not in page.evaluate(KEPT)


@pytest.mark.parametrize("has_script", [True, False])
def test_what_was_typed_outlives_the_session(visit: Visit, *, has_script: bool) -> None:
    lead = visit("lead", has_script=has_script, is_fresh=True)
    page = lead.page
    lead.go("/portfolio/use-cases/")
    lead.follow(page.locator("tbody a").last.inner_text())
    lead.follow("Edit")
    where = lead.path
    was = page.get_by_role("textbox", name="Outcome").input_value()
    page.get_by_label("Problem").fill("Nobody sees the queue before noon.")
    lead.context.clear_cookies(name="sessionid")
    lead.press("Save use case")
    expect(page.get_by_text("What you typed is kept for you")).to_be_visible()
    assert "queue" not in page.url
    lead.fill_sign_in("lead")
    expect(page.get_by_text("Your session ended before this was saved.")).to_be_visible()
    assert lead.path == where
    expect(page.get_by_label("Problem")).to_have_value("Nobody sees the queue before noon.")
    expect(page.get_by_role("textbox", name="Outcome")).to_have_value(was)
    lead.press("Save use case")
    expect(page.get_by_text(re.compile("^UC-[0-9]+ saved$"))).to_be_visible()
    expect(page.get_by_text("Nobody sees the queue before noon.").first).to_be_visible()
