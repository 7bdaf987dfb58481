"""The list of use cases by keyboard: rows, columns, and a view that is kept."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit

LIST = "/portfolio/use-cases/?view=all"


def test_keys_move_along_the_rows_and_enter_opens_one(visit: Visit) -> None:
    lead = visit("lead")
    page = lead.page
    lead.go(LIST)
    links = page.locator("tbody th a")
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(links.nth(2)).to_be_focused()
    page.keyboard.press("k")
    expect(links.nth(1)).to_be_focused()
    page.get_by_role("searchbox", name="Search use cases").focus()
    page.keyboard.type("jk")
    expect(page.get_by_role("searchbox", name="Search use cases")).to_have_value("jk")
    lead.go(LIST)
    page.keyboard.press("j")
    title = links.nth(0).inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert lead.complaints() == []


def test_columns_are_chosen_and_moved_without_leaving_the_list(visit: Visit) -> None:
    lead = visit("lead")
    page = lead.page
    lead.go(f"{LIST}&columns=code,title,stage")
    page.get_by_role("link", name="Columns").click()
    dialog = page.get_by_role("dialog", name="Columns")
    dialog.get_by_role("button", name="Move Stage to the left").click()
    expect(dialog.locator("input[name=columns]:checked").nth(1)).to_have_value("stage")
    dialog.get_by_label("Planned cost").check()
    dialog.get_by_role("button", name="Show these columns").click()
    page.wait_for_url(re.compile("columns=code,stage,title,planned_cost"))
    heads = page.locator("thead th:not(.st-pick)")
    expect(heads).to_have_text(["Id", "Stage", "Use case", "Planned cost"])
    assert lead.complaints() == []


def test_a_changed_view_says_so_and_is_saved(visit: Visit) -> None:
    lead = visit("lead")
    page = lead.page
    lead.go(f"{LIST}&stage=pilot")
    page.get_by_role("link", name="Save as view").click()
    page.get_by_label("Name", exact=True).fill("Pilots of mine")
    page.get_by_role("button", name="Save view").click()
    page.wait_for_url(re.compile(r"view=\w+&stage=pilot"))
    page.get_by_role("columnheader", name="Priority").get_by_role("link").click()
    expect(page.get_by_text("changed", exact=True)).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(re.compile(r"view=\w+&stage=pilot&sort=-priority"))
    expect(page.get_by_text("changed", exact=True)).to_be_hidden()
    assert lead.complaints() == []
