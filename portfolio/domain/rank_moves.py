"""Rank moves: how far the next place is, and which single change would win most."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor, isnan

from portfolio.domain.criteria import HIGHEST_RATING, Criterion, ScoringModel
from portfolio.domain.priority import priority
from portfolio.domain.scoring import NotScored, Rating, score


@dataclass(frozen=True, slots=True)
class NextPlace:
    """The next better place.

    Attributes
    ----------
    place
        Which it is.
    points
        How many whole points of priority lie between, as both read when shown.
    """

    place: int
    points: int


def next_place(own: float, ahead: float | None, place: int) -> NextPlace | None:
    """Say how far the next better place is.

    Parameters
    ----------
    own
        Priority of the use case.
    ahead
        The lowest priority that reads higher, ``None`` where there is none.
    place
        The place of that one.

    Returns
    -------
    NextPlace or None
        ``None`` for who is first.

    Notes
    -----
    In whole points, because places are given by priorities as they read.

    Examples
    --------
    >>> next_place(61.4, 63.7, 6)
    NextPlace(place=6, points=3)
    """
    if ahead is None or isnan(ahead):
        return None
    return NextPlace(place, round(ahead) - round(own))


@dataclass(frozen=True, slots=True)
class SingleChange:
    """One rating that is one step better, and the priority that follows.

    Attributes
    ----------
    criterion
        Which rating.
    before, after
        Points from 0 to 5; from between two descriptions the step leads to the next one.
    priority
        The priority then.
    """

    criterion: Criterion
    before: float
    after: int
    priority: float


def single_changes(
    model: ScoringModel, ratings: Mapping[str, float], *, factor: float = 1.0
) -> tuple[SingleChange, ...]:
    """Say what one step up on each rated criterion would make of the priority.

    Parameters
    ----------
    model
        Criteria and weights.
    ratings
        Criterion key to points from 0 to 5; what is left out is not rated.
    factor
        What readiness leaves of feasibility.

    Returns
    -------
    tuple of SingleChange
        The one that wins most first; none without a priority. Ratings at the top are left out,
        and so are open ones: what a first rating would do depends on what it says.

    Examples
    --------
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> ratings = {c.key: 4 if c.axis == "value" else 2 for c in DEFAULT_MODEL.criteria}
    >>> best = single_changes(DEFAULT_MODEL, ratings)[0]
    >>> best.criterion.title, best.before, best.after, round(best.priority, 1)
    ('Data availability', 2, 3, 60.0)
    """
    changes = []
    for criterion in model.criteria:
        before = ratings.get(criterion.key)
        if before is None or before >= HIGHEST_RATING:
            continue
        after = floor(before) + 1
        found = _priority(model, {**ratings, criterion.key: after}, factor)
        if found is not None:
            changes.append(SingleChange(criterion, before, after, found))
    return tuple(sorted(changes, key=lambda change: -change.priority))


def _priority(model: ScoringModel, ratings: Mapping[str, float], factor: float) -> float | None:
    scored = score(model, {key: Rating(points) for key, points in ratings.items()})
    if isinstance(scored.value, NotScored) or isinstance(scored.feasibility, NotScored):
        return None
    return priority(scored.value.value, scored.feasibility.value * factor, alpha=model.alpha)
