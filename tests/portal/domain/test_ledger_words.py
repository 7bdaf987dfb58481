"""What the ledger says to people: every event has its sentence, every value its words."""

from enum import StrEnum

import pytest

from assessments.services.events import AssessmentsEvent
from portal.domain.ledger_words import SENTENCES, details, sentence
from portal.services.ledger import PortalEvent
from portfolio.services.events import PortfolioEvent

EVENTS = [*PortalEvent, *AssessmentsEvent, *PortfolioEvent]


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_has_a_sentence_that_names_who_and_what(event: StrEnum) -> None:
    assert event.value in SENTENCES
    told = sentence(event.value, actor="Ada", subject="Rail")
    assert told.startswith("Ada ")
    assert "Rail" in told


def test_no_sentence_is_left_of_an_event_that_is_gone() -> None:
    assert set(SENTENCES) == {event.value for event in EVENTS}


def test_what_the_portal_itself_did_starts_a_sentence() -> None:
    told = sentence("portal.demo.loaded", actor="the portal itself", subject="Rail")
    assert told == "The portal itself loaded the demo organisation Rail."


def test_changes_are_told_without_what_only_proves_them() -> None:
    changes = {
        "planned_cost": ["10", None],
        "items": ["Price match", "Yard planning"],
        "sha256": "ab" * 32,
    }
    assert details(changes) == (("planned cost", "10 → –"), ("items", "Price match, Yard planning"))


def test_codes_are_told_in_words() -> None:
    changes = {
        "status": ["in_progress", "done"],
        "bucket_answers": {"new_offer": False},
        "is_default": False,
        "kind": "roadmap_pdf",
    }
    assert details(changes) == (
        ("status", "in progress → done"),
        ("answers on the bucket", "new offer: no"),
        ("offered first", "no"),
        ("kind", "roadmap PDF"),
    )


def test_what_a_person_wrote_is_left_as_it_is() -> None:
    assert details({"title": "Price_match of A_B"}) == (("title", "Price_match of A_B"),)
