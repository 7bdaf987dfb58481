import io
import random
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from portfolio.services.import_files import FileRefused, Kind, Table, read_table

HEADER = "Title,Stage\n"


def table(text: str | bytes, filename: str = "list.csv") -> Table:
    return read_table(text if isinstance(text, bytes) else text.encode(), filename=filename)


def workbook(
    *rows: list[object], prepare: Callable[[openpyxl.Workbook], None] | None = None
) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if prepare:
        prepare(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def repacked(
    content: bytes, *, add: dict[str, bytes] | None = None, change: dict[str, bytes] | None = None
) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            new.writestr(member.filename, (change or {}).get(member.filename, old.read(member)))
        for name, data in (add or {}).items():
            new.writestr(name, data)
    return target.getvalue()


PLAIN_BOOK = workbook(["Title", "Stage"], ["Dock plan", "Pilot"])
SHEET = "xl/worksheets/sheet1.xml"


# Text files


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = f'Title{delimiter}Planned cost\nDock plan{delimiter}"1,5;2|3"\nYard plan{delimiter}7\n'
    read = table(text)
    assert read.delimiter == delimiter
    assert read.rows == (("Title", "Planned cost"), ("Dock plan", "1,5;2|3"), ("Yard plan", "7"))


def test_commas_in_prose_do_not_outvote_the_delimiter() -> None:
    text = "Title;Outcome\nDock plan;faster, safer, cheaper\nYard plan;fewer, shorter, calmer\n"
    assert table(text).delimiter == ";"


def test_a_line_that_names_the_delimiter_is_obeyed() -> None:
    read = table("sep=;\nTitle;Stage\na,b;c,d\n")
    assert (read.delimiter, read.header, read.body) == (";", ("Title", "Stage"), (("a,b", "c,d"),))


def test_one_column_is_a_table_too() -> None:
    read = table("Title\nDock plan, yard plan\n")
    assert read.rows == (("Title",), ("Dock plan, yard plan",))
    assert table("Title\nDock plan\n").rows == (("Title",), ("Dock plan",))


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp1252", "cp1252")],
)
def test_the_encoding_is_found(encoding: str, found: str) -> None:
    read = table("Title,Stage\nCafé – “Plan”,Idea\n".encode(encoding))
    assert (read.encoding, read.notes) == (found, ())
    assert read.body == (("Café – “Plan”", "Idea"),)


def test_bytes_that_windows_1252_does_not_have_are_replaced_and_told() -> None:
    read = table(b"Title,Stage\nCaf\xe9 \x81 \x9d,Idea\n")
    assert read.body[0][0] == "Café � �"
    assert read.notes == ("2 characters could not be read and are shown as �.",)


def test_a_broken_character_among_many_does_not_make_utf_8_something_else() -> None:
    read = table("Title,Stage\néèêëàâä,Idea\n".encode() + b"Yard \xff plan,Idea\n")
    assert read.encoding == "utf-8"
    assert read.body == (("éèêëàâä", "Idea"), ("Yard � plan", "Idea"))
    assert read.notes == ("1 character could not be read and is shown as �.",)


def test_line_breaks_inside_quotes_stay_in_their_cell() -> None:
    read = table('Title,Outcome\r\n"Dock plan","One.\r\nTwo, ""really""."\r\nYard plan,x\r\n')
    assert read.body == (("Dock plan", 'One.\r\nTwo, "really".'), ("Yard plan", "x"))


def test_a_stray_quotation_mark_inside_a_cell_is_tolerated() -> None:
    assert table('Title,Stage\n12" screens,Idea\n"a"b,Pilot\n').body[0][0] == '12" screens'


def test_line_numbers_are_those_of_a_spreadsheet() -> None:
    read = table(
        "Our AI list\n\nTitle,Stage,Owner\nDock plan,Pilot,Ines\n,,\n\nYard plan,Idea,Bo\n,,\n"
    )
    assert (read.header_row_index, read.first_row) == (2, 4)
    assert read.body == (("Dock plan", "Pilot", "Ines"), (), (), ("Yard plan", "Idea", "Bo"))


