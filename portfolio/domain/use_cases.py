"""Use cases: the short name people use, the words one is found by, and dates that make sense."""

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Final

from portal.domain.errors import Invalid
from portal.domain.search_words import folded
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop

_CODE: Final = re.compile(r"uc[\s-]?0*(\d{1,9})", re.IGNORECASE)

NAME_ENDS: Final = "\n"
OUTCOME_ENDS: Final = "\t"
"""Signs in the words a use case is found by that no word can hold."""

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


class OutcomeMissing(Invalid):
    """A use case is there for an outcome."""

    code = "outcome_missing"


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


def search_text(name: str, outcome: str = "", problem: str = "") -> str:
    r"""Return what a use case is found by: its words, each once, because a scan pays per letter.

    Parameters
    ----------
    name
        The title, and what else names the use case.
    outcome, problem
        What is said about it, the weightier first.

    Returns
    -------
    str
        Folded words in the order in which they first come, each between spaces. `NAME_ENDS` and
        `OUTCOME_ENDS` part the three texts, so that a database can tell where a word was found.

    Examples
    --------
    >>> search_text("The yard plan", "Plans the yard", "No plan")
    ' the yard plan \n plans \t no '
    """
    names, outcomes, problems = (folded(text).split() for text in (name, outcome, problem))
    first = dict.fromkeys(names)
    second = dict.fromkeys(word for word in outcomes if word not in first)
    third = dict.fromkeys(word for word in problems if word not in first and word not in second)
    return " ".join(("", *first, NAME_ENDS, *second, OUTCOME_ENDS, *third, ""))


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


def checked_outcome(said: str, before: str | None = None) -> str:
    """Return an outcome as it is kept: once one was given, none can take its place.

    Parameters
    ----------
    said
        The outcome as somebody says it.
    before
        What the use case said until then; None when it is only registered. An empty text, as an
        import may leave it, stays empty until somebody says more.

    Returns
    -------
    str
        Without space around it.

    Raises
    ------
    OutcomeMissing
        When it is empty, unless it was empty before.

    Examples
    --------
    >>> checked_outcome(" Shorter waits. "), checked_outcome("", "")
    ('Shorter waits.', '')
    >>> checked_outcome("")
    Traceback (most recent call last):
    ...
    portfolio.domain.use_cases.OutcomeMissing: Say what will be different.
    """
    kept = said.strip()
    if not kept and (before is None or before.strip()):
        if before is None:
            sentence = _("Say what will be different.")
        else:
            sentence = _("Say what will be different: an outcome, once given, cannot be emptied.")
        raise OutcomeMissing(sentence, fields={"outcome": sentence})
    return kept


def empties_outcome(name: str, value: object) -> bool:
    """Tell whether a source that says this would empty an outcome, which then stays as it is.

    Parameters
    ----------
    name, value
        A field that a source speaks of, and what it says there.

    Returns
    -------
    bool
        True for an outcome without a word in it.

    Examples
    --------
    >>> empties_outcome("outcome", " "), empties_outcome("problem", "")
    (True, False)
    """
    return name == "outcome" and not str(value or "").strip()
