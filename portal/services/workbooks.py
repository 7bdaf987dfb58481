"""Workbooks: the texts of the sheets of an .xlsx file that was checked before."""

import io
import warnings
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, time
from importlib import import_module
from typing import Any, Final

from defusedxml.ElementTree import iterparse

from portal.domain.packed import Packed
from portal.domain.wording import gettext as _
from portal.services.file_limits import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    FileRefused,
    Kind,
    too_many_columns,
    too_many_rows,
)
from portal.services.merged_cells import column_place, merged_below
from portal.services.workbook_checks import damaged

MOST_LINES: Final = 2 * MOST_ROWS
"""Lines that are looked through at all, empty ones included; a row number may be any number."""

WITHOUT_RESULT: Final = "="
"""What stands for a formula without a result, so that its row is not taken for an empty one."""

MOST_WITHOUT_RESULT: Final = 1_000
"""Formulas without a result that are named; whoever mends one mends all."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as texts.

    Attributes
    ----------
    title
        What it is called.
    rows
        Its rows as texts, empty rows included, so that row numbers are those of the spreadsheet.
    without_result
        Row number, counted from 1, to the positions of its cells, counted from 0, that hold a
        formula without a result. `WITHOUT_RESULT` stands in their place.
    titles
        What the visible sheets of the workbook are called.
    covered
        Row number to position to what a merged cell says there that begins further up.
    """

    title: str
    rows: Sequence[tuple[str, ...]]
    without_result: Mapping[int, Collection[int]]
    titles: Sequence[str] = ()
    covered: Mapping[int, Mapping[int, str]] = field(default_factory=dict)


def cell_name(row: int, place: int) -> str:
    """Name a cell as a spreadsheet does, from its row from 1 and its position from 0.

    Examples
    --------
    >>> cell_name(7, 0), cell_name(7, 27)
    ('A7', 'AB7')
    """
    letters, rest = "", place + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


type Rows = Sequence[Sequence[str]]


def read_sheet(
    content: bytes,
    is_meant: Callable[[Rows], bool],
    *,
    has_formulas: bool = False,
    title: str = "",
) -> Sheet:
    """Read the first visible sheet that is meant, or else the first with anything.

    Parameters
    ----------
    content
        The bytes of a workbook that `workbook_checks.check_workbook` let pass.
    is_meant
        Says of the rows of a sheet whether they are the table that is looked for.
    has_formulas
        Whether to look for formulas without a result, which takes as long again.
    title
        Name of the sheet that somebody chose; it is read whatever is on it.

    Returns
    -------
    Sheet
        Its rows as texts. A formula is what it last came to; none is calculated.

    Raises
    ------
    FileRefused
        When the sheet is too large or cannot be read, or none is called like the chosen one.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _first_sheet(content, is_meant, has_formulas=has_formulas, title=title)
        except FileRefused:
            raise
        # A crafted workbook can make the parser fail in any way; the reader gets one sentence.
        except Exception as error:
            raise damaged() from error


def read_sheets(content: bytes) -> dict[str, Sheet]:
    """Read every sheet of a workbook that `workbook_checks.check_workbook` let pass, by its name.

    Raises
    ------
    FileRefused
        When a sheet is too large or cannot be read.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with closing(_opened(content)) as book:
                return {
                    sheet.title: Sheet(sheet.title, _rows(sheet, {}), {})
                    for sheet in book.worksheets
                }
        except FileRefused:
            raise
        # As above: whatever the parser stumbles over, the reader gets one sentence.
        except Exception as error:
            raise damaged() from error


def _opened(content: bytes) -> Any:
    # Loaded with the first workbook: it brings Pillow along, and most web processes read none.
    return import_module("openpyxl").load_workbook(
        io.BytesIO(content), read_only=True, data_only=True, keep_links=False
    )


