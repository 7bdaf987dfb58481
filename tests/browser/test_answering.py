"""Answering on a phone: kept as it is given, offline too, and by the keyboard alone."""

import re

from playwright.sync_api import expect

from tests.browser import chapters
from tests.browser.conftest import Visit
from tests.browser.visitors import PASSWORD, PEOPLE, Visitor

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
        page.get_by_role("status").filter(has_text="Not saved yet, kept on this device")
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


def test_single_keys_answer_a_whole_part_from_the_sign_in_to_the_end(visit: Visit) -> None:
    title = "Single key review"
    chapters.set_up_assessment(visit("lead"), title, domain="Home care", people=[PERSON])
    contributor = visit(width=390)
    page, press = contributor.page, contributor.page.keyboard.press
    sign_in_by_keyboard(contributor)
    contributor.go("/answers/")
    tab_to(contributor, title)
    press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    tab_to(contributor, "Start answering")
    press("Enter")
    for number in range(1, 35):
        expect(page.get_by_text(f"Question {number} of 34")).to_be_visible()
        expect(page.locator("[data-answer-keys]")).to_be_focused()
        if number == 2:
            say_why_it_does_not_apply(contributor)
        elif number == 4:
            show_it(contributor)
        else:
            press("?" if number == 3 else str(number % 5 + 1))
            press("Enter")
    expect(page.get_by_text("34 of 34 answered").first).to_be_visible()
    assert contributor.complaints() == []
    said = answers_of(contributor)
    tab_to(contributor, "I am done")
    press("Enter")
    expect(page.get_by_text("Thank you, your part is done")).to_be_visible()
    assert said[:5] == [
        ("level", 2, ""),
        ("not_applicable", None, "We buy no models. No, really: none?"),
        ("dont_know", None, ""),
        ("level", 4, ""),
        ("level", 1, ""),
    ]
    assert len(said) == 34


def say_why_it_does_not_apply(visitor: Visitor) -> None:
    page = visitor.page
    page.keyboard.press("n")
    expect(page.get_by_text("Kept on this device until you say why")).to_be_visible()
    # In a text the letters are letters again.
    page.keyboard.type("We buy no models. No, really: none?")
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert visitor.complaints() == []
    page.keyboard.press("Control+Enter")


def show_it(visitor: Visitor) -> None:
    page = visitor.page
    # From here on, so that no key is pressed before the browser hands its choosers over.
    page.on("filechooser", lambda _chooser: None)
    page.keyboard.press("4")
    tab_until(visitor, "document.activeElement.name === 'link'")
    page.keyboard.type("javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(page.locator("#evidence").get_by_text("begins with https://")).to_be_visible()
    expect(page.locator("#id_link")).to_be_focused()
    assert visitor.complaints() == []
    page.keyboard.press("Control+a")
    page.keyboard.type("https://wiki.tessenbrook.example/register")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="wiki.tessenbrook.example/register")).to_be_visible()
    # What was added is swapped in first; the focus must not stand on what is about to go.
    expect(page.locator("#id_link")).to_have_value("")
    expect(page.locator("#id_link")).to_be_focused()
    tab_until(visitor, "document.activeElement.name === 'file'")
    expect(page.locator("#evidence input[type=file]")).to_be_focused()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files({"name": "Register.csv", "mimeType": "text/csv", "buffer": b"a,b"})
    expect(page.get_by_role("link", name="Register.csv")).to_be_visible()
    assert visitor.complaints() == []
    assert too_small(visitor) == []
    page.keyboard.press("Control+Enter")


def answers_of(visitor: Visitor) -> list[tuple[str, int | None, str]]:
    """Read back what was kept, in the order of the questions."""
    number = visitor.path.strip("/").split("/")[1]
    found = visitor.page.evaluate(
        "async (url) => (await fetch(url)).json()", f"/api/v1/assessments/{number}/responses/"
    )
    by_key = {row["question"]: row for row in found["responses"]}
    rows = [by_key[key] for key in found["questions"]]
    return [(row["kind"], row["level"], row["comment"]) for row in rows]


def too_small(visitor: Visitor) -> list[str]:
    """Return what is smaller than a fingertip needs: 24 by 24 pixels."""
    return visitor.page.evaluate(
        """() => [...document.querySelectorAll("main :is(button, input, textarea), .st-dock .btn")]
          .filter((each) => !each.closest(".st-hidden") && each.offsetParent)
          .map((each) => [each.name, each.getBoundingClientRect()])
          .filter(([, box]) => box.width < 24 || box.height < 24)
          .map(([name, box]) => `${name} ${box.width} x ${box.height}`)"""
    )


def test_without_a_connection_one_stays_where_ones_words_are(visit: Visit) -> None:
    contributor, part = asked(visit, "Cut review")
    page = contributor.page
    contributor.go(f"{part}questions/risk-tiering/")
    contributor.context.set_offline(True)
    page.keyboard.press("5")
    expect(page.get_by_text("Not saved yet, kept on this device. Trying again.")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("No connection. Stay here: it is kept on this device.")).to_be_visible()
    assert contributor.path == f"{part}questions/risk-tiering/"
    page.close()
    contributor.context.set_offline(False)
    contributor.page = contributor.context.new_page()
    contributor.go(part)
    for _tenth in range(100):
        if contributor.page.evaluate("Object.keys(localStorage).join()").count("st-answer:") == 0:
            break
        contributor.page.wait_for_timeout(100)
    contributor.go(f"{part}questions/risk-tiering/")
    expect(contributor.page.get_by_role("radio", name=re.compile("^Level 5"))).to_be_checked()


def test_single_keys_can_be_switched_off(visit: Visit) -> None:
    contributor, part = asked(visit, "Quiet review")
    page = contributor.page
    contributor.go(f"{part}questions/risk-tiering/")
    expect(page.locator("[data-keys-hint]")).to_be_visible()
    page.evaluate("localStorage.setItem('st-single-keys', 'off')")
    page.reload()
    expect(page.locator("[data-answer-keys]")).to_be_focused()
    for key in ("3", "n", "?"):
        page.keyboard.press(key)
    expect(page.locator("[data-keys-hint]")).to_be_hidden()
    assert page.locator("input[name=answer]:checked").count() == 0


def sign_in_by_keyboard(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/")
    for name, text in (("login", PEOPLE["contributor"]), ("password", PASSWORD)):
        tab_until(visitor, f"document.activeElement.name === '{name}'")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/account/login/" not in url)


def tab_until(visitor: Visitor, condition: str) -> None:
    for _press in range(40):
        if visitor.page.evaluate(condition):
            return
        visitor.page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {condition}.")


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
