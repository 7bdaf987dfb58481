"""Places: where each use case stands in the portfolio, in its bucket and in its domain."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from portfolio.domain.criteria import ScoringModel
from portfolio.domain.pareto import pareto_front
from portfolio.domain.ranking import Place, Ranges, Standings, places, standings

GROUP_DRAWS: Final = 500
"""Draws for places within a group, of which there are several for each use case."""


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Use cases that are compared within their domains by one and the same model.

    Attributes
    ----------
    model
        The scoring model with what the line of domains asks besides.
    rows
        Which use cases they are.
    ratings, ranges
        How those are rated, in the order of the criteria of ``model``.
    """

    model: ScoringModel
    rows: Sequence[int]
    ratings: ArrayLike
    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Places:
    """All the places of one use case.

    Attributes
    ----------
    overall, in_bucket
        Its place in the whole portfolio, and among its bucket.
    in_domain
        Its place among its own domain by the standard of that domain; ``None`` where too little
        of what the domain asks is rated.
    is_on_front
        Whether no other is at least as good in value and in adjusted feasibility, and better in
        one of them.
    """

    overall: Place
    in_bucket: Place
    in_domain: Place | None
    is_on_front: bool


def all_places(
    model: ScoringModel,
    ratings: ArrayLike,
    standings: Standings,
    *,
    buckets: Sequence[Hashable],
    domains: Sequence[Hashable],
    grounds: Sequence[Ground] = (),
    ranges: Ranges | None = None,
) -> tuple[Places | None, ...]:
    """Rank a portfolio as a whole, bucket by bucket and domain by domain.

    Parameters
    ----------
    model, ratings, standings
        As for ``places``.
    buckets, domains
        What each use case belongs to.
    grounds
        By what each is compared within its domain; by the model where there are none.
    ranges
        As for ``places``.

    Returns
    -------
    tuple of Places or None
        In the order given; ``None`` without a priority.

    Examples
    --------
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> ratings = [[4] * 11, [2] * 11]
    >>> found = all_places(DEFAULT_MODEL, ratings, standings(DEFAULT_MODEL, ratings, [1.0] * 2),
    ...                    buckets="ab", domains="xx")
    >>> found[1].overall.rank, found[1].in_bucket.rank, found[1].in_domain.rank
    (2, 1, 2)
    """
    overall = places(model, ratings, standings, ranges=ranges)
    in_bucket = places(model, ratings, standings, groups=buckets, ranges=ranges, draws=GROUP_DRAWS)
    in_domain = (
        places_within(grounds, standings, domains)
        if grounds
        else places(model, ratings, standings, groups=domains, ranges=ranges, draws=GROUP_DRAWS)
    )
    front = _front(standings)
    return tuple(
        Places(whole, bucket, domain, bool(is_on_front)) if whole and bucket else None
        for whole, bucket, domain, is_on_front in zip(
            overall, in_bucket, in_domain, front, strict=True
        )
    )


def places_within(
    grounds: Sequence[Ground], standings: Standings, domains: Sequence[Hashable]
) -> tuple[Place | None, ...]:
    """Rank use cases within their domains, each by what its domain asks.

    Parameters
    ----------
    grounds
        Every use case lies in one of them, and all of a domain in the same.
    standings
        How they stand in the enterprise; readiness is taken from it, and who has no priority
        there has no place here.
    domains
        What each belongs to.

    Returns
    -------
    tuple of Place or None
        In the order of ``standings``.
    """
    placed: list[Place | None] = [None] * len(domains)
    for ground in grounds:
        scored = scored_within(ground, standings)
        found = places(
            ground.model,
            ground.ratings,
            scored,
            groups=[domains[row] for row in ground.rows],
            ranges=ground.ranges,
            draws=GROUP_DRAWS,
        )
        for row, place in zip(ground.rows, found, strict=True):
            placed[row] = place
    return tuple(placed)


def scored_within(ground: Ground, overall: Standings) -> Standings:
    """Score the use cases of one ground; who has no priority in the enterprise has none here."""
    rows = list(ground.rows)
    found = standings(ground.model, ground.ratings, overall.factor[rows])
    unplaced = np.isnan(overall.priority[rows])
    return replace(found, priority=np.where(unplaced, np.nan, found.priority))


def priorities_within(grounds: Sequence[Ground], standings: Standings) -> list[float]:
    """Return the priority of each within its domain: that of the enterprise without grounds."""
    found = standings.priority.copy()
    for ground in grounds:
        found[list(ground.rows)] = scored_within(ground, standings).priority
    return [float(each) for each in found]


def _front(standings: Standings) -> NDArray[np.bool_]:
    ranked = ~np.isnan(standings.priority)
    on_front = np.zeros(ranked.size, dtype=bool)
    scores = np.column_stack([standings.value, standings.adjusted])
    on_front[ranked] = pareto_front(scores[ranked])
    return on_front
