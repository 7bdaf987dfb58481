"""Likeness: how alike two use cases read, name and purpose apart, and which words say so.

Everything here is plain Python, so that a page can compare one text with a few others at once. The
whole portfolio is compared in `portfolio.domain.similarity`, by the same measure.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from itertools import pairwise
from math import log, sqrt
from typing import Final

from portal.domain.search_words import folded
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop

LIKELY_SAME: Final = 0.80
LOOK: Final = 0.50
"""From here a pair is worth a look; beneath it nothing is said."""

ONE_LEG: Final = 0.79
"""The most that names alone, or purposes alone, can say: never that two are likely the same."""

PHRASE: Final = 4
"""Words in a row that make a phrase."""

COMMON_SHARE: Final = 0.01
FEWEST_PHRASES: Final = 3
FEWEST_NAMES: Final = 5
"""A phrase, or a whole name, in more than 1% of all entries, and in more than this many, tells
nothing about the single one."""

FEWEST_WORDS: Final = 3
"""A purpose of fewer words says nothing."""

MOST_REASONS: Final = 6
_WORD: Final = re.compile(r"[^\W_]+")
_CHARACTERS: Final = (3, 4, 5)
_SPELT_ALIKE: Final = 0.8
_STEM: Final = 5


class Band(StrEnum):
    """What a score asks of the reader."""

    LIKELY_SAME = "likely_same"
    LOOK = "look"

    @property
    def label(self) -> str:
        """The band as a reader sees it.

        Examples
        --------
        >>> Band.LOOK.label
        'Worth a look'
        """
        return _(_BANDS[self])


_BANDS: Final[Mapping[Band, str]] = {
    Band.LIKELY_SAME: gettext_noop("Likely the same"),
    Band.LOOK: gettext_noop("Worth a look"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """What is compared of a use case: its name, and what it is for."""

    key: int
    name: str
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that read alike.

    Attributes
    ----------
    first, second
        Keys; the lower comes first.
    score, name_score, purpose_score
        From 0 to 1, four decimals.
    name_words, purpose_words
        What both say, the most telling first; "x ~ y" where two words are spelt alike.
    """

    first: int
    second: int
    score: float
    name_score: float
    purpose_score: float
    name_words: tuple[str, ...] = ()
    purpose_words: tuple[str, ...] = ()

    @property
    def band(self) -> Band | None:
        """What the score asks of the reader, if anything."""
        return band(self.score)

    def other(self, key: int) -> int:
        """Return the side that is not ``key``."""
        return self.second if key == self.first else self.first


def band(score: float) -> Band | None:
    """Say what a score asks of the reader.

    Examples
    --------
    >>> band(0.8).value, band(0.5).value, band(0.49)
    ('likely_same', 'look', None)
    """
    if score >= LIKELY_SAME:
        return Band.LIKELY_SAME
    return Band.LOOK if score >= LOOK else None


def blend(name: float | None, purpose: float | None) -> float:
    """Return the score of a pair from both halves.

    Parameters
    ----------
    name, purpose
        From 0 to 1, or ``None`` where one side says nothing of its own.

    Returns
    -------
    float
        ``0.5·name + 0.5·purpose``; one half alone counts whole, and at most `ONE_LEG`.

    Examples
    --------
    >>> blend(0.9, 0.5), blend(1.0, None), blend(None, None)
    (0.7, 0.79, 0.0)
    """
    if name is not None and purpose is not None:
        return 0.5 * name + 0.5 * purpose
    return min(ONE_LEG, next((half for half in (name, purpose) if half is not None), 0.0))


def words_of(text: str) -> list[str]:
    """Split a text into folded words.

    Examples
    --------
    >>> words_of("Café, self-service (2nd)")
    ['cafe', 'self', 'service', '2nd']
    """
    return _WORD.findall(folded(text))


def word_grams(words: Sequence[str]) -> list[str]:
    """Return the words and each two that follow one another.

    Examples
    --------
    >>> word_grams(["plan", "the", "yard"])
    ['plan', 'the', 'yard', 'plan the', 'the yard']
    """
    return [*words, *(f"{one} {two}" for one, two in pairwise(words))]


def character_grams(words: Sequence[str]) -> list[str]:
    """Return three to five letters in a row, within words and at their edges.

    Examples
    --------
    >>> character_grams(["ab"])
    [' ab', 'ab ', ' ab ']
    """
    grams = []
    for word in words:
        edged = f" {word} "
        for size in _CHARACTERS:
            grams += [edged[at : at + size] for at in range(len(edged) - size + 1)]
    return grams


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """Phrases and names so common that sharing them says nothing."""

    phrases: frozenset[tuple[str, ...]] = frozenset()
    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, texts: Iterable[Text]) -> "Boilerplate":
        """Find what is common to more than 1% of the texts.

        A phrase counts once for each name, so that copies of one entry make nothing common.
        """
        names: Counter[str] = Counter()
        phrases: dict[tuple[str, ...], set[str]] = {}
        for text in texts:
            name = " ".join(words_of(text.name))
            names[name] += 1
            for phrase in set(_phrases(words_of(text.purpose))):
                phrases.setdefault(phrase, set()).add(name)
        share = COMMON_SHARE * names.total()
        return cls(
            frozenset(p for p, under in phrases.items() if len(under) > max(share, FEWEST_PHRASES)),
            frozenset(n for n, count in names.items() if count > max(share, FEWEST_NAMES)),
        )

    def telling_name(self, name: str) -> list[str]:
        """Return the words of a name, or none when too many share it whole."""
        words = words_of(name)
        return [] if " ".join(words) in self.names else words

    def telling_purpose(self, purpose: str) -> list[str]:
        """Return the words of a purpose outside common phrases, or none when few are left."""
        words = words_of(purpose)
        common: set[int] = set()
        if self.phrases:
            for at, phrase in enumerate(_phrases(words)):
                if phrase in self.phrases:
                    common.update(range(at, at + PHRASE))
        left = [word for at, word in enumerate(words) if at not in common]
        return left if len(left) >= FEWEST_WORDS else []


