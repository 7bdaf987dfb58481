"""How wide a text will be drawn, known before it is drawn: labels are placed on the server."""

import re
import unicodedata

from portal.domain.font_widths import BOLD, REGULAR

ELLIPSIS = "…"
ASCENT = 0.905
DESCENT = 0.212

_NUMBER_BEGUN = re.compile(r"[^\s\w]?[\d.,]*$")
_NUMBER_GOES_ON = re.compile(r"[.,]?\d")
_FULL_WIDTH = 1000.0
_UNLISTED = 667.0
_WIDTHS: dict[bool, dict[str, float]] = {
    is_bold: {character: float(width) for width, line in table.items() for character in line}
    for is_bold, table in ((False, REGULAR), (True, BOLD))
}


def _measure_unlisted(character: str) -> float:
    if unicodedata.category(character) in {"Mn", "Me", "Cf", "Cc"}:
        return 0.0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return _FULL_WIDTH
    return _UNLISTED


def text_width(text: str, size: float, *, is_bold: bool = False) -> float:
    """Measure one line of text in Helvetica, Arial or Liberation Sans.

    Parameters
    ----------
    text
        The line, as it will be read.
    size
        Font size, in the unit of the answer.
    is_bold
        Whether the line is set in weight 700.

    Returns
    -------
    float
        Sum of the advance widths. Kerning is left out: it makes a line shorter, never longer.

    Notes
    -----
    ``width = size / 1000 × Σ advance(character)``. A character outside the table counts as wide as
    a capital A, a full-width one as wide as the font is high, a combining mark as nothing.

    Examples
    --------
    >>> text_width("0000", 10)
    22.24
    >>> text_width("Data", 12, is_bold=True) > text_width("Data", 12)
    True
    """
    widths = _WIDTHS[is_bold]
    total = 0.0
    for character in text:
        width = widths.get(character)
        total += _measure_unlisted(character) if width is None else width
    return total * size / 1000


def fit(text: str, size: float, room: float, *, is_bold: bool = False) -> str:
    """Shorten a line until it fits, ending it with an ellipsis.

    Parameters
    ----------
    text
        The line.
    size
        Font size.
    room
        The width that may be used.
    is_bold
        Whether the line is set in weight 700.

    Returns
    -------
    str
        The line itself when it fits, a shorter one ending in "…", or "" when nothing fits. It
        never ends within a number, which would be another number.

    Examples
    --------
    >>> fit("Parcel volume forecast", 12, 200)
    'Parcel volume forecast'
    >>> fit("Parcel volume forecast", 12, 90)
    'Parcel volume…'
    >>> fit("Parcel volume forecast", 12, 5)
    ''
    >>> fit("Claims up to €1,500 paid at once", 12, 100)
    'Claims up to…'
    """
    if text_width(text, size, is_bold=is_bold) <= room:
        return text
    left = room - text_width(ELLIPSIS, size, is_bold=is_bold)
    kept = 0
    for character in text:
        left -= text_width(character, size, is_bold=is_bold)
        if left < 0:
            break
        kept += 1
    shown = text[:kept]
    if _NUMBER_GOES_ON.match(text[kept:]):
        shown = _NUMBER_BEGUN.sub("", shown)
    return shown.rstrip(" ,.;:-–") + ELLIPSIS if shown else ""


def wrap(text: str, size: float, room: float, *, lines: int, is_bold: bool = False) -> list[str]:
    """Break a text between words into at most so many lines.

    Parameters
    ----------
    text
        The text; any run of white space counts as one space.
    size
        Font size.
    room
        The width of a line.
    lines
        How many lines there may be; what is left over is cut with an ellipsis.
    is_bold
        Whether the text is set in weight 700.

    Returns
    -------
    list of str
        The lines, none wider than ``room``.

    Examples
    --------
    >>> wrap("People & ways of working", 14, 110, lines=2, is_bold=True)
    ['People & ways', 'of working']
    >>> wrap("People & ways of working", 14, 110, lines=1, is_bold=True)
    ['People & way…']
    """
    broken: list[str] = []
    line = ""
    words = text.split()
    for index, word in enumerate(words):
        longer = f"{line} {word}" if line else word
        if not line or text_width(longer, size, is_bold=is_bold) <= room:
            line = longer
            continue
        if len(broken) == lines - 1:
            line = " ".join([line, *words[index:]])
            break
        broken.append(line)
        line = word
    whole = [*broken, line] if line else broken
    return [fit(each, size, room, is_bold=is_bold) for each in whole]
