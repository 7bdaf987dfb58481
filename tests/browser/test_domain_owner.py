"""What a domain owner comes for, and what is not theirs."""

import re

from playwright.sync_api import expect

from tests.browser import chapters
from tests.browser.conftest import Visit

OWN, FOREIGN = "Insurance", "Clinics"


def test_an_owner_registers_in_their_own_domain_and_no_other(visit: Visit) -> None:
    owner = visit("owner")
    owner.go("/portfolio/use-cases/register/")
    offered = owner.page.get_by_label("Domain", exact=True).locator("option").all_inner_texts()
    assert {"Insurance", "Claims"} <= {name.strip() for name in offered}
    assert FOREIGN not in {name.strip() for name in offered}
    chapters.register(
        owner, "Letters read before they are sorted", "The post room ends at noon.", domain=OWN
    )
    assert owner.complaints() == []


def test_what_reads_alike_is_asked_about_before_it_is_built_twice(visit: Visit) -> None:
    owner = visit("owner", width=390)
    title, outcome = "Hail damage priced from the air", "A roof is paid for within two days."
    first = chapters.register(owner, title, outcome, domain=OWN)
    chapters.fill_registration(owner, title, outcome, domain="Claims")
    owner.press("Register use case")
    asked = owner.page.get_by_role("heading", name="Something like this is registered already")
    expect(asked).to_be_visible()
    expect(owner.page.get_by_role("link", name=title).first).to_have_attribute("href", first)
    assert owner.complaints() == []
    owner.page.get_by_role("radio", name=re.compile("^It is different")).check()
    owner.page.get_by_label("What differs, or what you add").fill("Boats, not roofs.")
    owner.press("Answer and go on")
    expect(owner.page.get_by_role("heading", level=1)).to_have_text(title)
    assert owner.path != first


def test_an_owner_sees_the_rank_and_what_would_move_it(visit: Visit) -> None:
    owner = visit("owner")
    owner.go("/portfolio/ranking/?q=storm")
    owner.follow("Why Storm claims")
    expect(owner.page.get_by_role("heading", name="What would move it")).to_be_visible()
    assert owner.complaints() == []
    owner.follow("Storm claims")
    expect(owner.page.get_by_text(re.compile(r"^\d+(st|nd|rd|th) of \d+")).first).to_be_visible()


def test_an_owner_reads_the_roadmap_of_their_domain_but_cannot_publish_it(visit: Visit) -> None:
    lead = visit("lead")
    roadmap = chapters.create_roadmap(lead, "Insurance roadmap", domain=OWN)
    owner = visit("owner")
    owner.go(roadmap)
    expect(owner.page.get_by_role("heading", level=1)).to_have_text("Insurance roadmap")
    expect(owner.page.get_by_role("link", name="Publish")).to_have_count(0)
    answer = owner.go(f"{roadmap}publish/")
    assert answer is not None
    assert answer.status == 403


def test_what_lies_in_another_domain_is_not_there(visit: Visit) -> None:
    lead = visit("lead")
    theirs = chapters.register(
        lead, "Beds planned a day ahead", "Nobody waits in a corridor.", domain=FOREIGN
    )
    answer = visit("owner").go(theirs)
    assert answer is not None
    assert answer.status == 404


def test_an_owner_registers_rates_and_understands_the_rank_leaving_one_page(visit: Visit) -> None:
    owner = visit("owner")
    page, pages = owner.page, []
    page.on(
        "framenavigated",
        lambda frame: pages.append(owner.path) if frame == page.main_frame else None,
    )
    use_case = chapters.register(
        owner, "Ice on masts weighed from photos", "No crew climbs an iced mast.", domain=OWN
    )
    tasks = page.locator("#tasks")
    expect(tasks).to_be_in_viewport()
    expect(tasks).to_contain_text("A rank, why it is that one, and what would move it.")
    tasks.get_by_role("link", name="Value and feasibility").click()
    expect(page.get_by_role("heading", name="Rate this use case")).to_be_focused()
    assert owner.complaints() == []
    for criterion in page.locator("#rate fieldset").all():
        criterion.locator("input[type=radio][value='4']").check()
    owner.press("Save ratings")
    expect(page.get_by_role("heading", name="Why this rank")).to_be_visible()
    chapters.see_why(owner, use_case)
    expect(page.get_by_role("heading", name="What would move it")).to_be_visible()
    expect(tasks).to_contain_text("Done")
    walked = [path for path, before in zip(pages, ["", *pages], strict=False) if path != before]
    assert walked == ["/portfolio/use-cases/register/", use_case]
    assert owner.complaints() == []


def test_a_twin_in_another_domain_is_met_by_its_entry(visit: Visit) -> None:
    lead = visit("lead")
    title = "Ward kitchens cook what is eaten"
    theirs = chapters.register(lead, title, "A third less food is thrown away.", domain=FOREIGN)
    owner = visit("owner")
    owner.go("/portfolio/use-cases/register/")
    owner.page.get_by_label("Title").press_sequentially(title)
    entry = owner.page.locator("#similar-typed").get_by_role("link", name=title)
    expect(entry).to_have_attribute("href", theirs.replace("use-cases", "register"))
    entry.click()
    expect(owner.page.get_by_role("heading", level=1)).to_have_text(title)
    expect(owner.page.get_by_role("link", name="Ask to join")).to_be_visible()
    assert owner.complaints() == []
