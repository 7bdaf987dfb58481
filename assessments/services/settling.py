"""Settling what respondents do not agree on, with a reason that is published with the result.

``seen`` is the mark of the settlement that was on the screen: what somebody else settled meanwhile
is replaced by nobody who has not looked at it. Settling the same again changes nothing.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from assessments.domain.lifecycle import AssessmentState, require_settling
from assessments.domain.settling import require_level, require_reason, require_seen
from assessments.models import Assessment, Reveal, SettledLevel
from assessments.selectors.frameworks import framework_of
from assessments.selectors.tallies import mark_of
from assessments.services.assessments import locked
from assessments.services.events import AssessmentsEvent
from portal.domain.roles import Member
from portal.services import ledger


@transaction.atomic
def settle_level(
    assessment: Assessment,
    *,
    question: str,
    level: int,
    reason: str,
    by: Member,
    at: datetime,
    seen: str | None = None,
) -> SettledLevel:
    """Settle a question on an option, mostly a level; settling again replaces what was settled.

    Raises
    ------
    NotAllowed
        When the member may not run this assessment.
    NotSettling
        When it is a draft or published.
    NotInFramework, LevelInvalid, ReasonMissing
        When the settlement does not fit.
    SettledMeanwhile
        When something else is settled than what was ``seen``.
    """
    row = locked(assessment, version=None, by=by)
    require_level(framework_of(row.framework).question(question).scale, level)
    values = {"kind": SettledLevel.Kind.LEVEL, "level": level, "reason": reason}
    return _settle(row, question, values, by=by, at=at, seen=seen)


@transaction.atomic
def settle_not_applicable(
    assessment: Assessment,
    *,
    question: str,
    reason: str,
    by: Member,
    at: datetime,
    seen: str | None = None,
) -> SettledLevel:
    """Settle that a question does not apply here, which takes it out of every sum.

    Raises
    ------
    NotAllowed, NotSettling, NotInFramework, ReasonMissing, SettledMeanwhile
        As for `settle_level`.
    """
    row = locked(assessment, version=None, by=by)
    values = {"kind": SettledLevel.Kind.NOT_APPLICABLE, "level": None, "reason": reason}
    return _settle(row, question, values, by=by, at=at, seen=seen)


@transaction.atomic
def withdraw_settlement(assessment: Assessment, *, question: str, by: Member, at: datetime) -> None:
    """Take a settlement back, so that the answers speak for themselves again.

    Raises
    ------
    NotAllowed, NotSettling
        As for `settle_level`.
    """
    row = locked(assessment, version=None, by=by)
    require_settling(AssessmentState(row.state))
    before = SettledLevel.objects.filter(assessment=row, question=question).first()
    if before is None:
        return
    before.delete()
    changes = {"question": question, "settled": [before.level or before.kind, None]}
    ledger.record(AssessmentsEvent.LEVEL_UNSETTLED, subject=row, by=by, at=at, changes=changes)


@transaction.atomic
def reveal_names(assessment: Assessment, *, question: str, by: Member, at: datetime) -> Reveal:
    """Show who said what to one question, from now on, to those who run the assessment.

    Only the first time is recorded; it cannot be undone, because nobody forgets a name.

    Raises
    ------
    NotAllowed, NotSettling, NotInFramework
        As for `settle_level`.
    """
    row = locked(assessment, version=None, by=by)
    require_settling(AssessmentState(row.state))
    framework_of(row.framework).question(question)
    reveal, is_first = Reveal.objects.get_or_create(
        assessment=row,
        question=question,
        defaults={"revealed_by_id": by.user_id or None, "revealed_at": at},
    )
    if is_first:
        changes = {"question": question}
        ledger.record(AssessmentsEvent.NAMES_REVEALED, subject=row, by=by, at=at, changes=changes)
    return reveal


def _settle(
    row: Assessment,
    question: str,
    values: dict[str, Any],
    *,
    by: Member,
    at: datetime,
    seen: str | None,
) -> SettledLevel:
    require_settling(AssessmentState(row.state))
    framework_of(row.framework).question(question)
    values["reason"] = require_reason(values["reason"])
    before = SettledLevel.objects.filter(assessment=row, question=question).first()
    wanted = SettledLevel(assessment=row, question=question, **values)
    if before is not None and mark_of(before) == mark_of(wanted):
        return before
    require_seen(mark_of(before), seen)
    settled, _created = SettledLevel.objects.update_or_create(
        assessment=row,
        question=question,
        defaults=values | {"settled_by_id": by.user_id or None, "settled_at": at},
    )
    changes = {
        "question": question,
        "settled": [before and (before.level or before.kind), settled.level or settled.kind],
        "reason": settled.reason,
    }
    ledger.record(AssessmentsEvent.LEVEL_SETTLED, subject=row, by=by, at=at, changes=changes)
    return settled
