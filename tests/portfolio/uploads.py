"""Files as people upload them: texts, and workbooks with anything in them."""

import io
import zipfile
from collections.abc import Callable

import openpyxl

from portfolio.services.import_files import Table, read_table

SHEET = "xl/worksheets/sheet1.xml"


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