def test_formulas_in_a_text_file_are_text() -> None:
    read = table('Title,Stage\n=cmd|\'/c calc\'!A0,"=HYPERLINK(""http://x"")"\n')
    assert read.body == (("=cmd|'/c calc'!A0", '=HYPERLINK("http://x")'),)


@pytest.mark.parametrize(
    ("content", "kind", "sentence"),
    [
        (b"", Kind.EMPTY, "“list.csv” is empty."),
        (b" \r\n\t\n", Kind.EMPTY, "“list.csv” is empty."),
        (b"\xef\xbb\xbf\n", Kind.EMPTY, "The file is empty."),
        (b",,\n;;\n", Kind.NO_HEADER, "No row of the file names its columns."),
        (b"Title,Stage\n", Kind.NO_ROWS, "The file names its columns but has no rows below them."),
        (b"Title,Stage\nDock \x00plan,x\n", Kind.NOT_A_TABLE, "This is not a table."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", Kind.NOT_A_TABLE, "This is not a table."),
        (b"%PDF-1.7\n%\xe2\xe3\x01\x02", Kind.NOT_A_TABLE, "This is not a table."),
        (b"<!DOCTYPE html><table><tr><td>a", Kind.NOT_A_TABLE, "This is not a table."),
        (b"<?xml version='1.0'?><Workbook/>", Kind.NOT_A_TABLE, "This is not a table."),
        (b'Title,Stage\n"Dock plan,Pilot\nYard', Kind.DAMAGED, "The file breaks off in the middle"),
        ("Title,Stage\né,Idea\nYard é".encode()[:-1], Kind.DAMAGED, "The file breaks off"),
        ("Title,Stage\nYard".encode("utf-16")[:-1], Kind.DAMAGED, "The file breaks off"),
        (b"Title,Stage\n" + b"x" * 100_001 + b",y\n", Kind.DAMAGED, "A cell has more than 100,000"),
        (b"Title,Stage\n" + b"x" * 200_000 + b",y\n", Kind.DAMAGED, "A cell has more than 100,000"),
        (b"a,b" + b",c" * 199 + b"\n1,2\n", Kind.TOO_MANY_COLUMNS, "The file has more than 200"),
        (b"Title,b\n" + b"x,1\n" * 50_001, Kind.TOO_MANY_ROWS, "The file has more than 50,000"),
    ],
)
def test_a_text_file_that_is_no_table_is_refused_in_a_sentence(
    content: bytes, kind: Kind, sentence: str
) -> None:
    with pytest.raises(FileRefused) as refusal:
        table(content)
    assert refusal.value.code == kind.value
    assert refusal.value.sentence.startswith(sentence)
    assert refusal.value.fields == {"file": refusal.value.sentence}


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(FileRefused) as refusal:
        table(b"\x00" * (10 * 1024 * 1024 + 1), "C:\\lists\\big.csv")
    assert refusal.value.kind is Kind.TOO_LARGE
    assert refusal.value.sentence == (
        "“big.csv” has 10.0 MB; files of up to 10 MB can be imported."
    )


def test_fifty_thousand_rows_of_two_hundred_columns_may_be_there() -> None:
    many = table("Title,b\n" + "x,1\n" * 50_000)
    assert len(many.body) == 50_000
    wide = table(",".join(f"c{n}" for n in range(200)) + "\n" + "x," * 199 + "y\n")
    assert len(wide.header) == 200


# Workbooks


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


def test_what_a_file_holds_decides_and_not_its_name() -> None:
    assert table(PLAIN_BOOK, "list.csv").sheet == "Sheet"
    assert table(HEADER + "Dock plan,Pilot\n", "list.xlsx").encoding == "utf-8"


def test_a_formula_is_what_it_last_came_to_and_is_never_calculated() -> None:
    cell = b'<c r="B2" t="str"><f>WEBSERVICE("http://127.0.0.1:9")</f><v>Pilot</v></c>'
    with zipfile.ZipFile(io.BytesIO(PLAIN_BOOK)) as archive:
        sheet = archive.read(SHEET)
    start = sheet.index(b'<c r="B2"')
    changed = sheet[:start] + cell + sheet[sheet.index(b"</c>", start) + 4 :]
    assert table(repacked(PLAIN_BOOK, change={SHEET: changed})).body == (("Dock plan", "Pilot"),)


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
