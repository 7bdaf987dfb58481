"""Reading how far a campaign is, by domain and by person; never what anybody said."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet

from assessments.domain.frameworks import Framework
from assessments.domain.invitations import Perspective
from assessments.domain.lifecycle import AssessmentState
from assessments.domain.parts import part_of
from assessments.models import Assessment, AssessmentRespondent, Campaign, Response
from assessments.selectors.assessments import StateBadge, state_badge
from assessments.selectors.campaign_splits import split_questions
from assessments.selectors.frameworks import framework_of


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One person asked about one domain, and how far they are."""

    assessment_id: int
    domain: str
    state: str
    user_id: int
    name: str
    email: str
    perspective: Perspective
    layers: tuple[str, ...]
    asked: int
    answered: int
    mailed_at: datetime | None
    reminded_at: datetime | None
    finished_at: datetime | None

    @property
    def is_done(self) -> bool:
        """Whether they said that they are done."""
        return self.finished_at is not None

    @property
    def is_waited_for(self) -> bool:
        """Whether their answers can still come and have not."""
        return self.state == AssessmentState.OPEN and not self.is_done


@dataclass(frozen=True, slots=True)
class DomainProgress:
    """One domain of a campaign; ``split`` counts the questions its respondents disagree on."""

    assessment_id: int
    domain: str
    state: str
    badge: StateBadge
    version: int
    invited: int
    started: int
    done: int
    answered: int
    asked: int
    split: int
    days_left: int
    perspectives: Mapping[Perspective, int]

    @property
    def percent(self) -> int:
        """Share of the questions asked that are answered, rounded down; nothing asked is 0."""
        return 100 * self.answered // self.asked if self.asked else 0


@dataclass(frozen=True, slots=True)
class PersonProgress:
    """One person of a campaign over all the domains that ask them."""

    user_id: int
    name: str
    email: str
    places: tuple[PlaceRow, ...]

    @property
    def answered(self) -> int:
        """How many answers they gave."""
        return sum(place.answered for place in self.places)

    @property
    def asked(self) -> int:
        """How many answers they are asked for."""
        return sum(place.asked for place in self.places)

    @property
    def done(self) -> int:
        """For how many domains they are done."""
        return sum(place.is_done for place in self.places)

    @property
    def is_done(self) -> bool:
        """Whether nothing is waited for."""
        return not any(place.is_waited_for for place in self.places)

    @property
    def mailed_at(self) -> datetime | None:
        """When they were invited by mail last."""
        return max((at for each in self.places if (at := each.mailed_at)), default=None)

    @property
    def reminded_at(self) -> datetime | None:
        """When they were reminded last."""
        return max((at for each in self.places if (at := each.reminded_at)), default=None)


@dataclass(frozen=True, slots=True)
class CampaignProgress:
    """How far a campaign is."""

    domains: tuple[DomainProgress, ...]
    people: tuple[PersonProgress, ...]
    without_mail: int

    @property
    def answered(self) -> int:
        """How many answers were given."""
        return sum(each.answered for each in self.domains)

    @property
    def asked(self) -> int:
        """How many answers are asked for."""
        return sum(each.asked for each in self.domains)

    @property
    def split(self) -> int:
        """How many questions respondents disagree on, over all domains."""
        return sum(each.split for each in self.domains)

    @property
    def not_done(self) -> int:
        """How many people are waited for."""
        return sum(not each.is_done for each in self.people)


def campaign_progress(campaign: Campaign, *, today: date) -> CampaignProgress:
    """Return everything at once; five queries, however many domains and people."""
    framework = framework_of(campaign.framework)
    parts = list(
        Assessment.objects.filter(campaign=campaign)
        .select_related("domain")
        .order_by("domain__path", "pk")
    )
    places = _places(campaign, framework)
    splits = split_questions(parts, framework)
    return CampaignProgress(
        domains=tuple(_domain(part, places, splits, today=today) for part in parts),
        people=_people(places),
        without_mail=len(
            {place.user_id for place in places if place.is_waited_for and place.mailed_at is None}
        ),
    )


def places_of(assessment: Assessment) -> list[PlaceRow]:
    """Return everybody who is asked in one assessment, by name; two queries."""
    rows = AssessmentRespondent.objects.filter(assessment=assessment)
    answers = Response.objects.filter(assessment=assessment)
    return _rows(rows, answers, framework_of(assessment.framework))


def _places(campaign: Campaign, framework: Framework) -> list[PlaceRow]:
    rows = AssessmentRespondent.objects.filter(assessment__campaign=campaign)
    answers = Response.objects.filter(assessment__campaign=campaign)
    return _rows(rows, answers, framework)


def _rows(
    rows: QuerySet[AssessmentRespondent], answers: QuerySet[Response], framework: Framework
) -> list[PlaceRow]:
    counts = {
        (assessment_id, user_id): count
        for assessment_id, user_id, count in answers.values_list("assessment_id", "user_id")
        .annotate(count=Count("pk"))
        .order_by()
    }
    sizes = {layer.key: len(part_of(framework, [layer.key])) for layer in framework.layers}
    rows = rows.select_related("user", "assessment__domain")
    return [
        PlaceRow(
            assessment_id=row.assessment_id,
            domain=row.assessment.domain.name,
            state=row.assessment.state,
            user_id=row.user_id,
            name=str(row.user),
            email=row.user.email,
            perspective=Perspective(row.perspective),
            layers=tuple(row.layers),
            asked=sum(sizes.get(key, 0) for key in (row.layers or sizes)),
            answered=counts.get((row.assessment_id, row.user_id), 0),
            mailed_at=row.mailed_at,
            reminded_at=row.reminded_at,
            finished_at=row.submitted_at,
        )
        for row in rows.order_by("user__name", "user_id", "assessment__domain__path")
    ]


def _domain(
    part: Assessment, places: list[PlaceRow], splits: Mapping[int, int], *, today: date
) -> DomainProgress:
    own = [place for place in places if place.assessment_id == part.pk]
    return DomainProgress(
        assessment_id=part.pk,
        domain=part.domain.name,
        state=part.state,
        badge=state_badge(part, today=today),
        version=part.version,
        invited=len(own),
        started=sum(place.answered > 0 for place in own),
        done=sum(place.is_done for place in own),
        answered=sum(place.answered for place in own),
        asked=sum(place.asked for place in own),
        split=splits.get(part.pk, 0),
        days_left=(part.due_on - today).days,
        perspectives=Counter(place.perspective for place in own),
    )


def _people(places: list[PlaceRow]) -> tuple[PersonProgress, ...]:
    found: dict[int, list[PlaceRow]] = {}
    for place in places:
        found.setdefault(place.user_id, []).append(place)
    return tuple(
        PersonProgress(user_id, own[0].name, own[0].email, tuple(own))
        for user_id, own in found.items()
    )
