"""Reading the ratings of one use case, criterion by criterion and person by person."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import F

from assessments.domain.confidence import Confidence
from portal.domain.roles import Capability, Member
from portal.domain.wording import gettext as _
from portfolio.domain.criteria import Axis, Criterion, ScoringModel
from portfolio.domain.domain_standards import Layer
from portfolio.domain.rating_panels import Panel, is_withheld, panel
from portfolio.models import Rating, UseCase
from portfolio.selectors.standard_books import asked_in


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
    layer
        The standard of the domain that asks it; ``None`` where the enterprise does.
    withheld
        How many people rated it whom the reader hears once they rated it themselves; there are
        neither voices nor a combined rating then.
    """

    criterion: Criterion
    voices: tuple[Voice, ...] = ()
    combined: Panel | None = None
    layer: Layer | None = None
    withheld: int = 0

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
    """All criteria that are asked, as one use case is rated on them.

    Those of the model in force come first, in its order, then those of each domain from the
    highest down to its own.
    """

    model: ScoringModel
    criteria: Sequence[CriterionRating]

    def on(self, axis: Axis) -> list[CriterionRating]:
        """Return the criteria of the enterprise on one axis."""
        return [each for each in self.criteria if not each.layer and each.criterion.axis is axis]

    @property
    def layers(self) -> list[Layer]:
        """The standards that ask more than the enterprise."""
        return list(dict.fromkeys(each.layer for each in self.criteria if each.layer))


def may_rate(use_case: UseCase, member: Member) -> bool:
    """Return whether a member may rate a use case as it is now; its domain is loaded."""
    is_open = use_case.archived_at is None
    return is_open and member.can(Capability.RATE_USE_CASE, use_case.domain.path)


def ratings_of(use_case: UseCase, member: Member) -> UseCaseRatings:
    """Return how a use case is rated, as this member reads it; two queries.

    Who said what about a criterion is withheld by ``rating_panels.is_withheld``.
    """
    asked = asked_in(use_case.domain.path)
    rows = Rating.objects.filter(use_case=use_case).annotate(author=F("rated_by__name"))
    found: defaultdict[str, list[Rating]] = defaultdict(list)
    for row in rows.order_by("-rated_at", "-pk"):
        found[row.criterion].append(row)
    model = asked.model
    # What the enterprise asks keeps the weight it has there; the domains' own comes after it.
    criteria = (*model.criteria, *asked.within.criteria[len(model.criteria) :])
    reader = _Reader(member, may_rate=may_rate(use_case, member))
    rated = [_rated(each, found.get(each.key, ()), reader) for each in criteria]
    layer_of = {c.key: layer for layer in asked.layers for c in layer.standard.criteria}
    return UseCaseRatings(
        model,
        tuple(replace(each, layer=layer_of.get(each.criterion.key)) for each in rated),
    )


def combined_points(ratings: Iterable[Rating]) -> dict[str, float]:
    """Return the points that count for each criterion somebody rated."""
    said: defaultdict[str, list[Rating]] = defaultdict(list)
    for rating in ratings:
        said[rating.criterion].append(rating)
    return {key: panel(each.opinion for each in rows).likely for key, rows in said.items()}


def criteria_withheld(use_case: UseCase, member: Member, criteria: Iterable[str]) -> set[str]:
    """Return on which of the criteria that others rated the member does not hear them yet.

    One query, and none for who may not rate.
    """
    if not may_rate(use_case, member):
        return set()
    own = Rating.objects.filter(
        use_case=use_case, rated_by=member.user_id or None, source=Rating.Source.PERSON
    )
    return set(criteria) - set(own.values_list("criterion", flat=True))


@dataclass(frozen=True, slots=True)
class _Reader:
    member: Member
    may_rate: bool


def _rated(criterion: Criterion, rows: Sequence[Rating], reader: _Reader) -> CriterionRating:
    if not rows:
        return CriterionRating(criterion)
    found = (_voice(criterion, row, reader.member) for row in rows)
    voices = sorted(found, key=lambda v: not v.is_own)
    others = sum(not voice.is_own and not voice.is_suggested for voice in voices)
    if is_withheld(may_rate=reader.may_rate, has_rated=voices[0].is_own, others=others):
        return CriterionRating(criterion, withheld=others)
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
