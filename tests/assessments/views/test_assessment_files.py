"""The page that hands a whole assessment out, after saying what that gives away."""

import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from portal.models import LedgerEntry
from tests.assessments.builders import closed
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

NAMED = {"format": "json", "names": "on", "reason": "The works council asked."}


@pytest.fixture
def address(cast: Cast) -> str:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.freight)
    return reverse("assessments:assessment-export", args=[row.pk])


def test_the_page_says_what_the_file_gives_away_and_records_nothing(
    cast: Cast, address: str
) -> None:
    before = LedgerEntry.objects.count()
    page = cast.client("lead").get(address).content.decode()
    assert "It names who said what" in page
    assert LedgerEntry.objects.count() == before


def test_the_json_file_reads_as_it_was_written(cast: Cast, address: str) -> None:
    response = cast.client("lead").post(address, NAMED)
    document = json.loads(response.content)
    assert document["answers"][0]["respondent"] == "contributor@example.org"
    assert response["Content-Disposition"].endswith('.json"')
    assert LedgerEntry.objects.filter(event="assessments.answers.exported").count() == 1


def test_the_workbook_has_a_sheet_for_each_table(cast: Cast, address: str) -> None:
    response = cast.client("lead").post(address, NAMED | {"format": "xlsx"})
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert book.sheetnames == [
        "Assessment",
        "Respondents",
        "Answers",
        "Settled",
        "Evidence",
        "Framework",
        "Result",
    ]
    rows = list(book["Answers"].iter_rows(values_only=True))
    assert rows[0][:4] == ("respondent", "question", "kind", "level")
    assert rows[1][:4] == ("contributor@example.org", "owners", "level", 3)


def test_another_format_is_refused_and_records_nothing(cast: Cast, address: str) -> None:
    before = LedgerEntry.objects.count()
    assert cast.client("lead").post(address, {"format": "pdf"}).status_code == 422
    assert LedgerEntry.objects.count() == before


def test_without_more_ado_the_file_has_numbers(cast: Cast, address: str) -> None:
    response = cast.client("lead").post(address, {"format": "json"})
    assert json.loads(response.content)["answers"][0]["respondent"] == "respondent-1"
    assert not LedgerEntry.objects.filter(event="assessments.answers.exported").exists()


def test_names_without_a_reason_come_back_with_the_question_why(cast: Cast, address: str) -> None:
    before = LedgerEntry.objects.count()
    page = cast.client("lead").post(address, NAMED | {"reason": " "})
    assert page.status_code == 422
    assert "Say why the names are needed, in a sentence." in page.content.decode()
    assert LedgerEntry.objects.count() == before


def test_respondents_read_that_names_went_out_who_took_them_and_why(
    cast: Cast, address: str
) -> None:
    pk = int(address.rstrip("/").split("/")[-2])
    overview = reverse("assessments:answer-overview", args=[pk])
    mine, lead = cast.client("contributor"), cast.client("lead")
    before = mine.get(overview).content.decode()
    assert "Who sees your answers" in before
    assert "Names were exported" not in before

    lead.post(address, {"format": "json"})
    assert "Names were exported" not in mine.get(overview).content.decode()
    lead.post(address, NAMED | {"reason": "The works council <asked>."})

    after = mine.get(overview).content.decode()
    assert "by Lead, because: The works council &lt;asked&gt;." in after
    told = mine.get(reverse("api:response-list", args=[pk])).json()["names_exported"]
    assert [(each["who"], each["reason"]) for each in told] == [
        ("Lead", "The works council <asked>.")
    ]
