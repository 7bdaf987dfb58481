"""Files: the bytes somebody uploads as a table of texts, or one sentence why they are none."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext
from portfolio.domain.imports import KNOWN_NAMES, find_header_row
from portfolio.services.import_limits import (
    LARGEST_UPLOAD,
    MOST_COLUMNS,
    MOST_ROWS,
    FileRefused,
    Kind,
    too_many_columns,
    too_many_rows,
)
from portfolio.services.import_texts import decode, find_delimiter, read_records
from portfolio.services.import_workbooks import check_workbook, read_sheet

__all__ = ["FileRefused", "Kind", "Table", "check_size", "read_table"]

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_BIFF: Final = tuple(
    map(bytes.fromhex, ("09000400", "09020600", "09040600", "09080800", "09081000"))
)
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Table:
    """A file as rows of texts.

    Attributes
    ----------
    header_row_index
        Position of the header among the rows, counted from 0.
    rows
        All rows of the file, empty ones included; a row may be shorter than the header.
    sheet
        Name of the sheet, empty for a text file.
    encoding
        Encoding of a text file, empty for a workbook.
    delimiter
        What separated the cells of a text file, empty for a workbook.
    notes
        What the reader should know about how the file was read.
    """

    header_row_index: int
    rows: tuple[Sequence[str], ...]
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = ()

    @property
    def header(self) -> Sequence[str]:
        """The names of the columns."""
        return self.rows[self.header_row_index]

    @property
    def body(self) -> tuple[Sequence[str], ...]:
        """The rows below the header."""
        return self.rows[self.header_row_index + 1 :]

    @property
    def first_row(self) -> int:
        """Line number of the first row below the header, as a spreadsheet shows it."""
        return self.header_row_index + 2


def read_table(content: bytes, *, filename: str, known: Collection[str] = KNOWN_NAMES) -> Table:
    """Read a CSV file or an .xlsx workbook; what it holds decides, not what it is called.

    Parameters
    ----------
    content
        The bytes of the file.
    filename
        What the file is called, for the sentences.
    known
        Plain names the columns are expected to have; they settle which sheet and which row is
        meant where a file has several candidates.

    Returns
    -------
    Table
        Its rows as texts, with the header found. Nothing in it is calculated or followed.

    Raises
    ------
    FileRefused
        With one sentence, when the file is empty, too large, damaged, protected, or no table.
    """
    check_size(len(content), filename=filename)
    if not content or content.isspace():
        raise FileRefused(Kind.EMPTY, _("{file} is empty.", file=_named(filename)))
    if content.startswith((_OLE, *_BIFF)):
        raise _old_workbook(content)
    return _workbook(content, known) if content.startswith(_ZIP) else _text(content, known)


def check_size(size: int, *, filename: str) -> None:
    """Refuse a file for its size alone, before anything of it is read.

    Parameters
    ----------
    size
        Its length in bytes.
    filename
        What the file is called, for the sentence.

    Raises
    ------
    FileRefused
        When it is larger than can be imported.
    """
    if size > LARGEST_UPLOAD:
        sentence = _(
            "{file} has {size:.1f} MB; files of up to {most} MB can be imported.",
            file=_named(filename),
            size=size / 1024 / 1024,
            most=LARGEST_UPLOAD // 1024 // 1024,
        )
        raise FileRefused(Kind.TOO_LARGE, sentence)


def _named(filename: str) -> str:
    """Begin a sentence with the name of the file, without its folders."""
    name = filename.replace("\\", "/").rsplit("/", 1)[-1].strip()
    return f"“{name[:80]}”" if name else _("The file")


def _old_workbook(content: bytes) -> FileRefused:
    """Refuse a file in the old binary format, which is also what a password turns .xlsx into."""
    if _ENCRYPTED in content:
        sentence = _("The workbook is protected by a password. Save it without one.")
        return FileRefused(Kind.PROTECTED, sentence)
    sentence = _("This is a workbook in the old .xls format. Save it as .xlsx or as CSV.")
    return FileRefused(Kind.OLD_WORKBOOK, sentence)


def _workbook(content: bytes, known: Collection[str]) -> Table:
    check_workbook(content)
    sheet, rows = read_sheet(content, known)
    return Table(_header(rows, known), tuple(rows), sheet=sheet)


def _text(content: bytes, known: Collection[str]) -> Table:
    decoded = decode(content)
    delimiter, text = find_delimiter(decoded.text)
    rows = _shared(read_records(text, delimiter))
    notes: tuple[str, ...] = ()
    if decoded.unreadable:
        notes = (
            ngettext(
                "{count} character could not be read and is shown as �.",
                "{count} characters could not be read and are shown as �.",
                decoded.unreadable,
            ),
        )
    return Table(
        _header(rows, known),
        tuple(rows),
        encoding=decoded.encoding,
        delimiter=delimiter,
        notes=notes,
    )


def _shared(records: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    """Keep the rows up to the last one that says anything; equal texts share their memory."""
    shared: dict[str, str] = {}
    rows: list[Sequence[str]] = []
    blank = 0
    for record in records:
        width = next((n for n in range(len(record), 0, -1) if record[n - 1].strip()), 0)
        if not width:
            blank += 1
            continue
        if width > MOST_COLUMNS:
            raise too_many_columns()
        rows += [()] * blank
        rows.append(tuple(shared.setdefault(cell, cell) for cell in record[:width]))
        blank = 0
        if len(rows) > MOST_ROWS + 1:
            raise too_many_rows()
    return rows


def _header(rows: Sequence[Sequence[str]], known: Collection[str]) -> int:
    """Find the header, or refuse a file without one or without anything below it."""
    index = find_header_row(rows, known)
    if index is None:
        raise FileRefused(Kind.NO_HEADER, _("No row of the file names its columns."))
    if index + 1 >= len(rows):
        raise FileRefused(Kind.NO_ROWS, _("The file names its columns but has no rows below them."))
    return index
