"""Agenda: in which order a workshop takes questions up, and how far it has come."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Final

from assessments.domain.settling import Settled, Standpoint
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop

UNSURE_BELOW: Final = 2
"""On the scale from 1 (a guess) to 3 (certain): from here on people know rather than guess."""


class Need(StrEnum):
    """Why a workshop takes a question up, the most pressing first."""

    SPLIT = "split"
    DIFFERING = "differing"
    UNSURE = "unsure"
    REST = "rest"

    @property
    def label(self) -> str:
        """The words a reader sees."""
        return _(_LABELS[self])


_LABELS: Final = {
    Need.SPLIT: gettext_noop("The room is split"),
    Need.DIFFERING: gettext_noop("Perspectives differ"),
    Need.UNSURE: gettext_noop("Mostly guesses"),
    Need.REST: gettext_noop("Nothing stands against it"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One question on the agenda.

    Parameters
    ----------
    consensus
        Of the levels that stand, or None without any.
    is_settled
        Whether a facilitator settled it.
    """

    key: str
    need: Need
    consensus: float | None
    is_settled: bool

    @property
    def must_settle(self) -> bool:
        """Whether its answers alone would keep the assessment from being published."""
        return self.need in {Need.SPLIT, Need.DIFFERING}


@dataclass(frozen=True, slots=True)
class Agenda:
    """The questions in the order in which a workshop takes them up.

    Settling one does not move it, so nobody loses their place.
    """

    items: tuple[Item, ...]

    @property
    def to_settle(self) -> int:
        """How many questions the answers alone leave open."""
        return sum(each.must_settle for each in self.items)

    @property
    def settled(self) -> int:
        """How many of those have been settled."""
        return sum(each.must_settle and each.is_settled for each in self.items)

    @property
    def first(self) -> str:
        """Where to begin: the first question that is not settled, or the first of all."""
        return next((each.key for each in self.items if not each.is_settled), self.items[0].key)

    def place(self, key: str) -> int:
        """Give the place of a question, counted from 1.

        Raises
        ------
        StopIteration
            When it is not on the agenda.
        """
        return next(place for place, each in enumerate(self.items, start=1) if each.key == key)

    def after(self, key: str) -> str | None:
        """Give the next question that is not settled, from the start again after the last."""
        place = self.place(key)
        ahead = (*self.items[place:], *self.items[: place - 1])
        return next((each.key for each in ahead if not each.is_settled), None)

    def before(self, key: str) -> str | None:
        """Give the question that stands before this one, or None at the first."""
        place = self.place(key)
        return self.items[place - 2].key if place > 1 else None


def is_unsure(confidences: Sequence[int]) -> bool:
    """Say whether those who stand behind an answer were mostly guessing.

    Parameters
    ----------
    confidences
        What each of them stated, from 1 (a guess) to 3 (certain); those who stated nothing are
        left out.

    Returns
    -------
    bool
        True when the median lies below `UNSURE_BELOW`; False when nobody stated anything.

    Examples
    --------
    >>> is_unsure([1, 1, 3]), is_unsure([1, 2, 3]), is_unsure([1, 2]), is_unsure([])
    (True, False, True, False)
    """
    return bool(confidences) and median(confidences) < UNSURE_BELOW


def need_of(answered: Settled, *, is_unsure: bool) -> Need:
    """Say why a workshop takes a question up.

    Parameters
    ----------
    answered
        Where its answers alone leave it.
    is_unsure
        Whether they were mostly guesses.

    Returns
    -------
    Need
        The most pressing reason.

    Examples
    --------
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> from assessments.domain.settling import settle
    >>> from assessments.domain.tallies import tally
    >>> need_of(settle(tally(FIVE_LEVELS, [1, 5])), is_unsure=True).value
    'split'
    """
    if answered.standpoint is Standpoint.SPLIT:
        return Need.SPLIT
    if answered.standpoint is Standpoint.DIFFERING:
        return Need.DIFFERING
    return Need.UNSURE if is_unsure else Need.REST


def agenda(items: Collection[Item]) -> Agenda:
    """Put questions in the order in which a workshop takes them up.

    Parameters
    ----------
    items
        The questions, in the order of the framework.

    Returns
    -------
    Agenda
        What is split first, then what perspectives see differently, then guesses, then the rest;
        within each the least consensus first, what has no levels last, then as in the framework.

    Examples
    --------
    >>> found = agenda([
    ...     Item("vision", Need.REST, 0.9, False), Item("owners", Need.SPLIT, 0.2, False),
    ...     Item("lineage", Need.SPLIT, 0.1, True),
    ... ])
    >>> [each.key for each in found.items], found.settled, found.to_settle
    (['lineage', 'owners', 'vision'], 1, 2)
    >>> found.first, found.after("owners"), found.after("vision")
    ('owners', 'vision', 'owners')
    """
    order = list(Need)
    return Agenda(
        tuple(
            sorted(
                items,
                key=lambda each: (
                    order.index(each.need),
                    2.0 if each.consensus is None else each.consensus,
                ),
            )
        )
    )
