"""Small words that the sentences of an edition are made of."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop, ngettext

_NUMBERS: Final = (
    gettext_noop("no"),
    gettext_noop("one"),
    gettext_noop("two"),
    gettext_noop("three"),
    gettext_noop("four"),
    gettext_noop("five"),
    gettext_noop("six"),
    gettext_noop("seven"),
    gettext_noop("eight"),
    gettext_noop("nine"),
    gettext_noop("ten"),
    gettext_noop("eleven"),
    gettext_noop("twelve"),
)
_MONTHS: Final = (
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
)


def spelled(number: int) -> str:
    """Spell a small number out.

    Parameters
    ----------
    number
        0 or more.

    Returns
    -------
    str
        A word up to twelve, digits from there.

    Examples
    --------
    >>> spelled(0), spelled(9), spelled(41)
    ('no', 'nine', '41')
    """
    return _(_NUMBERS[number]) if number < len(_NUMBERS) else f"{number:,}"


def waves(number: int) -> str:
    """Count waves in words.

    Examples
    --------
    >>> waves(1), waves(4)
    ('one wave', 'four waves')
    """
    return ngettext("{number} wave", "{number} waves", number, number=spelled(number))


def use_cases(number: int) -> str:
    """Count use cases in words.

    Examples
    --------
    >>> use_cases(1), use_cases(41)
    ('one use case', '41 use cases')
    """
    return ngettext("{number} use case", "{number} use cases", number, number=spelled(number))


def actions(number: int) -> str:
    """Count foundation actions in words.

    Examples
    --------
    >>> actions(2)
    'two foundation actions'
    """
    return ngettext(
        "{number} foundation action",
        "{number} foundation actions",
        number,
        number=spelled(number),
    )


def person_weeks(number: int) -> str:
    """Count person-weeks in words.

    Examples
    --------
    >>> person_weeks(0), person_weeks(1_250)
    ('no person-weeks', '1,250 person-weeks')
    """
    return ngettext("{number} person-week", "{number} person-weeks", number, number=spelled(number))


def day_words(day: date) -> str:
    """Write a day as sentences do.

    Parameters
    ----------
    day
        Any day.

    Returns
    -------
    str
        Such as 4 January 2027, in the reader's language whatever the locale of the process.

    Examples
    --------
    >>> day_words(date(2027, 1, 4))
    '4 January 2027'
    """
    return _("{day} {month} {year}", day=day.day, month=month_words(day), year=day.year)


def month_words(day: date) -> str:
    """Name the month of a day.

    Parameters
    ----------
    day
        Any day.

    Returns
    -------
    str
        The month alone.

    Examples
    --------
    >>> month_words(date(2027, 10, 4))
    'October'
    """
    return _(_MONTHS[day.month - 1])


def first_and_more(names: Sequence[str], shown: int = 2) -> str:
    """Name the first few and count the rest.

    Parameters
    ----------
    names
        At least one name.
    shown
        How many are named.

    Returns
    -------
    str
        A list for the middle of a sentence.

    Examples
    --------
    >>> first_and_more(["data owner"]), first_and_more(["data owner", "steward"])
    ('data owner', 'data owner and steward')
    >>> first_and_more(["data owner", "model owner", "business owner", "steward"])
    'data owner, model owner and two more'
    """
    named, rest = names[:shown], len(names) - shown
    if rest > 0:
        return ngettext(
            "{names} and {number} more",
            "{names} and {number} more",
            rest,
            names=", ".join(named),
            number=spelled(rest),
        )
    *others, last = named
    return _("{others} and {last}", others=", ".join(others), last=last) if others else last


def first_titles(titles: Sequence[str], shown: int = 2) -> str:
    """Name the first few by their titles, in quotes, and count the rest.

    Parameters
    ----------
    titles
        At least one title.
    shown
        How many are named.

    Returns
    -------
    str
        A list for the middle of a sentence.

    Examples
    --------
    >>> first_titles(["Slots", "Reorder", "Cold chain"])
    '“Slots”, “Reorder” and one more'
    """
    return first_and_more([quoted(title) for title in titles], shown)


def quoted(title: str) -> str:
    """Set a title in quotes, since most titles are sentences of their own.

    Parameters
    ----------
    title
        A title of any length.

    Returns
    -------
    str
        The title as the middle of a sentence can carry it.

    Examples
    --------
    >>> quoted("Load sources with owner, date and rights")
    '“Load sources with owner, date and rights”'
    """
    return f"“{brief(title)}”"


def brief(title: str, most: int = 70) -> str:
    """Cut a title to what a sentence can carry.

    Parameters
    ----------
    title
        A title of any length.
    most
        Characters that are kept.

    Returns
    -------
    str
        The title, or its beginning with an ellipsis.

    Examples
    --------
    >>> brief("Delivery slots"), brief("Delivery slots for every depot", 15)
    ('Delivery slots', 'Delivery slots…')
    """
    return title if len(title) <= most else f"{title[: most - 1].rstrip()}…"


def sentence_case(words: str) -> str:
    """Begin a sentence with a capital letter.

    Parameters
    ----------
    words
        A sentence.

    Returns
    -------
    str
        The same, its first letter raised.

    Examples
    --------
    >>> sentence_case("nine use cases")
    'Nine use cases'
    """
    return words[:1].upper() + words[1:]
