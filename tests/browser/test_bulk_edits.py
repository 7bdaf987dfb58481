"""Changing several use cases from the list: ticks, a preview, a reason, and what became of them."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit

LIST = "/portfolio/use-cases/?view=all&per_page=25"


def test_ticks_stay_while_one_pages_and_lead_to_a_preview_and_a_change(visit: Visit) -> None:
    lead = visit("lead")
    page = lead.page
    lead.go(LIST)
    bar = page.get_by_role("group", name="Selected use cases")
    expect(bar).to_be_hidden()
    boxes = page.locator("tbody input[name=ticked]")
    boxes.nth(0).check()
    expect(bar).to_contain_text("Selected 1")
    page.locator("tbody th a").nth(1).focus()
    page.keyboard.press("x")
    expect(boxes.nth(1)).to_be_checked()
    page.get_by_role("link", name="Next").click()
    expect(page.locator("[aria-current=page]", has_text="2").last).to_be_visible()
    expect(bar).to_contain_text("Selected 2 · not on this page 2")
    boxes.nth(0).check()
    name = boxes.nth(0).get_attribute("aria-label") or ""
    assert re.fullmatch(r"Select UC-\d+ .+", name)
    page.get_by_role("link", name="Previous").click()
    expect(boxes.nth(0)).to_be_checked()
    expect(boxes.nth(2)).not_to_be_checked()
    expect(bar).to_contain_text("Selected 3 · not on this page 1")
    bar.get_by_role("button", name="Change", exact=True).click()
    dialog = page.get_by_role("dialog", name="Change several use cases")
    expect(dialog).to_contain_text("For 3 use cases.")
    dialog.get_by_text("Register of the house").click()
    dialog.get_by_label("Who finds it in the register").select_option("domain")
    dialog.get_by_label("Why not everybody").fill("A patent is pending.")
    dialog.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Change 3 use cases").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why they are changed.")
    page.get_by_label("Why are they changed?").fill("The lawyers asked for it.")
    page.get_by_role("button", name="Change 3 use cases").click()
    expect(page.get_by_text("use cases changed").first).to_be_visible()
    expect(page.get_by_text("Reason: The lawyers asked for it.")).to_be_visible()
    assert lead.complaints() == []


def test_a_full_page_offers_all_that_match(visit: Visit) -> None:
    lead = visit("lead")
    page = lead.page
    lead.go(LIST)
    bar = page.get_by_role("group", name="Selected use cases")
    page.get_by_label("Select all on this page").check()
    expect(bar).to_contain_text("Selected 25")
    every = bar.get_by_role("button", name=re.compile(r"Change all \d+ that match"))
    count = re.sub(r"\D", "", every.inner_text())
    every.click()
    dialog = page.get_by_role("dialog", name="Change several use cases")
    expect(dialog).to_contain_text(f"For {count} use cases.")
    page.keyboard.press("Escape")
    bar.get_by_role("button", name="Clear").click()
    expect(bar).to_be_hidden()
    expect(page.locator("tbody input:checked")).to_have_count(0)
    assert lead.complaints() == []


def test_everything_works_without_javascript(visit: Visit) -> None:
    lead = visit("lead", has_script=False, is_fresh=True)
    page = lead.page
    lead.go(LIST)
    for number in range(3):
        page.locator("tbody input[name=ticked]").nth(number).check()
    page.get_by_role("button", name="Change", exact=True).click()
    expect(page.get_by_text("For 3 use cases.")).to_be_visible()
    page.get_by_text("Dates", exact=True).click()
    page.get_by_label("Live on").first.fill("2027-03-01")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="What will happen")).to_be_visible()
