"""The export that imports again, as CSV, workbook or JSON; rows are written while they are read."""

import csv
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, BinaryIO, Final

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portal.reports.workbooks import MOST_CHARACTERS, XLSX, Cell, SheetTable, write_workbook
from portfolio.domain.register_cells import safe_cell
from portfolio.domain.register_columns import FORMAT, FORMAT_VERSION, NUMBERS, RegisterColumn

type Entry = Mapping[RegisterColumn, Any]

_C = RegisterColumn
PIECE: Final = 64 * 1024
HEADER: Final = tuple(column.header for column in RegisterColumn)


class FileKind(StrEnum):
    """What a file of the register can be."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"

    @property
    def content_type(self) -> str:
        """What a browser is told it is."""
        types = {self.CSV: "text/csv; charset=utf-8", self.XLSX: XLSX}
        return types.get(self, "application/json")


class TextTooLong(Invalid):
    """A text is longer than a cell of a workbook."""

    code = "text_too_long"


def register_content(kind: FileKind, entries: Iterable[Entry]) -> Iterator[bytes]:
    """Return a file in pieces; text is made while it is read, a workbook before that.

    Raises
    ------
    TextTooLong
        When a text is longer than a cell of a workbook; CSV and JSON hold it.
    """
    if kind is FileKind.XLSX:
        # It ends with the last piece of it that is read.
        file = tempfile.TemporaryFile()  # noqa: SIM115
        write_xlsx(file, entries)
        file.seek(0)
        return iter(lambda: file.read(PIECE), b"")
    lines = csv_lines if kind is FileKind.CSV else json_lines
    return (line.encode() for line in lines(entries))


def csv_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Write a CSV file, a line at a time."""
    writer = csv.writer(_Line())
    # The mark tells spreadsheets that the file is UTF-8.
    yield "\ufeff" + writer.writerow(HEADER)
    for entry in entries:
        yield writer.writerow([_csv_cell(column, said) for column, said in entry.items()])


def json_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Write a JSON document, a use case at a time; its texts stand as they are."""
    yield f'{{"format": "{FORMAT}", "version": {FORMAT_VERSION}, "use_cases": ['
    joint = "\n"
    for entry in entries:
        said = {column.value: _json_value(each) for column, each in entry.items()}
        yield joint + json.dumps(said, ensure_ascii=False)
        joint = ",\n"
    yield "\n]}\n"


def write_xlsx(file: BinaryIO, entries: Iterable[Entry]) -> None:
    """Write a workbook with one sheet.

    Raises
    ------
    TextTooLong
        When a text is longer than a cell of a workbook; CSV and JSON hold it.
    """
    write_workbook(file, [SheetTable(_("Use cases"), HEADER, map(_sheet_row, entries))])


def fitting_rows(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    """Hand rows of a list on that fit the cells of a workbook.

    Raises
    ------
    TextTooLong
        When a text is longer than a cell of a workbook; CSV and JSON hold it.
    """
    for number, row in enumerate(rows, start=2):
        for column, cell in zip(header, row, strict=True):
            if isinstance(cell, str) and len(cell) > MOST_CHARACTERS:
                raise TextTooLong(
                    _(
                        "Row {row}: {column} has {length:,} characters, and a cell of a workbook"
                        " holds {most:,}. Take CSV or JSON.",
                        row=number,
                        column=column,
                        length=len(cell),
                        most=MOST_CHARACTERS,
                    )
                )
        yield row


class _Line:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _sheet_row(entry: Entry) -> list[Cell]:
    row: list[Cell] = []
    for column, said in entry.items():
        if column in NUMBERS:
            row.append(float(said) if isinstance(said, Decimal) else said)
            continue
        text = _text(said)
        if len(text) > MOST_CHARACTERS:
            raise TextTooLong(
                _(
                    "{code}: {column} has {length:,} characters, and a cell of a workbook holds"
                    " {most:,}. Take CSV or JSON.",
                    code=entry[_C.CODE],
                    column=column.header,
                    length=len(text),
                    most=MOST_CHARACTERS,
                )
            )
        row.append(text)
    return row


def _csv_cell(column: RegisterColumn, said: Any) -> Cell:
    return "" if said is None else str(said) if column in NUMBERS else _text(said)


def _text(said: Any) -> str:
    match said:
        case None:
            return ""
        case list():
            return "; ".join(said)
        case dict():
            return safe_cell(_details(said)) if said else ""
        case date():
            return said.isoformat()
        case _:
            return safe_cell(said)


def _details(said: Mapping[str, str]) -> str:
    return json.dumps(list(said.items()), ensure_ascii=False)


def _json_value(said: Any) -> Any:
    match said:
        case dict():
            return list(said.items())
        case date():
            return said.isoformat()
        case Decimal():
            return float(said)
        case _:
            return said
