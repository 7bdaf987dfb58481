"""The whole path of a CoE lead, from a new domain to the PDF of a published roadmap."""

import re

import pytest

from tests.browser import chapters
from tests.browser.conftest import Visit
from tests.browser.visitors import Visitor

CONTRIBUTOR = "Jonah Biesek"
READINESS = re.compile(r"counts as 1; .* is needed")


@pytest.mark.parametrize(
    ("width", "theme", "title", "outcome"),
    [
        (1440, "light", "Loading plan from photos", "Trucks leave the yard ten minutes sooner."),
        (390, "dark", "Tyre wear heard on the ramp", "Fewer punctures on night tours."),
    ],
)
def test_a_lead_goes_from_a_new_domain_to_a_published_roadmap(
    visit: Visit, width: int, theme: str, title: str, outcome: str
) -> None:
    lead = visit("lead", width=width, theme=theme)
    yard = f"Yard works {width}"
    chapters.add_domain(lead, yard)
    use_case = chapters.register(lead, title, outcome, domain=yard)
    chapters.say_more(lead, use_case)
    titles = [f"Gate list {width} {number}" for number in range(1, 4)]
    chapters.import_list(lead, titles, domain=yard)
    chapters.rate(lead, use_case, 4)
    chapters.see_why(lead, use_case)
    assert_nothing_is_wrong(lead)
    assert READINESS.search(lead.page.get_by_role("main").inner_text()) is None

    review = f"Yard review {width}"
    assessment = chapters.set_up_assessment(lead, review, domain=yard, people=[CONTRIBUTOR])
    contributor = visit("contributor", width=width, theme=theme)
    chapters.answer_part(contributor, review)
    chapters.publish_assessment(lead, assessment)
    assert_nothing_is_wrong(lead)
    action = chapters.adopt_first_step(lead, assessment)

    chapters.wait_on(lead, use_case, lead.page.get_by_text(READINESS).first)

    plan = f"Yard roadmap {width}"
    roadmap = chapters.create_roadmap(lead, plan, domain=yard)
    chapters.fill_and_plan(lead, roadmap, action=action)
    assert_nothing_is_wrong(lead)
    edition = chapters.publish_roadmap(lead, roadmap, f"{plan}, first edition")
    assert_nothing_is_wrong(lead)
    chapters.download_pdf(lead, edition)


def assert_nothing_is_wrong(visitor: Visitor) -> None:
    assert visitor.complaints() == []