def most_alike(
    wanted: Text, others: Sequence[Text], *, most: int = 3, floor: float = LOOK
) -> list[Pair]:
    """Compare one text with a few others, without the library that compares them all.

    Parameters
    ----------
    wanted
        What is being written; its key may be 0.
    others
        What a search found. How rare a word is, is counted among them.
    most
        How many to return.
    floor
        The lowest score that is told.

    Returns
    -------
    list of Pair
        The best first; ``first`` is the key of ``wanted``, whichever is lower.

    Notes
    -----
    The measure is that of `portfolio.domain.similarity.near_duplicates`. A purpose that is not
    written yet leaves the name to decide alone, and then without the cap of `ONE_LEG`.
    """
    everything = [wanted, *others]
    names = [words_of(text.name) for text in everything]
    purposes = [Boilerplate().telling_purpose(text.purpose) for text in everything]
    by_words = _Bags(names, word_grams)
    by_letters = _Bags(names, character_grams)
    by_purpose = _Bags(purposes, word_grams)
    found = []
    for at, other in enumerate(others, start=1):
        name = max(by_words.cosine(0, at), by_letters.cosine(0, at))
        purpose = by_purpose.cosine(0, at) if purposes[0] and purposes[at] else None
        score = name if not purposes[0] else blend(name, purpose)
        if score >= floor:
            found.append(
                Pair(
                    wanted.key,
                    other.key,
                    round(score, 4),
                    round(name, 4),
                    round(purpose or 0.0, 4),
                    shared_words(names[0], names[at], by_words.rarity),
                    shared_words(purposes[0], purposes[at], by_purpose.rarity, spelling=False),
                )
            )
    return sorted(found, key=lambda pair: (-pair.score, pair.second))[:most]


def shared_words(
    one: Sequence[str], two: Sequence[str], rarity: Mapping[str, float], *, spelling: bool = True
) -> tuple[str, ...]:
    """Return the words that both say, the rarest first.

    Parameters
    ----------
    one, two
        Words of two texts.
    rarity
        Word to its weight; what is not named weighs nothing.
    spelling
        Whether words spelt alike are told too.

    Returns
    -------
    tuple of str
        At most `MOST_REASONS`. Words of up to three letters only where there are no others.

    Examples
    --------
    >>> shared_words(["the", "delivry", "slot"], ["the", "delivery", "slot"], {"slot": 2.0})
    ('slot', 'delivry ~ delivery')
    """
    both = sorted(set(one) & set(two), key=lambda word: (-rarity.get(word, 0.0), word))
    long = [word for word in both if len(word) > 3]
    alike = _spelt_alike(one, two) if spelling else []
    short = [word for word in both if len(word) <= 3]
    return tuple(([*long, *alike] or short)[:MOST_REASONS])


def rarity(bags: Sequence[Iterable[str]]) -> dict[str, float]:
    """Weigh each gram by how few of the bags hold it.

    Returns
    -------
    dict
        Gram to ``ln((1 + n) / (1 + df)) + 1``, the smoothed inverse document frequency.

    Examples
    --------
    >>> rarity([["a", "b"], ["a"]])["a"]
    1.0
    """
    held = Counter(gram for bag in bags for gram in set(bag))
    return {gram: log((1 + len(bags)) / (1 + count)) + 1 for gram, count in held.items()}


class _Bags:
    """Texts as weighed grams of length one: sublinear term frequency × rarity."""

    def __init__(
        self, texts: Sequence[Sequence[str]], grams: Callable[[Sequence[str]], list[str]]
    ) -> None:
        counts = [Counter(grams(words)) for words in texts]
        self.rarity = rarity(counts)
        self.weights = [self._weighed(count) for count in counts]

    def cosine(self, one: int, two: int) -> float:
        small, large = sorted((self.weights[one], self.weights[two]), key=len)
        return min(1.0, sum(weight * large.get(gram, 0.0) for gram, weight in small.items()))

    def _weighed(self, counts: Mapping[str, int]) -> dict[str, float]:
        raw = {gram: (1 + log(count)) * self.rarity[gram] for gram, count in counts.items()}
        length = sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        return {gram: weight / length for gram, weight in raw.items()}


def _spelt_alike(one: Sequence[str], two: Sequence[str]) -> list[str]:
    left = sorted(word for word in set(two) - set(one) if len(word) > 3)
    mine = [word for word in dict.fromkeys(one) if len(word) > 3 and word not in two]
    told = []
    for word in mine:
        same_stem = [other for other in left if other[:_STEM] == word[:_STEM]]
        close = get_close_matches(word, left, n=1, cutoff=_SPELT_ALIKE) or same_stem[:1]
        told += [f"{word} ~ {other}" for other in close]
    return told


def _phrases(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + PHRASE]) for at in range(len(words) - PHRASE + 1)]
