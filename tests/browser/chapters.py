"""The chapters of the whole path, as one person after another walks them."""

import csv
import hashlib
import io
import re
from collections.abc import Iterable

from playwright.sync_api import Locator, expect

from tests.browser.visitors import Visitor

#: Jobs run beside the pages in the same process, so what they bring may take a moment.
SOON = 60_000
WEAK = ("accountability-split", "data-access", "data-quality")


def add_domain(visitor: Visitor, name: str) -> None:
    visitor.go("/domains/new/")
    visitor.page.get_by_label("Name", exact=True).fill(name)
    visitor.press("Save domain")
    expect(visitor.page.get_by_role("main")).to_contain_text(name)


def register(visitor: Visitor, title: str, outcome: str, *, domain: str) -> str:
    """Register a use case that is like no other, and return the path of its page."""
    fill_registration(visitor, title, outcome, domain=domain)
    visitor.press("Register use case")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(title)
    return visitor.path


def say_more(visitor: Visitor, use_case: str) -> None:
    """Say on what it relies and how bad it could get, as the task list asks."""
    page = visitor.page
    visitor.go(f"{use_case}edit/")
    page.get_by_label("Generative").check()
    page.get_by_role("radio", name=re.compile("^Limited")).check()
    page.get_by_role("radio", name=re.compile("^Advises")).check()
    visitor.press("Save use case")


def fill_registration(visitor: Visitor, title: str, outcome: str, *, domain: str) -> None:
    """Fill in what a registration asks, without sending it."""
    page = visitor.page
    visitor.go("/portfolio/use-cases/register/")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Outcome").fill(outcome)
    page.get_by_label("Domain", exact=True).select_option(label=domain)


def open_edit(visitor: Visitor) -> None:
    """Open the long form that changes what is said about the first use case of the list."""
    visitor.go("/portfolio/use-cases/")
    visitor.page.locator(".st-table__name").first.click()
    visitor.follow("Edit")
    expect(visitor.page.get_by_role("button", name="Save use case")).to_be_visible()


def import_list(visitor: Visitor, titles: Iterable[str], *, domain: str) -> None:
    """Bring a small list in through the page, and look at what the check said first."""
    page, titles = visitor.page, list(titles)
    visitor.go("/portfolio/use-cases/imports/")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "yard.csv", "mimeType": "text/csv", "buffer": small_list(titles)}
    )
    page.get_by_label("Domain").select_option(label=domain)
    visitor.press("Read file")
    visitor.follow("Go on to columns")
    visitor.press("Go on to words")
    page.get_by_role("button", name=re.compile("^Check")).click()
    button = page.get_by_role("button", name=re.compile("^Import"))
    expect(button).to_be_visible(timeout=SOON)
    button.click()
    brought = re.compile(rf"{len(titles)}\s*new use cases")
    expect(page.get_by_role("main")).to_contain_text(brought, timeout=SOON)
    visitor.follow("See the use cases of this source")
    for title in titles:
        expect(page.get_by_role("link", name=title)).to_be_visible()


def small_list(titles: list[str]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["Reference", "Title", "Outcome", "Stage"])
    for number, title in enumerate(titles):
        writer.writerow([f"Y-{number}", title, "Less waiting at the gate.", "Idea"])
    return file.getvalue().encode()


def rate(visitor: Visitor, use_case: str, points: int) -> None:
    """Give every criterion the same points."""
    visitor.go(f"{use_case}rate/")
    for criterion in visitor.page.locator("main form fieldset").all():
        criterion.locator(f"input[type=radio][value='{points}']").check()
    visitor.press("Save ratings")
    expect(visitor.page.get_by_role("main")).to_contain_text("Why this rank")


def see_why(visitor: Visitor, use_case: str) -> None:
    """Wait for the place the ranking gives, and read what it follows from."""
    place = visitor.page.get_by_text(re.compile(r"^\d+(st|nd|rd|th) of \d+"))
    wait_on(visitor, use_case, place.first)
    expect(visitor.page.get_by_role("heading", name="Why this rank")).to_be_visible()


def wait_on(visitor: Visitor, path: str, thing: Locator) -> None:
    """Look at a page again and again, until a job has brought what it waits for."""
    for _look in range(60):
        visitor.go(path)
        if thing.count():
            break
        visitor.page.wait_for_timeout(500)
    expect(thing).to_be_visible()


