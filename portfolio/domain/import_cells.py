"""Cells of a foreign file: cleaned, compared, and read as dates and addresses."""

import re
import unicodedata
from calendar import month_abbr
from dataclasses import dataclass
from datetime import date, datetime

from portal.domain.wording import gettext as _

QUOTED_LENGTH = 60
"""How much of an offending value a message repeats."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r" *\n *")
_DASHES = re.compile(r"\s*(?:[-\u2010-\u2015\u2212\ufe58\ufe63\uff0d]\s*)+")
_NOT_A_WORD = re.compile(r"[\W_]+")
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
_YEAR_MONTH = re.compile(r"(\d{2})-([A-Za-z]{3})|([A-Za-z]{3})-(\d{2})")
_MONTHS = {name.casefold(): number for number, name in enumerate(month_abbr) if name}
_EXCEL_EPOCH = date(1899, 12, 30)


class UnreadableCellError(ValueError):
    """A cell does not say what its column is for; the text says why, fit for the reader."""


@dataclass(frozen=True, slots=True)
class DateRules:
    """How a file writes its dates.

    Attributes
    ----------
    formats
        ``strptime`` patterns, tried in order after ISO 8601.
    year_as_serial
        True when a bare year was saved as the day with that serial number, which a
        spreadsheet shows as a day in 1905.
    keep_unreadable
        True when what cannot be read stays as text instead of being an error.
    """

    formats: tuple[str, ...] = ()
    year_as_serial: bool = False
    keep_unreadable: bool = False


def clean(cell: str) -> str:
    r"""Bring a cell onto one line without stray spaces or control characters.

    Parameters
    ----------
    cell
        The cell as the file holds it.

    Returns
    -------
    str
        The text with every run of white space as one space.

    Examples
    --------
    >>> clean("  Yard\xa0and \n dock ")
    'Yard and dock'
    """
    return " ".join(cell.split() if cell.isprintable() else _CONTROL.sub("", cell).split())


def clean_text(cell: str) -> str:
    r"""Tidy a cell that may hold several lines, keeping the lines.

    Parameters
    ----------
    cell
        The cell as the file holds it.

    Returns
    -------
    str
        The text without control characters and without spaces around its lines.

    Examples
    --------
    >>> clean_text(" Fewer empty runs. \r\n\r\n  Less waiting. ")
    'Fewer empty runs.\n\nLess waiting.'
    """
    if cell.isprintable() and "  " not in cell:
        return cell.strip()
    text = _CONTROL.sub("", cell.replace("\r\n", "\n").replace("\r", "\n"))
    return _LINE_ENDS.sub("\n", _SPACES.sub(" ", text)).strip()


def plain(text: str) -> str:
    """Reduce a text to what two spellings of the same thing share.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        Letters and digits in lower case with single spaces between them; the text itself,
        in lower case, when it has neither letters nor digits.

    Examples
    --------
    >>> plain(" Route-Planning (v2)_"), plain("N/A"), plain("?")
    ('route planning v2', 'n a', '?')
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _NOT_A_WORD.sub(" ", folded).strip() or folded.strip()


def is_dashes(text: str) -> bool:
    """Tell whether a text is nothing but dashes, as people fill cells that say nothing.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    bool
        False for an empty text, and for one in which anything follows the dashes.

    Examples
    --------
    >>> [is_dashes(text) for text in ("--", " — ", "- -", "- a list", "-5", "")]
    [True, True, True, False, False, False]
    """
    return _DASHES.fullmatch(text) is not None


def quoted(value: str) -> str:
    """Repeat an offending value in a message, shortened when it is long.

    Parameters
    ----------
    value
        The value as the file holds it.

    Returns
    -------
    str
        The value in quotation marks.

    Examples
    --------
    >>> quoted("soon")
    '“soon”'
    """
    text = clean(value)
    return f"“{text if len(text) <= QUOTED_LENGTH else text[: QUOTED_LENGTH - 1] + '…'}”"


def read_date(text: str, rules: DateRules) -> date:
    """Read a date.

    Parameters
    ----------
    text
        A cleaned cell that says something.
    rules
        How the file writes its dates.

    Returns
    -------
    date
        The day; the first of the month or year when the file says no more.

    Raises
    ------
    UnreadableCellError
        When no format fits.

    Examples
    --------
    >>> read_date("3/14/2024", DateRules(("%m/%d/%Y",)))
    datetime.date(2024, 3, 14)
    >>> read_date("24-Nov", DateRules())
    datetime.date(2024, 11, 1)
    >>> read_date("7/16/1905", DateRules(("%m/%d/%Y",), year_as_serial=True))
    datetime.date(2024, 1, 1)
    """
    found = _iso_date(text) or _formatted_date(text, rules.formats) or _year_and_month(text)
    if found is None:
        raise UnreadableCellError(_("{value} is not a date that can be read.", value=quoted(text)))
    if rules.year_as_serial and found.year == 1905:
        return date((found - _EXCEL_EPOCH).days, 1, 1)
    return found


def _iso_date(text: str) -> date | None:
    if len(text) == 4 and text.isascii() and text.isdigit():
        return date(int(text), 1, 1) if text > "1900" else None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _formatted_date(text: str, formats: tuple[str, ...]) -> date | None:
    for pattern in formats:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _year_and_month(text: str) -> date | None:
    """Read what a spreadsheet makes of a month and a year, such as 24-Nov or Nov-24."""
    match = _YEAR_MONTH.fullmatch(text)
    if match is None:
        return None
    year = match[1] or match[4]
    month = _MONTHS.get((match[2] or match[3]).casefold())
    return None if month is None else date(2000 + int(year), month, 1)


def read_email(text: str) -> str:
    """Read an e-mail address.

    Parameters
    ----------
    text
        A cleaned cell that says something.

    Returns
    -------
    str
        The address in lower case.

    Raises
    ------
    UnreadableCellError
        When the text is not one address.

    Examples
    --------
    >>> read_email("Ines.Okafor@example.org")
    'ines.okafor@example.org'
    """
    if _EMAIL.fullmatch(text) is None:
        raise UnreadableCellError(_("{value} is not an e-mail address.", value=quoted(text)))
    return text.lower()
