"""Finding a place by the words somebody types, mistyped ones too."""

from collections.abc import Sequence, Set
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from portal.domain.places import SECTIONS, Place, Section
from portal.domain.search_words import folded
from portal.domain.wording import gettext as _

__all__ = ["LIKENESS", "SECTIONS", "ranked"]

LIKENESS: Final = 0.8
"""How alike a word has to be, from 0 to 1, to be taken for a slip of the fingers."""


def ranked(
    places: Sequence[tuple[Section, Place]], words: Sequence[str]
) -> list[tuple[Section, Place]]:
    """Return the places that fit the words of a search, the best first.

    Parameters
    ----------
    places
        What there is to choose from.
    words
        Folded words, as :func:`portal.domain.search_words.search_words` splits them.

    Returns
    -------
    list
        Every word begins a word of the place. Where no place fits like that, those come whose
        words are nearly the same, because somebody mistyped.

    Examples
    --------
    >>> everything = [(each, place) for each in SECTIONS for place in each.places]
    >>> found = ranked(everything, ["rank"])
    >>> [place.label for _section, place in found]
    ['Ranking', 'Robustness of the ranking', 'Movers']
    >>> found = ranked(everything, ["rankign"])
    >>> [place.label for _section, place in found]
    ['Ranking', 'Robustness of the ranking']
    """
    told = [(_said(section, place), (section, place)) for section, place in places]
    scored = [(_distance(said, words), each) for said, each in told]
    fitting = [(score, each) for score, each in scored if score is not None]
    if not fitting:
        alike = _alike(words, {each for said, _each in told for each in (*said[0], *said[1])})
        fitting = [(0, each) for said, each in told if _is_nearly(said, alike)]
    # Sorting is stable: places that fit alike stay in the order of the registry.
    return [each for _score, each in sorted(fitting, key=lambda pair: pair[0])]


type _Words = tuple[str, ...]
type _Said = tuple[_Words, _Words, _Words]


def _said(section: Section, place: Place) -> _Said:
    also = _(place.also) if place.also else ""
    label = _(section.label) if section.label else ""
    return _words(_(place.label)), _words(also), _words(label)


@lru_cache(maxsize=1024)
def _words(text: str) -> _Words:
    return tuple(folded(text).split())


def _distance(said: _Said, words: Sequence[str]) -> int | None:
    total = 0
    for word in words:
        steps = [
            step for step, found in enumerate(said) if any(each.startswith(word) for each in found)
        ]
        if not steps:
            return None
        is_first = said[0][0].startswith(word)
        total += 0 if is_first else 1 + steps[0]
    return total


def _alike(words: Sequence[str], known: Set[str]) -> list[frozenset[str]]:
    """Return for each word of a search the known words that it is nearly the same as."""
    ordered = sorted(known)
    return [
        frozenset(get_close_matches(word, ordered, n=len(ordered), cutoff=LIKENESS))
        if len(word) > 3 and ordered
        else frozenset()
        for word in words
    ]


def _is_nearly(said: _Said, alike: Sequence[Set[str]]) -> bool:
    known = {*said[0], *said[1]}
    return bool(alike) and all(not known.isdisjoint(found) for found in alike)
