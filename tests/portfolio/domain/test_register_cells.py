"""Cells of the portal's own export: safe in a spreadsheet, and the same text afterwards."""

import csv
import io
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.reports.workbooks import SheetTable, write_workbook
from portal.services.workbooks import read_sheets
from portal.web.exports import STARTS
from portfolio.domain.register_cells import safe_cell, text_of_cell
from portfolio.domain.register_columns import path_steps, written_path

TEXTS = st.text(max_size=600)
HOSTILE = (
    *("=1+1", "- bullet", "-", "@SUM(A1)", "+49 30", "\t=1", "\r\n=1", "\uff1d1", "'", "''t Hof"),
    *("a\r\nb", "\x07", "_x000D_", "_x005F_x0041_", "\\", "'\\u0041", "\\u0041", " pad ", "\x0b"),
    *("n/a", "None", "x" * 500, "\ufeff", "\ufffe", "a\x1fb\\c", "\u2028", "0012", "1e5", "TRUE"),
)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_hostile_text_is_run_and_each_comes_back(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.startswith(STARTS)
    assert text_of_cell(cell) == text


@given(TEXTS)
def test_any_text_comes_back_from_a_cell_and_never_begins_a_formula(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.startswith(STARTS)
    assert text_of_cell(cell) == text


@given(st.lists(TEXTS, min_size=1, max_size=4))
@example(list(HOSTILE))
def test_any_text_survives_a_csv_file(texts: list[str]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerow([safe_cell(text) for text in texts])
    (row,) = csv.reader(io.StringIO(file.getvalue(), newline=""))
    assert [text_of_cell(cell) for cell in row] == texts


@given(st.lists(TEXTS.filter(bool), min_size=1, max_size=3))
@example(list(HOSTILE))
def test_any_text_survives_a_workbook(texts: list[str]) -> None:
    file = io.BytesIO()
    write_workbook(file, [SheetTable("Use cases", ["a"], [[safe_cell(text)] for text in texts])])
    rows = read_sheets(file.getvalue())["Use cases"].rows[1:]
    assert [text_of_cell(row[0]) for row in rows] == texts


@given(TEXTS)
def test_any_text_survives_json_as_it_is(text: str) -> None:
    assert json.loads(json.dumps(text, ensure_ascii=False)) == text


@given(st.lists(st.text(min_size=1, max_size=20).map(str.strip).filter(bool), max_size=4))
def test_any_path_of_domains_comes_back(names: list[str]) -> None:
    assert path_steps(written_path(tuple(names))) == tuple(names)
