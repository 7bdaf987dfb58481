"""Lists as they are exported from the page, cell by cell, so that a test can edit one."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import openpyxl

from portal.reports.workbooks import SheetTable, write_workbook
from tests.conftest import Cast

LIST = "/portfolio/use-cases/"
KINDS = ("csv", "xlsx", "json")

type Table = list[list[Any]]


def exported(cast: Cast, query: str, kind: str = "csv", *, by: str = "lead") -> bytes:
    """Return the file that the page gives for what its address says."""
    response: Any = cast.client(by).get(f"{LIST}export/{kind}/?{query}")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def table_of(content: bytes, kind: str = "csv") -> Table:
    """Take a file apart into its header and its rows."""
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        rows = [list(row) for row in book.active.iter_rows(values_only=True)]
        return [["" if cell is None else cell for cell in row] for row in rows]
    if kind == "csv":
        return [
            list(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        ]
    records = [_flat(record) for record in json.loads(content)]
    return [list(records[0]), *([record[name] for name in records[0]] for record in records)]


def file_of(table: Sequence[Sequence[Any]], kind: str = "csv") -> bytes:
    """Write a header and rows as a file again."""
    if kind == "xlsx":
        file = io.BytesIO()
        write_workbook(file, [SheetTable("Sheet1", table[0], table[1:])])
        return file.getvalue()
    if kind == "csv":
        text = io.StringIO(newline="")
        csv.writer(text).writerows(table)
        return text.getvalue().encode("utf-8-sig")
    return json.dumps([dict(zip(table[0], row, strict=True)) for row in table[1:]]).encode()


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}": each for inner, each in value.items()}
        else:
            flat[name] = value
    return flat
