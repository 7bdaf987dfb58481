"""Setting assessments up and moving them from draft to closed."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.domain.campaigns import takes_changes
from assessments.domain.invitations import Invitation
from assessments.domain.lifecycle import AssessmentMove, AssessmentState, moved
from assessments.domain.settling import require_reason
from assessments.models import Assessment, FrameworkVersion, Partner
from assessments.selectors.frameworks import framework_of
from assessments.services.events import AssessmentsEvent
from assessments.services.framework_use import require_in_use, require_subject
from assessments.services.respondents import invite
from portal.domain.errors import Invalid, Refusal, StaleVersion
from portal.domain.roles import Capability, Member, require
from portal.models import Domain, User
from portal.services import ledger


class PeriodInvalid(Invalid):
    """An assessment is due on or after the day it starts."""

    code = "assessment_period_invalid"


class TargetOffScale(Invalid):
    """The target level is not on the framework's scale."""

    code = "target_off_scale"


class NobodyAsked(Refusal):
    """An assessment without respondents cannot be opened."""

    code = "assessment_without_respondents"


class SetUpRefused(Refusal):
    """What was asked cannot change once people answer it."""

    code = "assessment_set_up"


@transaction.atomic
def create_assessment(
    domain: Domain,
    *,
    title: str,
    starts_on: date,
    due_on: date,
    framework: FrameworkVersion,
    by: Member,
    at: datetime,
    target_level: Decimal = Decimal(3),
    respondents: Collection[int | Invitation] = (),
    facilitator: User | None = None,
    partner: Partner | None = None,
    in_production: int | None = None,
) -> Assessment:
    """Set up a draft over a domain; ``respondents`` are ids of people, or invitations.

    With a partner, it is the partner that is assessed, and the domain answers for the relation.
    ``in_production`` is how many AI systems the domain runs, as far as somebody said.
    Without a facilitator, whoever sets it up is the facilitator.

    Raises
    ------
    NotAllowed
        When the member may not run assessments in that domain.
    FrameworkNotInUse
        When the framework is a draft or retired.
    PeriodInvalid, TargetOffScale, RespondentRefused, SubjectMismatch
        When the set-up contradicts itself.
    """
    require(by, Capability.RUN_ASSESSMENT, domain.path)
    # Read again and held, or a framework could be retired between the look and the write.
    held = FrameworkVersion.objects.select_for_update(no_key=True).defer("data")
    framework = held.get(pk=framework.pk)
    require_in_use(framework)
    require_subject(framework, partner=partner, domain=domain)
    _check(starts_on=starts_on, due_on=due_on, target_level=target_level, framework=framework)
    row = Assessment.objects.create(
        framework=framework,
        domain=domain,
        partner=partner,
        title=title.strip(),
        starts_on=starts_on,
        due_on=due_on,
        target_level=target_level,
        facilitator_id=facilitator.pk if facilitator else by.user_id or None,
        in_production=in_production,
        created_at=at,
    )
    asked = invite(row, respondents, at=at)
    changes = {"domain": domain, "framework": framework, "due_on": due_on, "respondents": asked}
    if partner is not None:
        changes["partner"] = partner
    ledger.record(AssessmentsEvent.ASSESSMENT_CREATED, subject=row, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def change_assessment(
    assessment: Assessment,
    *,
    version: int,
    title: str,
    starts_on: date,
    due_on: date,
    target_level: Decimal,
    respondents: Collection[int | Invitation],
    by: Member,
    at: datetime,
    framework: FrameworkVersion | None = None,
    in_production: int | None = None,
) -> Assessment:
    """Change the set-up; the framework only in a draft, nothing once closed.

    Raises
    ------
    NotAllowed
        When the member may not run this assessment.
    StaleVersion
        When somebody changed it since ``version``.
    SetUpRefused
        When it is closed or published, or its framework would change under its answers.
    FrameworkNotInUse
        When another framework is chosen that is a draft or retired.
    PeriodInvalid, TargetOffScale, RespondentRefused, SubjectMismatch
        When the set-up contradicts itself.
    """
    row = locked(assessment, version=version, by=by)
    chosen = framework or row.framework
    _refuse_other_framework(row, chosen)
    if chosen.pk != row.framework_id:
        require_in_use(chosen)
        require_subject(chosen, partner=row.partner, domain=row.domain)
    _check(starts_on=starts_on, due_on=due_on, target_level=target_level, framework=chosen)
    wanted: dict[str, Any] = {
        "title": title.strip(),
        "starts_on": starts_on,
        "due_on": due_on,
        "target_level": target_level,
        "framework": chosen,
        "in_production": in_production,
    }
    changes = {
        name: [getattr(row, name), value]
        for name, value in wanted.items()
        if getattr(row, name) != value
    }
    for name, value in wanted.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*wanted, "version"])
    if asked := invite(row, respondents, at=at):
        changes["respondents"] = asked
    ledger.record(AssessmentsEvent.ASSESSMENT_CHANGED, subject=row, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def open_assessment(
    assessment: Assessment, *, by: Member, at: datetime, version: int | None = None
) -> Assessment:
    """Let respondents answer.

    Raises
    ------
    NotAllowed, StaleVersion, MoveRefused
        When the member may not, somebody was faster, or it is no draft.
    NobodyAsked
        When it has no respondents.
    """
    row = locked(assessment, version=version, by=by)
    after = moved(AssessmentState(row.state), AssessmentMove.OPEN)
    if not row.respondents.exists():
        raise NobodyAsked(
            _("Nobody is asked yet. Choose at least one respondent, then open it."),
        )
    return _move(row, after, AssessmentsEvent.ASSESSMENT_OPENED, by=by, at=at)


@transaction.atomic
def close_assessment(
    assessment: Assessment, *, by: Member, at: datetime, version: int | None = None
) -> Assessment:
    """Take no more answers.

    Raises
    ------
    NotAllowed, StaleVersion, MoveRefused
        When the member may not, somebody was faster, or it is not open.
    """
    row = locked(assessment, version=version, by=by)
    after = moved(AssessmentState(row.state), AssessmentMove.CLOSE)
    # An answer on its way holds its respondent's row: wait for it, so that none slips in later.
    list(row.respondents.select_for_update().order_by("pk").values_list("pk", flat=True))
    return _move(row, after, AssessmentsEvent.ASSESSMENT_CLOSED, by=by, at=at)


@transaction.atomic
def reopen_assessment(
    assessment: Assessment, *, reason: str, by: Member, at: datetime, version: int | None = None
) -> Assessment:
    """Take answers again after closing, for a reason that the ledger keeps.

    Raises
    ------
    NotAllowed, StaleVersion, MoveRefused
        When the member may not, somebody was faster, or it is not closed.
    ReasonMissing
        When no reason is given.
    """
    row = locked(assessment, version=version, by=by)
    after = moved(AssessmentState(row.state), AssessmentMove.REOPEN)
    why = require_reason(reason)
    event = AssessmentsEvent.ASSESSMENT_REOPENED
    return _move(row, after, event, by=by, at=at, reason=why)


def locked(assessment: Assessment, *, version: int | None, by: Member) -> Assessment:
    """Return the row, locked, for a member who may run it and has seen its latest version.

    Raises
    ------
    NotAllowed
        When the member may not run assessments in its domain.
    StaleVersion
        When somebody changed it since ``version``; without one, nothing is compared.
    """
    rows = Assessment.objects.select_related("domain", "framework", "partner")
    # Not a key lock: an answer being inserted refers to this row and must not wait for us while
    # we, when closing, wait for it.
    row = rows.select_for_update(of=("self",), no_key=True).get(pk=assessment.pk)
    require(by, Capability.RUN_ASSESSMENT, row.domain.path)
    if version is not None and row.version != version:
        raise StaleVersion(_("Somebody changed this assessment since you opened it. Look again."))
    return row


def _move(
    row: Assessment,
    after: AssessmentState,
    event: AssessmentsEvent,
    *,
    by: Member,
    at: datetime,
    reason: str = "",
) -> Assessment:
    changes: dict[str, Any] = {"state": [row.state, after]}
    if reason:
        changes["reason"] = reason
    row.state = after
    row.version += 1
    row.save(update_fields=["state", "version"])
    ledger.record(event, subject=row, by=by, at=at, changes=changes)
    return row


def refuse_late_set_up(row: Assessment) -> None:
    """Refuse to begin changing what cannot be changed any more.

    Raises
    ------
    SetUpRefused
        When the assessment is closed or published.
    """
    state = AssessmentState(row.state)
    if state is AssessmentState.PUBLISHED:
        raise SetUpRefused(
            _("This assessment is published, so it stays as it is. Start a new one instead.")
        )
    if not takes_changes(state):
        raise SetUpRefused(_("This assessment is closed, so its set-up stays as it was."))


def _refuse_other_framework(row: Assessment, framework: FrameworkVersion) -> None:
    refuse_late_set_up(row)
    state = AssessmentState(row.state)
    if state is not AssessmentState.DRAFT and framework.pk != row.framework_id:
        raise SetUpRefused(
            _("People are answering this framework. Start a new assessment for another one."),
            fields={"framework": _("It cannot change once the assessment is open.")},
        )


def _check(
    *, starts_on: date, due_on: date, target_level: Decimal, framework: FrameworkVersion
) -> None:
    if due_on < starts_on:
        sentence = _("The due date lies before the first day.")
        raise PeriodInvalid(sentence, fields={"due_on": sentence})
    scale = framework_of(framework).scale
    if not scale.contains(float(target_level)):
        sentence = _("The target lies between %(low)s and %(high)s.") % {
            "low": scale.minimum,
            "high": scale.maximum,
        }
        raise TargetOffScale(sentence, fields={"target_level": sentence})
