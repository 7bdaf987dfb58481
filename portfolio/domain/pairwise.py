"""Pairwise comparison: weights from "this matters three times as much as that", and their sense."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import exp, log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _

HIGHEST_RATIO: Final = 9
TOO_INCONSISTENT: Final = 0.10
"""A consistency ratio above this is told to whoever gave the answers."""

RANDOM_INDEX: Final[Mapping[int, float]] = {
    3: 0.58,
    4: 0.90,
    5: 1.12,
    6: 1.24,
    7: 1.32,
    8: 1.41,
    9: 1.45,
    10: 1.49,
}
RANDOM_INDEX_TABLE: Final = "Saaty 1980"
"""Which table of random indices a ratio rests on: another one moves it in the third decimal."""

MOST_COMPARED: Final = max(RANDOM_INDEX)


@dataclass(frozen=True, slots=True)
class Judgement:
    """How many times as much one criterion matters as another.

    Attributes
    ----------
    more, less
        Keys of the two criteria, the one that matters more first.
    times
        1 (as much) to 9 (extremely more).
    """

    more: str
    less: str
    times: int


class JudgementsInvalid(Invalid):
    """A pair is not compared, compared twice, or by a number off the scale.

    ``pairs`` holds the pairs that are wrong, in the order of the criteria.
    """

    code = "judgements_invalid"

    def __init__(self, sentence: str, pairs: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(sentence)
        self.pairs = tuple(pairs)


@dataclass(frozen=True, slots=True)
class Compared:
    """Weights from pairwise comparison, and how far the answers agree with one another.

    Attributes
    ----------
    weights
        Criterion key to weight, adding up to one.
    consistency_ratio
        0 when no two answers contradict each other; about 1 when they could be chance.
    odd
        The answer that fits the others least, ``None`` when all agree.
    expected
        What the others would make of that pair.
    """

    weights: Mapping[str, float]
    consistency_ratio: float
    odd: Judgement | None
    expected: Judgement | None

    @property
    def is_inconsistent(self) -> bool:
        """Whether the answers contradict one another too much to rest weights on."""
        return self.consistency_ratio > TOO_INCONSISTENT


def pairs_of[T](keys: Sequence[T]) -> tuple[tuple[T, T], ...]:
    """Return every pair that has to be compared, in the order of the criteria.

    Examples
    --------
    >>> pairs_of(["data", "skills", "cost"])
    (('data', 'skills'), ('data', 'cost'), ('skills', 'cost'))
    """
    return tuple(combinations(keys, 2))


def compared(keys: Sequence[str], judgements: Iterable[Judgement]) -> Compared:
    """Turn pairwise judgements into weights.

    Parameters
    ----------
    keys
        The criteria, at most ten.
    judgements
        One for each pair of them, in any order.

    Returns
    -------
    Compared
        The weights, the consistency ratio, and the judgement that fits the others least.

    Raises
    ------
    JudgementsInvalid
        When a pair is missing, told twice or off the scale, or there are too many criteria.

    Notes
    -----
    The analytic hierarchy process: with ``a_ij`` how many times as much ``i`` matters as ``j`` and
    ``a_ji = 1 / a_ij``, the weights are the principal eigenvector of ``A``. With its eigenvalue
    ``λ`` the consistency index is ``CI = (λ - n) / (n - 1)`` and the ratio ``CR = CI / RI(n)``,
    with the random indices of Saaty (1980). Two criteria cannot contradict each other. The odd
    judgement is the one furthest from what the others say of its pair by way of each third
    criterion, ``ln a_ij`` from the mean of ``ln (a_ik a_kj)``.

    References
    ----------
    Saaty, T. L. (1980), *The Analytic Hierarchy Process*, McGraw-Hill.

    Examples
    --------
    >>> found = compared(["data", "cost"], [Judgement("data", "cost", 3)])
    >>> {key: round(weight, 3) for key, weight in found.weights.items()}, found.consistency_ratio
    ({'data': 0.75, 'cost': 0.25}, 0.0)
    """
    matrix = _matrix(keys, tuple(judgements))
    n = len(keys)
    if n == 1:
        return Compared({keys[0]: 1.0}, 0.0, None, None)
    eigenvalues, vectors = np.linalg.eig(matrix)
    largest = int(np.argmax(eigenvalues.real))
    vector = np.abs(vectors[:, largest].real)
    weights = vector / vector.sum()
    index = (float(eigenvalues[largest].real) - n) / (n - 1)
    # Answers that agree to the last give an index that misses nought by a rounding error.
    ratio = max(0.0, round(index, 9)) / RANDOM_INDEX.get(n, 1.0)
    told = dict(zip(keys, weights.tolist(), strict=True))
    odd, expected = _odd(keys, matrix) if ratio else (None, None)
    return Compared(told, ratio, odd, expected)


def consistency_note(found: Compared, names: Mapping[str, str]) -> str:
    """Say how far pairwise answers agree, and which one fits the others least.

    Parameters
    ----------
    found
        What came out of the comparison.
    names
        Criterion key to what the reader calls it.

    Returns
    -------
    str
        One to three sentences.

    Examples
    --------
    >>> answers = [Judgement("a", "b", 2), Judgement("b", "c", 2), Judgement("c", "a", 2)]
    >>> found = compared(["a", "b", "c"], answers)
    >>> consistency_note(found, {"a": "Data", "b": "Skills", "c": "Cost"}).split(". ")[0]
    'The consistency ratio is 0.43, above 0.10: the answers contradict one another'
    """
    ratio = f"{found.consistency_ratio:.2f}"
    if not found.is_inconsistent or found.odd is None or found.expected is None:
        return _("The consistency ratio is {ratio}: the answers agree.", ratio=ratio)
    return _(
        "The consistency ratio is {ratio}, above 0.10: the answers contradict one another. "
        "“{odd}” fits the others least; they would rather say “{expected}”.",
        ratio=ratio,
        odd=_in_words(found.odd, names),
        expected=_in_words(found.expected, names),
    )


def _in_words(judgement: Judgement, names: Mapping[str, str]) -> str:
    more, less = names[judgement.more], names[judgement.less].lower()
    if judgement.times == 1:
        return _("{more} matters as much as {less}", more=more, less=less)
    return _(
        "{more} matters {times} times as much as {less}",
        more=more,
        times=judgement.times,
        less=less,
    )


def _matrix(keys: Sequence[str], judgements: Sequence[Judgement]) -> NDArray[np.float64]:
    if len(keys) > MOST_COMPARED:
        raise JudgementsInvalid(
            _("At most {most} criteria can be compared in pairs.", most=MOST_COMPARED)
        )
    place = {key: number for number, key in enumerate(keys)}
    matrix = np.zeros((len(keys), len(keys)))
    np.fill_diagonal(matrix, 1.0)
    wrong = []
    for each in judgements:
        i, j = place.get(each.more), place.get(each.less)
        if i is None or j is None or matrix[i, j] or not 1 <= each.times <= HIGHEST_RATIO:
            wrong.append((each.more, each.less))
            continue
        matrix[i, j], matrix[j, i] = each.times, 1 / each.times
    if wrong:
        raise JudgementsInvalid(
            _("Compare each pair of criteria once, by a whole number from 1 to 9."), wrong
        )
    missing = [(a, b) for a, b in pairs_of(keys) if not matrix[place[a], place[b]]]
    if missing:
        raise JudgementsInvalid(_("Compare every pair of criteria."), missing)
    return matrix


def _odd(keys: Sequence[str], matrix: NDArray[np.float64]) -> tuple[Judgement, Judgement]:
    pairs = pairs_of(range(len(keys)))
    told = {pair: _told_by_others(matrix, *pair) for pair in pairs}
    i, j = max(pairs, key=lambda pair: round(abs(log(matrix[pair]) - told[pair]), 9))
    return (
        _judgement(keys[i], keys[j], float(matrix[i, j])),
        _judgement(keys[i], keys[j], exp(told[i, j])),
    )


def _told_by_others(matrix: NDArray[np.float64], i: int, j: int) -> float:
    others = [k for k in range(len(matrix)) if k not in {i, j}]
    return float(np.mean(np.log(matrix[i, others] * matrix[others, j])))


def _judgement(first: str, second: str, times: float) -> Judgement:
    more, less, ratio = (first, second, times) if times >= 1 else (second, first, 1 / times)
    return Judgement(more, less, min(HIGHEST_RATIO, round(ratio)))
