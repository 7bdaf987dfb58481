"""What is on a roadmap: adding, removing, effort."""

import pytest

from portal.domain.errors import NotAllowed
from portal.models import LedgerEntry
from portfolio.domain.roadmaps import RoadmapInvalid
from portfolio.models import RoadmapItem
from portfolio.services.roadmap_items import (
    NotForThisRoadmap,
    NothingLeftToAdd,
    WaveUnknown,
    add_actions,
    add_highest_priorities,
    add_use_cases,
    pin_item,
    remove_item,
    set_effort,
)
from tests.builders import NOW, make_use_case
from tests.conftest import Cast
from tests.portfolio.roadmap_builders import (
    item,
    make_action,
    make_roadmap,
    planned_roadmap,
    scored,
    waves,
)


def test_the_highest_priorities_come_without_what_is_live_stopped_unscored_or_there(
    cast: Cast,
) -> None:
    lead = cast.member("lead")
    roadmap = make_roadmap(lead)
    first = scored("First", 90)
    scored("Live", 95, stage="production")
    scored("Rejected", 94, stage="rejected")
    scored("Waiting", 93, stage="on_hold")
    scored("Archived", 92, archived_at=NOW)
    make_use_case(title="Unscored")
    scored("Second", 80, effort_weeks=None)
    scored("Third", 70)
    roadmap = add_use_cases(roadmap, [first], version=roadmap.version, by=lead, at=NOW)
    roadmap = add_highest_priorities(roadmap, 1, version=roadmap.version, by=lead, at=NOW)
    assert list(waves(roadmap)) == ["First", "Second"]
    assert item(roadmap, "Second").effort_weeks == 8
    roadmap = add_highest_priorities(roadmap, 10, version=roadmap.version, by=lead, at=NOW)
    assert list(waves(roadmap)) == ["First", "Second", "Third"]
    with pytest.raises(NothingLeftToAdd):
        add_highest_priorities(roadmap, 10, version=roadmap.version, by=lead, at=NOW)


def test_a_use_case_of_another_domain_is_refused_and_none_is_added(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = make_roadmap(lead, domain=cast.freight)
    inside, outside = scored("In", 50, domain=cast.depots), scored("Out", 50, domain=cast.retail)
    with pytest.raises(NotForThisRoadmap, match="Out lies outside Freight"):
        add_use_cases(roadmap, [inside, outside], version=roadmap.version, by=lead, at=NOW)
    assert not RoadmapItem.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"stage": "production"}, "is in production"),
        ({"stage": "retired"}, "is retired"),
        ({"archived_at": NOW}, "is archived"),
    ],
)
def test_a_use_case_without_work_ahead_is_refused(
    cast: Cast, fields: dict[str, object], sentence: str
) -> None:
    roadmap = make_roadmap(cast.member("lead"))
    use_case = scored("Old", 50, **fields)
    with pytest.raises(NotForThisRoadmap, match=sentence):
        add_use_cases(roadmap, [use_case], version=roadmap.version, by=cast.member("lead"), at=NOW)


def test_adding_twice_adds_once(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap, action = make_roadmap(lead), make_action("Lineage")
    roadmap = add_actions(roadmap, [action, action], version=roadmap.version, by=lead, at=NOW)
    entries = LedgerEntry.objects.count()
    again = add_actions(roadmap, [action], version=roadmap.version, by=lead, at=NOW)
    assert (again.version, RoadmapItem.objects.count()) == (roadmap.version, 1)
    assert LedgerEntry.objects.count() == entries


def test_a_dropped_action_is_refused(cast: Cast) -> None:
    roadmap = make_roadmap(cast.member("lead"))
    with pytest.raises(NotForThisRoadmap, match="Old work is dropped"):
        add_actions(
            roadmap,
            [make_action("Old work", status="dropped")],
            version=roadmap.version,
            by=cast.member("lead"),
            at=NOW,
        )


def test_removing_an_item_takes_its_dependencies_along(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = planned_roadmap(lead)
    roadmap = remove_item(item(roadmap, "Slots"), version=roadmap.version, by=lead, at=NOW)
    assert "Slots" not in waves(roadmap)
    assert not item(roadmap, "Reorder").needs.exists()


def test_an_effort_is_a_number_of_person_weeks(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = planned_roadmap(lead)
    slots = item(roadmap, "Slots")
    for weeks in (0, 2001):
        with pytest.raises(RoadmapInvalid):
            set_effort(slots, weeks, version=roadmap.version, by=lead, at=NOW)
    set_effort(slots, 12, version=roadmap.version, by=lead, at=NOW)
    assert item(roadmap, "Slots").effort_weeks == 12


def test_there_is_no_pin_to_a_wave_that_does_not_exist(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = planned_roadmap(lead)
    with pytest.raises(WaveUnknown, match="There is no wave 4; this roadmap has 3"):
        pin_item(item(roadmap, "Slots"), 4, version=roadmap.version, by=lead, at=NOW)


def test_a_domain_owner_reads_the_roadmap_and_plans_nothing(cast: Cast) -> None:
    lead, owner = cast.member("lead"), cast.member("freight_owner")
    roadmap = make_roadmap(lead, domain=cast.freight)
    use_case = scored("Yard", 50, domain=cast.freight)
    with pytest.raises(NotAllowed):
        add_use_cases(roadmap, [use_case], version=roadmap.version, by=owner, at=NOW)
    assert not RoadmapItem.objects.exists()
