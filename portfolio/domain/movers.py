"""Movers: who took another place between two rankings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


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
