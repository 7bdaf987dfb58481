import io
import random
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from portfolio.services.import_files import FileRefused, Kind, read_table
from tests.portfolio.uploads import PLAIN_BOOK, SHEET, repacked, table, workbook

HEADER = "Title,Stage\n"


def test_a_workbook_is_read_as_texts() -> None:
    content = workbook(
        ["Title", "Stage", "Live on", "Cost", "Weeks", "Agreed", "At", None],
        ["Dock plan", None, date(2025, 3, 4), 12.5, 4.0, True, datetime(2025, 3, 4, 5, 6)],  # noqa: DTZ001
        [],
        [None, "Pilot", "2025", 1_000_000],
    )
    read = table(content, "list.xlsx")
    assert (read.sheet, read.encoding, read.delimiter) == ("Sheet", "", "")
    assert read.header == ("Title", "Stage", "Live on", "Cost", "Weeks", "Agreed", "At")
    assert read.body == (
        ("Dock plan", "", "2025-03-04", "12.5", "4", "TRUE", "2025-03-04 05:06:00"),
        (),
        ("", "Pilot", "2025", "1000000"),
    )


def test_a_number_with_three_decimals_does_not_look_like_grouped_thousands() -> None:
    content = workbook(["Title", "Planned cost"], ["Dock plan", 250.125], ["Yard plan", -1.5])
    assert table(content, "list.xlsx").body == (("Dock plan", "250.1250"), ("Yard plan", "-1.5"))


def test_what_a_file_holds_decides_and_not_its_name() -> None:
    assert table(PLAIN_BOOK, "list.csv").sheet == "Sheet"
    assert table(PLAIN_BOOK, "list.csv").notes == ()
    text = table(HEADER + "Dock plan,Pilot\n", "list.xlsx")
    assert text.encoding == "utf-8"
    assert text.notes == ("“list.xlsx” is no workbook but text, and read as CSV.",)


OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"Dear all,\nthis is our list.\n", "plain text"),
        (b"Just a sentence", "plain text"),
        (b"Title,Stage\n", "plain text"),
        (b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "a PDF document"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "a picture"),
        (b"GIF89a\x01\x00\x01\x00", "a picture"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "a picture"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "a picture"),
        (b'{"title": "Dock plan"}', "a JSON document"),
        ("<html><body>".encode("utf-16"), "a web page"),
        (b"{\\rtf1\\ansi Dock plan}", "a document of a word processor"),
        (OLE + "WordDocument".encode("utf-16-le"), "a document of a word processor"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "a presentation"),
        (b"\x1f\x8b\x08\x00\x00\x00", "an archive"),
        (b"\x01\x02\x03", "a file of another kind"),
    ],
)
def test_a_file_that_only_bears_the_name_is_told_what_it_seems_to_be(
    content: bytes, kind: str
) -> None:
    with pytest.raises(FileRefused) as refusal:
        table(content, "list.xlsx")
    assert refusal.value.kind is Kind.NOT_A_TABLE
    assert refusal.value.sentence == (
        f"“list.xlsx” seems to be {kind}, not a table. "
        "Save the list as CSV or as an .xlsx workbook."
    )


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("word/document.xml", "a document of a word processor"),
        ("ppt/presentation.xml", "a presentation"),
        ("xl/workbook.bin", "a binary .xlsb workbook"),
        ("content.xml", "an OpenDocument file"),
        ("list.csv", "an archive"),
    ],
)
def test_an_archive_that_is_no_workbook_is_told_what_it_seems_to_be(part: str, kind: str) -> None:
    with pytest.raises(FileRefused, match=f"^“list.xlsx” seems to be {kind}, not a table"):
        table(_archive(**{part: b"<a/>"}), "list.xlsx")


@pytest.mark.parametrize("title", ["BMW plan", "MZ", "ID3 tags", "GIF89 archive", "Rare [1]"])
def test_titles_that_begin_like_another_kind_of_file_are_titles(title: str) -> None:
    assert table(f"{title},Title\nx,Dock plan\n").header[0] == title


