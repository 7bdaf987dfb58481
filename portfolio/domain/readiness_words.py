"""Words that readiness and unlocks share: lists, beginnings of sentences and levels."""

from collections.abc import Sequence

from portal.domain.wording import gettext as _


def listed(parts: Sequence[str]) -> str:
    """Join parts of a sentence.

    Parameters
    ----------
    parts
        At least one.

    Returns
    -------
    str
        The parts, the last one behind an "and".

    Examples
    --------
    >>> listed(["lineage", "contracts", "testing"])
    'lineage, contracts and testing'
    """
    *first, last = parts
    return _("{others} and {last}", others=", ".join(first), last=last) if first else last


def sentence_case(text: str) -> str:
    """Begin a sentence.

    Parameters
    ----------
    text
        What it begins with.

    Returns
    -------
    str
        The text, its first letter large and the others as they are.

    Examples
    --------
    >>> sentence_case("data lineage at 3")
    'Data lineage at 3'
    """
    return text[:1].upper() + text[1:]


def level_words(level: float) -> str:
    """Write a level.

    Parameters
    ----------
    level
        A level.

    Returns
    -------
    str
        With one decimal, where that is not 0.

    Examples
    --------
    >>> level_words(2.04), level_words(2.5)
    ('2', '2.5')
    """
    return f"{round(level, 1):g}"
