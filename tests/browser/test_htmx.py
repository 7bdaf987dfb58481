"""Parts of a page that are swapped: the place is kept, and every failure is said."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visit

LIST = "/portfolio/use-cases/"


def sort_by_priority(page: Page) -> None:
    page.get_by_role("columnheader", name="Priority").get_by_role("link").click()


def test_a_sorted_list_keeps_the_focus_and_changes_the_address(visit: Visit) -> None:
    lead = visit("lead")
    lead.go(LIST)
    header = lead.page.get_by_role("columnheader", name="Priority")
    header.get_by_role("link").focus()
    lead.page.keyboard.press("Enter")
    expect(header).to_have_attribute("aria-sort", "descending")
    assert "sort=-priority" in lead.page.url
    expect(header.get_by_role("link")).to_be_focused()
    assert lead.complaints() == []


def test_typing_narrows_the_list_and_stays_in_the_field(visit: Visit) -> None:
    lead = visit("lead")
    lead.go(LIST)
    field = lead.page.get_by_role("searchbox", name="Search use cases")
    field.press_sequentially("storm claims", delay=20)
    expect(lead.page.get_by_text(re.compile(r"^1 use case$"))).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value("storm claims")
    assert "q=storm%20claims" in lead.page.url


def test_back_shows_a_whole_page_and_never_a_part(visit: Visit) -> None:
    lead = visit("lead")
    lead.go(LIST)
    sort_by_priority(lead.page)
    lead.page.wait_for_url("**sort=-priority**")
    lead.follow("Storm claims")
    expect(lead.page.get_by_role("heading", level=1)).to_contain_text("Storm claims")
    lead.page.go_back()
    expect(lead.page.get_by_role("heading", level=1)).to_have_text("Use cases")
    expect(lead.page.get_by_role("navigation", name="Main")).to_be_visible()
    expect(lead.page.get_by_role("columnheader", name="Priority")).to_have_attribute(
        "aria-sort", "descending"
    )
    lead.page.go_back()
    expect(lead.page.get_by_role("heading", level=1)).to_have_text("Use cases")
    expect(lead.page.get_by_role("navigation", name="Main")).to_be_visible()


def test_an_expired_session_leads_to_the_sign_in_and_back(visit: Visit) -> None:
    lead = visit("lead", is_fresh=True)
    lead.go(LIST)
    lead.context.clear_cookies(name="sessionid")
    sort_by_priority(lead.page)
    expect(lead.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert lead.path == "/account/login/"
    assert "next=" in lead.page.url
    lead.fill_sign_in("lead")
    expect(lead.page.get_by_role("heading", level=1)).to_have_text("Use cases")


@pytest.mark.parametrize("failure", ["500", "429", "offline"])
def test_a_failure_is_said_and_what_was_typed_stays(visit: Visit, failure: str) -> None:
    lead = visit("lead")
    lead.trouble.is_provoked = True
    lead.go(LIST)

    def fail(route: Route) -> None:
        if failure == "offline":
            route.abort("internetdisconnected")
        else:
            route.fulfill(status=int(failure), body="")

    lead.page.route("**/portfolio/use-cases/?**", fail)
    field = lead.page.get_by_role("searchbox", name="Search use cases")
    field.fill("parcels")
    toast = lead.page.locator(".st-toast--bad")
    expect(toast).to_be_visible()
    expect(field).to_have_value("parcels")
    expect(lead.page.get_by_role("row").nth(1)).to_be_visible()
    assert lead.complaints() == []
    lead.page.unroute("**/portfolio/use-cases/?**")
    toast.get_by_role("button", name="Try again").click()
    expect(lead.page.get_by_text("No use case matches")).to_be_visible()


def test_an_answer_that_never_comes_is_given_up(visit: Visit) -> None:
    lead = visit("lead")
    lead.trouble.is_provoked = True
    lead.go(LIST)
    lead.page.evaluate("() => { window.htmx.config.timeout = 300; }")
    lead.page.route("**/portfolio/use-cases/?**", lambda _route: None)
    sort_by_priority(lead.page)
    expect(lead.page.locator(".st-toast--bad")).to_be_visible()


def test_a_form_with_errors_starts_at_their_summary(visit: Visit) -> None:
    lead = visit("lead", width=390)
    lead.go("/portfolio/use-cases/register/")
    lead.page.get_by_label("Outcome").fill("Fewer empty runs.")
    lead.press("Register use case")
    summary = lead.page.locator("[data-takes-focus]")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("heading")).to_have_text("There is a problem")
    assert lead.page.title().startswith("Error:")
    expect(lead.page.get_by_label("Outcome")).to_have_value("Fewer empty runs.")
    assert lead.complaints() == []
    summary.get_by_role("link").first.click()
    expect(lead.page.get_by_label("Title")).to_be_focused()


def test_every_line_of_the_summary_of_errors_is_as_high_as_a_finger_needs(visit: Visit) -> None:
    lead = visit("lead", width=390)
    lead.go("/actions/new/")
    lead.page.locator("main form[method=post] button").first.click()
    links = lead.page.locator(".st-errors a")
    expect(links).to_have_count(3)
    heights = links.evaluate_all("found => found.map(each => each.offsetHeight)")
    assert all(height >= 24 for height in heights)
    assert lead.complaints() == []


def test_a_dialog_opens_takes_the_focus_and_gives_it_back(visit: Visit) -> None:
    lead = visit("lead")
    lead.go("/portfolio/use-cases/1/")
    opener = lead.page.get_by_role("link", name="Archive", exact=True)
    opener.focus()
    lead.page.keyboard.press("Enter")
    dialog = lead.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert dialog.evaluate("(each) => each.contains(document.activeElement)")
    assert lead.complaints() == []
    lead.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()
