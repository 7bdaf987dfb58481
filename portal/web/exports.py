"""Lists as files: every row, streamed or built on disk, with nothing a spreadsheet would run."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any, Final

from django.http import FileResponse, StreamingHttpResponse

type Cell = str | int | float

#: What a spreadsheet takes for the start of a formula, in every width a keyboard writes.
STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula.

    Examples
    --------
    >>> harmless("=1+1"), harmless("Yard plan"), harmless(-3)
    ("'=1+1", 'Yard plan', -3)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(STARTS) else cell


class _Line:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_response(
    name: str, header: Sequence[Any], rows: Iterable[Sequence[Cell]]
) -> StreamingHttpResponse:
    """Answer with a CSV file that is written while it is read, so that memory stays flat."""
    writer = csv.writer(_Line())

    def lines() -> Iterator[str]:
        # The mark tells spreadsheets that the file is UTF-8.
        yield "\ufeff" + writer.writerow([str(label) for label in header])
        for row in rows:
            yield writer.writerow([harmless(cell) for cell in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def xlsx_response(name: str, header: Sequence[Any], rows: Iterable[Sequence[Cell]]) -> FileResponse:
    """Answer with a workbook of one sheet; texts are written as texts, never as formulas."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    # Loaded with the first workbook: most web processes write none.
    book = import_module("xlsxwriter").Workbook(file, options)
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for column, label in enumerate(header):
        sheet.write_string(0, column, str(label), bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell)
            else:
                sheet.write_number(number, column, cell)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
