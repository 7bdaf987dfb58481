"""Wording: how the pure floor says what people read, in the language of whoever reads.

Rules know their sentences but no language. The shell hands in a translator once, at start;
without one, as in a test of a rule, every sentence is said as it is written. The names are those
that catalogue tools look for, so the sentences of rules are collected like those of templates.
"""

from collections.abc import Callable, Mapping
from typing import Final

#: Names under which a number says which one, not how many: it is written without separators.
NAMES_OF_REFERENCES: Final = frozenset({"seq", "version", "number", "year", "row", "line", "pk"})

type Translate = Callable[[str], str]
type TranslateCount = Callable[[str, str, int], str]


class _Translator:
    """What translates for the time being."""

    one: Translate = staticmethod(lambda text: text)
    many: TranslateCount = staticmethod(lambda one, many, count: one if count == 1 else many)


def speak_through(one: Translate, many: TranslateCount) -> None:
    """Let these two functions translate every sentence from here on.

    Parameters
    ----------
    one
        Takes a text, returns it in the reader's language.
    many
        Takes the texts for one and for many and the count, returns the right one, translated.
    """
    _Translator.one = staticmethod(one)
    _Translator.many = staticmethod(many)


def gettext(text: str, /, **values: object) -> str:
    """Return the text in the reader's language, its ``{names}`` filled in.

    Examples
    --------
    >>> gettext("“{title}” is archived.", title="Slot bidding")
    '“Slot bidding” is archived.'
    >>> gettext("100% of {nothing}")
    '100% of {nothing}'

    Whole numbers are written with their thousands apart, except those that name one thing:

    >>> gettext("{rows} rows, entry {seq}", rows=2133, seq=2133)
    '2,133 rows, entry 2133'
    """
    said = _Translator.one(text)
    return said.format(**_counted(values)) if values else said


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """Return the text for that count in the reader's language; ``{count}`` is filled in too.

    Examples
    --------
    >>> ngettext("one gap", "{count} gaps", 1), ngettext("one gap", "{count} gaps", 3)
    ('one gap', '3 gaps')
    >>> ngettext("one gap", "{count} gaps", 2133)
    '2,133 gaps'
    """
    return _Translator.many(one, many, count).format(**_counted({"count": count, **values}))


def gettext_noop(text: str, /) -> str:
    """Mark a text that is translated where it is read, and return it as it is."""
    return text


class _Count(int):
    """A whole number that is written with its thousands apart where no other way is asked for."""

    def __format__(self, spec: str) -> str:
        return format(int(self), spec or ",")


def _counted(values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: _Count(value) if type(value) is int and name not in NAMES_OF_REFERENCES else value
        for name, value in values.items()
    }
