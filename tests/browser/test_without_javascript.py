"""The portal without JavaScript: everything up to the charts, which come as drawings."""

import re

from playwright.sync_api import expect

from tests.browser import chapters
from tests.browser.conftest import Visit


def test_a_list_is_filtered_sorted_and_paged_by_plain_links(visit: Visit) -> None:
    lead = visit("lead", has_script=False, is_fresh=True)
    page = lead.page
    lead.go("/portfolio/use-cases/?per_page=25")
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text(re.compile("^26 to"))).to_be_visible()
    page.get_by_role("link", name=re.compile("^Priority")).click()
    assert "sort=-priority" in page.url
    expect(page.get_by_role("columnheader", name="Priority")).to_have_attribute(
        "aria-sort", "descending"
    )
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Stage").select_option(label="Pilot")
    lead.press("Apply filters")
    assert "stage=pilot" in page.url
    expect(page.get_by_role("link", name="Remove filter Stage")).to_be_visible()


def test_a_form_with_errors_says_so_on_top_and_beside_the_field(visit: Visit) -> None:
    lead = visit("lead", has_script=False, is_fresh=True)
    lead.go("/portfolio/use-cases/register/")
    lead.press("Register use case")
    summary = lead.page.get_by_role("alert")
    expect(summary.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert lead.page.title().startswith("Error:")
    link = summary.get_by_role("link").first
    sentence, target = link.inner_text(), link.get_attribute("href")
    assert target is not None
    assert lead.page.locator(target).count() == 1
    expect(lead.page.locator("form .st-field--bad").first).to_contain_text(sentence)
    chapters.register(
        lead, "Meter photos read at night", "No house is visited twice.", domain="Insurance"
    )


def test_a_respondent_answers_a_question(visit: Visit) -> None:
    contributor = visit("contributor", width=390, has_script=False, is_fresh=True)
    page = contributor.page
    contributor.go("/answers/")
    contributor.follow("Clinics maturity")
    page.get_by_role("link", name="Federated Centre of Excellence").click()
    page.get_by_role("radio", name=re.compile("^Level 2")).check()
    page.get_by_label("What shows it?").fill("Two of our people sit with the centre.")
    contributor.press("Next")
    contributor.press("Back")
    expect(page.get_by_role("radio", name=re.compile("^Level 2"))).to_be_checked()
    expect(page.get_by_label("What shows it?")).to_have_value(
        "Two of our people sit with the centre."
    )


def test_a_roadmap_is_planned_and_published(visit: Visit) -> None:
    lead = visit("lead", has_script=False, is_fresh=True)
    roadmap = chapters.create_roadmap(lead, "Plain roadmap", domain="Insurance")
    chapters.fill_and_plan(lead, roadmap)
    edition = chapters.publish_roadmap(lead, roadmap, "Plain roadmap, first edition")
    chapters.download_pdf(lead, edition)


def test_charts_are_drawings_with_a_table(visit: Visit) -> None:
    lead = visit("lead", has_script=False, is_fresh=True)
    for path in ("/portfolio/matrix/", "/assessments/1/results/", "/portfolio/roadmaps/1/"):
        lead.go(path)
        figure = lead.page.locator("main figure").first
        expect(figure.locator("svg").first).to_be_visible()
        lead.page.get_by_text("View as table").first.click()
        expect(lead.page.locator("main figure table").first).to_be_visible()
