"""The assessment report: tagged, complete, and nothing but the published result."""

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pikepdf
import pytest
from django.template.loader import render_to_string

from assessments.domain.answers import DontKnow
from assessments.domain.frameworks import ScoringRule
from assessments.domain.perspectives import Perspective
from assessments.models import Response, ResultSnapshot
from assessments.reports.result_pages import result_context
from assessments.reports.result_rows import options_sentence
from assessments.reports.results import TEMPLATE, build_result_pdf
from assessments.services.assessments import close_assessment
from assessments.services.frameworks import load_framework
from assessments.services.responses import save_response
from assessments.services.results import publish_assessment
from assessments.services.settling import settle_level
from portal.reports.marks import Marks
from portal.services.ledger import SYSTEM
from tests.assessments.builders import answer, closed, load_shipped, opened, published
from tests.assessments.domain.examples import YES_NO, by_level
from tests.builders import NOW
from tests.conftest import Cast

LEVELS = {"owners": 3, "vision": 4, "catalogue": 2, "lineage": 2, "testing": 4, "skills": 3}
HOSTILE = '<img src=file:///etc/passwd> <style>@import "http://127.0.0.1/x"</style>'


def fresh(snapshot: ResultSnapshot) -> ResultSnapshot:
    return ResultSnapshot.objects.select_related("assessment__framework").get(pk=snapshot.pk)


def html(snapshot: ResultSnapshot) -> str:
    return render_to_string(TEMPLATE, result_context(fresh(snapshot), Marks()))


@pytest.fixture
def split(cast: Cast) -> ResultSnapshot:
    """Two people, split over one capability, which was settled with a reason."""
    lead = cast.member("lead")
    row = closed(
        lead,
        {cast.contributor: LEVELS, cast.freight_owner: LEVELS | {"testing": 1}},
        domain=cast.freight,
    )
    settle_level(row, question="testing", level=2, reason="Seen in the audit.", by=lead, at=NOW)
    return publish_assessment(row, by=lead, at=NOW)


def test_the_report_is_tagged_and_says_what_it_is(cast: Cast) -> None:
    snapshot = published(cast.member("lead"), {cast.contributor: LEVELS}, domain=cast.freight)
    pdf = pikepdf.open(io.BytesIO(build_result_pdf(fresh(snapshot))))
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Spring review, Freight"
    assert bool(pdf.Root.MarkInfo.Marked)


def test_the_same_result_gives_the_same_bytes(cast: Cast) -> None:
    snapshot = published(cast.member("lead"), {cast.contributor: LEVELS}, domain=cast.freight)
    assert build_result_pdf(fresh(snapshot)) == build_result_pdf(fresh(snapshot))


def test_the_report_names_what_divided_the_room_and_nobody(
    cast: Cast, split: ResultSnapshot
) -> None:
    page = html(split)
    assert "Where people saw it differently" in page
    assert "Seen in the audit." in page
    assert cast.freight_owner.name not in page
    assert "Appendix: every answer, counted" in page


def test_a_room_of_one_mind_is_said_to_be_one(cast: Cast) -> None:
    snapshot = published(cast.member("lead"), {cast.contributor: LEVELS}, domain=cast.freight)
    assert "Nowhere: those asked agreed on every question." in html(snapshot)


def test_what_happens_afterwards_does_not_reach_the_report(cast: Cast) -> None:
    snapshot = published(cast.member("lead"), {cast.contributor: LEVELS}, domain=cast.freight)
    before = html(snapshot)
    Response.objects.all().delete()
    snapshot.assessment.title = "Renamed"
    snapshot.assessment.save(update_fields=["title"])
    assert html(snapshot) == before


def test_a_capability_without_a_level_is_named_and_is_no_zero(cast: Cast) -> None:
    some = {key: level for key, level in LEVELS.items() if key != "skills"}
    snapshot = published(cast.member("lead"), {cast.contributor: some}, domain=cast.freight)
    page = html(snapshot)
    assert '<li class="h0"><span class="heat-level">Not answered yet.</span> Skills</li>' in page
    assert "0.0</span> Skills" not in page


def test_a_nought_that_nobody_gave_is_dashed_and_says_so(cast: Cast) -> None:
    version = load_framework(by_level(also=("open", "nought")), source="test", by=SYSTEM, at=NOW)
    said = {f"nought-{place}": 0 for place in ("1A", "1B", "2A", "2B")}
    snapshot = published(
        cast.member("lead"),
        {cast.contributor: said | {"1A": 2}},
        framework=version,
        target_level=Decimal(2),
    )

    page = html(snapshot)

    open_note = '<span class="heat-note">nothing answered, counts as 0</span>'
    assert f'<li class="h0"><span class="heat-level">0.0</span> Open {open_note}</li>' in page
    assert '<li class="h1"><span class="heat-level">0.0</span> Nought</li>' in page
    assert "7 of 12 questions that apply have no answer." in page
    assert "Nobody is named. The columns: 0 No, 1 Some, 2 All." in page


