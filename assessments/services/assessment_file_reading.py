"""Reading the file of a whole assessment, JSON or workbook, into one shape."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from assessments.domain.assessment_contents import ReadFile
from assessments.domain.assessment_files import (
    FRAMEWORK,
    HEAD,
    RESULT,
    TABLES,
    FileError,
    Holds,
    Place,
    sheet_title,
)
from assessments.domain.file_cells import CellUnreadable, text_of_cell, unflat
from assessments.services.strict_json import JsonInvalid, read_object
from portal.services.file_limits import FileRefused, Kind, check_size
from portal.services.workbook_checks import check_workbook
from portal.services.workbooks import Sheet, read_sheets

_ZIP: Final = b"PK\x03\x04"
_WHOLE: Final = re.compile(r"-?[0-9]{1,15}(\.0+)?")


def read_assessment_file(content: bytes, *, filename: str) -> ReadFile:
    """Read a file that `export_assessment` wrote, without believing anything of it.

    Raises
    ------
    FileRefused
        When it is larger than 10 MB, or a workbook that is not safe to open.
    """
    check_size(len(content), filename=filename)
    if content.startswith(_ZIP):
        return _workbook(content, filename=filename)
    try:
        return ReadFile(read_object(content))
    except JsonInvalid as refusal:
        errors = tuple(FileError(Place("", None, ""), each) for each in refusal.faults)
        return ReadFile({}, errors=errors)


def _workbook(content: bytes, *, filename: str) -> ReadFile:
    if check_workbook(content, filename=filename):
        sentence = _("The workbook has formulas. Put what they come to in their place.")
        raise FileRefused(Kind.SUSPICIOUS, sentence)
    sheets = read_sheets(content)
    errors: list[FileError] = []
    head = _flat(sheets, HEAD, errors)
    document: dict[str, Any] = head if isinstance(head, dict) else {}
    if isinstance(document.get(FRAMEWORK), dict):
        document[FRAMEWORK]["data"] = _flat(sheets, FRAMEWORK, errors)
    document[RESULT] = _flat(sheets, RESULT, errors)
    rows: dict[str, Sequence[int]] = {}
    for table, columns in TABLES.items():
        document[table], rows[table] = _table(sheets, table, columns, errors)
    return ReadFile(document, rows, sheet_title, tuple(errors))


def _sheet(sheets: Mapping[str, Sheet], table: str, errors: list[FileError]) -> Sheet | None:
    title = sheet_title(table)
    sheet = sheets.get(title)
    if sheet is None or not sheet.rows:
        sentence = _("The workbook lacks the sheet “%(title)s”.") % {"title": title}
        errors.append(FileError(Place(title, None, ""), sentence))
        return None
    return sheet


def _flat(sheets: Mapping[str, Sheet], table: str, errors: list[FileError]) -> Any:
    sheet = _sheet(sheets, table, errors)
    if sheet is None:
        return None
    said = [
        (number, (*row, "", "", "")[:3]) for number, row in enumerate(sheet.rows[1:], 2) if any(row)
    ]
    try:
        return unflat(row for _number, row in said)
    except CellUnreadable as error:
        number = said[error.args[0]][0] if said else 1
        sentence = _("This row does not fit those above it. Take the file out again.")
        errors.append(FileError(Place(sheet.title, number, "path"), sentence))
        return None


def _table(
    sheets: Mapping[str, Sheet], table: str, columns: Mapping[str, Holds], errors: list[FileError]
) -> tuple[list[dict[str, Any]], tuple[int, ...]]:
    sheet = _sheet(sheets, table, errors)
    if sheet is None:
        return [], ()
    names = list(sheet.rows[0])
    for name in columns:
        if names.count(name) != 1:
            sentence = _("The column must be there, and only once.")
            errors.append(FileError(Place(sheet.title, 1, name), sentence))
    found, numbers = [], []
    for number, row in enumerate(sheet.rows[1:], 2):
        if not any(row):
            continue
        cells = dict(zip(names, row, strict=False))
        entry: dict[str, Any] = {}
        for name, holds in columns.items():
            try:
                entry[name] = _value(holds, cells.get(name, ""))
            except CellUnreadable:
                sentence = _("The cell begins with “json:” and holds no JSON text.")
                errors.append(FileError(Place(sheet.title, number, name), sentence))
        found.append(entry)
        numbers.append(number)
    return found, tuple(numbers)


def _value(holds: Holds, cell: str) -> Any:
    match holds:
        case Holds.WHOLE if _WHOLE.fullmatch(cell):
            return int(cell.partition(".")[0])
        case Holds.KEYS:
            return cell.split()
        case Holds.TEXT:
            return text_of_cell(cell)
        case _:
            return cell or None
