"""Similarity: which use cases of a whole portfolio read as if they were built twice."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from portfolio.domain.likeness import (
    LOOK,
    ONE_LEG,
    Boilerplate,
    Pair,
    Text,
    character_grams,
    shared_words,
    word_grams,
)

BLOCK_VALUES: Final = 2**22
"""Scores held at once: 16 megabytes for each of the matrices that are blended."""

PER_TEXT: Final = 10

type Floats = NDArray[np.float32]
type Places = NDArray[np.intp]
type Scores = tuple[float, float, float]
type Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Half:
    """One half of all texts: its words, their weights, and how its grams overlap.

    Each of the matrices stands beside the turned part of it that may be found.
    """

    words: list[list[str]]
    rarity: dict[str, float]
    matrices: tuple[tuple[Any, Any], ...]

    def scores(self, block: slice) -> Floats:
        """Return how alike the rows of the block are to others: the better of the matrices."""
        best: Floats | None = None
        for matrix, turned in self.matrices:
            dense = (matrix[block] @ turned).toarray()
            best = dense if best is None else np.maximum(best, dense, out=best)
        return np.minimum(np.zeros((0, 0), np.float32) if best is None else best, 1.0)

    def is_told(self) -> NDArray[np.bool_]:
        """Return which texts have something of their own to say here."""
        return np.array([bool(words) for words in self.words], dtype=bool)


def near_duplicates(
    texts: Sequence[Text],
    *,
    floor: float = LOOK,
    per_text: int = PER_TEXT,
    among: Collection[int] | None = None,
    also: Iterable[tuple[int, int]] = (),
    report: Report | None = None,
) -> list[Pair]:
    """Find the pairs that read alike in a portfolio.

    Parameters
    ----------
    texts
        Each with a key of its own; their order does not matter.
    floor
        The lowest score that is returned.
    per_text
        For each text only so many of its best pairs are kept.
    among
        Keys of the texts that may be found, and by which it is counted how rare or how common
        a word is; without them, all. Another text finds its likes among these, and changes
        nothing for anybody else.
    also
        Pairs of keys, the lower first, that are returned with their score however low it is.
    report
        Called with texts done and all texts, once for each block.

    Returns
    -------
    list of Pair
        The highest score first, then by keys. ``first`` is the lower key.

    Notes
    -----
    Cosine of TF-IDF vectors with sublinear term frequency (Salton & Buckley, *Information
    Processing & Management* 24(5), 1988, 513–523): words and pairs of words for purposes; for
    names the better of these and of three to five letters in a row, which forgive spelling. Both
    halves weigh the same (`portfolio.domain.likeness.blend`). What more than 1% of the entries
    share is left out first, for it makes different things look alike. Memory grows with the texts
    and not with their square: scores are computed block by block.
    """
    ordered = sorted(texts, key=lambda text: text.key)
    places = _places(ordered, among)
    if len(ordered) < 2 or not places.size:
        return []
    common = Boilerplate.of([ordered[at] for at in places])
    names = _half(
        [common.telling_name(text.name) for text in ordered], places, word_grams, character_grams
    )
    purposes = _half([common.telling_purpose(text.purpose) for text in ordered], places, word_grams)
    asked = _asked(ordered, places, also)
    found: dict[tuple[int, int], Scores] = {}
    for block in _blocks(len(ordered), len(places)):
        scores = _blended(names, purposes, block, places)
        for at in range(block.start, block.stop):
            best = _best(scores[0][at - block.start], places, at, floor, per_text)
            for column in {*best, *asked.get(at, ())}:
                other = int(places[column])
                cell = tuple(round(float(each[at - block.start, column]), 4) for each in scores)
                found.setdefault((min(at, other), max(at, other)), cell)  # type: ignore[arg-type]
        if report is not None:
            report(block.stop, len(ordered))
    pairs = [
        Pair(
            ordered[one].key,
            ordered[two].key,
            *scores,
            shared_words(names.words[one], names.words[two], names.rarity),
            shared_words(purposes.words[one], purposes.words[two], purposes.rarity, spelling=False),
        )
        for (one, two), scores in found.items()
    ]
    return sorted(pairs, key=lambda pair: (-pair.score, pair.first, pair.second))


def _places(ordered: Sequence[Text], among: Collection[int] | None) -> Places:
    """Return where the texts stand that may be found."""
    if among is None:
        return np.arange(len(ordered))
    kept = frozenset(among)
    return np.array([at for at, text in enumerate(ordered) if text.key in kept], dtype=np.intp)


def _asked(
    ordered: Sequence[Text], places: Places, also: Iterable[tuple[int, int]]
) -> dict[int, list[int]]:
    """Return by the place of one side the columns of the others that are scored in any case."""
    at = {text.key: place for place, text in enumerate(ordered)}
    column = {int(place): number for number, place in enumerate(places)}
    asked: dict[int, list[int]] = {}
    for one, two in also:
        if one in at and two in at and at[two] in column:
            asked.setdefault(at[one], []).append(column[at[two]])
    return asked


def _half(
    words: list[list[str]], places: Places, *grams: Callable[[Sequence[str]], list[str]]
) -> _Half:
    # Loaded here and not above: it takes a second and 60 MB, and pages read this module too.
    text = import_module("sklearn.feature_extraction.text")
    matrices: list[Any] = []
    rarity: dict[str, float] = {}
    for analyse in grams:
        if not any(analyse(each) for each in words):
            matrices.append(import_module("scipy.sparse").csr_array((len(words), 1), dtype="f4"))
            continue
        count = text.CountVectorizer(analyzer=analyse, dtype=np.float32)
        counts = count.fit_transform(words)
        weigh = text.TfidfTransformer(sublinear_tf=True).fit(counts[places])
        matrices.append(weigh.transform(counts))
        rarity = rarity or dict(
            zip(count.get_feature_names_out(), weigh.idf_.tolist(), strict=True)
        )
    return _Half(words, rarity, tuple((matrix, matrix[places].T) for matrix in matrices))


def _blocks(count: int, columns: int) -> Iterator[slice]:
    size = max(1, BLOCK_VALUES // columns)
    for start in range(0, count, size):
        yield slice(start, min(start + size, count))


def _blended(
    names: _Half, purposes: _Half, block: slice, among: Places
) -> tuple[Floats, Floats, Floats]:
    """Return scores, name scores and purpose scores of the block's rows against others."""
    name, purpose = names.scores(block), purposes.scores(block)
    has_name, has_purpose = names.is_told(), purposes.is_told()
    both_names = np.logical_and.outer(has_name[block], has_name[among])
    both_purposes = np.logical_and.outer(has_purpose[block], has_purpose[among])
    score = np.where(both_names & both_purposes, 0.5 * name + 0.5 * purpose, 0.0)
    score = np.where(both_names & ~both_purposes, np.minimum(name, ONE_LEG), score)
    score = np.where(both_purposes & ~both_names, np.minimum(purpose, ONE_LEG), score)
    return score, name, purpose


def _best(row: Floats, places: Places, at: int, floor: float, per_text: int) -> list[int]:
    # Scores are compared as they are told, so that rounding decides no tie.
    told = np.round(row, 4)
    near = [int(column) for column in np.flatnonzero(told >= round(floor, 4))]
    own = [column for column in near if places[column] != at]
    return sorted(own, key=lambda column: (-told[column], column))[:per_text]
