"""Model previews: what another scoring model would move, before it is in force."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike

from portfolio.domain.criteria import ScoringModel
from portfolio.domain.priority import Quadrant, Rank, Thresholds, competition_ranks
from portfolio.domain.ranking import Standings, standings

TOP: Final = 10
MOST_MOVERS: Final = 10
FIRST_OF_BUCKET: Final = 3


@dataclass(frozen=True, slots=True)
class Mover:
    """A use case whose place would change; a place is ``None`` without a priority."""

    key: int
    before: int | None
    after: int | None

    @property
    def places(self) -> int:
        """By how many places, up or down; 0 where it has no place before or after."""
        return 0 if self.before is None or self.after is None else self.before - self.after


@dataclass(frozen=True, slots=True)
class Crossing:
    """A use case whose quadrant would change; empty without a priority."""

    key: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class BucketOrder:
    """The first use cases of one bucket today and then."""

    bucket: str
    before: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ModelPreview:
    """What would move.

    Attributes
    ----------
    total
        How many use cases compete.
    moved
        How many would have another place.
    entering, leaving
        Who would come into the first ten places, and who would fall out of them.
    movers
        Those that would move by the most places, at most ten.
    gaining, losing
        Who would get a priority, and who would have none any more.
    crossings
        Those that would change quadrant, in the order of their new place.
    buckets
        The buckets of which the first three would be others, or in another order.
    """

    total: int
    moved: int
    entering: tuple[Mover, ...]
    leaving: tuple[Mover, ...]
    movers: tuple[Mover, ...]
    gaining: tuple[Mover, ...]
    losing: tuple[Mover, ...]
    crossings: tuple[Crossing, ...]
    buckets: tuple[BucketOrder, ...]

    @property
    def is_still(self) -> bool:
        """Whether nothing would move at all."""
        return not (self.moved or self.crossings or self.gaining or self.losing)


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One of the two models, with the ratings in the order of its criteria.

    ``thresholds`` say where "high" begins for each use case, where domains are stricter.
    """

    model: ScoringModel
    ratings: ArrayLike
    thresholds: Sequence[Thresholds] | None = None


def preview(
    before: Side, after: Side, factors: ArrayLike, keys: Sequence[int], buckets: Sequence[Hashable]
) -> ModelPreview:
    """Say what would move if another model were in force.

    Parameters
    ----------
    before, after
        The model in force and the one that is previewed.
    factors
        What readiness leaves of feasibility, one for each use case; ``nan`` where unassessed.
    keys, buckets
        What names each use case, and its bucket.

    Returns
    -------
    ModelPreview
        By the same scores, priorities and places as the ranking itself.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> rows = [[5] * 5 + [2] * 6, [2] * 5 + [4] * 6]
    >>> strict = replace(DEFAULT_MODEL, alpha=0.2)
    >>> found = preview(Side(DEFAULT_MODEL, rows), Side(strict, rows), [1, 1], [7, 8], ["e", "e"])
    >>> found.movers
    (Mover(key=8, before=2, after=1), Mover(key=7, before=1, after=2))
    """
    was, then = (
        standings(side.model, side.ratings, factors, thresholds=side.thresholds)
        for side in (before, after)
    )
    old, new = _ranks(was), _ranks(then)
    movers = [Mover(*each) for each in zip(keys, old, new, strict=True)]
    moved = [each for each in movers if each.before and each.after and each.before != each.after]
    by_size = sorted(moved, key=lambda each: (-abs(each.places), each.after, each.key))
    return ModelPreview(
        total=len(movers),
        moved=len(moved),
        entering=in_order(m for m in movers if _in_top(m.after) and not _in_top(m.before)),
        leaving=in_order(m for m in movers if _in_top(m.before) and not _in_top(m.after)),
        movers=tuple(by_size[:MOST_MOVERS]),
        gaining=in_order(m for m in movers if m.before is None and m.after is not None),
        losing=in_order(m for m in movers if m.before is not None and m.after is None),
        crossings=quadrant_crossings(keys, was.quadrants, then.quadrants, new),
        buckets=tuple(_bucket_orders(movers, [str(each) for each in buckets])),
    )


def _ranks(found: Standings) -> list[int | None]:
    ranks = competition_ranks(np.asarray(found.priority).tolist())
    return [rank.place if isinstance(rank, Rank) else None for rank in ranks]


def _in_top(place: int | None) -> bool:
    return place is not None and place <= TOP


def in_order(movers: Iterable[Mover]) -> tuple[Mover, ...]:
    """Sort by the place then, or the place today where there is none."""
    return tuple(sorted(movers, key=lambda each: (each.after or each.before, each.key)))


def quadrant_crossings(
    keys: Sequence[int],
    was: Sequence[Quadrant | None],
    then: Sequence[Quadrant | None],
    places: Sequence[int | None],
) -> tuple[Crossing, ...]:
    """Return who changes quadrant, in the order of the places given."""
    found = [
        (place or len(keys) + 1, Crossing(key, old.value if old else "", new.value if new else ""))
        for key, old, new, place in zip(keys, was, then, places, strict=True)
        if old is not new
    ]
    return tuple(each for _place, each in sorted(found, key=lambda pair: (pair[0], pair[1].key)))


def _bucket_orders(movers: Sequence[Mover], buckets: Sequence[str]) -> list[BucketOrder]:
    orders = []
    for bucket in dict.fromkeys(buckets):
        own = [mover for mover, other in zip(movers, buckets, strict=True) if other == bucket]
        before = _first([(each.before, each.key) for each in own])
        after = _first([(each.after, each.key) for each in own])
        if before != after:
            orders.append(BucketOrder(bucket, before, after))
    return orders


def _first(places: Sequence[tuple[int | None, int]]) -> tuple[int, ...]:
    ranked = sorted((place, key) for place, key in places if place is not None)
    return tuple(key for _place, key in ranked[:FIRST_OF_BUCKET])


def preview_to_data(found: ModelPreview) -> dict[str, Any]:
    """Write a preview as plain data; ``preview_from_data`` reads it back unchanged."""
    return asdict(found)


def preview_from_data(data: Mapping[str, Any]) -> ModelPreview:
    """Read a preview from plain data."""
    movers = {
        name: tuple(Mover(**each) for each in data[name])
        for name in ("entering", "leaving", "movers", "gaining", "losing")
    }
    return ModelPreview(
        total=data["total"],
        moved=data["moved"],
        **movers,
        crossings=tuple(Crossing(**each) for each in data["crossings"]),
        buckets=tuple(
            BucketOrder(each["bucket"], tuple(each["before"]), tuple(each["after"]))
            for each in data["buckets"]
        ),
    )
