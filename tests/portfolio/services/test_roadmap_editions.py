"""Publishing: an edition is frozen, proven by the ledger, refused when the plan does not hold."""

import hashlib

import pytest
import rfc8785

from portal.domain.errors import NotAllowed
from portal.models import Job, LedgerEntry
from portfolio.domain.editions import edition_from_data
from portfolio.models import RoadmapEdition, UseCase
from portfolio.services.roadmap_editions import EditionInvalid, NotPlanned, PlanBroken
from portfolio.services.roadmap_items import add_use_cases, pin_item, remove_item, set_effort
from portfolio.services.roadmap_locks import RoadmapChanged
from portfolio.services.roadmaps import plan
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.roadmap_builders import (
    item,
    planned_roadmap,
    published,
    scored,
    small_roadmap,
    waves,
)


def test_an_edition_holds_the_whole_plan_and_is_in_the_ledger(cast: Cast) -> None:
    lead = cast.member("lead")
    edition = published(planned_roadmap(lead), lead, summary="For the board.")
    read = edition_from_data(edition.data)
    assert [[i.title for i in wave.items] for wave in read.plan.waves] == [
        ["Catalogue", "Claims"],
        ["Slots"],
        ["Reorder"],
    ]
    assert [(left.item.title, left.reason) for left in read.plan.left_out] == [
        ("Chat", "It needs 25 person-weeks and no wave has over 20.")
    ]
    assert (read.number, read.title, read.summary_text) == (1, "AI roadmap 2026", "For the board.")
    assert edition.sha256 == hashlib.sha256(rfc8785.dumps(edition.data)).hexdigest()
    entry = LedgerEntry.objects.get(seq=edition.ledger_seq)
    assert entry.event == "portfolio.roadmap.edition_published"
    assert edition.sha256 in bytes(entry.payload).decode()


def test_publishing_asks_for_its_pdf_once(cast: Cast) -> None:
    lead = cast.member("lead")
    edition = published(planned_roadmap(lead), lead)
    job = Job.objects.get(kind="portfolio.roadmap_pdf")
    assert (job.pk, job.args) == (edition.job_id, {"edition": edition.pk})


def test_later_changes_leave_the_edition_alone(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = planned_roadmap(lead)
    edition = published(roadmap, lead)
    UseCase.objects.filter(title="Slots").update(title="Renamed", priority=1.0)
    remove_item(item(roadmap, "Claims"), version=roadmap.version, by=lead, at=NOW)
    stored = RoadmapEdition.objects.get()
    assert stored.data == edition.data
    assert stored.sha256 == hashlib.sha256(rfc8785.dumps(stored.data)).hexdigest()


def test_the_next_edition_says_what_entered_left_and_moved(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = planned_roadmap(lead)
    published(roadmap, lead)
    roadmap = remove_item(item(roadmap, "Claims"), version=roadmap.version, by=lead, at=NOW)
    roadmap = add_use_cases(
        roadmap, [scored("Yard", 95, effort_weeks=14)], version=roadmap.version, by=lead, at=NOW
    )
    roadmap = pin_item(item(roadmap, "Slots"), 3, version=roadmap.version, by=lead, at=NOW)
    roadmap = plan(roadmap, version=roadmap.version, by=lead, at=NOW)
    changes = edition_from_data(published(roadmap, lead).data).changes
    assert changes.number == 1
    assert [(c.title, c.words) for c in changes.entered] == [("Yard", "wave 1")]
    assert [(c.title, c.words) for c in changes.left] == [
        ("Claims", "taken off the roadmap"),
        (
            "Reorder",
            (
                "below the cut line. It does not fit into the 3 waves: it can start in wave 4 at "
                "the earliest."
            ),
        ),
    ]
    assert [(c.title, c.words) for c in changes.moved] == [("Slots", "from wave 2 to wave 3")]


@pytest.mark.parametrize("name", ["executive", "board", "auditor", "freight_owner"])
def test_readers_cannot_publish(cast: Cast, name: str) -> None:
    roadmap = planned_roadmap(cast.member("lead"))
    with pytest.raises(NotAllowed):
        published(roadmap, cast.member(name))
    assert not RoadmapEdition.objects.exists()


def test_what_is_not_planned_is_not_published(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = small_roadmap(lead)
    with pytest.raises(NotPlanned, match="Nothing has a wave yet"):
        published(roadmap, lead)
    roadmap = plan(roadmap, version=roadmap.version, by=lead, at=NOW)
    roadmap = add_use_cases(roadmap, [scored("Yard", 50)], version=roadmap.version, by=lead, at=NOW)
    with pytest.raises(NotPlanned, match="“Yard” was added since the waves were planned"):
        published(roadmap, lead)
    assert not RoadmapEdition.objects.exists()


def test_a_plan_that_does_not_hold_is_not_published(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = planned_roadmap(lead)
    roadmap = set_effort(item(roadmap, "Claims"), 19, version=roadmap.version, by=lead, at=NOW)
    with pytest.raises(PlanBroken, match="Wave 1 is over capacity: 25 of 20 person-weeks"):
        published(roadmap, lead)
    assert not RoadmapEdition.objects.exists()
    assert not Job.objects.filter(kind="portfolio.roadmap_pdf").exists()


def test_title_and_summary_have_a_length(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = planned_roadmap(lead)
    for said in ({"title": " "}, {"title": "x" * 201}, {"summary": "x" * 401}):
        with pytest.raises(EditionInvalid):
            published(roadmap, lead, **said)
    assert not RoadmapEdition.objects.exists()


def test_a_stale_reader_publishes_nothing(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = planned_roadmap(lead)
    with pytest.raises(RoadmapChanged):
        published(roadmap, lead, version=roadmap.version - 1)
    assert not RoadmapEdition.objects.exists()
    assert waves(roadmap)["Slots"] == 2
