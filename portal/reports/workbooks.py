"""Workbooks: tables as sheets, every text written as a text and never as a formula."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, BinaryIO, Final

type Cell = str | int | float | None

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TITLE: Final = 31
MOST_CHARACTERS: Final = 32_767
"""What a cell of a spreadsheet holds."""

_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet of a workbook.

    Parameters
    ----------
    title
        What its tab is called; a spreadsheet shows 31 characters.
    header
        The names of its columns.
    rows
        Read once, while they are written; None leaves a cell empty.
    widths
        Of the columns, in characters, from the first one on; the others keep the usual width.
    """

    title: str
    header: Sequence[Any]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int] = ()


def write_workbook(file: BinaryIO, tables: Iterable[SheetTable]) -> None:
    """Write a workbook with a sheet for each table; one row at a time is in memory."""
    # Loaded with the first workbook: most web processes write none.
    book = import_module("xlsxwriter").Workbook(file, _OPTIONS)
    bold = book.add_format({"bold": True})
    for table in tables:
        _write(book.add_worksheet(table.title[:LONGEST_TITLE]), table, bold)
    book.close()


def _write(sheet: Any, table: SheetTable, bold: Any) -> None:
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(table.widths):
        sheet.set_column(column, column, width)
    for column, label in enumerate(table.header):
        sheet.write_string(0, column, str(label), bold)
    for number, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell)
            elif cell is not None:
                sheet.write_number(number, column, cell)
