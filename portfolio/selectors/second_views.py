"""Reading the portfolio in the order of WSJF or RICE; neither moves a rank."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F

from portal.domain.roles import Member
from portfolio.domain.second_views import Inputs, SecondView, Term, view_score
from portfolio.models import Rating, UseCase
from portfolio.models.use_cases import UseCaseQuerySet
from portfolio.selectors.scoring_models import active_model
from portfolio.selectors.use_case_rows import rank_label


@dataclass(frozen=True, slots=True)
class ViewRow:
    """One use case in a second view: its score and the terms of it, or what is missing."""

    pk: int
    title: str
    domain: str
    rank: str
    score: float | None
    terms: tuple[Term, ...]
    missing: tuple[str, ...]


class _Read(NamedTuple):
    pk: int
    title: str
    domain: str
    effort_weeks: int | None
    reach: int | None
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    score: float | None


def in_view(member: Member, view: SecondView, *, is_missing: bool = False) -> UseCaseQuerySet:
    """Return ranked use cases with a score in the view, the highest first; or those without."""
    rows = UseCase.objects.visible_to(member).active().filter(rank__isnull=False)
    if is_missing:
        return rows.filter(**{f"{view}__isnull": True}).order_by("rank", "id")
    return rows.filter(**{f"{view}__isnull": False}).order_by(f"-{view}", "id")


def view_rows(view: SecondView, ids: Sequence[int]) -> list[ViewRow]:
    """Return use cases by their ids, in that order, with what their score is made of.

    Two queries. Terms are worked out from the ratings of this moment.
    """
    model = active_model()
    names = ("pk", "title", "domain__name", "effort_weeks", "reach")
    places = ("rank", "rank_low", "rank_high")
    rows = UseCase.objects.filter(pk__in=ids).values_list(*names, *places, F(view.value))
    read = {row[0]: _Read(*row) for row in rows}
    rated: defaultdict[int, dict[str, float]] = defaultdict(dict)
    confirmed: defaultdict[int, set[str]] = defaultdict(set)
    ratings = Rating.objects.filter(use_case__in=ids)
    for pk, criterion, score, source in ratings.values_list(
        "use_case_id", "criterion", "score", "source"
    ):
        rated[pk][criterion] = score
        if source == Rating.Source.PERSON:
            confirmed[pk].add(criterion)
    asked = {criterion.key for criterion in model.criteria}
    found = []
    for pk in ids:
        row = read[pk]
        inputs = Inputs(
            ratings={key: score for key, score in rated[pk].items() if key in asked},
            confirmed=frozenset(confirmed[pk] & asked),
            effort_weeks=row.effort_weeks,
            reach=row.reach,
        )
        worked_out = view_score(view, model, inputs)
        found.append(
            ViewRow(
                pk=pk,
                title=row.title,
                domain=row.domain,
                rank=rank_label(row.rank, row.rank_low, row.rank_high),
                score=worked_out.score,
                terms=worked_out.terms,
                missing=worked_out.missing,
            )
        )
    return found
