"""Reading one respondent's own part: what is asked of them, what they said, what is left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from assessments.domain.answers import Answer, Answered, DontKnow, NotApplicable
from assessments.domain.frameworks import Capability, Framework
from assessments.domain.lifecycle import AssessmentState
from assessments.domain.parts import part_of
from assessments.domain.progress import Progress, progress
from assessments.domain.questions import Question
from assessments.models import Assessment, AssessmentRespondent, Response
from assessments.selectors.frameworks import framework_of, frameworks_of
from portal.domain.roles import Member


@dataclass(frozen=True, slots=True)
class MyAssessment:
    """One assessment that asks the reader."""

    pk: int
    title: str
    domain: str
    due_on: date
    days_left: int
    done: int
    total: int
    minutes_left: int
    is_open: bool
    finished_at: datetime | None

    @property
    def left(self) -> int:
        """How many questions are left."""
        return self.total - self.done

    @property
    def days_over(self) -> int:
        """How many days it is late."""
        return max(0, -self.days_left)

    @property
    def needs_me(self) -> bool:
        """Whether the reader has something to do here."""
        return self.is_open and self.finished_at is None


@dataclass(frozen=True, slots=True)
class MyAnswer:
    """What the reader said to one question."""

    kind: str
    level: int | None
    comment: str
    confidence: int | None
    revision: int
    saved_at: datetime

    @property
    def answer(self) -> Answer:
        """The answer as the rules know it."""
        if self.kind == Response.Kind.NOT_APPLICABLE:
            return NotApplicable(self.comment)
        return DontKnow() if self.level is None else Answered(self.level)


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question as the questionnaire shows it, in its place among the others."""

    asked: Question
    capability: Capability
    layer_key: str
    layer_title: str
    number: int
    previous_key: str
    next_key: str


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Everything that one respondent needs to answer an assessment."""

    assessment: Assessment
    framework: Framework
    part: tuple[str, ...]
    answers: Mapping[str, MyAnswer]
    progress: Progress
    finished_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it takes answers."""
        return self.assessment.state == AssessmentState.OPEN

    @property
    def layer_keys(self) -> frozenset[str]:
        """The layers that this respondent is asked about."""
        return frozenset(layer.key for layer in self.progress.layers)

    def is_known(self, key: str) -> bool:
        """Whether the framework asks such a question, of whomever."""
        return any(each.key == key for each in self.framework.questions)

    def question(self, key: str) -> AskedQuestion | None:
        """Return one question, or None when this respondent is asked no such thing."""
        keys = self.part
        if key not in keys:
            return None
        place = keys.index(key)
        capability = self.framework.capability_asked_by(key)
        layer = self.framework.layer_of(capability.key)
        return AskedQuestion(
            asked=self.framework.question(key),
            capability=capability,
            layer_key=layer.key,
            layer_title=layer.title,
            number=place + 1,
            previous_key=keys[place - 1] if place else "",
            next_key=keys[place + 1] if place + 1 < len(keys) else "",
        )


def asked_of(member: Member) -> QuerySet[AssessmentRespondent]:
    """Return the reader's own invitations to assessments that are not drafts."""
    rows = AssessmentRespondent.objects.filter(user_id=member.user_id)
    return (
        rows.exclude(assessment__state=AssessmentState.DRAFT)
        .select_related("assessment__domain", "assessment__framework")
        .defer("assessment__framework__data")
    )


def is_asked(invitation: AssessmentRespondent, question: str) -> bool:
    """Say whether a question is one of those that an invitation asks."""
    return question in part_of(framework_of(invitation.assessment.framework), invitation.layers)


def my_assessments(member: Member, *, today: date) -> list[MyAssessment]:
    """Return what asks the reader, what is due first on top; three queries."""
    rows = list(asked_of(member).order_by("assessment__due_on", "pk"))
    frameworks = frameworks_of({row.assessment.framework_id for row in rows})
    own = Response.objects.filter(
        user_id=member.user_id, assessment__in=[row.assessment_id for row in rows]
    )
    answers: dict[int, dict[str, Answer]] = {}
    for assessment_id, question in own.values_list("assessment_id", "question"):
        answers.setdefault(assessment_id, {})[question] = DontKnow()
    return [
        _mine(
            row,
            _progress(
                frameworks[row.assessment.framework_id], row, answers.get(row.assessment_id, {})
            ),
            today=today,
        )
        for row in rows
    ]


def questionnaire(invitation: AssessmentRespondent, *, after: str | None = None) -> Questionnaire:
    """Return one respondent's whole part; one query beside the invitation."""
    assessment = invitation.assessment
    framework = framework_of(assessment.framework)
    part = part_of(framework, invitation.layers)
    own = Response.objects.filter(assessment=assessment, user_id=invitation.user_id)
    answers = {
        row.question: MyAnswer(
            kind=row.kind,
            level=row.level,
            comment=row.comment,
            confidence=row.confidence,
            revision=row.client_revision,
            saved_at=row.saved_at,
        )
        for row in own
        if row.question in part
    }
    said = {key: each.answer for key, each in answers.items()}
    return Questionnaire(
        assessment=assessment,
        framework=framework,
        part=part,
        answers=answers,
        progress=_progress(framework, invitation, said, after=after),
        finished_at=invitation.submitted_at,
    )


def _progress(
    framework: Framework,
    invitation: AssessmentRespondent,
    answers: Mapping[str, Answer],
    *,
    after: str | None = None,
) -> Progress:
    asked = part_of(framework, invitation.layers)
    return progress(framework, answers, asked=asked, after=after)


def _mine(row: AssessmentRespondent, done: Progress, *, today: date) -> MyAssessment:
    assessment = row.assessment
    return MyAssessment(
        pk=assessment.pk,
        title=assessment.title,
        domain=assessment.domain.name,
        due_on=assessment.due_on,
        days_left=(assessment.due_on - today).days,
        done=done.done,
        total=done.total,
        minutes_left=done.minutes_left,
        is_open=assessment.state == AssessmentState.OPEN,
        finished_at=row.submitted_at,
    )
