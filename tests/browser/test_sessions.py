"""Signing out leaves nothing behind."""

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
