"""Opening, closing and reopening the assessments of a campaign, all or some."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.domain.lifecycle import AssessmentMove, AssessmentState, allowed_moves
from assessments.domain.settling import require_reason
from assessments.models import Assessment, Campaign
from assessments.services.assessments import (
    close_assessment,
    open_assessment,
    reopen_assessment,
)
from assessments.services.campaign_mails import (
    MailKind,
    NobodyToMail,
    request_mails,
    schedule_reminder,
)
from assessments.services.campaigns import locked_campaign
from portal.domain.errors import Refusal
from portal.domain.roles import Member


class NothingMoved(Refusal):
    """No assessment of the campaign could be moved."""

    code = "campaign_nothing_moved"


@dataclass(frozen=True, slots=True)
class StayedBehind:
    """A domain whose assessment could not move, and why."""

    domain: str
    sentence: str


@dataclass(frozen=True, slots=True)
class MovesMade:
    """What moved and what did not, by the names of the domains."""

    moved: tuple[str, ...]
    stayed: tuple[StayedBehind, ...]


@transaction.atomic
def open_campaign(
    campaign: Campaign,
    *,
    by: Member,
    at: datetime,
    only: Collection[int] | None = None,
    is_mailed: bool = True,
) -> MovesMade:
    """Open drafts for answers and have their respondents invited by mail.

    Parameters
    ----------
    campaign
        The campaign.
    only
        Ids of assessments; all that are drafts by default.
    is_mailed
        Whether invitations go out.

    Raises
    ------
    NotAllowed
        When the member may not run the campaign.
    NothingMoved
        When none could be opened; it says why of each.
    """
    row = locked_campaign(campaign, version=None, by=by)
    made = _move(row, AssessmentMove.OPEN, only, lambda each: open_assessment(each, by=by, at=at))
    if is_mailed:
        _invite(row, by=by, at=at)
    schedule_reminder(row, at=at)
    return made


@transaction.atomic
def close_campaign(
    campaign: Campaign, *, by: Member, at: datetime, only: Collection[int] | None = None
) -> MovesMade:
    """Take no more answers.

    Raises
    ------
    NotAllowed
        When the member may not run the campaign.
    NothingMoved
        When none could be closed; it says why of each.
    """
    row = locked_campaign(campaign, version=None, by=by)
    return _move(row, AssessmentMove.CLOSE, only, lambda each: close_assessment(each, by=by, at=at))


@transaction.atomic
def reopen_campaign(
    campaign: Campaign,
    *,
    reason: str,
    by: Member,
    at: datetime,
    only: Collection[int] | None = None,
) -> MovesMade:
    """Take answers again, for a reason that the ledger keeps with each assessment.

    Raises
    ------
    NotAllowed
        When the member may not run the campaign.
    NothingMoved
        When none could be opened again; it says why of each.
    ReasonMissing
        When no reason is given.
    """
    why = require_reason(reason)
    row = locked_campaign(campaign, version=None, by=by)
    made = _move(
        row,
        AssessmentMove.REOPEN,
        only,
        lambda each: reopen_assessment(each, reason=why, by=by, at=at),
    )
    schedule_reminder(row, at=at)
    return made


def _move(
    campaign: Campaign,
    move: AssessmentMove,
    only: Collection[int] | None,
    make: Callable[[Assessment], Assessment],
) -> MovesMade:
    rows = Assessment.objects.filter(campaign=campaign).select_related("domain")
    if only is None:
        able = [state for state in AssessmentState if move in allowed_moves(state)]
        rows = rows.filter(state__in=able)
    else:
        rows = rows.filter(pk__in=only)
    moved: list[str] = []
    stayed: list[StayedBehind] = []
    # In the order of their ids, as everybody locks them.
    for row in sorted(rows, key=lambda each: each.pk):
        try:
            with transaction.atomic():
                make(row)
        except Refusal as refusal:
            stayed.append(StayedBehind(row.domain.name, refusal.sentence))
        else:
            moved.append(row.domain.name)
    if not moved:
        raise NothingMoved(_why(stayed))
    return MovesMade(tuple(moved), tuple(stayed))


def _why(stayed: Collection[StayedBehind]) -> str:
    if not stayed:
        return _("No assessment of this campaign stands where that can be done.")
    sentences = {each.sentence for each in stayed}
    if len(sentences) == 1:
        return sentences.pop()
    return " ".join(f"{each.domain}: {each.sentence}" for each in stayed)


def _invite(campaign: Campaign, *, by: Member, at: datetime) -> None:
    try:
        request_mails(campaign, MailKind.INVITATION, by=by, at=at)
    except NobodyToMail:
        # Everybody was invited before, when it was open the first time.
        return
