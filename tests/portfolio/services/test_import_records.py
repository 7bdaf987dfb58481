"""JSON files as tables: lists of records, wrapped or not, and what is none."""

import json

import pytest

from portfolio.domain.import_tables import Table, TableChoices
from portfolio.services.import_files import FileRefused, Kind, read_table
from tests.portfolio.uploads import workbook

RECORDS = [{"Title": "Dock plan", "Stage": "Pilot"}, {"Title": "Yard plan", "Hue": None}]
COUNTED = "The file holds records; rows are counted from the first one."


def table(data: object, filename: str = "list.json") -> Table:
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    return read_table(content, filename=filename)


@pytest.mark.parametrize(
    "data",
    [
        RECORDS,
        {"use_cases": RECORDS, "count": 2},
        {"data": {"page": {"items": RECORDS}}, "links": [{"next": None}]},
        b"\xef\xbb\xbf" + json.dumps(RECORDS).encode(),
        json.dumps(RECORDS).encode("utf-16"),
        b"\n".join(json.dumps(record).encode() for record in RECORDS),
    ],
    ids=["list", "wrapped", "wrapped deeper", "marked", "UTF-16", "one on each line"],
)
def test_records_become_rows_that_are_counted_from_one(data: object) -> None:
    read = table(data)
    assert read.header == ("Title", "Stage", "Hue")
    assert read.body == (("Dock plan", "Pilot", ""), ("Yard plan", "", ""))
    assert (read.first_row, read.is_records) == (1, True)
    assert read.notes == (COUNTED,)


def test_values_become_texts_as_people_would_type_them() -> None:
    record = b"""[{"a": 250000.10, "b": true, "c": ["x", null, "y"], "d": {"e": {"f": 1}},
                   "g": [{"h": 1}], "i": 12345678901234567890, "j": NaN, "k": []}]"""
    read = table(record)
    assert read.header == ("a", "b", "c", "d.e.f", "g", "i", "j", "k")
    assert read.body == (
        ("250000.10", "TRUE", "x; y", "1", '[{"h": "1"}]', "12345678901234567890", "NaN", ""),
    )


def test_a_count_that_does_not_fit_is_told() -> None:
    read = table({"count": 3, "records": RECORDS})
    assert read.notes == (COUNTED, "The file says count = 3, and holds 2 records.")
    assert table({"meta": {"n_records": 2}, "records": RECORDS}).notes == (COUNTED,)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"title": "Dock plan"}', Kind.NOT_A_TABLE),
        (b"[]", Kind.NOT_A_TABLE),
        (b'[{"a": 1}, {"a": ', Kind.DAMAGED),
        (b'[{"a": "Dock', Kind.DAMAGED),
        (b'[{"a": 1}, {a: 1}, {"b": 2}]', Kind.DAMAGED),
        (b'[{"a": ' + b"[" * 20_000 + b"]" * 20_000 + b"}]", Kind.SUSPICIOUS),
        (b"[" + b"[]," * 1_000_001 + b"{}]", Kind.TOO_MANY_ROWS),
        (json.dumps([{}] * 50_001).encode(), Kind.TOO_MANY_ROWS),
        (json.dumps([{str(n): 1 for n in range(201)}]).encode(), Kind.TOO_MANY_COLUMNS),
        (json.dumps([{"a": "x" * 100_001}]).encode(), Kind.DAMAGED),
    ],
)
def test_what_holds_no_records_is_refused(content: bytes, kind: Kind) -> None:
    with pytest.raises(FileRefused) as refusal:
        table(content)
    assert refusal.value.kind is kind


def test_a_title_in_brackets_is_no_json() -> None:
    assert read_table(b"[Title],Stage\na,b\n", filename="list.csv").header == ("[Title]", "Stage")


def sheets(*visible: bool) -> bytes:
    def prepare(book: object) -> None:
        for number, is_visible in enumerate(visible, start=2):
            sheet = book.create_sheet(f"Sheet {number}")  # type: ignore[attr-defined]
            sheet.append(["Title", "Stage", f"Page {number}"])
            sheet.append(["Dock plan", "Pilot", "x"])
            sheet.sheet_state = "visible" if is_visible else "hidden"

    return workbook(["Read me"], ["first"], prepare=prepare)


def chosen(content: bytes, filename: str = "list.xlsx", **said: object) -> Table:
    choices = TableChoices(**said)  # type: ignore[arg-type]
    return read_table(content, filename=filename, choices=choices)


def test_hidden_sheets_are_not_read_and_visible_ones_can_be_chosen() -> None:
    content = sheets(False, True, True)
    found = chosen(content)
    assert (found.sheet, found.sheets) == ("Sheet 3", ("Sheet", "Sheet 3", "Sheet 4"))
    assert chosen(content, sheet="Sheet 4").header[2] == "Page 4"
    with pytest.raises(FileRefused, match="no visible sheet called “Sheet 2”") as refusal:
        chosen(content, sheet="Sheet 2")
    assert refusal.value.kind is Kind.NO_SHEET


def test_the_header_row_can_be_chosen() -> None:
    content = b"Title,Stage\nOur list,May\nIdea,Status\nDock plan,Pilot\n"
    assert chosen(content, "a.csv").header_row_index == 0
    assert chosen(content, "a.csv", header_row=3).body == (("Dock plan", "Pilot"),)
    for row, kind in ((9, Kind.NO_HEADER), (4, Kind.NO_ROWS)):
        with pytest.raises(FileRefused) as refusal:
            chosen(content, "a.csv", header_row=row)
        assert refusal.value.kind is kind


def test_encoding_and_delimiter_can_be_chosen() -> None:
    content = "Title;Who, where\nQualität;a\n".encode("cp1252")
    assert chosen(content, "a.csv").body[0][0] == "Qualität"
    wrong = chosen(content, "a.csv", encoding="utf-8")
    assert (wrong.body[0][0], wrong.encoding) == ("Qualit�t", "utf-8")
    assert chosen(content, "a.csv", delimiter=",").header == ("Title;Who", " where")


def test_merged_cells_are_known_in_the_rows_they_cover() -> None:
    def merge(book: object) -> None:
        sheet = book.active  # type: ignore[attr-defined]
        for cells in ("A1:C1", "B3:B5", "A3:A4"):
            sheet.merge_cells(cells)

    content = workbook(
        ["Our list"],
        ["Title", "Domain", "Outcome", "Stage"],
        ["Dock plan", "Freight", "Less waiting", "Pilot"],
        [None, None, "More rest", None],
        ["Yard plan", None, "Fewer moves", "Idea"],
        prepare=merge,
    )
    assert chosen(content).covered == {4: {0: "Dock plan", 1: "Freight"}, 5: {1: "Freight"}}
