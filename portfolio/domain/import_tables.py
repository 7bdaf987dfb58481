"""Tables: a file as rows of texts, and what a person may say about how it is to be read."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from portal.domain.packed import Rest
from portfolio.domain.import_rows import RowError, RowNote

ENCODINGS: Final[Mapping[str, str]] = {
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252",
    "iso-8859-15": "ISO 8859-15",
    "cp1250": "Windows-1250",
    "mac-roman": "Mac Roman",
    "utf-16": "UTF-16",
}
"""The encodings a person may choose for a text file."""

DELIMITERS: Final = (",", ";", "\t", "|")
"""What may separate the cells of a text file."""

type Covered = Mapping[int, Mapping[int, str]]
"""Row number, to the positions that a merged cell covers from above, to what that cell says."""


@dataclass(frozen=True, slots=True)
class TableChoices:
    """How a file is to be read, where a person knows better; nothing said means: find out.

    Attributes
    ----------
    sheet
        Name of the sheet of a workbook.
    header_row
        Number of the row that names the columns, counted from 1; 0 to look for it.
    encoding
        Encoding of a text file, one of `ENCODINGS`.
    delimiter
        What separates the cells of a text file.
    """

    sheet: str = ""
    header_row: int = 0
    encoding: str = ""
    delimiter: str = ""

    def as_data(self) -> dict[str, Any]:
        """Return what was said as plain values, to be stored."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "TableChoices":
        """Read what `as_data` returned.

        Examples
        --------
        >>> TableChoices.from_data(TableChoices(header_row=3).as_data())
        TableChoices(sheet='', header_row=3, encoding='', delimiter='')
        """
        return cls(**data)


@dataclass(frozen=True, slots=True)
class Table:
    """A file as rows of texts.

    Attributes
    ----------
    header_row_index
        Position of the header among the rows, counted from 0.
    rows
        All rows of the file, empty ones included; a row may be shorter than the header.
    sheet, sheets
        Name of the sheet, and of all visible ones; empty for other files than workbooks.
    encoding
        Encoding of a text file, empty for a workbook.
    delimiter
        What separated the cells of a text file, empty for others.
    notes
        What the reader should know about how the file was read.
    errors, doubts
        Cells without a result, and cells with characters that could not be read.
    covered
        What merged cells say in the rows they cover below their first.
    is_records
        Whether the file holds records of named values; rows are then numbered as records.
    """

    header_row_index: int
    rows: Sequence[Sequence[str]]
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = ()
    errors: tuple[RowError, ...] = ()
    doubts: tuple[RowNote, ...] = ()
    sheets: tuple[str, ...] = ()
    covered: Covered = field(default_factory=dict)
    is_records: bool = False

    @property
    def header(self) -> Sequence[str]:
        """The names of the columns."""
        return self.rows[self.header_row_index]

    @property
    def body(self) -> Sequence[Sequence[str]]:
        """The rows below the header."""
        return Rest(self.rows, self.header_row_index + 1)

    @property
    def first_row(self) -> int:
        """Number of the first row below the header: its line, or 1 for the first record."""
        return 1 if self.is_records else self.header_row_index + 2
