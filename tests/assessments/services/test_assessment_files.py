"""Taking a whole assessment out: complete, in a stable order, and kept in the ledger."""

import json
from datetime import timedelta
from typing import Any

import pytest

from assessments.domain.answers import DontKnow, NotApplicable
from assessments.domain.invitations import Invitation
from assessments.models import Assessment
from assessments.services.assessment_files import FileFormat, export_assessment
from assessments.services.campaign_respondents import change_respondents
from assessments.services.response_evidence import add_file, add_link
from assessments.services.responses import save_response
from assessments.services.settling import settle_level
from portal.domain.errors import Invalid, NotAllowed
from portal.models import LedgerEntry
from tests.assessments.builders import answer, closed, load_small, opened, published
from tests.builders import NOW
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

WHY = "The works council asked for the raw answers."


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


def named(cast: Cast, row: Assessment, **fields: Any) -> dict[str, Any]:
    values = {"form": FileFormat.JSON, "reason": WHY, "by": cast.member("lead"), "at": NOW}
    return export_assessment(row, with_names=True, **(values | fields))


def test_the_document_holds_everything_in_the_order_of_people_and_framework(cast: Cast) -> None:
    row = a_full_one(cast)
    document = named(cast, row)
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
    assert named(cast, row, at=later) == named(cast, row)


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


def test_the_ledger_keeps_who_took_the_answers_out_and_whether_with_names(cast: Cast) -> None:
    row = a_full_one(cast)
    export_assessment(row, form=FileFormat.XLSX, by=cast.member("lead"), at=NOW)
    plain = LedgerEntry.objects.latest("seq")
    assert (plain.event, plain.actor_id) == (
        "assessments.answers.exported_numbered",
        cast.lead.pk,
    )
    assert b'"changes":{"answers":5,"format":"xlsx","respondents":2}' in bytes(plain.payload)

    named(cast, row)
    told = LedgerEntry.objects.latest("seq")
    assert told.event == "assessments.answers.exported"
    assert json.loads(bytes(told.payload))["changes"] == {
        "answers": 5,
        "format": "json",
        "reason": WHY,
        "respondents": 2,
    }


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 501])
def test_names_without_a_reason_that_can_be_read_stay_here(cast: Cast, reason: str) -> None:
    row = a_full_one(cast)
    before = LedgerEntry.objects.count()
    with pytest.raises(Invalid):
        named(cast, row, reason=reason)
    assert LedgerEntry.objects.count() == before


def test_a_file_without_names_tells_nobody_apart_but_by_a_number(cast: Cast) -> None:
    row = a_full_one(cast)
    document = export_assessment(row, form=FileFormat.JSON, by=cast.member("lead"), at=NOW)

    respondents = document["respondents"]
    assert [(each["email"], each["name"]) for each in respondents] == [
        ("respondent-1", "Respondent 1"),
        ("respondent-2", "Respondent 2"),
    ]
    people = {"respondents": respondents, "answers": document["answers"]}
    told = json.dumps(people | {"evidence": document["evidence"]})
    for word in ("@", "ontributor", "reight_owner", "2026-"):
        assert word not in told
    moments = ("invited_at", "mailed_at", "reminded_at", "finished_at")
    assert {respondents[0][name] for name in moments} == {None}
    numbers = dict(row.respondents.values_list("user", "number"))
    first = document["answers"][0]
    by = {"owners": cast.contributor, "vision": cast.freight_owner}[first["question"]]
    assert (first["respondent"], numbers[by.pk]) == ("respondent-1", 1)


def test_a_number_stays_with_its_person_when_others_come_and_go(cast: Cast) -> None:
    lead = cast.member("lead")
    row = opened(lead, [cast.contributor, cast.freight_owner], domain=cast.freight)
    export_assessment(row, form=FileFormat.JSON, by=lead, at=NOW)
    numbers = dict(row.respondents.values_list("user", "number"))
    left, stays = sorted(numbers, key=lambda user: numbers[user])

    row.refresh_from_db()
    asked = [Invitation(stays), Invitation(cast.lead.pk)]
    change_respondents(row, asked, version=row.version, by=lead, at=NOW)
    document = export_assessment(row, form=FileFormat.JSON, by=lead, at=NOW)

    assert dict(row.respondents.values_list("user", "number")) == {stays: 2, cast.lead.pk: 3}
    assert [each["email"] for each in document["respondents"]] == ["respondent-2", "respondent-3"]
    assert numbers[left] == 1


def test_numbers_follow_neither_the_alphabet_nor_who_was_asked_first(cast: Cast) -> None:
    people = [cast.contributor, cast.freight_owner, cast.lead]
    orders = set()
    framework = load_small()
    for _each in range(12):
        row = opened(cast.member("lead"), people, domain=cast.freight, framework=framework)
        export_assessment(row, form=FileFormat.JSON, by=cast.member("lead"), at=NOW)
        orders.add(tuple(row.respondents.order_by("number").values_list("user", flat=True)))
    assert len(orders) > 1


@pytest.mark.parametrize("who", ["executive", "freight_owner", "contributor", "auditor"])
def test_nobody_else_gets_it_and_nothing_is_recorded(cast: Cast, who: str) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.freight)
    before = LedgerEntry.objects.count()
    with pytest.raises(NotAllowed):
        export_assessment(row, form=FileFormat.JSON, by=cast.member(who), at=NOW)
    assert LedgerEntry.objects.count() == before