def _first_sheet(
    content: bytes, is_meant: Callable[[Rows], bool], *, has_formulas: bool, title: str
) -> Sheet:
    book = _opened(content)
    fallback: Sheet | None = None
    with closing(book):
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        titles = tuple(sheet.title for sheet in visible)
        if title and title not in titles:
            raise _no_sheet(title, titles)
        for sheet in visible:
            if title and sheet.title != title:
                continue
            without_result = _without_result(sheet) if has_formulas else {}
            rows = _rows(sheet, without_result)
            with sheet._get_source() as part:  # noqa: SLF001 - as above
                covered = merged_below(part, rows)
            found = Sheet(sheet.title, rows, without_result, titles, covered)
            if is_meant(rows):
                return found
            if rows and fallback is None:
                fallback = found
    if fallback is None:
        raise FileRefused(Kind.EMPTY, _("The workbook has no sheet with anything on it."))
    return fallback


def _no_sheet(title: str, titles: Sequence[str]) -> FileRefused:
    sentence = _(
        "The workbook has no visible sheet called “{sheet}”. It has: {sheets}.",
        sheet=title[:80],
        sheets=", ".join(titles[:20]),
    )
    return FileRefused(Kind.NO_SHEET, sentence)


def _without_result(sheet: Any) -> dict[int, set[int]]:
    """Find the cells with a formula that was never calculated, up to a fair number of them."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    row = place = count = 0
    rows: Any = None
    with sheet._get_source() as part:  # noqa: SLF001 - there is no public way to the XML of a sheet
        for event, element in iterparse(part, events=("start", "end")):
            tag = element.tag.rpartition("}")[2]
            if event == "start":
                if tag == "sheetData":
                    rows = element
                elif tag == "row":
                    row, place = int(element.get("r") or row + 1), -1
                continue
            if tag == "c":
                letters = (element.get("r") or "").rstrip("0123456789")
                place = column_place(letters) if letters else place + 1
                if _lacks_result(element):
                    found[row].add(place)
                    count += 1
            elif tag == "row" and rows is not None:
                rows.clear()
            if row > MOST_LINES or count >= MOST_WITHOUT_RESULT:
                break
    return dict(found)


def _lacks_result(cell: Any) -> bool:
    """Whether a cell holds a formula and nothing that it came to; an empty text is a result."""
    parts = {child.tag.rpartition("}")[2]: child for child in cell}
    if "f" not in parts or "is" in parts:
        return False
    value = parts.get("v")
    return value is None or not (value.text or cell.get("t") == "str")


def _marked(values: Sequence[object], places: Collection[int]) -> tuple[object, ...]:
    return tuple(
        WITHOUT_RESULT if value is None and place in places else value
        for place, value in enumerate(values)
    )


def _rows(sheet: Any, without_result: Mapping[int, Collection[int]]) -> Packed[tuple[str, ...]]:
    """Rows of a sheet up to the last one that says anything."""
    # The stated size of a sheet may be wrong either way, so it is not relied upon.
    sheet.reset_dimensions()
    rows: Packed[tuple[str, ...]] = Packed()
    blank = 0
    for number, values in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), 1):
        if number > MOST_LINES:
            raise too_many_rows()
        if number in without_result:
            values = _marked(values, without_result[number])  # noqa: PLW2901 - the row as it is read
        if values.count(None) == len(values):
            blank += 1
            continue
        cells = tuple(_texts(values))
        if len(cells) > MOST_COLUMNS:
            raise too_many_columns()
        if number > MOST_ROWS + 1:
            raise too_many_rows()
        rows.extend([()] * blank)
        rows.append(cells)
        blank = 0
    return rows


def _texts(values: Sequence[object]) -> Iterator[str]:
    """Texts of a row without empty cells at its end."""
    last = next((i for i in range(len(values), 0, -1) if values[i - 1] is not None), 0)
    for value in values[:last]:
        yield _text(value)


def _text(value: object) -> str:
    """Write a cell the way a person would type it."""
    match value:
        case None:
            text = ""
        case str():
            text = value[:LONGEST_CELL].replace("_x000D_", "")
        case bool():
            text = str(value).upper()
        case float():
            text = f"{value:.15g}"
            # Three decimals would look like grouped thousands; the cell knows that they are not.
            text += "0" * (len(text.partition(".")[2]) == 3)
        case datetime():
            text = str(value.date() if value.time() == time() else value)
        case _:
            text = str(value)
    return text