def test_a_formula_is_what_it_last_came_to_and_is_never_calculated() -> None:
    cell = b'<c r="B2" t="str"><f>WEBSERVICE("http://127.0.0.1:9")</f><v>Pilot</v></c>'
    with zipfile.ZipFile(io.BytesIO(PLAIN_BOOK)) as archive:
        sheet = archive.read(SHEET)
    start = sheet.index(b'<c r="B2"')
    changed = sheet[:start] + cell + sheet[sheet.index(b"</c>", start) + 4 :]
    assert table(repacked(PLAIN_BOOK, change={SHEET: changed})).body == (("Dock plan", "Pilot"),)


def test_a_formula_without_a_result_is_an_error_that_names_its_cell() -> None:
    read = table(
        workbook(
            ["=1+1", "Title", "Stage", "Cost"],
            ["a", "Dock plan", "Pilot", "=SUM(1,2)"],
            [],
            ["b", '=HYPERLINK("http://127.0.0.1:9")', None, None, "=9+9"],
            ["=1", "=2", "=3", "=4"],
        )
    )
    assert [
        (error.row, error.column, error.message.split(" holds")[0]) for error in read.errors
    ] == [
        (1, "", "Cell A1"),
        (2, "Cost", "Cell D2"),
        (4, "Title", "Cell B4"),
        (5, "=", "Cell A5"),
        (5, "Title", "Cell B5"),
        (5, "Stage", "Cell C5"),
        (5, "Cost", "Cell D5"),
    ]
    assert read.errors[1].message == (
        "Cell D2 holds a formula without a result. "
        "Open the workbook in a spreadsheet, save it and upload that."
    )
    assert len(read.body) == 4


def test_a_formula_that_came_to_an_empty_text_is_empty() -> None:
    cell = b'<c r="B2" t="str"><f>IF(A1="x","y","")</f><v></v></c>'
    with zipfile.ZipFile(io.BytesIO(PLAIN_BOOK)) as archive:
        sheet = archive.read(SHEET)
    start = sheet.index(b'<c r="B2"')
    changed = sheet[:start] + cell + sheet[sheet.index(b"</c>", start) + 4 :]
    read = table(repacked(PLAIN_BOOK, change={SHEET: changed}))
    assert (read.errors, read.body) == ((), (("Dock plan",),))


def test_text_that_looks_like_a_formula_comes_in_as_text() -> None:
    def as_text(book: openpyxl.Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        sheet["A2"].value = "=cmd|'/c calc'!A0"
        sheet["A2"].data_type = "s"

    read = table(workbook(["Title", "Stage"], ["x", "Idea"], prepare=as_text))
    assert (read.errors, read.body) == ((), (("=cmd|'/c calc'!A0", "Idea"),))


def test_many_formulas_without_a_result_are_named_up_to_a_thousand() -> None:
    read = table(workbook(["Title", "Stage"], *[["=1", "=2"]] * 2_000))
    assert len(read.errors) == 1_000


def test_the_sheet_with_columns_we_know_is_meant() -> None:
    def with_cover(book: openpyxl.Workbook) -> None:
        cover = book.create_sheet("Read me", 0)
        cover.append(["This is our list", "of May"])
        hidden = book.create_sheet("Old", 0)
        hidden.append(["Title", "Stage"])
        hidden.append(["Old plan", "Idea"])
        hidden.sheet_state = "hidden"

    read = table(workbook(["Title", "Stage"], ["Dock plan", "Pilot"], prepare=with_cover))
    assert (read.sheet, read.body) == ("Sheet", (("Dock plan", "Pilot"),))


def test_the_names_of_a_mapping_settle_the_sheet_and_the_header() -> None:
    def with_second(book: openpyxl.Workbook) -> None:
        second = book.create_sheet("Liste")
        second.append(["Stand", "Mai", "2026", "intern", "nur", "lesen"])
        second.append(["Vorhaben", "Stufe"])
        second.append(["Rampe", "Pilot"])

    content = workbook(["Notes", "more"], ["a", "b"], prepare=with_second)
    read = read_table(content, filename="x.xlsx", known={"vorhaben", "stufe"})
    assert (read.sheet, read.header_row_index) == ("Liste", 1)


def _flag_encrypted(content: bytes) -> bytes:
    data = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def _with_link() -> bytes:
    target = io.BytesIO(PLAIN_BOOK)
    with zipfile.ZipFile(target, "a") as archive:
        link = zipfile.ZipInfo("xl/media/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return target.getvalue()


def _twice() -> bytes:
    target = io.BytesIO(PLAIN_BOOK)
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, b"<worksheet/>")
    return target.getvalue()


def _lying(content: bytes) -> bytes:
    """Make the directory of a zip say that its last member is one byte long."""
    data = bytearray(content)
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1).to_bytes(4, "little")
    return bytes(data)


