"""A published result as a workbook: for readers, with counts and without names."""

import io
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from assessments.models import Assessment
from tests.assessments.builders import closed, published
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

FORMULA = '=HYPERLINK("https://evil.example","look")'


def sheets(cast: Cast, pk: int, who: str = "executive") -> dict[str, list[tuple[Any, ...]]]:
    response = cast.client(who).get(reverse("assessments:result-workbook", args=[pk]))
    assert response.status_code == 200
    content = b"".join(response.streaming_content)
    book = load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def a_result(cast: Cast, **fields: Any) -> Assessment:
    answers = {
        cast.contributor: {"owners": 3, "catalogue": 2, "lineage": 2, "testing": 4},
        cast.freight_owner: {"owners": 3, "catalogue": 2},
    }
    return published(cast.member("lead"), answers, domain=cast.freight, **fields).assessment


def test_a_result_has_six_sheets_with_its_figures_as_numbers(cast: Cast) -> None:
    row = a_result(cast)
    found = sheets(cast, row.pk)
    assert list(found) == [
        "Overview",
        "Layers",
        "Capabilities",
        "Gaps",
        "Recommendations",
        "Answers counted",
    ]
    overview = dict(found["Overview"])
    overall = row.snapshot.data["overall"]
    assert overview["Mean"] == overall["mean"]
    assert overview["Effective"] == overall["effective"]
    assert overview["Fingerprint (SHA-256)"] == row.snapshot.sha256
    assert overview["People who answered"] == 2
    assert len(found["Layers"]) == 1 + len(row.snapshot.data["layers"])
    assert len(found["Recommendations"]) == 1 + len(row.snapshot.data["recommendations"])
    by_title = {line[1]: line for line in found["Capabilities"][1:]}
    levels = {each["title"]: each["level"] for each in row.snapshot.data["capabilities"]}
    told = {title: line[2] for title, line in by_title.items()}
    assert told == {title: None if isinstance(v, dict) else v for title, v in levels.items()}


def test_the_widest_weighted_gap_comes_first(cast: Cast) -> None:
    gaps = sheets(cast, a_result(cast).pk)["Gaps"][1:]
    assert [line[-1] for line in gaps] == sorted((line[-1] for line in gaps), reverse=True)
    assert all(line[4] > 0 for line in gaps)


def test_answers_are_counted_and_nobody_is_named(cast: Cast) -> None:
    row = a_result(cast)
    found = sheets(cast, row.pk)
    heads, *lines = found["Answers counted"]
    owners = dict(zip(heads, lines[0], strict=True))
    assert (owners["Perspective"], owners["3"], owners["Could not say"]) == ("Self-rating", 2, 0)
    everything = str(found)
    for person in (cast.contributor, cast.freight_owner):
        assert person.name not in everything
        assert person.email not in everything


def test_a_title_that_looks_like_a_formula_stays_a_text(cast: Cast) -> None:
    assert dict(sheets(cast, a_result(cast, title=FORMULA).pk)["Overview"])["Assessment"] == FORMULA


def test_what_is_not_published_has_no_workbook(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=cast.freight)
    address = reverse("assessments:result-workbook", args=[row.pk])
    assert cast.client("lead").get(address).status_code == 404


def test_the_page_offers_both_formats(cast: Cast) -> None:
    row = a_result(cast)
    page = cast.client("executive").get(reverse("assessments:assessment-results", args=[row.pk]))
    for name in ("result-workbook", "result-export"):
        assert reverse(f"assessments:{name}", args=[row.pk]) in page.content.decode()
