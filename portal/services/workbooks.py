"""Workbooks: an .xlsx file checked before it is opened, and the texts of its first sheet."""

import io
import stat
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, time
from importlib import import_module
from typing import Any, Final

from defusedxml.ElementTree import iterparse

from portal.domain.file_signatures import archive_seems_to_be
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portal.services.file_limits import (
    LARGEST_EXPANDED,
    LARGEST_RATIO,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_MEMBERS,
    MOST_ROWS,
    SMALL_ENOUGH,
    FileRefused,
    Kind,
    not_a_table,
    too_many_columns,
    too_many_rows,
)

MOST_LINES: Final = 2 * MOST_ROWS
"""Lines that are looked through at all, empty ones included; a row number may be any number."""

WITHOUT_RESULT: Final = "="
"""What stands for a formula without a result, so that its row is not taken for an empty one."""

MOST_WITHOUT_RESULT: Final = 1_000
"""Formulas without a result that are named; whoever mends one mends all."""

MOST_DECORATIONS: Final = 20_000
_DECORATIONS: Final = (
    b"mergeCell ",
    b"hyperlink ",
    b"cfRule ",
    b"dataValidation ",
    b"brk ",
    b"<col ",
)
_CHUNK: Final = 256 * 1024
_DOCTYPE: Final = (
    b"<!DOCTYPE",
    b"<!ENTITY",
    "<!DOCTYPE".encode("utf-16-le"),
    "<!DOCTYPE".encode("utf-16-be"),
)
_FORMULAS: Final = (b"<f>", b"<f ", b"<f/>", b":f>", b":f ", b":f/>")
_OVERLAP: Final = 32

_OVERBLOWN: Final = gettext_noop(
    "The workbook unpacks to far more than a table needs. Save the table as CSV."
)
_DAMAGED: Final = gettext_noop(
    "The workbook is damaged or incomplete. Open it, save it again and upload that."
)


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
    """

    title: str
    rows: Sequence[tuple[str, ...]]
    without_result: Mapping[int, Collection[int]]


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


def check_workbook(content: bytes, *, filename: str) -> bool:
    """Refuse a workbook that is not safe or not possible to open, without opening it.

    Parameters
    ----------
    content
        The bytes of a zip archive.
    filename
        What the file is called, for the sentences.

    Returns
    -------
    bool
        Whether a sheet seems to hold formulas.

    Raises
    ------
    FileRefused
        When the archive is damaged, encrypted, overblown, no workbook, or holds macros, links to
        other files, or definitions that expand.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_size(members, len(content))
            _check_members(members, filename)
            parts = (
                member for member in members if member.filename.lower().endswith((".xml", ".rels"))
            )
            return True in [_scan(archive, member) for member in parts]
    except FileRefused:
        raise
    # Damaged archives fail in many ways, deep in the decompressors; the reader gets one sentence.
    except Exception as error:
        raise FileRefused(Kind.DAMAGED, _(_DAMAGED)) from error


def _check_size(members: Sequence[zipfile.ZipInfo], packed: int) -> None:
    expanded = sum(member.file_size for member in members)
    if (
        len(members) > MOST_MEMBERS
        or expanded > LARGEST_EXPANDED
        or expanded > max(SMALL_ENOUGH, LARGEST_RATIO * packed)
    ):
        raise FileRefused(Kind.SUSPICIOUS, _(_OVERBLOWN))


def _check_members(members: Sequence[zipfile.ZipInfo], filename: str) -> None:
    names = [member.filename.lower() for member in members]
    if any(member.flag_bits & 0x1 for member in members):
        raise FileRefused(
            Kind.PROTECTED, _("The workbook is protected by a password. Save it without one.")
        )
    if len(set(names)) < len(names) or any(map(_is_strange, members)):
        raise FileRefused(
            Kind.SUSPICIOUS, _("The workbook holds parts that no spreadsheet writes.")
        )
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise not_a_table(filename, archive_seems_to_be(names))
    if any("vbaproject" in name or name.startswith("xl/macrosheets/") for name in names):
        raise FileRefused(
            Kind.MACROS, _("The workbook has macros. Save it as .xlsx without macros.")
        )
    if any(name.startswith("xl/externallinks/") for name in names):
        sentence = _(
            "The workbook links to other files. Break the links, or save the table as CSV."
        )
        raise FileRefused(Kind.LINKS, sentence)


