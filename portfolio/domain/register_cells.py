"""Cells of the portal's own export: texts no spreadsheet runs, taken back letter by letter."""

import re
from typing import Final

MARK: Final = "'"
"""Stands before a text that would otherwise be taken for something else."""

ESCAPED: Final = "'\\"
"""Stands before a text some letters of which are written as their numbers."""

#: Formulas in every width a keyboard writes, the mark itself, and white space that gets lost.
_NEEDS_MARK: Final = re.compile("[=+\\-@'\uff1d\uff0b\uff0d\uff20\\s]")
#: What XML cannot hold, a spreadsheet rewrites, or a text file is refused for.
_UNSAFE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)"
)
_NUMBERED: Final = re.compile(r"\\(?:u([0-9a-f]{4})|\\)")
#: What a spreadsheet would run, behind any number of marks; and what only looks numbered.
_RUNS: Final = re.compile("'*[=+\\-@\t\n\uff1d\uff0b\uff0d\uff20]|'+\\\\")


def safe_cell(text: str) -> str:
    r"""Write a text so that it can stand in any cell, and `text_of_cell` finds it again.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        The text itself, unless it begins like a formula, with an apostrophe or with white space;
        such a text gets an apostrophe in front. Letters that no workbook holds are numbered.

    Examples
    --------
    >>> safe_cell("Yard plan"), safe_cell("=1+1"), safe_cell("'t Hof"), safe_cell("a\rb")
    ('Yard plan', "'=1+1", "''t Hof", "'\\a\\u000db")
    """
    if not text:
        return text
    if _UNSAFE.search(text):
        doubled = text.replace("\\", "\\\\")
        return ESCAPED + _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", doubled)
    return f"{MARK}{text}" if _NEEDS_MARK.match(text) else text


def text_of_cell(cell: str) -> str:
    r"""Take back what `safe_cell` did.

    Parameters
    ----------
    cell
        A cell of a text file or a workbook.

    Returns
    -------
    str
        The text that was written, letter by letter.

    Examples
    --------
    >>> text_of_cell("'=1+1"), text_of_cell("''t Hof"), text_of_cell("'\\a\\u000db")
    ('=1+1', "'t Hof", 'a\rb')
    """
    if cell.startswith(ESCAPED):
        return _NUMBERED.sub(
            lambda found: chr(int(found[1], 16)) if found[1] else "\\", cell[len(ESCAPED) :]
        )
    return cell.removeprefix(MARK)


def listed_cell(text: str) -> str:
    r"""Write a text for a list as it is seen: as it is, unless a spreadsheet would run or lose it.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        The text with its lines ended as spreadsheets end them. An apostrophe stands in front only
        of what begins like a formula, whatever stands before that; `text_of_listed_cell` takes it
        away.

    Examples
    --------
    >>> listed_cell("=1+1"), listed_cell("'t Hof"), listed_cell("'=1"), listed_cell("a\r\nb")
    ("'=1+1", "'t Hof", "''=1", 'a\nb')
    """
    text = one_line_end(text)
    if _UNSAFE.search(text):
        return safe_cell(text)
    return f"{MARK}{text}" if _RUNS.match(text) else text


def text_of_listed_cell(cell: str) -> str:
    """Take back what `listed_cell` did.

    Examples
    --------
    >>> text_of_listed_cell("'=1+1"), text_of_listed_cell("'t Hof"), text_of_listed_cell("''=1")
    ('=1+1', "'t Hof", "'=1")
    """
    if cell.startswith(ESCAPED):
        return text_of_cell(cell)
    return cell[1:] if cell.startswith(MARK) and _RUNS.match(cell) else cell


def one_line_end(text: str) -> str:
    r"""End every line alike.

    Examples
    --------
    >>> one_line_end("a\r\nb\rc\n")
    'a\nb\nc\n'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
