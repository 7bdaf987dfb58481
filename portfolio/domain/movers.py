"""Movers: who took another place between two rankings, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop, ngettext


@dataclass(frozen=True, slots=True)
class Move:
    """One use case between two rankings.

    Attributes
    ----------
    key
        Which use case.
    before, now
        Its places; ``None`` where it had none.
    """

    key: int
    before: int | None
    now: int | None

    @property
    def shift(self) -> int | None:
        """How many places it went up; below nought where it went down, ``None`` for who is new."""
        if self.before is None or self.now is None:
            return None
        return self.before - self.now


def places_of(order: Iterable[Sequence[int]]) -> dict[int, int]:
    """Return the place of each, from groups in the order of a ranking.

    Examples
    --------
    >>> places_of([[7], [4, 9], [2]])
    {7: 1, 4: 2, 9: 2, 2: 4}
    """
    found: dict[int, int] = {}
    for group in order:
        place = len(found) + 1
        found.update(dict.fromkeys(group, place))
    return found


def moves(before: Mapping[int, int | None], now: Mapping[int, int | None]) -> tuple[Move, ...]:
    """Say who moved.

    Parameters
    ----------
    before, now
        Use case to its place, ``None`` where it has none.

    Returns
    -------
    tuple of Move
        Who moved the longest way first, then who is new and who left; in the order of the places
        where that is equal. Whoever stayed is left out.

    Examples
    --------
    >>> [(m.key, m.shift) for m in moves({1: 1, 2: 2, 3: 3}, {1: 3, 2: 2, 3: 1, 4: 4})]
    [(3, 2), (1, -2), (4, None)]
    """
    keys = dict.fromkeys([*before, *now])
    found = [Move(key, before.get(key), now.get(key)) for key in keys]
    moved = [move for move in found if move.before != move.now]
    return tuple(
        sorted(
            moved,
            key=lambda move: (
                -abs(move.shift or 0),
                move.now is None,
                move.now or move.before or 0,
                move.key,
            ),
        )
    )


class Cause(StrEnum):
    """What of the use case itself, or of what all are measured by, has changed meanwhile.

    Examples
    --------
    >>> Cause.RATED.sentence
    'Its ratings changed.'
    """

    RATED = "rated"
    FACTS = "facts"
    READINESS = "readiness"
    MODEL = "model"
    OTHERS = "others"

    @property
    def sentence(self) -> str:
        """The words a reader sees; those about others say how many, in ``Passed``."""
        return _(_CAUSES[self])


_CAUSES: Final = {
    Cause.RATED: gettext_noop("Its ratings changed."),
    Cause.FACTS: gettext_noop("Its domain, tier or techniques changed."),
    Cause.READINESS: gettext_noop("The readiness of its domain was assessed anew."),
    Cause.MODEL: gettext_noop("The scoring model changed."),
    Cause.OTHERS: gettext_noop("Others moved about it."),
}


@dataclass(frozen=True, slots=True)
class Passed:
    """How others moved past one use case between two rankings.

    Attributes
    ----------
    overtook, fell_behind
        How many were not ahead of it and are, and the other way round.
    came, left
        How many have come in ahead of it, and how many that were ahead have no place any more.
    """

    overtook: int = 0
    fell_behind: int = 0
    came: int = 0
    left: int = 0

    def __bool__(self) -> bool:
        return any((self.overtook, self.fell_behind, self.came, self.left))

    @property
    def sentence(self) -> str:
        """Say it in words; empty where nobody passed.

        Examples
        --------
        >>> Passed(overtook=2, came=1).sentence
        '2 overtook it, 1 came in ahead of it.'
        """
        parts = [
            (self.overtook, ngettext("{count} overtook it", "{count} overtook it", self.overtook)),
            (
                self.fell_behind,
                ngettext(
                    "{count} is no longer ahead of it",
                    "{count} are no longer ahead of it",
                    self.fell_behind,
                ),
            ),
            (
                self.came,
                ngettext("{count} came in ahead of it", "{count} came in ahead of it", self.came),
            ),
            (
                self.left,
                ngettext("{count} ahead of it left", "{count} ahead of it left", self.left),
            ),
        ]
        told = [words for number, words in parts if number]
        return f"{', '.join(told)}." if told else ""


def passed(key: int, before: Mapping[int, int | None], now: Mapping[int, int | None]) -> Passed:
    """Count who moved past one use case.

    Parameters
    ----------
    key
        The use case.
    before, now
        Every use case to its place, ``None`` where it has none.

    Returns
    -------
    Passed
        All nought for who had no place in one of the rankings.

    Examples
    --------
    >>> passed(1, {1: 1, 2: 2, 3: 3, 5: None}, {1: 3, 2: 2, 3: 4, 5: 1})
    Passed(overtook=1, fell_behind=0, came=1, left=0)
    """
    was, stands = before.get(key), now.get(key)
    if was is None or stands is None:
        return Passed()
    counts = dict.fromkeys(("overtook", "fell_behind", "came", "left"), 0)
    for other in before.keys() | now.keys():
        what = _past(before.get(other), now.get(other), was, stands)
        if what:
            counts[what] += 1
    return Passed(**counts)


def _past(then: int | None, today: int | None, was: int, stands: int) -> str:
    # A place is one more than the number of those ahead: who entered or left them moved it.
    was_ahead = then is not None and then < was
    is_ahead = today is not None and today < stands
    if was_ahead == is_ahead:
        return ""
    if is_ahead:
        return "came" if then is None else "overtook"
    return "left" if today is None else "fell_behind"
