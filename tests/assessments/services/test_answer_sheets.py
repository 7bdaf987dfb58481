import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from assessments.domain.answers import DontKnow, NotApplicable
from assessments.domain.invitations import Invitation
from assessments.domain.lifecycle import NotTakingAnswers
from assessments.domain.row_errors import RowsRefused
from assessments.models import Assessment, Response
from assessments.reports.answer_sheets import answer_sheet
from assessments.selectors.responses import asked_of, questionnaire
from assessments.services.answer_sheets import take_own_sheet, take_sheet_for
from assessments.services.assessments import close_assessment
from assessments.services.responses import NotAsked, save_response
from portal.domain.errors import NotAllowed
from portal.models import LedgerEntry
from portal.services.file_limits import FileRefused
from tests.assessments.builders import KEYS, answer, opened
from tests.builders import NOW
from tests.conftest import Cast

HEADER = ["Key", "Layer", "Question", "Answer", "Comment", "Confidence"]


@pytest.fixture
def spring(cast: Cast) -> Assessment:
    return opened(cast.member("lead"), [cast.contributor], domain=cast.freight)


def sheet(*rows: list[Any]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    book.active.append(["Spring review"])
    book.active.append(HEADER)
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def row(key: str, given: Any, comment: str = "", confidence: Any = None) -> list[Any]:
    return [key, "", "", given, comment, confidence]


def take(cast: Cast, assessment: Assessment, content: bytes) -> int:
    by = cast.member("contributor")
    return take_own_sheet(assessment.pk, content, filename="answers.xlsx", by=by, at=NOW)


def stored(assessment: Assessment) -> dict[str, tuple[str, int | None, str, int | None]]:
    return {
        each.question: (each.kind, each.level, each.comment, each.confidence)
        for each in Response.objects.filter(assessment=assessment)
    }


def test_a_filled_sheet_gives_every_kind_of_answer(cast: Cast, spring: Assessment) -> None:
    changed = take(
        cast,
        spring,
        sheet(
            row("owners", "3 defined", "A register.", "2 Fairly sure"),
            row("vision", 4, "", 3),
            row("catalogue", "does not apply here", "No data of our own."),
            row("lineage", "I cannot say"),
            row("testing", None),
        ),
    )

    assert changed == 4
    assert stored(spring) == {
        "owners": ("level", 3, "A register.", 2),
        "vision": ("level", 4, "", 3),
        "catalogue": ("not_applicable", None, "No data of our own.", None),
        "lineage": ("dont_know", None, "", None),
    }


def test_every_error_is_told_with_row_and_column_and_nothing_is_kept(
    cast: Cast, spring: Assessment
) -> None:
    with pytest.raises(RowsRefused) as refusal:
        take(
            cast,
            spring,
            sheet(
                row("owners", "3 defined"),
                row("vision", "9"),
                row("moon", "3"),
                row("catalogue", "Does not apply here"),
                row("lineage", None, "A note alone"),
                row("testing", "2", "", "7"),
                row("owners", "2"),
                row("skills", "2", "x" * 4001),
            ),
        )

    assert [(each.row, each.column) for each in refusal.value.errors] == [
        (4, "Answer"),
        (5, "Key"),
        (6, "Comment"),
        (7, "Answer"),
        (8, "Confidence"),
        (9, "Key"),
        (10, "Comment"),
    ]
    assert stored(spring) == {}


def test_the_sheet_that_is_downloaded_is_read_back_as_it_is(cast: Cast, spring: Assessment) -> None:
    me = cast.member("contributor")
    answer(spring, cast.contributor, {"owners": 3})
    for key, given in (("vision", NotApplicable("=1+1")), ("skills", DontKnow())):
        save_response(spring.pk, question=key, answer=given, comment="=1+1", by=me, at=NOW)
    mine = questionnaire(asked_of(me).get())
    content = answer_sheet(mine)

    book = load_workbook(io.BytesIO(content))
    rows = list(book["Questions"].iter_rows(min_row=4, values_only=True))
    assert rows[0] == tuple(HEADER)
    assert [each[0] for each in rows[1:]] == list(KEYS)
    assert rows[1][3] == "3 defined"
    assert book["Questions"]["E6"].data_type == "s"
    assert book["Answers"].sheet_state == "hidden"
    assert take(cast, spring, content) == 0


def test_a_blank_sheet_says_nothing_of_what_was_answered(cast: Cast, spring: Assessment) -> None:
    answer(spring, cast.contributor, {"owners": 3})
    mine = questionnaire(asked_of(cast.member("contributor")).get())

    book = load_workbook(io.BytesIO(answer_sheet(mine, is_blank=True)))

    given = [each[3] for each in book["Questions"].iter_rows(min_row=5, values_only=True)]
    assert set(given) <= {None, ""}


def test_only_the_layers_asked_are_in_the_sheet_and_taken(cast: Cast) -> None:
    asked = [Invitation(cast.contributor.pk, layers=("data",))]
    spring = opened(cast.member("lead"), asked, domain=cast.freight)
    mine = questionnaire(asked_of(cast.member("contributor")).get())

    book = load_workbook(io.BytesIO(answer_sheet(mine)))
    keys = [each[0] for each in book["Questions"].iter_rows(min_row=5, values_only=True)]
    assert keys == ["catalogue", "lineage"]
    with pytest.raises(RowsRefused, match="1 cell"):
        take(cast, spring, sheet(row("owners", "3")))


def test_on_behalf_of_somebody_the_ledger_keeps_who_handed_it_in(
    cast: Cast, spring: Assessment
) -> None:
    content = sheet(row("owners", "3"), row("vision", "2"))

    def hand_in(name: str, respondent: int) -> int:
        return take_sheet_for(
            spring, respondent, content, filename="a.xlsx", by=cast.member(name), at=NOW
        )

    with pytest.raises(NotAllowed):
        hand_in("freight_owner", cast.contributor.pk)
    with pytest.raises(NotAsked):
        hand_in("lead", cast.freight_owner.pk)
    assert stored(spring) == {}
    assert hand_in("lead", cast.contributor.pk) == 2

    assert set(stored(spring)) == {"owners", "vision"}
    entry = LedgerEntry.objects.order_by("-seq")[0]
    assert (entry.event, entry.actor_id) == ("assessments.responses.handed_in", cast.lead.pk)
    assert b'"label":"Contributor"' in bytes(entry.payload)


def test_a_closed_assessment_takes_no_sheet(cast: Cast, spring: Assessment) -> None:
    close_assessment(spring, by=cast.member("lead"), at=NOW)

    with pytest.raises(NotTakingAnswers):
        take(cast, spring, sheet(row("owners", "3")))

    assert stored(spring) == {}


def hostile() -> bytes:
    file = io.BytesIO(sheet(row("owners", "3")))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    return file.getvalue()


@pytest.mark.parametrize("content", [b"", b"Key,Answer\nowners,3", b"PK\x03\x04 broken", hostile()])
def test_what_is_no_safe_workbook_is_refused(
    cast: Cast, spring: Assessment, content: bytes
) -> None:
    with pytest.raises(FileRefused):
        take(cast, spring, content)

    assert stored(spring) == {}


def test_a_workbook_of_something_else_is_refused(cast: Cast, spring: Assessment) -> None:
    book, file = Workbook(), io.BytesIO()
    book.active.append(["Title", "Stage"])
    book.save(file)

    with pytest.raises(RowsRefused):
        take(cast, spring, file.getvalue())
