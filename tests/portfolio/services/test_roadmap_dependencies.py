"""What has to be done first, and circles that are refused."""

import pytest

from portfolio.models import RoadmapDependency
from portfolio.services.roadmap_dependencies import (
    DependencyGoesInACircle,
    DependencyInvalid,
    add_dependency,
    remove_dependency,
)
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.roadmap_builders import item, make_roadmap, small_roadmap


def test_a_circle_is_refused_by_name(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = small_roadmap(lead)
    before = RoadmapDependency.objects.count()
    with pytest.raises(DependencyGoesInACircle) as refused:
        add_dependency(
            item(roadmap, "Catalogue"),
            item(roadmap, "Reorder"),
            version=roadmap.version,
            by=lead,
            at=NOW,
        )
    assert refused.value.sentence == (
        "Catalogue cannot wait for Reorder: "
        "Reorder waits for Slots, which waits for Catalogue already."
    )
    assert RoadmapDependency.objects.count() == before


def test_nothing_waits_for_itself(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = small_roadmap(lead)
    slots = item(roadmap, "Slots")
    with pytest.raises(DependencyInvalid, match="two different items"):
        add_dependency(slots, slots, version=roadmap.version, by=lead, at=NOW)


def test_both_ends_are_on_one_roadmap(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap, other = small_roadmap(lead), make_roadmap(lead)
    stranger = other.items.create(use_case=item(roadmap, "Slots").use_case, effort_weeks=1)
    with pytest.raises(DependencyInvalid, match="same roadmap"):
        add_dependency(item(roadmap, "Slots"), stranger, version=roadmap.version, by=lead, at=NOW)


def test_saying_it_twice_changes_nothing_and_taking_it_back_is_recorded(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = small_roadmap(lead)
    slots, catalogue = item(roadmap, "Slots"), item(roadmap, "Catalogue")
    again = add_dependency(slots, catalogue, version=roadmap.version, by=lead, at=NOW)
    assert again.version == roadmap.version
    dependency = RoadmapDependency.objects.get(item=slots)
    after = remove_dependency(dependency, version=roadmap.version, by=lead, at=NOW)
    assert after.version == roadmap.version + 1
    assert not RoadmapDependency.objects.filter(item=slots).exists()
