"""Cells of a list in a file: values as spreadsheets take them, texts that nothing runs."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.listed_cells import file_header, file_records, file_rows, file_texts
from portfolio.domain.register_cells import listed_cell, one_line_end, text_of_listed_cell
from portfolio.domain.use_case_columns import COLUMNS, choose

COLUMN = [
    COLUMNS[key] for key in ("title", "planned_cost", "live_on", "stage", "technique", "rank")
]
ROW = ["=1+1", Decimal("5.50"), date(2026, 5, 1), "on_hold", ("nlp", "vision"), "3–5"]
RUN = ("=", "+", "-", "@", "\t", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def test_a_row_is_numbers_days_and_words_and_its_texts_are_marked() -> None:
    assert list(file_rows([ROW], COLUMN)) == [
        ["'=1+1", 5.5, "2026-05-01", "On hold", "Language, Vision", "3–5"]
    ]
    assert list(file_texts([ROW], COLUMN)) == [
        ("=1+1", "5.5", "2026-05-01", "On hold", "Language, Vision", "3–5")
    ]


def test_a_record_holds_texts_as_they_are_and_nothing_where_nothing_is_known() -> None:
    columns = [COLUMNS[key] for key in ("title", "reach", "owners")]
    (record,) = file_records([["=1", None, ("Ines", "", "", "")]], columns)
    assert record == {
        "title": "=1",
        "reach": None,
        "owners": {
            "business_owner": "Ines",
            "model_owner": None,
            "data_owner": None,
            "technical_steward": None,
        },
    }


def test_the_four_owners_are_four_columns() -> None:
    header = file_header(choose(["code,owners"]).columns)
    assert header == [
        *("Use case", "Id", "Business owner", "Model owner", "Data owner", "Technical steward")
    ]


@given(st.text("'\\=+-@ \tab\nu0007_x\x07\uff1d", max_size=8) | st.text(max_size=30))
def test_any_text_is_read_again_and_no_spreadsheet_runs_it(text: str) -> None:
    cell = listed_cell(text)
    assert text_of_listed_cell(cell) == one_line_end(text)
    assert not cell.startswith(RUN)
