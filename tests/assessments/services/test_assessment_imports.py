"""Importing a whole assessment: what was taken out comes in again, all of it or nothing."""

import hashlib
import io
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import rfc8785
from openpyxl import load_workbook

from assessments.domain.answers import Answered, DontKnow, NotApplicable
from assessments.domain.confidence import Confidence
from assessments.models import (
    Assessment,
    AssessmentImport,
    AssessmentRespondent,
    FrameworkVersion,
    Response,
)
from assessments.reports.assessment_sheets import assessment_tables
from assessments.selectors.assessment_files import assessment_document
from assessments.services.assessment_import_plans import plan_import
from assessments.services.assessment_imports import (
    AssessmentFileRefused,
    ImportedBefore,
    import_assessment,
    import_kept,
    keep_file,
    place_words,
    portal_itself,
)
from assessments.services.assessments import close_assessment, reopen_assessment
from assessments.services.frameworks import load_framework
from assessments.services.response_evidence import add_link
from assessments.services.responses import save_response
from assessments.services.results import publish_assessment
from assessments.services.settling import settle_level, settle_not_applicable
from portal.domain.errors import NotAllowed
from portal.models import LedgerEntry
from portal.reports.workbooks import write_workbook
from portal.services.file_limits import FileRefused
from portal.services.ledger import SYSTEM
from tests.assessments.builders import answer, closed, draft, make_partner, opened
from tests.assessments.builders import load_partner_framework as partner_framework
from tests.assessments.domain.examples import by_level
from tests.builders import NOW
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

NASTY = (
    '=HYPERLINK("https://evil.example","x")',
    "+1\n-2\r\n@three\t'four'",
    '"quoted", “curly”; and – a dash',
    "😀" * 4000,
    "_x0041_x0042_ and x005F_",
    "json:not json",
)


def as_json(row: Assessment) -> bytes:
    return json.dumps(assessment_document(Assessment.objects.get(pk=row.pk))).encode()


def as_workbook(row: Assessment) -> bytes:
    file = io.BytesIO()
    write_workbook(file, assessment_tables(assessment_document(Assessment.objects.get(pk=row.pk))))
    return file.getvalue()


def content(row: Assessment) -> dict[str, Any]:
    """What must be the same on both sides: everything but where and whether it is published."""
    document = assessment_document(Assessment.objects.get(pk=row.pk))
    del document["result"]
    return document | {"assessment": document["assessment"] | {"domain": [], "state": ""}}


def a_full_one(cast: Cast) -> Assessment:
    people = [cast.contributor, cast.freight_owner, cast.retail_owner]
    row = opened(cast.member("lead"), people, domain=cast.freight, in_production=7)
    own = AssessmentRespondent.objects.filter(assessment=row, user=cast.retail_owner)
    own.update(perspective="peer", layers=["data", "people"])
    answer(row, cast.contributor, {"owners": 3, "vision": 1, "catalogue": 2, "lineage": 4})
    answer(row, cast.retail_owner, {"catalogue": 2})
    by = cast.member("freight_owner")
    kinds = [
        Answered(1),
        Answered(5),
        NotApplicable(NASTY[1]),
        DontKnow(),
        Answered(2),
        NotApplicable("No."),
    ]
    keys = ("owners", "vision", "catalogue", "lineage", "testing", "skills")
    for key, kind, comment in zip(keys, kinds, NASTY, strict=True):
        sure = Confidence(2) if isinstance(kind, Answered) else None
        at = NOW + timedelta(hours=1, microseconds=5)
        save_response(
            row.pk, question=key, answer=kind, comment=comment, confidence=sure, by=by, at=at
        )
    add_link(row.pk, question="vision", link="https://wiki.example/v", by=by, at=NOW)
    lead = cast.member("lead")
    settle_level(row, question="vision", level=2, reason=NASTY[0], by=lead, at=NOW)
    settle_level(row, question="owners", level=2, reason="Between.", by=lead, at=NOW)
    settle_level(row, question="catalogue", level=2, reason="Peers are right.", by=lead, at=NOW)
    settle_not_applicable(row, question="lineage", reason="Not here.", by=lead, at=NOW)
    return close_assessment(row, by=lead, at=NOW)


