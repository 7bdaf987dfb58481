"""Making and planning roadmaps: capacity, dependencies, pins, versions, permissions."""

import pytest

from portal.domain.errors import NotAllowed
from portal.models import LedgerEntry
from portfolio.domain.roadmaps import Frame, RoadmapInvalid
from portfolio.models import Roadmap
from portfolio.services.roadmap_items import pin_item, remove_item, set_effort, unpin_item
from portfolio.services.roadmap_locks import RoadmapChanged
from portfolio.services.roadmaps import (
    NothingToPlan,
    PinsImpossible,
    RoadmapInput,
    change_roadmap,
    create_roadmap,
    plan,
)
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.roadmap_builders import (
    START,
    item,
    make_roadmap,
    planned_roadmap,
    small_roadmap,
    waves,
)


@pytest.mark.parametrize("name", ["executive", "board", "auditor", "freight_owner", "contributor"])
def test_only_the_centre_creates_roadmaps(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        make_roadmap(cast.member(name), domain=cast.freight)
    assert not Roadmap.objects.exists()


def test_a_roadmap_needs_a_title_and_waves_that_make_sense(cast: Cast) -> None:
    lead = cast.member("lead")
    with pytest.raises(RoadmapInvalid) as refused:
        create_roadmap(cast.root, RoadmapInput("  ", Frame(START)), by=lead, at=NOW)
    assert refused.value.fields == {"title": "Give the roadmap a title."}
    with pytest.raises(RoadmapInvalid) as refused:
        create_roadmap(cast.root, RoadmapInput("2027", Frame(START, 13, 0, 0)), by=lead, at=NOW)
    assert set(refused.value.fields) == {"wave_count", "wave_weeks", "capacity_weeks"}
    assert not Roadmap.objects.exists()


def test_planning_respects_capacity_and_dependencies_and_says_what_is_left_out(cast: Cast) -> None:
    roadmap = planned_roadmap(cast.member("lead"))
    assert waves(roadmap) == {
        "Catalogue": 1,
        "Claims": 1,
        "Slots": 2,
        "Reorder": 3,
        "Chat": None,
    }
    assert item(roadmap, "Chat").left_out_reason == (
        "It needs 25 person-weeks and no wave has over 20."
    )
    entry = LedgerEntry.objects.order_by("-seq").first()
    assert entry.event == "portfolio.roadmap.planned"
    assert '"left_out":["Chat"]' in bytes(entry.payload).decode()


def test_planning_again_without_a_change_changes_nothing(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = planned_roadmap(lead)
    entries = LedgerEntry.objects.count()
    again = plan(roadmap, version=roadmap.version, by=lead, at=NOW)
    assert (again.version, LedgerEntry.objects.count()) == (roadmap.version, entries)


def test_an_empty_roadmap_cannot_be_planned(cast: Cast) -> None:
    roadmap = make_roadmap(cast.member("lead"))
    with pytest.raises(NothingToPlan):
        plan(roadmap, version=roadmap.version, by=cast.member("lead"), at=NOW)


def test_a_pinned_item_stays_where_it_is_pinned(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = planned_roadmap(lead)
    roadmap = pin_item(item(roadmap, "Claims"), 3, version=roadmap.version, by=lead, at=NOW)
    roadmap = plan(roadmap, version=roadmap.version, by=lead, at=NOW)
    assert waves(roadmap)["Claims"] == 3
    roadmap = unpin_item(item(roadmap, "Claims"), version=roadmap.version, by=lead, at=NOW)
    roadmap = plan(roadmap, version=roadmap.version, by=lead, at=NOW)
    assert waves(roadmap)["Claims"] == 1


def test_a_pin_that_cannot_hold_refuses_the_plan_and_leaves_the_waves_alone(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = planned_roadmap(lead)
    roadmap = pin_item(item(roadmap, "Slots"), 1, version=roadmap.version, by=lead, at=NOW)
    before = waves(roadmap)
    with pytest.raises(PinsImpossible, match="Slots: It is pinned to wave 1, but can start in"):
        plan(roadmap, version=roadmap.version, by=lead, at=NOW)
    assert waves(Roadmap.objects.get()) == before


def test_what_is_done_frees_what_waits_for_it(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = small_roadmap(lead)
    action = item(roadmap, "Catalogue").action
    action.status = "done"
    action.save()
    roadmap = plan(roadmap, version=roadmap.version, by=lead, at=NOW)
    assert (waves(roadmap)["Slots"], waves(roadmap)["Catalogue"]) == (1, None)


def test_what_waits_for_something_dropped_is_left_out_with_its_name(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = small_roadmap(lead)
    action = item(roadmap, "Catalogue").action
    action.status = "dropped"
    action.save()
    roadmap = plan(roadmap, version=roadmap.version, by=lead, at=NOW)
    assert item(roadmap, "Slots").left_out_reason == "It waits for Catalogue, which was dropped."
    assert item(roadmap, "Reorder").left_out_reason == "It waits for Slots, which is left out."


def test_a_stale_copy_changes_nothing(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = planned_roadmap(lead)
    stale = roadmap.version - 1
    slots = item(roadmap, "Slots")
    changes = [
        lambda: plan(roadmap, version=stale, by=lead, at=NOW),
        lambda: set_effort(slots, 3, version=stale, by=lead, at=NOW),
        lambda: pin_item(slots, 3, version=stale, by=lead, at=NOW),
        lambda: unpin_item(slots, version=stale, by=lead, at=NOW),
        lambda: remove_item(slots, version=stale, by=lead, at=NOW),
        lambda: change_roadmap(
            roadmap, RoadmapInput("Other", Frame(START)), version=stale, by=lead, at=NOW
        ),
    ]
    entries = LedgerEntry.objects.count()
    for change in changes:
        with pytest.raises(RoadmapChanged) as refused:
            change()
        assert refused.value.theirs.version == roadmap.version
    assert LedgerEntry.objects.count() == entries
    assert waves(roadmap)["Slots"] == 2


def test_changing_the_frame_keeps_the_waves_until_they_are_planned_again(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = planned_roadmap(lead)
    wanted = RoadmapInput("Roadmap 2026", Frame(START, 3, 13, 40))
    roadmap = change_roadmap(roadmap, wanted, version=roadmap.version, by=lead, at=NOW)
    assert waves(roadmap)["Chat"] is None
    roadmap = plan(roadmap, version=roadmap.version, by=lead, at=NOW)
    assert waves(roadmap)["Chat"] == 2
