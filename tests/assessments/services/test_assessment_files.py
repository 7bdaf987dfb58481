"""Taking a whole assessment out: complete, in a stable order, and kept in the ledger."""

from datetime import timedelta

import pytest

from assessments.domain.answers import DontKnow, NotApplicable
from assessments.models import Assessment
from assessments.services.assessment_files import FileFormat, export_assessment
from assessments.services.response_evidence import add_file, add_link
from assessments.services.responses import save_response
from assessments.services.settling import settle_level
from portal.domain.errors import NotAllowed
from portal.models import LedgerEntry
from tests.assessments.builders import answer, closed, opened, published
from tests.builders import NOW
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def a_full_one(cast: Cast) -> Assessment:
    """Every kind of answer, evidence of both kinds, and something settled."""
    row = opened(cast.member("lead"), [cast.freight_owner, cast.contributor], domain=cast.freight)
    answer(row, cast.contributor, {"owners": 3, "vision": 1})
    answer(row, cast.freight_owner, {"vision": 5})
    by = cast.member("freight_owner")
    why = NotApplicable("Nothing is built here.")
    save_response(row.pk, question="testing", answer=why, by=by, at=NOW)
    save_response(row.pk, question="skills", answer=DontKnow(), comment="Ask HR.", by=by, at=NOW)
    beside = {"question": "vision", "by": by, "at": NOW}
    add_link(row.pk, link="https://wiki.example/vision", **beside)
    add_file(row.pk, content=b"Minutes", name="minutes.txt", **beside)
    lead = cast.member("lead")
    settle_level(row, question="vision", level=2, reason="Half of it.", by=lead, at=NOW)
    return row


def test_the_document_holds_everything_in_the_order_of_people_and_framework(cast: Cast) -> None:
    row = a_full_one(cast)
    document = export_assessment(row, form=FileFormat.JSON, by=cast.member("lead"), at=NOW)
    assert list(document) == [
        "schema",
        "kind",
        "assessment",
        "framework",
        "respondents",
        "answers",
        "settled",
        "evidence",
        "result",
    ]
    assert document["assessment"] == {
        "title": "Spring review",
        "domain": ["Harbour group", "Freight"],
        "partner": None,
        "campaign": None,
        "starts_on": "2026-03-02",
        "due_on": "2026-03-31",
        "target_level": 3.0,
        "target": {},
        "in_production": None,
        "state": "open",
        "facilitator": "lead@example.org",
    }
    assert document["framework"]["sha256"] == row.framework.sha256
    assert document["framework"]["data"] == row.framework.data
    assert [each["email"] for each in document["respondents"]] == [
        "contributor@example.org",
        "freight_owner@example.org",
    ]
    told = [
        (each["respondent"].partition("@")[0], each["question"], each["kind"], each["level"])
        for each in document["answers"]
    ]
    assert told == [
        ("contributor", "owners", "level", 3),
        ("contributor", "vision", "level", 1),
        ("freight_owner", "vision", "level", 5),
        ("freight_owner", "testing", "not_applicable", None),
        ("freight_owner", "skills", "dont_know", None),
    ]
    assert document["answers"][3]["comment"] == "Nothing is built here."
    assert document["answers"][0]["saved_at"] == "2026-03-02T09:00:00+00:00"
    assert document["settled"] == [
        {
            "question": "vision",
            "kind": "level",
            "level": 2,
            "reason": "Half of it.",
            "settled_by": "lead@example.org",
            "settled_at": "2026-03-02T09:00:00+00:00",
        }
    ]
    link, file = document["evidence"]
    assert (link["link"], link["file_sha256"]) == ("https://wiki.example/vision", "")
    assert (file["file_name"], file["file_size"], file["link"]) == ("minutes.txt", 7, "")
    assert len(file["file_sha256"]) == 64
    assert document["result"] is None


def test_the_same_assessment_gives_the_same_document_another_day(cast: Cast) -> None:
    row, lead = a_full_one(cast), cast.member("lead")
    first = export_assessment(row, form=FileFormat.JSON, by=lead, at=NOW)
    later = NOW + timedelta(days=9)
    assert export_assessment(row, form=FileFormat.XLSX, by=lead, at=later) == first


def test_a_published_one_brings_its_result(cast: Cast) -> None:
    lead = cast.member("lead")
    snapshot = published(lead, {cast.contributor: {"owners": 3}}, domain=cast.freight)
    row = snapshot.assessment
    document = export_assessment(row, form=FileFormat.JSON, by=lead, at=NOW)
    assert document["result"] == {
        "published_at": "2026-03-02T09:00:00+00:00",
        "sha256": snapshot.sha256,
        "ledger_seq": snapshot.ledger_seq,
        "data": snapshot.data,
    }


def test_the_ledger_keeps_who_took_the_answers_out_and_in_what_format(cast: Cast) -> None:
    row = a_full_one(cast)
    export_assessment(row, form=FileFormat.XLSX, by=cast.member("lead"), at=NOW)
    entry = LedgerEntry.objects.order_by("-seq").first()
    assert entry is not None
    assert (entry.event, entry.actor_id) == ("assessments.answers.exported", cast.lead.pk)
    assert b'"changes":{"answers":5,"format":"xlsx","respondents":2}' in bytes(entry.payload)


@pytest.mark.parametrize("who", ["executive", "freight_owner", "contributor", "auditor"])
def test_nobody_else_gets_it_and_nothing_is_recorded(cast: Cast, who: str) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.freight)
    before = LedgerEntry.objects.count()
    with pytest.raises(NotAllowed):
        export_assessment(row, form=FileFormat.JSON, by=cast.member(who), at=NOW)
    assert LedgerEntry.objects.count() == before