@pytest.mark.parametrize("written", [as_json, as_workbook])
def test_what_goes_out_comes_in_again_and_out_the_same(
    cast: Cast, written: Callable[[Assessment], bytes]
) -> None:
    row = a_full_one(cast)
    file = written(row)
    new, _plan = import_assessment(
        file, filename="all.x", domain=cast.retail, by=cast.member("lead"), at=NOW
    )
    assert new.pk != row.pk
    assert new.domain == cast.retail
    assert content(new) == content(row)
    assert new.state == "closed"
    again = written(new)
    back, _plan = import_assessment(
        again, filename="all.x", domain=cast.freight, by=cast.member("lead"), at=NOW
    )
    assert written(back) == written(row) if written is as_json else content(back) == content(row)


@pytest.mark.parametrize("written", [as_json, as_workbook])
def test_an_import_is_published_with_the_same_figures(
    cast: Cast, written: Callable[[Assessment], bytes]
) -> None:
    row, lead = a_full_one(cast), cast.member("lead")
    first = publish_assessment(row, by=lead, at=NOW)
    new, _plan = import_assessment(written(row), filename="f", domain=cast.retail, by=lead, at=NOW)
    assert (new.state, new.published_at) == ("closed", None)
    second = publish_assessment(new, by=lead, at=NOW + timedelta(days=1))
    assert second.data["evidence"].pop("domain") == "Retail"
    first.data["evidence"].pop("domain")
    assert second.data == first.data


@pytest.mark.parametrize("written", [as_json, as_workbook])
def test_so_it_is_for_a_framework_that_asks_level_by_level(
    cast: Cast, written: Callable[[Assessment], bytes]
) -> None:
    lead = cast.member("lead")
    framework = load_framework(by_level(), source="test", by=SYSTEM, at=NOW)
    answers = {cast.contributor: {"1A": 2, "1B": 1, "2A": 0}}
    fields = {"framework": framework, "target_level": Decimal(2)}
    row = closed(lead, answers, domain=cast.freight, **fields)
    first = publish_assessment(row, by=lead, at=NOW)
    new, _plan = import_assessment(written(row), filename="f", domain=cast.retail, by=lead, at=NOW)
    second = publish_assessment(new, by=lead, at=NOW)
    assert second.data["evidence"].pop("domain") == "Retail"
    first.data["evidence"].pop("domain")
    assert second.data == first.data
    assert second.mean == first.mean


def test_it_goes_to_the_domain_that_the_file_names(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.depots)
    new, _plan = import_assessment(as_json(row), filename="f", by=cast.member("lead"), at=NOW)
    assert new.domain == cast.depots


def test_the_enterprise_may_be_called_otherwise_here(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.depots)
    document = json.loads(as_json(row))
    document["assessment"]["domain"][0] = "Another group"
    file = json.dumps(document).encode()
    plan = plan_import(file, filename="f", domain=None, by=cast.member("lead"), at=NOW)
    assert plan.domain == cast.depots
    assert plan.notes == (
        (
            "It comes from “Another group › Freight › Depots” "
            "and goes to “Harbour group › Freight › Depots”."
        ),
    )


def test_what_is_not_taken_over_is_told(cast: Cast) -> None:
    row = publish_assessment(a_full_one(cast), by=cast.member("lead"), at=NOW).assessment
    document = json.loads(as_json(row))
    document["assessment"] |= {"campaign": "Spring round", "facilitator": "boss@elsewhere.example"}
    document["evidence"][0] |= {"link": "", "file_name": "minutes.txt"}
    file = json.dumps(document).encode()
    plan = plan_import(file, filename="f", domain=None, by=cast.member("lead"), at=NOW)
    assert plan.notes == (
        "Its result was published there. Here it is closed: publish it to have the result.",
        "It belongs to the campaign “Spring round” there. Here it stands on its own.",
        "boss@elsewhere.example is named there and has no account here, so the name is left out.",
        "1 file of evidence is named in it, and its content is not: it stays behind.",
    )
    new, _plan = import_assessment(file, filename="f", by=cast.member("lead"), at=NOW)
    assert (new.facilitator, new.evidence.count(), new.campaign) == (cast.lead, 0, None)


