"""Links and files lie beside one's own answers, within bounds, while the assessment is open."""

import hashlib
from typing import Any

import pytest

from assessments.domain.lifecycle import NotTakingAnswers
from assessments.domain.links import LinkInvalid
from assessments.models import Assessment, AssessmentRespondent, ResponseEvidence
from assessments.selectors.response_evidence import evidence_by_person, evidence_readable_by
from assessments.services import response_evidence
from assessments.services.assessments import close_assessment
from assessments.services.response_evidence import (
    MOST_PIECES,
    EvidenceRefused,
    NoSuchEvidence,
    add_file,
    add_link,
    remove_evidence,
)
from assessments.services.responses import NotAsked, NotTheirQuestion
from portal.domain.errors import Refusal
from portal.domain.file_flaws import FileRefused
from portal.models import Attachment, LedgerEntry
from tests.assessments.builders import opened
from tests.builders import NOW
from tests.conftest import Cast
from tests.portal.domain.files import PDF, SCRIPT

LINK = "https://wiki.tessenbrook.example/register/"


@pytest.fixture
def assessment(cast: Cast) -> Any:
    return opened(cast.member("lead"), [cast.contributor, cast.freight_owner], domain=cast.freight)


def link(cast: Cast, row: Assessment, who: str = "contributor", **fields: Any) -> Any:
    values = {"question": "owners", "link": LINK} | fields
    return add_link(row.pk, by=cast.member(who), at=NOW, **values)


def file(cast: Cast, row: Assessment, who: str = "contributor", **fields: Any) -> Any:
    values = {"question": "owners", "content": PDF, "name": "C:\\Policy.PDF"} | fields
    return add_file(row.pk, by=cast.member(who), at=NOW, **values)


def test_a_link_and_a_file_lie_beside_an_answer(cast: Cast, assessment: Assessment) -> None:
    before = LedgerEntry.objects.count()
    one, two = link(cast, assessment), file(cast, assessment)

    assert (one.title, one.link, one.attachment) == (
        "wiki.tessenbrook.example/register",
        LINK,
        None,
    )
    kept = Attachment.objects.get()
    assert (two.title, two.link, two.attachment) == ("Policy.PDF", "", kept)
    assert (bytes(kept.content), kept.media_type) == (PDF, "application/pdf")
    assert kept.sha256 == hashlib.sha256(PDF).hexdigest()
    assert LedgerEntry.objects.count() == before


def test_the_same_thing_twice_is_one(cast: Cast, assessment: Assessment) -> None:
    assert link(cast, assessment) == link(cast, assessment)
    assert file(cast, assessment) == file(cast, assessment, name="again.pdf")

    assert (ResponseEvidence.objects.count(), Attachment.objects.count()) == (2, 1)


@pytest.mark.parametrize(
    ("add", "fields", "refusal"),
    [
        (link, {"link": "javascript:alert(1)"}, LinkInvalid),
        (file, {"content": SCRIPT}, FileRefused),
        (file, {"content": b""}, FileRefused),
        (link, {"question": "juggling"}, Refusal),
        (link, {"who": "retail_owner"}, NotAsked),
        (file, {"who": "lead"}, NotAsked),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(
    cast: Cast, assessment: Assessment, add: Any, fields: Any, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        add(cast, assessment, **fields)
    assert not ResponseEvidence.objects.exists()
    assert not Attachment.objects.exists()


def test_a_question_of_another_layer_takes_none(cast: Cast, assessment: Assessment) -> None:
    AssessmentRespondent.objects.filter(user=cast.contributor).update(layers=["data"])
    for add in (link, file):
        with pytest.raises(NotTheirQuestion):
            add(cast, assessment)
    assert not ResponseEvidence.objects.exists()


def test_five_pieces_are_enough(cast: Cast, assessment: Assessment) -> None:
    for number in range(MOST_PIECES):
        link(cast, assessment, link=f"https://a.example/{number}")

    with pytest.raises(EvidenceRefused) as refused:
        file(cast, assessment)

    sentence = "There are 5 pieces of evidence here already. Remove one first."
    assert refused.value.fields == {"file": sentence}
    assert ResponseEvidence.objects.count() == MOST_PIECES
    link(cast, assessment, question="vision")
    link(cast, assessment, "freight_owner")


def test_the_files_of_one_person_have_a_bound(
    cast: Cast, assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(response_evidence, "MOST_BYTES", len(PDF) + 2)
    file(cast, assessment)

    with pytest.raises(EvidenceRefused) as refused:
        file(cast, assessment, question="vision", content=b"abc")

    sentence = "Your files would come to more than 50 MB. Add a link instead."
    assert refused.value.sentence == sentence
    assert Attachment.objects.count() == 1
    file(cast, assessment, question="vision", content=b"ab")


def test_one_removes_ones_own_with_its_file(cast: Cast, assessment: Assessment) -> None:
    row = file(cast, assessment)
    others = link(cast, assessment, "freight_owner")

    with pytest.raises(NoSuchEvidence):
        remove_evidence(assessment.pk, others.pk, by=cast.member("contributor"))
    assert remove_evidence(assessment.pk, row.pk, by=cast.member("contributor")) == "owners"

    assert list(ResponseEvidence.objects.all()) == [others]
    assert not Attachment.objects.exists()


def test_when_it_is_closed_nothing_comes_or_goes(cast: Cast, assessment: Assessment) -> None:
    row = file(cast, assessment)
    close_assessment(assessment, by=cast.member("lead"), at=NOW)

    with pytest.raises(NotTakingAnswers):
        link(cast, assessment)
    with pytest.raises(NotTakingAnswers):
        file(cast, assessment, content=b"More")
    with pytest.raises(NotTakingAnswers):
        remove_evidence(assessment.pk, row.pk, by=cast.member("contributor"))

    assert list(ResponseEvidence.objects.all()) == [row]


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("contributor", True),
        ("lead", True),
        ("freight_owner", False),
        ("executive", False),
        ("auditor", False),
        ("stranger", False),
    ],
)
def test_it_is_seen_by_its_owner_and_by_whoever_runs_the_assessment(
    cast: Cast, assessment: Assessment, who: str, sees: bool
) -> None:
    row = file(cast, assessment)

    assert (row in evidence_readable_by(cast.member(who))) is sees


def test_whoever_runs_it_reads_it_by_person(cast: Cast, assessment: Assessment) -> None:
    link(cast, assessment)
    file(cast, assessment)
    link(cast, assessment, "freight_owner")
    link(cast, assessment, question="vision")

    found = evidence_by_person(assessment, "owners")

    assert {user: [each.title for each in rows] for user, rows in found.items()} == {
        cast.contributor.pk: ["wiki.tessenbrook.example/register", "Policy.PDF"],
        cast.freight_owner.pk: ["wiki.tessenbrook.example/register"],
    }
