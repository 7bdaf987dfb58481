"""Lists as files: every row, streamed or built on disk, with nothing a spreadsheet would run."""

import csv
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from portal.reports.workbooks import XLSX, Cell, SheetTable, write_workbook

__all__ = [
    "XLSX",
    "Cell",
    "csv_response",
    "harmless",
    "json_response",
    "json_rows_response",
    "streamed_file",
    "workbook_response",
    "xlsx_response",
]

#: What a spreadsheet takes for the start of a formula, in every width a keyboard writes.
STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


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


def streamed_file(
    filename: str, content: Iterable[bytes], content_type: str
) -> StreamingHttpResponse:
    """Answer with a file that is handed on in the pieces it comes in."""
    response = StreamingHttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def xlsx_response(name: str, header: Sequence[Any], rows: Iterable[Sequence[Cell]]) -> FileResponse:
    """Answer with a workbook of one sheet; texts are written as texts, never as formulas."""
    return workbook_response(name, [SheetTable("Sheet1", header, rows)])


def workbook_response(name: str, tables: Iterable[SheetTable]) -> FileResponse:
    """Answer with a workbook of several sheets, by the same rules."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_workbook(file, tables)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def json_rows_response(name: str, rows: Iterable[Mapping[str, Any]]) -> StreamingHttpResponse:
    """Answer with a JSON list that is written while it is read, a row on each line."""

    def pieces() -> Iterator[bytes]:
        joint = "[\n"
        for row in rows:
            yield (joint + json.dumps(row, ensure_ascii=False)).encode()
            joint = ",\n"
        yield b"\n]\n" if joint != "[\n" else b"[]\n"

    return streamed_file(f"{name}.json", pieces(), "application/json")


def json_response(name: str, document: Mapping[str, Any]) -> HttpResponse:
    """Answer with a JSON file, its keys in the order given and its texts as they are written."""
    content = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response
