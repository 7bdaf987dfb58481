"""Reading what counts for use cases on each criterion, and what of it one reader hears."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from portal.domain.roles import Capability, Member, Scope
from portal.models.domains import beneath
from portal.selectors.prepared import ByIds
from portfolio.domain.criteria import Axis, ScoringModel
from portfolio.domain.rating_panels import gives_one_away, is_withheld
from portfolio.models import Rating, UseCase
from portfolio.selectors.ratings import combined_points, may_rate
from portfolio.selectors.scoring_models import active_model


@dataclass(frozen=True, slots=True)
class HeardRatings:
    """What counts for one use case, and what of it one reader hears.

    Attributes
    ----------
    points
        Criterion key to the points that count, heard or not: scores are made of them.
    confirmed
        The criteria a person rated; the others are an import's suggestions.
    withheld
        Criterion key to how many people rated it whom the reader does not hear yet.
    """

    points: Mapping[str, float]
    confirmed: frozenset[str]
    withheld: Mapping[str, int]

    def keeps(self, *criteria: str) -> bool:
        """Whether a figure over these criteria is kept, because it gives one person away."""
        return gives_one_away(self.withheld.get(key, 0) for key in criteria)

    def keeps_on(self, model: ScoringModel) -> frozenset[Axis]:
        """Return the axes of a model whose score is kept."""
        return frozenset(axis for axis in Axis if self.keeps(*(c.key for c in model.on(axis))))


def heard_ratings(use_cases: Iterable[UseCase], member: Member) -> dict[int, HeardRatings]:
    """Return the ratings of use cases as one member hears them, by their ids; one query.

    Their domains have to be loaded.
    """
    asked = {row.pk: may_rate(row, member) for row in use_cases}
    found: defaultdict[int, list[Rating]] = defaultdict(list)
    for rating in Rating.objects.filter(use_case__in=asked):
        found[rating.use_case_id].append(rating)
    return {
        pk: HeardRatings(
            points=combined_points(found[pk]),
            confirmed=frozenset(r.criterion for r in found[pk] if r.source == Rating.Source.PERSON),
            withheld=_withheld(found[pk], member, may_rate=can_rate),
        )
        for pk, can_rate in asked.items()
    }


def _withheld(ratings: Iterable[Rating], member: Member, *, may_rate: bool) -> dict[str, int]:
    others: defaultdict[str, int] = defaultdict(int)
    own = set()
    for rating in ratings:
        if rating.source == Rating.Source.SUGGESTION:
            continue
        if rating.rated_by_id == (member.user_id or None):
            own.add(rating.criterion)
        else:
            others[rating.criterion] += 1
    return {
        key: count
        for key, count in others.items()
        if is_withheld(may_rate=may_rate, has_rated=key in own, others=count)
    }


def kept_scores(member: Member, ids: Collection[int]) -> dict[int, frozenset[Axis]]:
    """Return which scores of these use cases a member does not read yet.

    No query for who may not rate anything, one where nobody else rated alone, or else two; for
    more than 500 ids one more each.
    """
    if not member.scope(Capability.RATE_USE_CASE):
        return {}
    alone: defaultdict[int, list[str]] = defaultdict(list)
    for pk, criterion in _alone_to(member).rows(list(ids)):
        alone[pk].append(criterion)
    if not alone:
        return {}
    axis_of = {each.key: each.axis for each in active_model().criteria}
    return {pk: axes for pk, keys in alone.items() if (axes := _told(keys, axis_of))}


# What is kept is the question, which every page of a list asks; who rated is read every time.
@lru_cache(maxsize=128)
def _alone_to(member: Member) -> ByIds:
    rows = _rated_alone(member, member.scope(Capability.RATE_USE_CASE))
    return ByIds(rows.values_list("use_case_id", "criterion"), field="use_case")


def _told(alone: Iterable[str], axis_of: Mapping[str, Axis]) -> frozenset[Axis]:
    axes = [axis_of.get(key) for key in alone]
    return frozenset(axis for axis in Axis if gives_one_away([1] * axes.count(axis)))


def kept_anywhere(member: Member, model: ScoringModel) -> frozenset[int]:
    """Return the use cases of which a member does not read some score yet; at most one query.

    What ``kept_scores`` says of some, counted by the database for all.
    """
    scope = member.scope(Capability.RATE_USE_CASE)
    if not scope:
        return frozenset()
    valued = Q(criterion__in=[each.key for each in model.on(Axis.VALUE)])
    is_value = Case(When(valued, Value(True)), default=Value(False), output_field=BooleanField())
    rows = _rated_alone(member, scope).filter(criterion__in=[each.key for each in model.criteria])
    by_axis = rows.annotate(is_value=is_value).values("use_case", "is_value")
    single = by_axis.annotate(alone=Count("*")).filter(alone=1)
    return frozenset(single.values_list("use_case", flat=True))


def _rated_alone(member: Member, scope: Scope) -> QuerySet[Rating, Any]:
    """Return what one other person said alone, where the member may still say it themselves."""
    also = Rating.objects.filter(
        ~Q(pk=OuterRef("pk")),
        use_case=OuterRef("use_case"),
        criterion=OuterRef("criterion"),
        source=Rating.Source.PERSON,
    )
    own = Q(rated_by=member.user_id or None)
    return Rating.objects.filter(
        ~Exists(also),
        ~own,
        Q() if scope.is_everything else beneath("use_case__domain__path", scope.paths),
        source=Rating.Source.PERSON,
        use_case__archived_at__isnull=True,
    ).order_by()
