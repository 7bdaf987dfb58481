"""What the page of a roadmap says after the world moved on since its waves were planned."""

from assessments.models import FoundationAction
from portfolio.models import RoadmapItem, UseCase
from portfolio.selectors.roadmaps import RoadmapPage, roadmap_page
from portfolio.services.roadmap_items import set_effort
from portfolio.services.roadmaps import plan
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.roadmap_builders import item, planned_roadmap, small_roadmap


def finish(title: str) -> None:
    action = FoundationAction.objects.filter(title=title)
    assert action.update(status=FoundationAction.Status.DONE)


def said(page: RoadmapPage) -> str:
    return " ".join([page.message, *(row.reason for row in page.items)])


def test_an_action_finished_since_the_planning_leaves_its_wave_and_nothing_waits_for_it(
    cast: Cast,
) -> None:
    roadmap = planned_roadmap(cast.member("lead"))
    before = roadmap_page(roadmap, currency="EUR")
    assert "two use cases wait for them" in before.message
    finish("Catalogue")

    page = roadmap_page(roadmap, currency="EUR")
    assert [[each.title for each in wave.items] for wave in page.plan.waves] == [
        ["Claims"],
        ["Slots"],
        ["Reorder"],
    ]
    assert page.plan.waves[0].load == 10
    assert [each.title for each in page.plan.done] == ["Catalogue"]
    row = next(row for row in page.items if row.item.title == "Catalogue")
    assert (row.wave, row.is_done) == (0, True)
    assert "wait" not in said(page)


def test_a_reason_that_blames_what_was_finished_since_is_not_repeated(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = small_roadmap(lead)
    roadmap = set_effort(item(roadmap, "Catalogue"), 21, version=roadmap.version, by=lead, at=NOW)
    roadmap = plan(roadmap, version=roadmap.version, by=lead, at=NOW)
    stored = RoadmapItem.objects.get(use_case__title="Slots").left_out_reason
    assert stored == "It waits for Catalogue, which is left out."
    finish("Catalogue")

    page = roadmap_page(roadmap, currency="EUR")
    reasons = {row.item.title: row.reason for row in page.items}
    assert reasons["Slots"] == "What it waited for is done; the next plan can give it a place."
    assert reasons["Reorder"] == "It waits for Slots, which is left out."


def test_what_was_archived_since_the_planning_is_left_out_and_says_so(cast: Cast) -> None:
    roadmap = planned_roadmap(cast.member("lead"))
    UseCase.objects.filter(title="Claims").update(archived_at=NOW)
    page = roadmap_page(roadmap, currency="EUR")
    assert "Claims" not in {each.title for each in page.plan.items}
    reasons = {left.item.title: left.reason for left in page.plan.left_out}
    assert reasons["Claims"] == "It is archived."
