"""Cells and flat rows: whatever is written is read again, to the last character and digit."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.file_cells import (
    PIECE,
    CellUnreadable,
    cell_of_text,
    flat,
    text_of_cell,
    unflat,
)

texts = st.text(st.characters(exclude_categories=["Cs"]))
numbers = st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False)
data = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
)


@given(texts)
def test_any_text_survives_a_cell(text: str) -> None:
    assert text_of_cell(cell_of_text(text)) == text


@pytest.mark.parametrize("text", ["_x0041_x0042_", "_x005F_", "x005F_", "a\r\nb", "\x00", "json:1"])
def test_what_a_workbook_would_change_is_written_as_json(text: str) -> None:
    cell = cell_of_text(text)
    assert cell.startswith("json:")
    assert "_x" not in cell
    assert "x005F_" not in cell
    assert "\r" not in cell
    assert text_of_cell(cell) == text


@pytest.mark.parametrize("text", ["=1+1", "Ports & rail", "two\nlines", "'quoted'", "😀", ""])
def test_ordinary_texts_stay_as_they_are(text: str) -> None:
    assert cell_of_text(text) == text


@given(data)
def test_any_data_survives_flat_rows(value: object) -> None:
    rows = [("" if cell is None else str(cell)) for _p, _k, cell in flat(value)]
    written = [(p, k, cell) for (p, k, _c), cell in zip(flat(value), rows, strict=True)]
    # Written out, because 1 and 1.0 and True are equal and not the same.
    assert json.dumps(unflat(written)) == json.dumps(value)


def test_a_long_text_goes_on_in_the_next_row() -> None:
    rows = list(flat({"text": "a" * (2 * PIECE + 1)}))
    assert [pointer for pointer, _kind, _cell in rows] == ["", "/text", "/text", "/text"]
    assert unflat([(p, k, str(c or "")) for p, k, c in rows]) == {"text": "a" * (2 * PIECE + 1)}


@pytest.mark.parametrize(
    ("rows", "at"),
    [
        ([], 0),
        ([("/a", "number", "1")], 0),
        ([("", "object", ""), ("/a/b", "number", "1")], 1),
        ([("", "object", ""), ("/a", "number", "1"), ("/a", "number", "2")], 2),
        ([("", "list", ""), ("/1", "number", "1")], 1),
        ([("", "number", "NaN")], 0),
        ([("", "number", "1e999")], 0),
        ([("", "text", "json:3")], 0),
        ([("", "text", "json:{")], 0),
        ([("", "truth", "perhaps")], 0),
        ([("", "colour", "red")], 0),
    ],
)
def test_a_row_that_does_not_fit_is_named(rows: list[tuple[str, str, str]], at: int) -> None:
    with pytest.raises(CellUnreadable) as refusal:
        unflat(rows)
    assert refusal.value.args == (at,)
