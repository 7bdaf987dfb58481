"""Use cases: the short name people use, the words one is found by, and dates that make sense."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Final

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop

_CODE: Final = re.compile(r"uc[\s-]?0*(\d{1,9})", re.IGNORECASE)
MOST_WORDS: Final = 8
"""Words of a search that count; what comes after them is left out."""

DATES: Final = ("initiated_on", "development_started_on", "live_on", "retired_on")
"""The dates of a use case in the order of its life."""

_OUT_OF_ORDER: Final[Mapping[tuple[str, str], str]] = {
    ("development_started_on", "initiated_on"): gettext_noop(
        "Development started before work on it began."
    ),
    ("live_on", "initiated_on"): gettext_noop("It went live before work on it began."),
    ("live_on", "development_started_on"): gettext_noop("It went live before development started."),
    ("retired_on", "initiated_on"): gettext_noop("It was retired before work on it began."),
    ("retired_on", "development_started_on"): gettext_noop(
        "It was retired before development started."
    ),
    ("retired_on", "live_on"): gettext_noop("It was retired before it went live."),
}
"""What it says when the first of two dates lies before the second."""


class DatesOutOfOrder(Invalid):
    """A later step of the life of a use case lies before an earlier one."""

    code = "dates_out_of_order"


def code(number: int) -> str:
    """Name a use case by its number.

    Parameters
    ----------
    number
        The primary key.

    Returns
    -------
    str
        The code that pages show.

    Examples
    --------
    >>> code(31), code(2133)
    ('UC-031', 'UC-2133')
    """
    return f"UC-{number:03d}"


def number_of(text: str) -> int | None:
    """Read a code as people type it.

    Parameters
    ----------
    text
        One word of a search.

    Returns
    -------
    int or None
        The number, or nothing when the word is no code.

    Examples
    --------
    >>> number_of("uc-031"), number_of("UC31"), number_of("31")
    (31, 31, None)
    """
    match = _CODE.fullmatch(text.strip())
    return int(match[1]) if match else None


def folded(*texts: str) -> str:
    """Bring texts to the form in which they are compared: no case, no accents, single spaces.

    Parameters
    ----------
    *texts
        The texts to join.

    Returns
    -------
    str
        One line; the same on every database, because nothing is left for a collation to decide.

    Notes
    -----
    Unicode normalisation form KD without combining marks, then full case folding (The Unicode
    Standard, sections 3.11 and 3.13).

    Examples
    --------
    >>> folded("Café  Straße", "ﬁles")
    'cafe strasse files'
    """
    together = " ".join(texts)
    if together.isascii():
        return " ".join(together.lower().split())
    plain = unicodedata.normalize("NFKD", together)
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())


def search_text(*texts: str) -> str:
    """Return what a use case is found by: its words, each once, because a scan pays per letter.

    Parameters
    ----------
    *texts
        Everything a search looks into.

    Returns
    -------
    str
        Folded words in the order in which they first come.

    Examples
    --------
    >>> search_text("The yard plan", "Plans the yard")
    'the yard plan plans'
    """
    return " ".join(dict.fromkeys(folded(*texts).split()))


def search_words(text: str) -> tuple[str, ...]:
    """Split a search into the words that must all be found.

    Parameters
    ----------
    text
        What somebody typed.

    Returns
    -------
    tuple of str
        Folded words, each once, at most `MOST_WORDS`.

    Examples
    --------
    >>> search_words("  Délivery SLOTS slots ")
    ('delivery', 'slots')
    """
    return tuple(dict.fromkeys(folded(text).split()))[:MOST_WORDS]


def check_dates(dates: Mapping[str, date | None]) -> None:
    """Refuse dates that run backwards.

    Parameters
    ----------
    dates
        Field name, as in `DATES`, to the day; unknown days are left out or None.

    Raises
    ------
    DatesOutOfOrder
        Beside the later field.

    Examples
    --------
    >>> check_dates({"initiated_on": date(2026, 1, 5), "live_on": date(2026, 3, 1)})
    >>> check_dates({"live_on": date(2026, 3, 1), "retired_on": date(2026, 2, 1)})
    Traceback (most recent call last):
    ...
    portfolio.domain.use_cases.DatesOutOfOrder: It was retired before it went live.
    """
    known = [(name, day) for name in DATES if (day := dates.get(name)) is not None]
    for (earlier, first), (later, second) in pairwise(known):
        if second < first:
            sentence = _(_OUT_OF_ORDER[later, earlier])
            raise DatesOutOfOrder(sentence, fields={later: sentence})
