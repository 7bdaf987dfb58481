"""Words as they are compared: what somebody typed, and what it is looked for in."""

import unicodedata
from collections.abc import Iterable
from typing import Final

LONGEST_SEARCH: Final = 200
"""Letters of a search that are read."""

MOST_WORDS: Final = 8
"""Words of a search that count; what comes after them is left out."""


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


def has_all(words: Iterable[str], *texts: str) -> bool:
    """Tell whether every word of a search stands somewhere in the texts.

    Examples
    --------
    >>> has_all(("reseau", "fret"), "Réseau", "Fret et dépôts"), has_all(("rail",), "Fret")
    (True, False)
    """
    text = folded(*texts)
    return all(word in text for word in words)
