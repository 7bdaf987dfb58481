"""Standard previews: what another standard of a domain would move among its use cases."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from portfolio.domain.model_previews import (
    MOST_MOVERS,
    ModelPreview,
    Mover,
    in_order,
    quadrant_crossings,
)
from portfolio.domain.priority import Quadrant, Rank, competition_ranks


@dataclass(frozen=True, slots=True)
class WithinDomains:
    """How use cases stand within their domains: their priorities there, and their quadrants."""

    priorities: Sequence[float]
    quadrants: Sequence[Quadrant | None]


def preview_within(
    keys: Sequence[int], domains: Sequence[Hashable], before: WithinDomains, after: WithinDomains
) -> ModelPreview:
    """Say what would move if another standard were in force.

    Parameters
    ----------
    keys, domains
        What names each use case, and the domain it is compared in.
    before, after
        How they stand today and would then; ``nan`` and ``None`` where there is no priority.

    Returns
    -------
    ModelPreview
        Places are those within the domains; the enterprise ranking stays as it is, so nobody
        enters its first ten.

    Examples
    --------
    >>> today = WithinDomains([60, 50], [Quadrant.DO_NOW, Quadrant.PARK])
    >>> then = WithinDomains([40, 50], [Quadrant.QUICK_WIN, Quadrant.PARK])
    >>> found = preview_within([7, 8], "ff", today, then)
    >>> found.moved, found.movers[0], found.crossings
    (2, Mover(key=8, before=2, after=1), (Crossing(key=7, before='do_now', after='quick_win'),))
    """
    old, new = _places(before.priorities, domains), _places(after.priorities, domains)
    movers = [Mover(*each) for each in zip(keys, old, new, strict=True)]
    moved = [each for each in movers if each.places]
    by_size = sorted(moved, key=lambda each: (-abs(each.places), each.after, each.key))
    return ModelPreview(
        total=len(movers),
        moved=len(moved),
        entering=(),
        leaving=(),
        movers=tuple(by_size[:MOST_MOVERS]),
        gaining=in_order(m for m in movers if m.before is None and m.after is not None),
        losing=in_order(m for m in movers if m.before is not None and m.after is None),
        crossings=quadrant_crossings(keys, before.quadrants, after.quadrants, new),
        buckets=(),
    )


def _places(priorities: Sequence[float], domains: Sequence[Hashable]) -> list[int | None]:
    rows: defaultdict[Hashable, list[int]] = defaultdict(list)
    for row, domain in enumerate(domains):
        rows[domain].append(row)
    placed: list[int | None] = [None] * len(domains)
    for members in rows.values():
        ranks = competition_ranks([priorities[row] for row in members])
        for row, rank in zip(members, ranks, strict=True):
            placed[row] = rank.place if isinstance(rank, Rank) else None
    return placed
