"""Reading what counts for use cases on each criterion."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portfolio.models import Rating, UseCase
from portfolio.selectors.ratings import combined_points


@dataclass(frozen=True, slots=True)
class CountedRatings:
    """What counts for one use case.

    Attributes
    ----------
    points
        Criterion key to the points that count: the median of those who rated.
    confirmed
        The criteria a person rated; the others are an import's suggestions.
    """

    points: Mapping[str, float]
    confirmed: frozenset[str]


def counted_ratings(use_cases: Iterable[UseCase]) -> dict[int, CountedRatings]:
    """Return what counts for use cases, by their ids; one query."""
    asked = [row.pk for row in use_cases]
    found: defaultdict[int, list[Rating]] = defaultdict(list)
    for rating in Rating.objects.filter(use_case__in=asked):
        found[rating.use_case_id].append(rating)
    return {
        pk: CountedRatings(
            points=combined_points(found[pk]),
            confirmed=frozenset(r.criterion for r in found[pk] if r.source == Rating.Source.PERSON),
        )
        for pk in asked
    }