@pytest.mark.parametrize("state", ["draft", "open", "closed"])
def test_it_comes_in_as_it_was(cast: Cast, state: str) -> None:
    lead = cast.member("lead")
    if state == "draft":
        row = draft(lead, [cast.contributor], domain=cast.freight)
    else:
        row = closed(lead, {cast.contributor: {"owners": 3}}, domain=cast.freight)
    if state == "open":
        row = reopen_assessment(row, reason="Too early.", by=lead, at=NOW)
    new, _plan = import_assessment(as_json(row), filename="f", by=lead, at=NOW)
    assert (new.state, new.version) == (state, 1)


def test_who_answered_in_an_open_one_can_go_on(cast: Cast) -> None:
    row = opened(cast.member("lead"), [cast.contributor], domain=cast.freight)
    answer(row, cast.contributor, {"owners": 3})
    new, _plan = import_assessment(as_json(row), filename="f", by=cast.member("lead"), at=NOW)
    answer(new, cast.contributor, {"owners": 4, "vision": 2}, at=NOW + timedelta(hours=1))
    assert dict(new.responses.values_list("question", "level")) == {"owners": 4, "vision": 2}


def test_the_ledger_keeps_what_was_imported(cast: Cast) -> None:
    row = a_full_one(cast)
    new, _plan = import_assessment(
        as_json(row), filename="C:\\x\\f.json", by=cast.member("lead"), at=NOW
    )
    entry = LedgerEntry.objects.order_by("-seq")[0]
    assert (entry.event, entry.subject_id) == ("assessments.assessment.imported", str(new.pk))
    changes = json.loads(bytes(entry.payload))["changes"]
    assert (changes["file"], changes["answers"], changes["settled"]) == ("f.json", 11, 4)
    assert changes["sha256"] == AssessmentImport.objects.get().sha256


def test_the_same_file_comes_in_twice_only_when_that_is_said(cast: Cast) -> None:
    row, lead = a_full_one(cast), cast.member("lead")
    file = as_json(row)
    new, _plan = import_assessment(file, filename="f", by=lead, at=NOW)
    with pytest.raises(ImportedBefore, match="imported before, as “Spring review”"):
        import_assessment(file, filename="f", by=lead, at=NOW)
    assert Assessment.objects.count() == 2
    again, _plan = import_assessment(file, filename="f", again=True, by=lead, at=NOW)
    assert again.pk != new.pk


def test_a_kept_file_is_imported_once_and_then_dropped(cast: Cast) -> None:
    lead = cast.member("lead")
    file = as_json(a_full_one(cast))
    kept = keep_file(file, filename="f", domain=cast.retail, by=lead, at=NOW)
    assert Assessment.objects.count() == 1
    new = import_kept(kept, by=lead, at=NOW)
    kept.refresh_from_db()
    assert (kept.assessment, kept.content) == (new, None)
    assert new.domain == cast.retail


def test_a_kept_file_is_dropped_after_a_day(cast: Cast) -> None:
    lead = cast.member("lead")
    file = as_json(a_full_one(cast))
    keep_file(file, filename="f", domain=None, by=lead, at=NOW)
    newer = keep_file(file, filename="f", domain=None, by=lead, at=NOW + timedelta(days=2))
    assert list(AssessmentImport.objects.all()) == [newer]


def refused(cast: Cast, file: bytes, who: str = "lead", **fields: Any) -> dict[str, str]:
    """Import a file that cannot be, and see that nothing was left behind."""
    before = Assessment.objects.count(), Response.objects.count(), LedgerEntry.objects.count()
    with pytest.raises(AssessmentFileRefused) as refusal:
        import_assessment(file, filename="f", by=cast.member(who), at=NOW, **fields)
    after = Assessment.objects.count(), Response.objects.count(), LedgerEntry.objects.count()
    assert after == before
    assert AssessmentImport.objects.count() == 0
    return {place_words(each): each.sentence for each in refusal.value.errors}


def changed(row: Assessment, change: Callable[[dict[str, Any]], object]) -> bytes:
    document = json.loads(as_json(row))
    change(document)
    return json.dumps(document).encode()


