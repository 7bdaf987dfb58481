"""A workshop before a projector: unnamed until asked for, settled by the keyboard, one by one."""

import re

from playwright.sync_api import Locator, expect

from tests.browser import chapters
from tests.browser.conftest import Visit
from tests.browser.visitors import Visitor

NAMES = {"contributor": "Jonah Biesek", "owner": "Priya Castellane"}


def answered(visitor: Visitor, title: str, level: int) -> None:
    """Answer the first question and say something about it."""
    page = visitor.page
    visitor.go("/answers/")
    visitor.follow(title)
    visitor.go(f"{visitor.path}questions/risk-tiering/")
    page.get_by_role("radio", name=re.compile(f"^Level {level}")).check()
    expect(page.get_by_text(re.compile(r"^Saved \d\d:\d\d"))).to_be_visible()


def tab_to(visitor: Visitor, thing: Locator) -> None:
    """Press Tab until the thing has the focus."""
    for _press in range(40):
        if thing.evaluate("(each) => each === document.activeElement"):
            return
        visitor.page.keyboard.press("Tab")
    raise AssertionError("Tab never came to it.")


def looked_over(visitor: Visitor) -> list[str]:
    """Return what speaks against the page in either theme, on a phone and on a projector."""
    wrong = []
    for width in (390, 1440):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        for theme in ("light", "dark"):
            visitor.wears(theme)
            wrong += [f"{width} {theme} {each}" for each in visitor.complaints()]
    return wrong


def test_a_facilitator_takes_the_room_through_what_divides_it(visit: Visit) -> None:
    lead, title = visit("lead"), "Projector review"
    path = chapters.set_up_assessment(lead, title, domain="Home care", people=list(NAMES.values()))
    for role, level in (("contributor", 1), ("owner", 5)):
        answered(visit(role), title, level)
    page = lead.page
    lead.go(f"{path}workshop/")

    expect(page.get_by_text("The room is split between 1 and 5.").first).to_be_visible()
    expect(page.get_by_text("0 of 1 split settled")).to_be_visible()
    for name in NAMES.values():
        expect(page.get_by_text(name)).to_have_count(0)
    assert looked_over(lead) == []

    lead.press("Show who said what")
    expect(page.get_by_text(f"{NAMES['contributor']}: Level 1")).to_be_visible()
    expect(page.get_by_text("had the names shown on")).to_be_visible()
    assert looked_over(lead) == []

    question = lead.path
    page.get_by_role("radio", name=re.compile("^1")).focus()
    page.keyboard.press("3")
    expect(page.get_by_role("radio", name=re.compile("^3"))).to_be_checked()
    tab_to(lead, page.get_by_label("Why this level").last)
    page.keyboard.type("The tiers exist; two teams skip them. 4 of us saw it.")
    expect(page.get_by_role("radio", name=re.compile("^3"))).to_be_checked()
    tab_to(lead, page.get_by_role("button", name="Settle, then next"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 of 1 split settled")).to_be_visible()
    assert lead.path != question
    lead.go(question)
    expect(page.get_by_text(re.compile("settled at .* on 3"))).to_be_visible()


def test_a_workshop_needs_no_script(visit: Visit) -> None:
    lead, title = visit("lead"), "Scriptless review"
    path = chapters.set_up_assessment(lead, title, domain="Home care", people=list(NAMES.values()))
    for role, level in (("contributor", 2), ("owner", 2)):
        answered(visit(role), title, level)
    plain = visit("lead", has_script=False)
    plain.go(f"{path}workshop/")

    plain.press("Agree on the median, 2")

    plain.go(f"{path}workshop/risk-tiering/")
    expect(plain.page.get_by_text(re.compile("settled at .* on 2"))).to_be_visible()
