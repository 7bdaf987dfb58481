"""Small words that the sentences of an edition are made of."""

from collections.abc import Sequence
from datetime import date
from typing import Final

_NUMBERS: Final = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
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
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Put a spelled number before its noun.

    Parameters
    ----------
    number
        How many.
    noun, plural
        The noun, and its plural where an s is not enough.

    Returns
    -------
    str
        Two words.

    Examples
    --------
    >>> counted(1, "wave"), counted(9, "use case"), counted(2, "person-week")
    ('one wave', 'nine use cases', 'two person-weeks')
    """
    return f"{spelled(number)} {noun if number == 1 else plural or f'{noun}s'}"


def day_words(day: date) -> str:
    """Write a day as sentences do.

    Parameters
    ----------
    day
        Any day.

    Returns
    -------
    str
        Such as 4 January 2027, whatever the locale of the process.

    Examples
    --------
    >>> day_words(date(2027, 1, 4))
    '4 January 2027'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


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
    return _MONTHS[day.month - 1]


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
    >>> first_and_more(["Slots"]), first_and_more(["Slots", "Reorder"])
    ('Slots', 'Slots and Reorder')
    >>> first_and_more(["Slots", "Reorder", "Cold chain", "Returns"])
    'Slots, Reorder and two more'
    """
    named, rest = [brief(name) for name in names[:shown]], len(names) - shown
    if rest > 0:
        return f"{', '.join(named)} and {spelled(rest)} more"
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


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
