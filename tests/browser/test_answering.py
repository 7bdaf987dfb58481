"""Answering on a phone: kept as it is given, offline too, and by the keyboard alone."""

import re

from playwright.sync_api import expect

from tests.browser import chapters
from tests.browser.conftest import Visit
from tests.browser.visitors import Visitor

SAVED = re.compile(r"^Saved \d\d:\d\d")
PERSON = "Jonah Biesek"


def asked(visit: Visit, title: str) -> tuple[Visitor, str]:
    """Ask the contributor, and return their window and the path of their part."""
    lead = visit("lead")
    chapters.set_up_assessment(lead, title, domain="Home care", people=[PERSON])
    contributor = visit("contributor", width=390)
    contributor.go("/answers/")
    contributor.follow(title)
    return contributor, contributor.path


def test_what_is_said_offline_is_saved_once_online(visit: Visit) -> None:
    contributor, part = asked(visit, "Offline review")
    page = contributor.page
    contributor.go(f"{part}questions/risk-tiering/")
    contributor.context.set_offline(True)
    page.get_by_role("radio", name=re.compile("^Level 3")).check()
    expect(
        page.get_by_role("status").filter(has_text="Offline, kept on this device")
    ).to_be_visible()
    contributor.context.set_offline(False)
    expect(page.get_by_text(SAVED)).to_be_visible()
    page.reload()
    expect(page.get_by_role("radio", name=re.compile("^Level 3"))).to_be_checked()


def test_a_packet_that_arrives_late_changes_nothing(visit: Visit) -> None:
    contributor, part = asked(visit, "Late review")
    page = contributor.page
    question = f"{part}questions/risk-tiering/"
    contributor.go(question)
    page.get_by_role("radio", name=re.compile("^Level 4")).check()
    expect(page.get_by_text(SAVED)).to_be_visible()
    late = page.evaluate(
        """async (url) => {
          const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
          const body = new URLSearchParams({answer: "1", comment: "", revision: "1"});
          const answer = await fetch(url, {method: "POST", body, headers: {"X-CSRFToken": token}});
          return answer.json();
        }""",
        f"{question}save/",
    )
    assert late["is_kept"] is False
    page.reload()
    expect(page.get_by_role("radio", name=re.compile("^Level 4"))).to_be_checked()


def test_a_respondent_answers_their_whole_part_by_keyboard(visit: Visit) -> None:
    contributor, _part = asked(visit, "Keyboard review")
    page = contributor.page
    tab_to(contributor, "Start answering")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Question 1 of 34")).to_be_visible()
    for number in range(1, 35):
        expect(page.get_by_text(f"Question {number} of 34")).to_be_visible()
        tab_to(contributor, "1")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        tab_to(contributor, "Next" if number < 34 else "Finish")
        page.keyboard.press("Enter")
    expect(page.get_by_text("34 of 34 answered").first).to_be_visible()
    assert contributor.complaints() == []
    tab_to(contributor, "I am done")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Thank you, your part is done")).to_be_visible()


def tab_to(visitor: Visitor, name: str) -> None:
    """Press Tab until the thing of that name, or the radio of that value, has the focus."""
    reached = """(name) => {
      const active = document.activeElement;
      return active.type === "radio" ? active.name === "answer" && name === "1"
        : active.innerText?.trim() === name;
    }"""
    for _press in range(40):
        if visitor.page.evaluate(reached, name):
            return
        visitor.page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {name}.")
