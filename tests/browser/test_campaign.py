"""A campaign over six domains: set up, asked, answered, settled and published."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import chapters
from tests.browser.conftest import Visit
from tests.browser.visitors import Visitor

PEOPLE = {"contributor": "Jonah Biesek", "owner": "Priya Castellane"}
DOMAINS = (
    "Clinics › Diagnostics",
    "Clinics › Home care",
    "Energy & Water › Grid operations",
    "Group services › People",
    "Insurance › Claims",
    "Insurance › Underwriting",
)
QUESTION = "risk-tiering"
DIVIDED = "Home care"


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_a_lead_runs_a_campaign_over_six_domains(visit: Visit, width: int, theme: str) -> None:
    title = f"Winter round {width}"
    lead = visit("lead", width=width, theme=theme)
    campaign = set_up(lead, title)
    ask(lead, campaign)
    lead.go(campaign)
    lead.press("Open 6 drafts")
    expect(lead.page.get_by_role("main")).to_contain_text("Close all")
    assert lead.complaints() == []

    for role, level in (("contributor", 1), ("owner", 5)):
        person = visit(role, width=width, theme=theme)
        for domain in DOMAINS:
            short = domain.rpartition("› ")[2]
            answer(person, f"{title}, {short}", level if short == DIVIDED else 2)
    expect_progress(lead, campaign)

    chapters.confirm(lead, "Close all")
    parts = assessments_of(lead, campaign)
    assert len(parts) == 6
    settle(lead, parts[DIVIDED])
    for path in parts.values():
        lead.go(f"{path}review/")
        chapters.confirm(lead, "Publish results")
        expect(lead.page.get_by_role("main")).to_contain_text("What stands on what")
    lead.go(campaign)
    expect(lead.page.get_by_role("main").get_by_text("Published")).to_have_count(7)
    assert lead.complaints() == []


def set_up(lead: Visitor, title: str) -> str:
    page = lead.page
    lead.go("/campaigns/new/")
    page.get_by_label("Title").fill(title)
    boxes = page.get_by_role("group", name="Domains").get_by_role("checkbox")
    for box in boxes.all():
        box.uncheck()
    for domain in DOMAINS:
        page.get_by_label(domain, exact=True).check()
    assert lead.complaints() == []
    lead.press("Set up campaign")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Respondents of {title}")
    return lead.path.removesuffix("respondents/")


def ask(lead: Visitor, campaign: str) -> None:
    page = lead.page
    for name in PEOPLE.values():
        lead.go(f"{campaign}respondents/?q={name.partition(' ')[0]}")
        page.get_by_label(name).check()
        for box in page.locator("input[name=assessments]").all():
            box.check()
        page.get_by_role("button", name="Ask in the ticked domains").first.click()
        expect(page.get_by_role("table").get_by_text(name)).to_have_count(6)
    assert lead.complaints() == []


def answer(person: Visitor, title: str, level: int) -> None:
    page = person.page
    person.go("/answers/")
    person.follow(title)
    overview = person.path
    person.go(f"{overview}questions/{QUESTION}/")
    page.get_by_role("radio", name=re.compile(f"^Level {level}")).check()
    expect(page.get_by_text(re.compile(r"^Saved \d\d:\d\d"))).to_be_visible()
    person.go(overview)
    chapters.confirm(person, "I am done")
    expect(page.get_by_role("main")).to_contain_text("My answers")


def expect_progress(lead: Visitor, campaign: str) -> None:
    lead.go(campaign)
    numbers = lead.page.locator(".st-numbers")
    expect(numbers).to_contain_text(re.compile(r"Done\s*12 of 12 places"))
    expect(numbers).to_contain_text(re.compile(r"Split questions\s*1"))
    lead.go(f"{campaign}people/")
    expect(lead.page.get_by_role("main")).to_contain_text(PEOPLE["contributor"])
    assert lead.complaints() == []
    lead.go(campaign)


def assessments_of(lead: Visitor, campaign: str) -> dict[str, str]:
    """The path of each domain's assessment, by the domain."""
    lead.go(campaign)
    links = lead.page.locator("a.st-table__name").all()
    return {
        link.inner_text().rpartition("› ")[2]: str(link.get_attribute("href")) for link in links
    }


def settle(lead: Visitor, assessment: str) -> None:
    page = lead.page
    lead.go(f"{assessment}workshop/")
    expect(page.get_by_text("The room is split between 1 and 5.").first).to_be_visible()
    assert lead.complaints() == []
    page.get_by_role("radio", name=re.compile("^3")).check()
    page.get_by_label("Why this level").last.fill("The tiers exist, and two teams skip them.")
    page.get_by_role("button", name="Settle, then next").click()
    expect(page.get_by_text("1 of 1 split settled")).to_be_visible()
