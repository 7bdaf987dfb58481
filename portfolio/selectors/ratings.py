"""Reading the ratings of one use case, criterion by criterion and person by person."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from assessments.domain.confidence import Confidence
from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portfolio.domain.criteria import Axis, Criterion, ScoringModel
from portfolio.domain.rating_panels import Panel, panel
from portfolio.models import Rating, UseCase
from portfolio.selectors.scoring_models import active_model


@dataclass(frozen=True, slots=True)
class Voice:
    """What one person said about one criterion, or an import suggested.

    Attributes
    ----------
    score
        0 to 5.
    anchor
        The words of the rating.
    low, high
        Between which points they would not be surprised, where they say so.
    confidence
        How sure they are, where they say so.
    rationale, evidence
        Why, and what somebody else could check.
    author, at
        Who said so, and when.
    is_own
        Whether the reader said it.
    is_suggested
        Whether an import suggested it and nobody has confirmed it yet.
    """

    score: int
    anchor: str
    low: int | None
    high: int | None
    confidence: Confidence | None
    rationale: str
    evidence: str
    author: str
    at: datetime
    is_own: bool
    is_suggested: bool


@dataclass(frozen=True, slots=True)
class CriterionRating:
    """A criterion of the model in force, and how a use case is rated on it.

    Attributes
    ----------
    criterion
        What is asked, with its six descriptions.
    voices
        What each person said, the reader first, then the latest; or one suggestion.
    combined
        What all of them make together; ``None`` while nobody has rated it.
    """

    criterion: Criterion
    voices: tuple[Voice, ...] = ()
    combined: Panel | None = None

    @property
    def own(self) -> Voice | None:
        """What the reader said."""
        return next((voice for voice in self.voices if voice.is_own), None)

    @property
    def others(self) -> tuple[Voice, ...]:
        """What other people said."""
        return tuple(v for v in self.voices if not v.is_own and not v.is_suggested)

    @property
    def begun(self) -> Voice | None:
        """What the reader's form begins with: their own word, else a suggestion."""
        return self.own or next((voice for voice in self.voices if voice.is_suggested), None)

    @property
    def is_suggested(self) -> bool:
        """Whether an import suggested it and nobody has confirmed it yet."""
        return any(voice.is_suggested for voice in self.voices)

    @property
    def needs_discussion(self) -> bool:
        """Whether people are too far apart for the middle to be taken unheard."""
        return self.combined is not None and self.combined.needs_discussion


@dataclass(frozen=True, slots=True)
class UseCaseRatings:
    """All criteria of the model in force, in its order, as one use case is rated on them."""

    model: ScoringModel
    criteria: Sequence[CriterionRating]

    def on(self, axis: Axis) -> list[CriterionRating]:
        """Return the criteria of one axis."""
        return [each for each in self.criteria if each.criterion.axis is axis]


def ratings_of(use_case: UseCase, member: Member) -> UseCaseRatings:
    """Return how a use case is rated, as this member reads it; two queries."""
    model = active_model()
    rows = Rating.objects.filter(use_case=use_case).annotate(author=F("rated_by__name"))
    found: defaultdict[str, list[Rating]] = defaultdict(list)
    for row in rows.order_by("-rated_at", "-pk"):
        found[row.criterion].append(row)
    return UseCaseRatings(
        model, tuple(_rated(each, found.get(each.key, ()), member) for each in model.criteria)
    )


def combined_points(ratings: Iterable[Rating]) -> dict[str, float]:
    """Return the points that count for each criterion somebody rated."""
    said: defaultdict[str, list[Rating]] = defaultdict(list)
    for rating in ratings:
        said[rating.criterion].append(rating)
    return {key: panel(each.opinion for each in rows).likely for key, rows in said.items()}


def _rated(criterion: Criterion, rows: Sequence[Rating], member: Member) -> CriterionRating:
    if not rows:
        return CriterionRating(criterion)
    voices = sorted((_voice(criterion, row, member) for row in rows), key=lambda v: not v.is_own)
    return CriterionRating(criterion, tuple(voices), panel(row.opinion for row in rows))


def _voice(criterion: Criterion, row: Rating, member: Member) -> Voice:
    is_suggested = row.source == Rating.Source.SUGGESTION
    return Voice(
        score=row.score,
        anchor=_(criterion.anchors[row.score]),
        low=row.low,
        high=row.high,
        confidence=row.opinion.confidence,
        rationale=row.rationale,
        evidence=row.evidence,
        author=row.author or "",  # type: ignore[attr-defined]
        at=row.rated_at,
        is_own=not is_suggested and row.rated_by_id == (member.user_id or None),
        is_suggested=is_suggested,
    )