def test_columns_that_are_the_levels_need_no_word(split: ResultSnapshot) -> None:
    assert "The columns" not in html(split)


def test_columns_whose_words_differ_by_question_say_what_they_count() -> None:
    said = by_level()
    asked = said.layers[0].capabilities[0]
    worded = tuple(replace(each, label=f"{each.label}, on time") for each in YES_NO)
    first = replace(asked.questions[0], options=worded)
    other = replace(asked, questions=(first, *asked.questions[1:]))
    layer = replace(said.layers[0], capabilities=(other, *said.layers[0].capabilities[1:]))
    assert options_sentence(replace(said, layers=(layer, *said.layers[1:]))) == (
        "The columns are the options of each question in their order; they count 0, 0.5, 1."
    )


def test_something_of_the_next_level_is_written_with_a_plus(cast: Cast) -> None:
    version = load_framework(
        by_level(ScoringRule.STAGED, options=YES_NO), source="test", by=SYSTEM, at=NOW
    )
    said = {"1A": 1, "1B": 1, "2A": 1, "2B": 0}
    snapshot = published(
        cast.member("lead"), {cast.contributor: said}, framework=version, target_level=Decimal(2)
    )

    page = html(snapshot)

    assert '<span class="heat-level">1+</span> Practice' in page
    assert "A plus: something of the next level is there already." in page
    assert "Nobody is named. The columns: 0 No, 1 Yes." in page


def test_every_perspective_is_printed_on_its_own_and_none_is_pooled(cast: Cast) -> None:
    lead = cast.member("lead")
    row = opened(lead, [cast.contributor, cast.retail_owner], domain=cast.freight)
    row.respondents.filter(user=cast.retail_owner).update(perspective="peer")
    answer(row, cast.contributor, LEVELS)
    answer(row, cast.retail_owner, LEVELS | {"testing": 1})
    settle_level(row, question="testing", level=2, reason="Seen in the audit.", by=lead, at=NOW)
    snapshot = publish_assessment(close_assessment(row, by=lead, at=NOW), by=lead, at=NOW)

    context = result_context(fresh(snapshot), Marks())

    (divided,) = context["divided"][0].rows
    own, peers = divided.voices
    assert (divided.title, divided.reason) == ("Testing", "Seen in the audit.")
    assert (own.perspective, own.counts, own.stands) == (
        Perspective.SELF.label, ("", "", "", "1", ""), "settled",
    )  # fmt: skip
    assert (peers.perspective, peers.counts, peers.stands) == (
        Perspective.PEER.label, ("1", "", "", "", ""), "",
    )  # fmt: skip
    appendix = [each for group in context["answers"] for each in group.rows]
    assert {len(each.voices) for each in appendix} == {2}
    assert Perspective.PEER.label in html(snapshot)


def test_nothing_is_called_agreed_where_nobody_could_say(cast: Cast) -> None:
    lead = cast.member("lead")
    row = opened(lead, [cast.contributor], domain=cast.freight)
    answer(row, cast.contributor, {"owners": 3})
    save_response(
        row.pk, question="skills", answer=DontKnow(), by=cast.member("contributor"), at=NOW
    )
    snapshot = publish_assessment(close_assessment(row, by=lead, at=NOW), by=lead, at=NOW)

    rows = {
        each.title: each.voices[0].stands
        for group in result_context(fresh(snapshot), Marks())["answers"]
        for each in group.rows
    }

    assert (rows["Owners"], rows["Skills"]) == ("agreed", "could not say")
    assert rows["Lineage"] == "nobody answered"


def test_texts_of_people_stay_text(cast: Cast) -> None:
    snapshot = published(
        cast.member("lead"), {cast.contributor: LEVELS}, domain=cast.freight, title=HOSTILE
    )
    page = html(snapshot)
    assert "<img src=file" not in page
    assert build_result_pdf(fresh(snapshot)).startswith(b"%PDF")


@pytest.mark.parametrize("key", ["five-layers", "scaling-prerequisites"])
def test_every_shipped_framework_fits_its_pages(cast: Cast, key: str) -> None:
    framework = load_shipped(key)
    keys = [each["key"] for layer in framework.data["layers"] for each in layer["capabilities"]]
    levels = {name: 1 + number % 5 for number, name in enumerate(keys)}
    snapshot = published(
        cast.member("lead"), {cast.contributor: levels}, framework=framework, domain=cast.freight
    )
    told: list[Any] = []
    content = build_result_pdf(fresh(snapshot), lambda *said: told.append(said))
    assert [done for done, _total, _words in told] == [0, 1, 2]
    assert len(pikepdf.open(io.BytesIO(content)).pages) <= 14
