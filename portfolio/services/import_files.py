"""Files: the bytes somebody uploads as a table of texts, or one sentence why they are none."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from portal.domain.file_signatures import old_document_seems_to_be
from portal.domain.packed import Packed
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext
from portal.services.file_limits import (
    MOST_COLUMNS,
    MOST_ROWS,
    FileRefused,
    Kind,
    check_size,
    named,
    not_a_table,
    too_many_columns,
    too_many_rows,
)
from portal.services.workbook_checks import check_workbook
from portal.services.workbooks import Sheet, cell_name, read_sheet
from portfolio.domain.import_cells import clean
from portfolio.domain.import_rows import RowError, RowNote
from portfolio.domain.import_tables import ENCODINGS, Table, TableChoices
from portfolio.domain.imports import ENOUGH_KNOWN, KNOWN_NAMES, find_header_row, known_columns
from portfolio.services.import_records import may_be_records, read_records_file
from portfolio.services.import_texts import (
    REPLACEMENT,
    Decoded,
    decode,
    decode_as,
    find_delimiter,
    read_records,
)

__all__ = ["FileRefused", "Kind", "Table", "TableChoices", "check_size", "read_table"]

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_BIFF: Final = tuple(
    map(bytes.fromhex, ("09000400", "09020600", "09040600", "09080800", "09081000"))
)
_WORKBOOK_ENDINGS: Final = (".xlsx", ".xls", ".xlsm")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def read_table(
    content: bytes,
    *,
    filename: str,
    known: Collection[str] = KNOWN_NAMES,
    choices: TableChoices | None = None,
) -> Table:
    """Read a CSV or JSON file or an .xlsx workbook; what it holds decides, not its name.

    Parameters
    ----------
    content
        The bytes of the file.
    filename
        What the file is called, for the sentences.
    known
        Plain names the columns are expected to have; they settle which sheet and which row is
        meant where a file has several candidates.
    choices
        What somebody said about how to read it; it goes before what would be found out.

    Returns
    -------
    Table
        Its rows as texts, with the header found. Nothing in it is calculated or followed.

    Raises
    ------
    FileRefused
        With one sentence, when the file is empty, too large, damaged, protected, or no table.
    """
    choices = choices or TableChoices()
    check_size(len(content), filename=filename)
    if not content or content.isspace():
        raise FileRefused(Kind.EMPTY, _("{file} is empty.", file=named(filename)))
    if content.startswith((_OLE, *_BIFF)):
        raise _old_workbook(content, filename)
    if content.startswith(_ZIP):
        return _workbook(content, filename, known, choices)
    if may_be_records(content):
        return _records(content, filename)
    return _text(content, filename, known, choices)


def _old_workbook(content: bytes, filename: str) -> FileRefused:
    """Refuse a file in the old binary format, which is also what a password turns .xlsx into."""
    if _ENCRYPTED in content:
        sentence = _("The workbook is protected by a password. Save it without one.")
        return FileRefused(Kind.PROTECTED, sentence)
    other = old_document_seems_to_be(content)
    if other:
        return not_a_table(filename, other)
    sentence = _("This is a workbook in the old .xls format. Save it as .xlsx or as CSV.")
    return FileRefused(Kind.OLD_WORKBOOK, sentence)


def _records(content: bytes, filename: str) -> Table:
    found = read_records_file(content, filename=filename)
    rows: Packed[Sequence[str]] = Packed((found.names,))
    rows.extend(found.rows)
    return Table(0, rows, encoding=found.encoding, notes=found.notes, is_records=True)


def _workbook(
    content: bytes, filename: str, known: Collection[str], choices: TableChoices
) -> Table:
    has_formulas = check_workbook(content, filename=filename)
    sheet = read_sheet(
        content,
        lambda rows: known_columns(rows, known) >= ENOUGH_KNOWN,
        has_formulas=has_formulas,
        title=choices.sheet,
    )
    index = _header(sheet.rows, known, choices)
    return Table(
        index,
        sheet.rows,
        sheet=sheet.title,
        errors=tuple(_without_result(sheet, index)),
        sheets=tuple(sheet.titles),
        covered=sheet.covered,
    )


def _without_result(sheet: Sheet, header_row_index: int) -> Iterator[RowError]:
    """Name the cells of the table whose formula was never calculated."""
    header = sheet.rows[header_row_index]
    for row, places in sheet.without_result.items():
        for place in sorted(places) if row > header_row_index else ():
            if place < len(header):
                title = "" if row == header_row_index + 1 else clean(header[place])
                message = _(
                    "Cell {cell} holds a formula without a result. "
                    "Open the workbook in a spreadsheet, save it and upload that.",
                    cell=cell_name(row, place),
                )
                yield RowError(row, title, message)


def _text(content: bytes, filename: str, known: Collection[str], choices: TableChoices) -> Table:
    decoded = _decoded(content, filename, choices)
    delimiter, text = find_delimiter(decoded.text)
    delimiter = choices.delimiter or delimiter
    rows = _filled(read_records(text, delimiter))
    notes: tuple[str, ...] = ()
    if filename.lower().endswith(_WORKBOOK_ENDINGS) and not choices.header_row:
        index = _header_in_disguise(rows, known, filename)
        notes += (_("{file} is no workbook but text, and read as CSV.", file=named(filename)),)
    else:
        index = _header(rows, known, choices)
    doubts: tuple[RowNote, ...] = ()
    if decoded.unreadable:
        notes += (_unreadable(decoded.unreadable),)
        doubts = tuple(_broken_cells(rows, index))
    return Table(
        index,
        rows,
        encoding=decoded.encoding,
        delimiter=delimiter,
        notes=notes,
        doubts=doubts,
    )


def _decoded(content: bytes, filename: str, choices: TableChoices) -> Decoded:
    if choices.encoding in ENCODINGS:
        return decode_as(content, choices.encoding, filename=filename)
    return decode(content, filename=filename)


def _header_in_disguise(
    rows: Sequence[Sequence[str]], known: Collection[str], filename: str
) -> int:
    """Find the header of a text that is called a workbook, or say that it is only text."""
    index = find_header_row(rows, known)
    has_rows = index is not None and index + 1 < len(rows)
    if index is None or not has_rows or not (len(rows[index]) > 1 or known_columns(rows, known)):
        raise not_a_table(filename, _("plain text"))
    return index


def _unreadable(count: int) -> str:
    return ngettext(
        "{count} character could not be read and is shown as �.",
        "{count} characters could not be read and are shown as �.",
        count,
    )


def _broken_cells(rows: Sequence[Sequence[str]], header_row_index: int) -> Iterator[RowNote]:
    """Name the cells with characters that could not be read."""
    header = rows[header_row_index]
    for number, row in enumerate(islice(rows, header_row_index, None), header_row_index + 1):
        for place, cell in enumerate(row):
            if REPLACEMENT in cell:
                is_named = number > header_row_index + 1 and place < len(header)
                title = clean(header[place]) if is_named else ""
                yield RowNote(number, title, _unreadable(cell.count(REPLACEMENT)))


def _filled(records: Iterable[Sequence[str]]) -> Packed[Sequence[str]]:
    """Keep the rows up to the last one that says anything."""
    rows: Packed[Sequence[str]] = Packed()
    blank = 0
    for record in records:
        width = next((n for n in range(len(record), 0, -1) if record[n - 1].strip()), 0)
        if not width:
            blank += 1
            continue
        if width > MOST_COLUMNS:
            raise too_many_columns()
        rows.extend([()] * blank)
        rows.append(tuple(record[:width]))
        blank = 0
        if len(rows) > MOST_ROWS + 1:
            raise too_many_rows()
    return rows


def _header(rows: Sequence[Sequence[str]], known: Collection[str], choices: TableChoices) -> int:
    """Find the header, or refuse a file without one or without anything below it."""
    index = choices.header_row - 1 if choices.header_row else find_header_row(rows, known)
    is_named = index is not None and index < len(rows) and any(map(clean, rows[index]))
    if index is None or not is_named:
        raise FileRefused(Kind.NO_HEADER, _("No row of the file names its columns."))
    if index + 1 >= len(rows):
        raise FileRefused(Kind.NO_ROWS, _("The file names its columns but has no rows below them."))
    return index
