"""Cells of a workbook that lose nothing: any text, and any data as rows of plain values."""

import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from assessments.domain.snapshots import Plain

MARK: Final = "json:"
"""What begins a cell whose text a spreadsheet would change; a JSON string follows."""

PIECE: Final = 5_000
"""Longer texts go on in the next row: a cell holds 32,767 characters, one may be written as six."""

_CHANGED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\u2028\u2029]|_(?=x)|x005F_")
_EXACT: Final = 2**53


class CellUnreadable(ValueError):  # noqa: N818 - it says what the cell is
    """A cell that does not hold what it says it holds."""


def cell_of_text(text: str) -> str:
    r"""Write a text as a cell from which `text_of_cell` reads the same.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        The text itself, but for those that a spreadsheet or its file format would change.

    Examples
    --------
    >>> cell_of_text("=1+1"), cell_of_text("a\rb"), cell_of_text("json:x")
    ('=1+1', 'json:"a\\rb"', 'json:"json:x"')
    """
    if _CHANGED.search(text) is None and not text.startswith(MARK) and text == text.strip():
        return text
    written = json.dumps(text, ensure_ascii=False)
    return MARK + _CHANGED.sub(lambda found: f"\\u{ord(found[0][0]):04x}{found[0][1:]}", written)


def text_of_cell(cell: str) -> str:
    r"""Read a text that `cell_of_text` wrote.

    Parameters
    ----------
    cell
        What the cell holds.

    Returns
    -------
    str
        The text.

    Raises
    ------
    CellUnreadable
        When it begins with `MARK` and no JSON string follows.

    Examples
    --------
    >>> text_of_cell('json:"a\\rb"') == "a\rb"
    True
    """
    if not cell.startswith(MARK):
        return cell
    try:
        text = json.loads(cell.removeprefix(MARK))
    except (ValueError, RecursionError) as error:
        raise CellUnreadable from error
    if not isinstance(text, str):
        raise CellUnreadable
    return text


def flat(data: Plain, pointer: str = "") -> Iterator[tuple[str, str, str | int | float | None]]:
    """Write data as rows, one for each value, parents first.

    Parameters
    ----------
    data
        Objects, lists, texts, numbers, truth values and nothing.
    pointer
        Where it stands (RFC 6901).

    Returns
    -------
    iterator of tuple
        Pointer, kind and cell. A long text is spread over rows with the same pointer.

    Examples
    --------
    >>> list(flat({"levels": [1, None]}))
    [('', 'object', None), ('/levels', 'list', None), ('/levels/0', 'number', 1), \
('/levels/1', 'nothing', None)]
    """
    match data:
        case dict():
            yield pointer, "object", None
            for key, value in data.items():
                yield from flat(value, f"{pointer}/{_escaped(key)}")
        case list():
            yield pointer, "list", None
            for number, value in enumerate(data):
                yield from flat(value, f"{pointer}/{number}")
        case str():
            for start in range(0, len(data) or 1, PIECE):
                yield pointer, "text", cell_of_text(data[start : start + PIECE])
        case bool():
            yield pointer, "truth", "true" if data else "false"
        case None:
            yield pointer, "nothing", None
        case _:
            yield pointer, "number", data if _is_kept(data) else json.dumps(data)


def unflat(rows: Iterable[Sequence[str]]) -> Plain:
    """Build data from the rows that `flat` wrote, their cells as texts.

    Parameters
    ----------
    rows
        Pointer, kind and cell.

    Returns
    -------
    plain data
        Equal to what was written.

    Raises
    ------
    CellUnreadable
        When a row does not fit those above it; its number, from 0, is the argument.

    Examples
    --------
    >>> unflat([("", "object", ""), ("/level", "number", "3")])
    {'level': 3}
    """
    root: list[Any] = []
    places: dict[str, Any] = {}
    last: tuple[str, list[Any] | dict[str, Any], Any] | None = None
    for number, (pointer, kind, cell) in enumerate(rows):
        try:
            value = _value(kind, cell)
            if last is not None and kind == "text" and last[0] == pointer:
                last[1][last[2]] += value
                continue
            parent, key = _room(root, places, pointer)
            _put(parent, key, value)
            last = (pointer, parent, key) if kind == "text" else None
        except (CellUnreadable, ValueError, RecursionError) as error:
            raise CellUnreadable(number) from error
        if isinstance(value, dict | list):
            places[pointer] = value
    if not root:
        raise CellUnreadable(0)
    whole: Plain = root[0]
    return whole


def _is_kept(number: float) -> bool:
    """Whether a spreadsheet keeps a number to its last digit."""
    return abs(number) < _EXACT and float(f"{number:.15g}") == number


def _escaped(key: str) -> str:
    return cell_of_text(key).replace("~", "~0").replace("/", "~1")


def _value(kind: str, cell: str) -> Any:
    match kind:
        case "object":
            return {}
        case "list":
            return []
        case "text":
            return text_of_cell(cell)
        case "nothing":
            return None
        case "truth" if cell.lower() in {"true", "false"}:
            return cell.lower() == "true"
        case "number":
            number = json.loads(cell)
            if type(number) in {int, float} and math.isfinite(number):
                return number
    raise CellUnreadable


def _room(root: list[Any], places: dict[str, Any], pointer: str) -> tuple[Any, Any]:
    """Find where a value goes; it must be new there, and the next one in a list."""
    above, slash, name = pointer.rpartition("/")
    if not slash:
        if pointer or root:
            raise CellUnreadable
        return root, 0
    parent = places.get(above)
    if isinstance(parent, list) and name == str(len(parent)):
        return parent, len(parent)
    key = text_of_cell(name.replace("~1", "/").replace("~0", "~"))
    if not isinstance(parent, dict) or key in parent:
        raise CellUnreadable
    return parent, key


def _put(parent: Any, key: Any, value: Any) -> None:
    if isinstance(parent, list):
        parent.append(value)
    else:
        parent[key] = value
