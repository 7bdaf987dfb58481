"""The command palette by keyboard, on a phone, in the dark, and when the session is over."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Words, a code such as UC-031")


def options(page: Page) -> Locator:
    return page.locator("#st-palette [role=option]")


def chosen(page: Page) -> Locator:
    return page.locator("#st-palette [aria-selected=true]")


def test_the_keyboard_finds_and_goes_there(visit: Visit) -> None:
    visitor = visit("lead")
    page = visitor.page
    visitor.go("/portfolio/use-cases/")
    page.keyboard.press("Control+k")
    expect(field(page)).to_be_focused()
    expect(options(page).first).to_have_text(re.compile("Register a use case"))
    page.keyboard.type("matrix")
    expect(options(page)).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/portfolio/matrix/")


def test_arrows_home_and_end_move_what_is_chosen(visit: Visit) -> None:
    visitor = visit("lead")
    page = visitor.page
    visitor.go("/")
    page.keyboard.press("Control+k")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options(page).nth(1)).to_have_attribute("aria-selected", "true")
    expect(chosen(page)).to_have_count(1)
    active = field(page).get_attribute("aria-activedescendant")
    assert active == options(page).nth(1).get_attribute("id")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("End")
    expect(options(page).last).to_have_attribute("aria-selected", "true")


def test_escape_gives_the_focus_back(visit: Visit) -> None:
    visitor = visit("lead")
    page = visitor.page
    visitor.go("/portfolio/use-cases/")
    link = page.get_by_role("link", name="Register use case")
    link.focus()
    page.keyboard.press("Control+k")
    expect(field(page)).to_be_focused()
    page.keyboard.type("wat")
    page.keyboard.press("Escape")
    expect(page.locator("#st-palette")).to_be_hidden()
    expect(link).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search use cases")).to_be_focused()


def test_a_code_typed_in_a_hurry_lands_on_its_use_case(visit: Visit) -> None:
    visitor = visit("lead")
    visitor.go("/")
    visitor.page.keyboard.press("/")
    expect(field(visitor.page)).to_be_focused()
    visitor.page.keyboard.type("uc-6")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/portfolio/use-cases/6/")


def test_what_the_page_offers_is_offered_too(visit: Visit) -> None:
    visitor = visit("lead")
    visitor.go("/portfolio/use-cases/6/")
    visitor.page.get_by_role("link", name="Search or start something").click()
    group = visitor.page.get_by_role("group", name="On this page")
    expect(group.get_by_role("option").first).to_have_text("Edit")
    visitor.page.keyboard.type("edit")
    expect(options(visitor.page).first).to_have_text("Edit")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/portfolio/use-cases/6/edit/")


def test_the_theme_changes_at_once(visit: Visit) -> None:
    visitor = visit("executive", is_fresh=True)
    visitor.go("/")
    visitor.page.keyboard.press("Control+k")
    visitor.page.keyboard.type("dark theme")
    expect(options(visitor.page)).to_have_count(1)
    with visitor.page.expect_response("**/theme/"):
        visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(visitor.page.locator("#st-palette")).to_be_hidden()
    visitor.page.keyboard.press("Control+k")
    visitor.page.keyboard.type("theme of your device")
    expect(options(visitor.page)).to_have_count(1)
    with visitor.page.expect_response("**/theme/"):
        visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("html")).to_have_attribute("data-bs-theme", "light")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_palette_is_accessible_and_fits_the_screen(
    visit: Visit, width: int, theme: str
) -> None:
    visitor = visit("lead", width=width, theme=theme)
    visitor.go("/portfolio/use-cases/6/")
    visitor.page.keyboard.press("Control+k")
    expect(options(visitor.page).first).to_be_visible()
    found = visitor.complaints()
    visitor.page.keyboard.type("claims")
    expect(chosen(visitor.page)).to_have_text(re.compile("[Cc]laims"))
    found += visitor.complaints()
    visitor.page.keyboard.type(" zzz")
    nothing = visitor.page.locator("[data-palette-none]")
    expect(nothing).to_have_text(re.compile("Nothing found for “claims zzz”."))
    assert found + visitor.complaints() == []


def test_a_session_that_ended_says_so_and_leads_to_the_sign_in(visit: Visit) -> None:
    visitor = visit("lead", is_fresh=True)
    page = visitor.page
    visitor.go("/portfolio/matrix/")
    page.keyboard.press("Control+k")
    expect(options(page).first).to_be_visible()
    visitor.context.clear_cookies(name="sessionid")
    page.keyboard.type("ranking")
    dialog = page.locator("#st-palette")
    expect(dialog.locator("[data-palette-found]")).to_have_text(
        "Your session has ended. Sign in again to go on from this page."
    )
    assert visitor.path == "/portfolio/matrix/"
    assert visitor.complaints() == []
    dialog.get_by_role("link", name="Sign in again").click()
    visitor.fill_sign_in("lead")
    page.wait_for_url("**/portfolio/matrix/")


def test_a_lost_connection_is_said_where_one_looks(visit: Visit) -> None:
    visitor = visit("lead")
    visitor.go("/")
    visitor.trouble.is_provoked = True
    visitor.context.set_offline(True)
    visitor.page.keyboard.press("Control+k")
    found = visitor.page.locator("[data-palette-found]")
    expect(found).to_have_text(re.compile("the connection dropped"))
    visitor.context.set_offline(False)


def test_without_javascript_the_button_leads_to_the_search(visit: Visit) -> None:
    visitor = visit("lead", has_script=False)
    visitor.go("/")
    visitor.follow("Search or start something")
    assert visitor.path == "/search/"
    visitor.page.get_by_label("Search the portal").fill("claims")
    visitor.page.get_by_role("main").get_by_role("button", name="Search").click()
    for kind in ("Use cases", "Domains", "Assessments"):
        expect(visitor.page.get_by_role("heading", name=kind)).to_be_visible()
