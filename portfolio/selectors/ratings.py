"""Reading the ratings of one use case, criterion by criterion."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from portal.domain.wording import gettext as _
from portfolio.domain.criteria import Axis, Criterion, ScoringModel
from portfolio.models import Rating, UseCase
from portfolio.selectors.scoring_models import active_model


@dataclass(frozen=True, slots=True)
class CriterionRating:
    """A criterion of the model in force, and how a use case is rated on it.

    Attributes
    ----------
    criterion
        What is asked, with its six descriptions.
    score
        0 to 5; ``None`` while nobody has rated it.
    evidence, author, at
        What speaks for it, who said so, and when.
    is_suggested
        Whether an import suggested it and nobody has confirmed it yet.
    """

    criterion: Criterion
    score: int | None = None
    evidence: str = ""
    author: str = ""
    at: datetime | None = None
    is_suggested: bool = False

    @property
    def anchor(self) -> str:
        """The words of the rating; empty while there is none."""
        return "" if self.score is None else _(self.criterion.anchors[self.score])


@dataclass(frozen=True, slots=True)
class UseCaseRatings:
    """All criteria of the model in force, in its order, as one use case is rated on them."""

    model: ScoringModel
    criteria: Sequence[CriterionRating]

    def on(self, axis: Axis) -> list[CriterionRating]:
        """Return the criteria of one axis."""
        return [each for each in self.criteria if each.criterion.axis is axis]


def ratings_of(use_case: UseCase) -> UseCaseRatings:
    """Return how a use case is rated; two queries."""
    model = active_model()
    rows = Rating.objects.filter(use_case=use_case).annotate(author=F("rated_by__name"))
    found = {row.criterion: row for row in rows}
    return UseCaseRatings(
        model,
        tuple(
            _rated(criterion, found[criterion.key])
            if criterion.key in found
            else CriterionRating(criterion)
            for criterion in model.criteria
        ),
    )


def _rated(criterion: Criterion, row: Rating) -> CriterionRating:
    return CriterionRating(
        criterion=criterion,
        score=row.score,
        evidence=row.evidence,
        author=row.author or "",  # type: ignore[attr-defined]
        at=row.rated_at,
        is_suggested=row.source == Rating.Source.SUGGESTION,
    )