def _archive(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def _sheet(inside: bytes, before: bytes = b"") -> bytes:
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = b'<?xml version="1.0"?>' + before + b'<worksheet xmlns="' + main + b'">' + inside
    return repacked(PLAIN_BOOK, change={SHEET: text + b"</worksheet>"})


LAUGHS = b'<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
CELL = b'<c r="A1" t="inlineStr"><is><t>Title</t></is></c>'
FAR_CELL = b'<row r="%d"><c r="A%d"><v>1</v></c></row>'
HOSTILE: dict[str, tuple[Callable[[], bytes], Kind]] = {
    "bomb": (
        lambda: repacked(PLAIN_BOOK, add={"xl/bomb.xml": b"0" * 101 * 1024**2}),
        Kind.SUSPICIOUS,
    ),
    "tight": (
        lambda: repacked(PLAIN_BOOK, add={"xl/tight.xml": b"0" * 2 * 1024**2}),
        Kind.SUSPICIOUS,
    ),
    "many members": (
        lambda: repacked(PLAIN_BOOK, add={f"xl/p{n}.xml": b"" for n in range(1_000)}),
        Kind.SUSPICIOUS,
    ),
    "nested": (lambda: _archive(**{"a.zip": _archive(b=b"0" * 9_000)}), Kind.NOT_A_TABLE),
    "lying size": (lambda: _lying(PLAIN_BOOK), Kind.DAMAGED),
    "billion laughs": (lambda: _sheet(b"<sheetData/>", LAUGHS), Kind.SUSPICIOUS),
    "outside entity": (
        lambda: _sheet(b"<sheetData/>", b'<!DOCTYPE a SYSTEM "file:///etc/passwd">'),
        Kind.SUSPICIOUS,
    ),
    "wide characters": (
        lambda: repacked(PLAIN_BOOK, change={SHEET: LAUGHS.decode().encode("utf-16")}),
        Kind.SUSPICIOUS,
    ),
    "links to files": (
        lambda: repacked(PLAIN_BOOK, add={"xl/externalLinks/externalLink1.xml": b"<a/>"}),
        Kind.LINKS,
    ),
    "symlink": (_with_link, Kind.SUSPICIOUS),
    "zip slip": (lambda: repacked(PLAIN_BOOK, add={"../../etc/cron.d/x": b"x"}), Kind.SUSPICIOUS),
    "backslash slip": (lambda: repacked(PLAIN_BOOK, add={"..\\x": b"x"}), Kind.SUSPICIOUS),
    "one name twice": (_twice, Kind.SUSPICIOUS),
    "macros": (lambda: repacked(PLAIN_BOOK, add={"xl/vbaProject.bin": b"x"}), Kind.MACROS),
    "encrypted member": (lambda: _flag_encrypted(PLAIN_BOOK), Kind.PROTECTED),
    "encrypted workbook": (
        lambda: bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
        Kind.PROTECTED,
    ),
    "old workbook": (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512), Kind.OLD_WORKBOOK),
    "older workbook": (lambda: bytes.fromhex("0908100000060500") + bytes(64), Kind.OLD_WORKBOOK),
    "truncated": (lambda: PLAIN_BOOK[: len(PLAIN_BOOK) // 2], Kind.DAMAGED),
    "empty archive": (_archive, Kind.NOT_A_TABLE),
    "a document": (
        lambda: _archive(**{"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}),
        Kind.NOT_A_TABLE,
    ),
    "picture before archive": (lambda: b"\x89PNG\r\n\x1a\n" + PLAIN_BOOK, Kind.NOT_A_TABLE),
    "text before archive": (lambda: b"Title,Stage\n" + PLAIN_BOOK, Kind.NOT_A_TABLE),
    "sixteen thousand columns": (
        lambda: workbook([f"c{n}" for n in range(16_384)], ["a"]),
        Kind.TOO_MANY_COLUMNS,
    ),
    "merged cells": (
        lambda: _sheet(
            b"<sheetData/><mergeCells>"
            + b"".join(b'<mergeCell ref="A%d:B%d"/>' % (n, n) for n in range(1, 20_002))
            + b"</mergeCells>"
        ),
        Kind.SUSPICIOUS,
    ),
    "a row far below": (
        lambda: _sheet(b"<sheetData>" + FAR_CELL % (60_000, 60_000) + b"</sheetData>"),
        Kind.TOO_MANY_ROWS,
    ),
    "a row beyond all": (
        lambda: _sheet(b"<sheetData>" + FAR_CELL % (10**12, 10**12) + b"</sheetData>"),
        Kind.TOO_MANY_ROWS,
    ),
    "broken markup": (lambda: _sheet(b"<sheetData><row>" + CELL), Kind.DAMAGED),
    "no such text": (
        lambda: _sheet(b'<sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData>'),
        Kind.DAMAGED,
    ),
    "nothing on it": (lambda: workbook([]), Kind.EMPTY),
    "header alone": (lambda: workbook(["Title", "Stage"]), Kind.NO_ROWS),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_workbook_that_bites_is_refused_within_little_memory(name: str) -> None:
    make, kind = HOSTILE[name]
    content = make()
    tracemalloc.start()
    with pytest.raises(FileRefused) as refusal:
        read_table(content, filename="list.xlsx")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refusal.value.kind is kind
    assert refusal.value.sentence.endswith(".")
    assert peak < 50 * 1024**2


def test_every_cut_of_a_workbook_is_refused_and_nothing_else_is_raised() -> None:
    for length in range(1, len(PLAIN_BOOK), 97):
        with pytest.raises(FileRefused):
            read_table(PLAIN_BOOK[:length], filename="list.xlsx")


def test_a_workbook_with_flipped_bits_is_read_or_refused_and_nothing_else() -> None:
    dice = random.Random(11)
    refused = 0
    for _ in range(300):
        data = bytearray(PLAIN_BOOK)
        for _ in range(dice.choice([1, 3, 30])):
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        try:
            assert read_table(bytes(data), filename="list.xlsx").rows
        except FileRefused:
            refused += 1
    assert 200 < refused < 300


def test_old_workbooks_come_with_a_hint(shared_data: Path) -> None:
    content = (shared_data / "fed2024/2024_consolidated_ai_inventory_raw_v2.xls").read_bytes()
    with pytest.raises(FileRefused) as refusal:
        read_table(content, filename="inventory.xls")
    assert refusal.value.sentence == (
        "This is a workbook in the old .xls format. Save it as .xlsx or as CSV."
    )


def test_a_large_honest_workbook_passes() -> None:
    content = workbook(["Title", "Stage"], *[["Yes"] * 20 for _ in range(1_000)])
    assert len(table(content).body) == 1_000