def test_every_error_is_told_at_once_with_its_place(cast: Cast) -> None:
    row = closed(
        cast.member("lead"),
        {cast.contributor: {"owners": 3, "vision": 2, "lineage": 1}, cast.freight_owner: {}},
        domain=cast.freight,
    )

    def spoil(document: dict[str, Any]) -> None:
        people, answers = document["respondents"], document["answers"]
        document["assessment"]["state"] = "open"
        people[1]["layers"] = ["attic"]
        people.append(people[0] | {"email": "nobody@example.org"})
        people.append(people[0] | {"email": "executive@example.org"})
        answers[0]["level"] = 9
        answers[1]["question"] = "owners"
        answers[2]["question"] = "colour"
        answers.append(answers[0] | {"respondent": "stranger@example.org", "level": 2})
        document["settled"] = [
            {"question": "owners", "kind": "perhaps", "level": 2, "reason": " ", "settled_at": None}
        ]

    assert refused(cast, changed(row, spoil)) == {
        "respondents.2.layers": "“Sample” has no layer “attic”.",
        "answers.1.level": "Choose a whole level from 1 to 5.",
        "answers.2.question": "“contributor@example.org” answers “owners” twice.",
        "answers.3.question": "“Sample” asks nothing under “colour”.",
        "answers.4.respondent": (
            "“stranger@example.org” is not among the respondents of this file."
        ),
        "settled.1.kind": "The kind must be one of: level, not_applicable.",
        "settled.1.reason": "Say why, in a sentence.",
        "settled.1.settled_at": "Say when that was.",
        "respondents.3.email": "Nobody here has the address “nobody@example.org”.",
        "respondents.4.email": (
            "“executive@example.org” is not active here, or may not answer assessments."
        ),
    }


def test_errors_in_a_workbook_name_the_sheet_and_the_row(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.freight)
    document = assessment_document(row)
    document["answers"][0] |= {"level": 7, "confidence": 4}
    file = io.BytesIO()
    write_workbook(file, assessment_tables(document))
    assert refused(cast, file.getvalue()) == {
        "Answers.2.level": "Choose a whole level from 1 to 5.",
        "Answers.2.confidence": "Give the confidence from 1 to 3, or nothing.",
    }


def test_an_answer_outside_the_layers_somebody_is_asked_about_is_an_error(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.freight)
    file = changed(row, lambda each: each["respondents"][0].update(layers=["people"]))
    assert refused(cast, file) == {
        "answers.1.question": "“contributor@example.org” is not asked “owners”."
    }


def test_a_framework_with_other_content_is_an_error(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.freight)
    file = changed(row, lambda each: each["framework"].update(sha256="0" * 64))
    assert refused(cast, file) == {
        "assessment.framework.sha256": (
            "“sample” 1 is here with other content, so answers would lie."
        )
    }


def renamed(document: dict[str, Any]) -> None:
    """Make of the framework one that is not here."""
    document["framework"]["version"] = document["framework"]["data"]["version"] = "2"
    data = rfc8785.dumps(document["framework"]["data"])
    document["framework"]["sha256"] = hashlib.sha256(data).hexdigest()


def test_a_framework_that_is_not_here_comes_with_the_file(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.freight)
    new, _plan = import_assessment(
        changed(row, renamed), filename="f", by=cast.member("lead"), at=NOW
    )
    assert (new.framework.key, new.framework.version) == ("sample", "2")
    assert FrameworkVersion.objects.count() == 2


def test_a_framework_that_is_not_what_its_fingerprint_says_is_an_error(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.freight)

    def spoil(document: dict[str, Any]) -> None:
        renamed(document)
        document["framework"]["data"]["layers"][0]["capabilities"][0]["weight"] = 3

    assert list(refused(cast, changed(row, spoil))) == ["assessment.framework.sha256"]


def test_a_domain_that_is_not_here_is_an_error_unless_one_is_chosen(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.freight)
    file = changed(row, lambda each: each["assessment"]["domain"].append("Attic"))
    assert refused(cast, file) == {
        "assessment.domain": "There is no “Harbour group › Freight › Attic” here in which you "
        "may run assessments. Choose one."
    }
    new, _plan = import_assessment(
        file, filename="f", domain=cast.retail, by=cast.member("lead"), at=NOW
    )
    assert new.domain == cast.retail


