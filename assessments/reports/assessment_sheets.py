"""The document of a whole assessment as a workbook that can be read in again."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from assessments.domain.assessment_files import FRAMEWORK, HEAD, RESULT, TABLES, Holds, sheet_title
from assessments.domain.file_cells import cell_of_text, flat
from portal.reports.workbooks import Cell, SheetTable

FLAT: Final = ("path", "kind", "value")
_WIDTHS: Final = {Holds.TEXT: 28, Holds.WHOLE: 10, Holds.TIME: 32, Holds.KEYS: 28}


def assessment_tables(document: Mapping[str, Any]) -> tuple[SheetTable, ...]:
    """Return the sheets; their names and columns are the keys of the document, in any language."""
    framework = dict(document["framework"])
    data = framework.pop("data")
    head = {
        "schema": document["schema"],
        "kind": document["kind"],
        "assessment": document["assessment"],
        "framework": framework,
    }
    return (
        _flat(HEAD, head),
        *(_table(name, document[name]) for name in TABLES),
        _flat(FRAMEWORK, data),
        _flat(RESULT, document["result"]),
    )


def _flat(name: str, data: Any) -> SheetTable:
    return SheetTable(sheet_title(name), FLAT, flat(data), (44, 10, 80))


def _table(name: str, rows: list[dict[str, Any]]) -> SheetTable:
    columns = TABLES[name]
    widths = tuple(_WIDTHS[holds] for holds in columns.values())
    return SheetTable(sheet_title(name), tuple(columns), _rows(columns, rows), widths)


def _rows(columns: Mapping[str, Holds], rows: list[dict[str, Any]]) -> Iterator[tuple[Cell, ...]]:
    for row in rows:
        yield tuple(_cell(holds, row[name]) for name, holds in columns.items())


def _cell(holds: Holds, value: Any) -> Cell:
    if value is None:
        return None
    if holds is Holds.KEYS:
        return " ".join(value)
    return cell_of_text(value) if isinstance(value, str) else int(value)
