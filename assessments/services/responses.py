"""Keeping answers: one at a time, as they are given, and the word that someone is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from assessments.domain.answers import Answered, DontKnow, NotApplicable
from assessments.domain.confidence import Confidence, Unsaid
from assessments.domain.frameworks import Framework
from assessments.domain.lifecycle import AssessmentState, require_open
from assessments.domain.parts import part_of
from assessments.domain.settling import require_level, require_reason
from assessments.models import Assessment, AssessmentRespondent, Response
from assessments.selectors.frameworks import framework_of
from assessments.services.events import AssessmentsEvent
from portal.domain.errors import Invalid, Refusal
from portal.domain.roles import Capability, Member, require
from portal.services import ledger

LONGEST_COMMENT = 4000
_LARGEST_REVISION = 2**53

type Given = Answered | NotApplicable | DontKnow


class NotAsked(Refusal):
    """The member was not asked to answer this assessment, so for them it does not exist."""

    code = "not_found"
    status = 404


class NotTheirQuestion(Refusal):
    """The question is about a layer that the respondent is not asked about."""

    code = "not_your_question"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("This question is not among those you are asked to answer."))


class AnswerTooLong(Invalid):
    """A comment has more characters than are kept."""

    code = "answer_too_long"


class RevisionInvalid(Invalid):
    """A revision is a whole number from zero."""

    code = "revision_invalid"


class NothingAnswered(Refusal):
    """Nobody is done before they answered anything."""

    code = "nothing_answered"


@dataclass(frozen=True, slots=True)
class SavedResponse:
    """What became of an answer.

    Parameters
    ----------
    is_kept
        False for a packet that came after a later one: what is stored is newer.
    revision
        The revision that is stored.
    saved_at
        When that was stored.
    """

    is_kept: bool
    revision: int
    saved_at: datetime


@transaction.atomic
def save_response(
    assessment_id: int,
    *,
    question: str,
    answer: Given,
    by: Member,
    at: datetime,
    comment: str = "",
    confidence: Confidence | Unsaid | None = None,
    client_revision: int | None = None,
) -> SavedResponse:
    """Keep one respondent's answer to one question.

    Every kept answer counts, whether or not the respondent has said that they are done. A packet
    whose revision is not above the stored one came late and changes nothing; without a revision
    (a plain form) the answer is taken as the latest. Without a confidence the stored one stays;
    who cannot say has none.

    Raises
    ------
    NotAsked
        When the member is not a respondent.
    NotTheirQuestion
        When the question is about a layer that they are not asked about.
    NotAllowed
        When they may not answer assessments any more.
    NotTakingAnswers
        When the assessment is not open.
    NotInFramework, LevelInvalid, ReasonMissing, AnswerTooLong, RevisionInvalid
        When the answer does not fit.
    """
    row, asked, stored = _locked(assessment_id, question, by)
    require_open(AssessmentState(asked.state))
    framework = framework_of(asked.framework)
    require_theirs(framework, row, question)
    values = _values(framework, question, answer, comment) | _confidence(answer, confidence)
    revision = _revision(client_revision, stored, at)
    if stored is not None and revision <= stored.client_revision:
        return SavedResponse(
            is_kept=False, revision=stored.client_revision, saved_at=stored.saved_at
        )
    values |= {"client_revision": revision, "saved_at": at}
    if stored is None:
        Response.objects.create(
            assessment_id=asked.pk, user_id=by.user_id, question=question, **values
        )
    else:
        Response.objects.filter(pk=stored.pk).update(**values)
    return SavedResponse(is_kept=True, revision=revision, saved_at=at)


@dataclass(frozen=True, slots=True)
class Whole:
    """One answer with everything that goes with it."""

    answer: Given
    comment: str = ""
    confidence: Confidence | None = None


def save_all(
    invitation: AssessmentRespondent, answers: Mapping[str, Whole], *, at: datetime
) -> int:
    """Keep many answers of one respondent at once, by the rules of `save_response`.

    Runs in the transaction of the caller, who has checked the permission and locked the
    invitation. Each answer counts as the latest, and what it does not say is taken back.

    Returns
    -------
    int
        How many answers are new or differ from what was stored.

    Raises
    ------
    NotTheirQuestion, NotTakingAnswers, NotInFramework, LevelInvalid, ReasonMissing, AnswerTooLong
        When one does not fit; the caller's transaction then keeps none.
    """
    assessment = invitation.assessment
    require_open(AssessmentState(assessment.state))
    framework = framework_of(assessment.framework)
    own = Response.objects.filter(assessment=assessment, user_id=invitation.user_id)
    stored = {row.question: row for row in own}
    added: list[Response] = []
    changed: list[Response] = []
    for question, whole in answers.items():
        require_theirs(framework, invitation, question)
        values = _values(framework, question, whole.answer, whole.comment)
        values |= _confidence(whole.answer, whole.confidence or Unsaid())
        row = stored.get(question)
        if row is None:
            row = Response(assessment=assessment, user_id=invitation.user_id, question=question)
            added.append(row)
        elif all(getattr(row, name) == value for name, value in values.items()):
            continue
        else:
            changed.append(row)
        kept = _Stored(row.pk, row.client_revision, at) if row.pk else None
        for name, value in values.items():
            setattr(row, name, value)
        row.client_revision, row.saved_at = _revision(None, kept, at), at
    Response.objects.bulk_create(added)
    if changed:
        names = ["kind", "level", "comment", "confidence", "client_revision", "saved_at"]
        Response.objects.bulk_update(changed, names)
    return len(added) + len(changed)


@transaction.atomic
def finish_responses(assessment: Assessment, *, by: Member, at: datetime) -> AssessmentRespondent:
    """Say that a respondent is done; they can still change answers while it is open.

    Raises
    ------
    NotAsked
        When the member is not a respondent.
    NotTakingAnswers
        When the assessment is not open.
    NothingAnswered
        When they answered nothing.
    """
    row = locked_respondent(assessment.pk, by)
    fresh = Assessment.objects.select_related("framework").get(pk=assessment.pk)
    require_open(AssessmentState(fresh.state))
    part = part_of(framework_of(fresh.framework), row.layers)
    if not fresh.responses.filter(user_id=by.user_id, question__in=part).exists():
        raise NothingAnswered(_("You have not answered anything yet. Answer at least one."))
    if row.submitted_at is None:
        row.submitted_at = at
        row.save(update_fields=["submitted_at"])
        ledger.record(AssessmentsEvent.RESPONSES_FINISHED, subject=fresh, by=by, at=at)
    return row


@dataclass(frozen=True, slots=True)
class _Stored:
    pk: int
    client_revision: int
    saved_at: datetime


def require_theirs(framework: Framework, row: AssessmentRespondent, question: str) -> None:
    """Refuse a question that this respondent is not asked.

    Raises
    ------
    NotInFramework
        When the framework asks no such question.
    NotTheirQuestion
        When it is about a layer that they are not asked about.
    """
    framework.question(question)
    if question not in part_of(framework, row.layers):
        raise NotTheirQuestion


def _locked(
    assessment_id: int, question: str, by: Member
) -> tuple[AssessmentRespondent, Assessment, _Stored | None]:
    """Lock one respondent's part, so that their packets queue and nobody else's do."""
    invitation = locked_respondent(assessment_id, by)
    own = Response.objects.filter(assessment=OuterRef("pk"), user=by.user_id, question=question)
    row: Any = (
        Assessment.objects.select_related("framework")
        .only("state", "framework__sha256")
        .annotate(
            response_id=Subquery(own.values("pk")),
            response_revision=Subquery(own.values("client_revision")),
            response_saved_at=Subquery(own.values("saved_at")),
        )
        .get(pk=assessment_id)
    )
    if row.response_id is None:
        return invitation, row, None
    stored = _Stored(row.response_id, row.response_revision, row.response_saved_at)
    return invitation, row, stored


def locked_respondent(assessment_id: int, by: Member) -> AssessmentRespondent:
    """Lock one respondent's invitation until the transaction of the caller ends.

    Raises
    ------
    NotAsked
        When the member is not a respondent.
    NotAllowed
        When they may not answer assessments any more.
    """
    rows: QuerySet[AssessmentRespondent] = AssessmentRespondent.objects.select_for_update()
    row = rows.filter(assessment_id=assessment_id, user_id=by.user_id).first()
    if row is None:
        raise NotAsked(_("There is nothing here, or it is not yours to see."))
    require(by, Capability.ANSWER_ASSESSMENT)
    return row


def _values(framework: Framework, question: str, answer: Given, comment: str) -> dict[str, Any]:
    scale = framework.question(question).scale
    kept: dict[str, Any]
    match answer:
        case Answered(level):
            require_level(scale, level)
            kept = {"kind": Response.Kind.LEVEL, "level": int(level), "comment": comment.strip()}
        case NotApplicable(reason):
            why = require_reason(reason, field="comment")
            kept = {"kind": Response.Kind.NOT_APPLICABLE, "level": None, "comment": why}
        case DontKnow():
            kept = {"kind": Response.Kind.DONT_KNOW, "level": None, "comment": comment.strip()}
    if len(kept["comment"]) > LONGEST_COMMENT:
        sentence = _("Use at most %(count)s characters.") % {"count": LONGEST_COMMENT}
        raise AnswerTooLong(sentence, fields={"comment": sentence})
    return kept


def _confidence(answer: Given, said: Confidence | Unsaid | None) -> dict[str, int | None]:
    match answer, said:
        case DontKnow(), _:
            return {"confidence": None}
        case _, Confidence():
            return {"confidence": int(said)}
        case _, Unsaid():
            return {"confidence": None}
        case _:
            return {}


def _revision(client_revision: int | None, stored: _Stored | None, at: datetime) -> int:
    if client_revision is None:
        now = int(at.timestamp() * 1000)
        return max(now, stored.client_revision + 1) if stored else now
    if not 0 <= client_revision < _LARGEST_REVISION:
        raise RevisionInvalid(_("The revision must be a whole number from zero."))
    return client_revision