def set_up_assessment(visitor: Visitor, title: str, *, domain: str, people: list[str]) -> str:
    """Create an assessment, open it for answers, and return the path of its page."""
    page = visitor.page
    visitor.go("/assessments/new/")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Domain").select_option(label=domain)
    for person in people:
        page.get_by_label(person).check()
    visitor.press("Save draft")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    path = visitor.path
    confirm(visitor, "Open for answers")
    return path


def confirm(visitor: Visitor, name: str) -> None:
    """Press what opens a dialog, then the button in it that does the thing."""
    page = visitor.page
    opener = page.get_by_role("main").get_by_role("link", name=name, exact=True)
    (opener if opener.count() else page.get_by_role("button", name=name)).first.click()
    dialog = page.get_by_role("dialog")
    if dialog.count():
        dialog.locator("button[type=submit].btn-primary, button[type=submit].btn-danger").click()
    page.wait_for_load_state()


def answer_part(visitor: Visitor, title: str, keys: Iterable[str] = WEAK) -> None:
    """Answer a few questions at the lowest level, and say that one is done."""
    page = visitor.page
    visitor.go("/answers/")
    visitor.follow(title)
    overview = visitor.path
    for key in keys:
        visitor.go(f"{overview}questions/{key}/")
        page.get_by_role("radio", name=re.compile("^Level 1")).check()
        expect(page.get_by_text(re.compile(r"^Saved \d\d:\d\d"))).to_be_visible()
    visitor.go(overview)
    confirm(visitor, "I am done")
    expect(page.get_by_role("main")).to_contain_text("My answers")


def publish_assessment(visitor: Visitor, path: str) -> None:
    visitor.go(path)
    confirm(visitor, "Close")
    visitor.go(f"{path}review/")
    confirm(visitor, "Publish results")
    expect(visitor.page.get_by_role("main")).to_contain_text("What stands on what")


def adopt_first_step(visitor: Visitor, assessment: str) -> str:
    """Adopt the first recommendation and return the title of the action."""
    visitor.go(f"{assessment}results/")
    visitor.page.get_by_role("link", name=re.compile("^Adopt ?:")).first.click()
    title = visitor.page.get_by_label("Title").input_value()
    visitor.press("Adopt")
    visitor.go("/actions/")
    expect(visitor.page.get_by_role("main")).to_contain_text(title)
    return title


def create_roadmap(visitor: Visitor, title: str, *, domain: str) -> str:
    """Create a roadmap and return the path of its page."""
    page = visitor.page
    visitor.go("/portfolio/roadmaps/new/")
    page.get_by_label("Domain").select_option(label=domain)
    page.get_by_label("Title").fill(title)
    visitor.press("Create roadmap")
    expect(page.get_by_role("main")).to_contain_text(title)
    return re.sub(r"(roadmaps/\d+/).*", r"\1", visitor.path)


def fill_and_plan(visitor: Visitor, roadmap: str, *, action: str = "") -> None:
    """Put the highest priorities on a roadmap, and an action, and plan its waves."""
    page = visitor.page
    visitor.go(f"{roadmap}add/")
    visitor.press("Add the highest priorities")
    page.wait_for_load_state()
    if action:
        visitor.go(f"{roadmap}add/")
        page.get_by_label(action).check()
        visitor.press("Add what I ticked")
    visitor.go(roadmap)
    page.get_by_role("button", name=re.compile("^Plan")).first.click()
    expect(page.get_by_role("heading", name="Capacity")).to_be_visible()


def publish_roadmap(visitor: Visitor, roadmap: str, title: str) -> str:
    """Publish an edition, watch its PDF being built, and return the path of the edition."""
    visitor.go(f"{roadmap}publish/")
    visitor.page.get_by_label("Title of the edition").fill(title)
    visitor.press("Publish roadmap")
    expect(visitor.page.get_by_role("heading", name="In four numbers")).to_be_visible()
    edition, link = visitor.path, visitor.page.get_by_role("link", name="Download PDF")
    if visitor.has_script:
        expect(link).to_be_visible(timeout=SOON)
    else:
        wait_on(visitor, edition, link)
    return edition


def download_pdf(visitor: Visitor, edition: str) -> None:
    """Take the PDF along: it is one, and its fingerprint is the one the page shows."""
    visitor.go(edition)
    with visitor.page.expect_download() as handed:
        visitor.follow("Download PDF")
    content = handed.value.path().read_bytes()
    assert content.startswith(b"%PDF")
    shown = visitor.page.get_by_role("main").inner_text()
    assert hashlib.sha256(content).hexdigest() in shown