def test_a_partner_is_found_by_its_name_in_the_domain(cast: Cast) -> None:
    lead = cast.member("lead")
    partner = make_partner(lead, domain=cast.freight)
    fields = {"domain": cast.freight, "framework": partner_framework(), "partner": partner}
    file = as_json(closed(lead, {cast.contributor: {"owners": 3}}, **fields))
    assert refused(cast, file, domain=cast.retail) == {
        "assessment.partner": "“Retail” has no partner “Northlight Systems”. Add it first."
    }
    assert import_assessment(file, filename="f", by=lead, at=NOW)[0].partner == partner


@pytest.mark.parametrize("who", ["executive", "freight_owner", "contributor", "auditor"])
def test_nobody_imports_who_may_not_run_assessments(cast: Cast, who: str) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.freight)
    file = as_json(row)
    with pytest.raises(NotAllowed):
        import_assessment(file, filename="f", domain=cast.freight, by=cast.member(who), at=NOW)
    assert Assessment.objects.count() == 1


def test_the_command_line_acts_for_the_centre(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.freight)
    new, _plan = import_assessment(changed(row, renamed), filename="f", by=portal_itself(), at=NOW)
    assert new.facilitator == cast.lead


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"", "The file is not JSON: line 1, column 1."),
        (b"\xff\xfe", "The file is not UTF-8."),
        (b"[]", "The file must hold one object."),
        (b'{"a": 1, "a": 2}', "The key “a” stands twice in one object."),
        (b'{"a": NaN}', "“NaN” is no number."),
        (b'{"a": 1e999}', "“1e999” is no number."),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "The file is nested too deep."),
        (b"{}", "This is no file of an assessment from a portal like this one."),
        (
            b'{"kind": "steelthread-assessment", "schema": 2}',
            "The file has schema 2; this portal reads 1.",
        ),
    ],
)
def test_a_file_that_is_none_is_refused_with_one_sentence(
    cast: Cast, file: bytes, sentence: str
) -> None:
    assert list(refused(cast, file).values()) == [sentence]


@pytest.mark.parametrize("text", ["a\\u0000b", "a\\ud800b"])
def test_a_text_that_cannot_be_kept_is_named(cast: Cast, text: str) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.freight)
    document = json.loads(as_json(row))
    document["answers"][0]["comment"] = "HERE"
    file = json.dumps(document).replace("HERE", text).encode()
    assert refused(cast, file) == {
        "answers.1.comment": "The text holds a character that cannot be kept."
    }


def test_a_file_of_more_than_10_mb_is_refused_in_one_sentence(cast: Cast) -> None:
    with pytest.raises(FileRefused, match="files of up to 10 MB can be imported"):
        import_assessment(b" " * 11_000_000, filename="f", by=cast.member("lead"), at=NOW)


def test_a_workbook_with_formulas_is_refused(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.freight)
    book = load_workbook(io.BytesIO(as_workbook(row)))
    book["Answers"]["D2"] = "=1+2"
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(FileRefused, match="The workbook has formulas"):
        import_assessment(file.getvalue(), filename="f", by=cast.member("lead"), at=NOW)


def test_a_workbook_saved_by_another_program_comes_in_as_well(cast: Cast) -> None:
    row = a_full_one(cast)
    file = io.BytesIO()
    load_workbook(io.BytesIO(as_workbook(row))).save(file)
    new, _plan = import_assessment(
        file.getvalue(), filename="f", domain=cast.retail, by=cast.member("lead"), at=NOW
    )
    assert content(new) == content(row)


JUNK = (None, True, -1, 10**30, 1.5, "", "9999-12-31T23:59:59-12:00", [], {}, [[]], {"x": []})


def paths(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a document; of lists of many, the first entry stands for all."""
    yield path
    if isinstance(data, dict):
        for key, value in data.items():
            yield from paths(value, (*path, key))
    elif isinstance(data, list) and data:
        yield from paths(data[0], (*path, 0))


def test_whatever_stands_anywhere_is_an_error_at_most(cast: Cast) -> None:
    document = json.loads(as_json(a_full_one(cast)))
    renamed(document)
    by = cast.member("lead")
    for path in list(paths(document))[1:]:
        for junk in JUNK:
            spoilt = json.loads(json.dumps(document))
            at = spoilt
            for key in path[:-1]:
                at = at[key]
            at[path[-1]] = junk
            plan_import(json.dumps(spoilt).encode(), filename="f", domain=None, by=by, at=NOW)
    assert Assessment.objects.count() == 1