def _is_strange(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a link, or would land outside when unpacked."""
    name = member.filename.replace("\\", "/")
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    return is_link or name.startswith("/") or ".." in name.split("/") or ":" in name


def _scan(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Look through a part for definitions that expand, floods of decoration, and formulas."""
    counts = dict.fromkeys(_DECORATIONS, 0)
    has_formulas = False
    before = b""
    with archive.open(member) as part:
        while chunk := part.read(_CHUNK):
            window = before + chunk
            if any(mark in window for mark in _DOCTYPE):
                sentence = _("The workbook holds definitions that no spreadsheet writes.")
                raise FileRefused(Kind.SUSPICIOUS, sentence)
            for mark in _DECORATIONS:
                counts[mark] += window.count(mark)
            has_formulas = has_formulas or any(mark in window for mark in _FORMULAS)
            before = chunk[-_OVERLAP:]
    if max(counts.values()) > MOST_DECORATIONS and "sharedstrings" not in member.filename.lower():
        raise FileRefused(Kind.SUSPICIOUS, _(_OVERBLOWN))
    return has_formulas and member.filename.lower().startswith("xl/worksheets/")


type Rows = Sequence[Sequence[str]]


def read_sheet(
    content: bytes, is_meant: Callable[[Rows], bool], *, has_formulas: bool = False
) -> Sheet:
    """Read the first visible sheet that is meant, or else the first with anything.

    Parameters
    ----------
    content
        The bytes of a workbook that `check_workbook` let pass.
    is_meant
        Says of the rows of a sheet whether they are the table that is looked for.
    has_formulas
        Whether to look for formulas without a result, which takes as long again.

    Returns
    -------
    Sheet
        Its rows as texts. A formula is what it last came to; none is calculated.

    Raises
    ------
    FileRefused
        When the sheet is too large or cannot be read.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _first_sheet(content, is_meant, has_formulas=has_formulas)
        except FileRefused:
            raise
        # A crafted workbook can make the parser fail in any way; the reader gets one sentence.
        except Exception as error:
            raise FileRefused(Kind.DAMAGED, _(_DAMAGED)) from error


def read_sheets(content: bytes) -> dict[str, Sheet]:
    """Read every sheet of a workbook that `check_workbook` let pass, by its name.

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
            raise FileRefused(Kind.DAMAGED, _(_DAMAGED)) from error


def _opened(content: bytes) -> Any:
    # Loaded with the first workbook: it brings Pillow along, and most web processes read none.
    return import_module("openpyxl").load_workbook(
        io.BytesIO(content), read_only=True, data_only=True, keep_links=False
    )


def _first_sheet(content: bytes, is_meant: Callable[[Rows], bool], *, has_formulas: bool) -> Sheet:
    book = _opened(content)
    fallback: Sheet | None = None
    with closing(book):
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            without_result = _without_result(sheet) if has_formulas else {}
            rows = _rows(sheet, without_result)
            found = Sheet(sheet.title, rows, without_result)
            if is_meant(rows):
                return found
            if rows and fallback is None:
                fallback = found
    if fallback is None:
        raise FileRefused(Kind.EMPTY, _("The workbook has no sheet with anything on it."))
    return fallback


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
                place = _place(letters) if letters else place + 1
                if _lacks_result(element):
                    found[row].add(place)
                    count += 1
            elif tag == "row" and rows is not None:
                rows.clear()
            if row > MOST_LINES or count >= MOST_WITHOUT_RESULT:
                break
    return dict(found)


def _place(letters: str) -> int:
    """Return the position of a column from its letters, counted from 0."""
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


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


def _rows(sheet: Any, without_result: Mapping[int, Collection[int]]) -> list[tuple[str, ...]]:
    """Rows of a sheet up to the last one that says anything."""
    # The stated size of a sheet may be wrong either way, so it is not relied upon.
    sheet.reset_dimensions()
    shared: dict[str, str] = {}
    rows: list[tuple[str, ...]] = []
    blank = 0
    for number, values in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), 1):
        if number > MOST_LINES:
            raise too_many_rows()
        if number in without_result:
            values = _marked(values, without_result[number])  # noqa: PLW2901 - the row as it is read
        if values.count(None) == len(values):
            blank += 1
            continue
        cells = tuple(_texts(values, shared))
        if len(cells) > MOST_COLUMNS:
            raise too_many_columns()
        if number > MOST_ROWS + 1:
            raise too_many_rows()
        rows += [()] * blank
        rows.append(cells)
        blank = 0
    return rows


def _texts(values: Sequence[object], shared: dict[str, str]) -> Iterator[str]:
    """Texts of a row without empty cells at its end; equal texts share their memory."""
    last = next((i for i in range(len(values), 0, -1) if values[i - 1] is not None), 0)
    for value in values[:last]:
        text = _text(value)
        yield shared.setdefault(text, text)


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
