"""Reading the portfolio in the order of WSJF or RICE; neither moves a rank."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.roles import Member
from portfolio.domain.criteria import ScoringModel
from portfolio.domain.second_views import Inputs, SecondView, Term, view_score
from portfolio.models import UseCase
from portfolio.models.use_cases import UseCaseQuerySet
from portfolio.selectors.counted_ratings import CountedRatings, counted_ratings
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


def in_view(member: Member, view: SecondView, *, is_missing: bool = False) -> UseCaseQuerySet:
    """Return ranked use cases with a score in the view, the highest first; or those without."""
    rows = UseCase.objects.visible_to(member).active().filter(rank__isnull=False)
    if is_missing:
        return rows.filter(**{f"{view}__isnull": True}).order_by("rank", "id")
    return rows.filter(**{f"{view}__isnull": False}).order_by(f"-{view}", "id")


def view_rows(view: SecondView, ids: Sequence[int]) -> list[ViewRow]:
    """Return use cases by their ids, in that order, with what their score is made of.

    Three queries. Terms are worked out from the ratings that count at this moment.
    """
    model = active_model()
    found = UseCase.objects.select_related("domain").in_bulk(list(ids))
    ratings = counted_ratings(found.values())
    return [_view_row(found[pk], ratings[pk], view, model) for pk in ids]


def _view_row(
    use_case: UseCase, counted: CountedRatings, view: SecondView, model: ScoringModel
) -> ViewRow:
    asked = {criterion.key for criterion in model.criteria}
    inputs = Inputs(
        ratings={key: points for key, points in counted.points.items() if key in asked},
        confirmed=counted.confirmed & asked,
        effort_weeks=use_case.effort_weeks,
        reach=use_case.reach,
    )
    found = view_score(view, model, inputs)
    return ViewRow(
        pk=use_case.pk,
        title=use_case.title,
        domain=use_case.domain.name,
        rank=rank_label(use_case.rank, use_case.rank_low, use_case.rank_high),
        score=found.score,
        terms=found.terms,
        missing=found.missing,
    )
