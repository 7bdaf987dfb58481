"""The mails of a campaign: one for each person, listing everything that asks them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.campaigns import MAIL_JOB, reminder_day
from assessments.domain.lifecycle import AssessmentState
from assessments.models import AssessmentRespondent, Campaign
from assessments.services.events import AssessmentsEvent
from portal.domain.errors import Refusal
from portal.domain.roles import Capability, Member, require
from portal.models import Job, User
from portal.services import jobs, ledger

TEMPLATE = "assessments/mails/campaign.txt"
HOUR = time(8)
"""When a reminder goes out that nobody asked for."""
REST = timedelta(hours=20)
"""How long nobody is reminded again."""

log = structlog.get_logger("steelthread.mail")


class MailKind(StrEnum):
    """Why a mail is sent."""

    INVITATION = "invitation"
    REMINDER = "reminder"


class NobodyToMail(Refusal):
    """Everybody has their mail, or is done."""

    code = "campaign_nobody_to_mail"


class CampaignGone(Refusal):
    """A job names a campaign that is not there any more."""

    code = "campaign_gone"

    def __init__(self) -> None:
        super().__init__(_("The campaign these mails were for is not there any more."))


def waiting_for_mail(
    campaign_id: int, kind: MailKind, *, asked_at: datetime
) -> QuerySet[AssessmentRespondent]:
    """Return who has a mail to come: a row for each assessment that is open and asks them.

    An invitation is sent once; a reminder to who is not done, and to nobody twice within a day.
    """
    rows = AssessmentRespondent.objects.filter(
        assessment__campaign_id=campaign_id,
        assessment__state=AssessmentState.OPEN,
        submitted_at__isnull=True,
        user__is_active=True,
    )
    if kind is MailKind.INVITATION:
        return rows.filter(mailed_at__isnull=True)
    return rows.filter(Q(reminded_at__isnull=True) | Q(reminded_at__lt=asked_at - REST))


@transaction.atomic
def request_mails(campaign: Campaign, kind: MailKind, *, by: Member, at: datetime) -> Job:
    """Have the mails sent by a job; asking again while it waits returns the same job.

    Raises
    ------
    NotAllowed
        When the member may not run the campaign.
    NobodyToMail
        When nobody has a mail to come.
    """
    require(by, Capability.RUN_ASSESSMENT, campaign.domain.path)
    people = waiting_for_mail(campaign.pk, kind, asked_at=at).values("user_id").distinct().count()
    if not people:
        sentence = (
            _("Everybody who is asked by an open assessment has their invitation.")
            if kind is MailKind.INVITATION
            else _("Nobody is left to remind: all are done, or were reminded today.")
        )
        raise NobodyToMail(sentence)
    changes = {"kind": kind.value, "people": people}
    ledger.record(AssessmentsEvent.CAMPAIGN_MAILED, subject=campaign, by=by, at=at, changes=changes)
    return jobs.request(
        MAIL_JOB,
        {"campaign": campaign.pk, "kind": kind.value, "asked_at": at.isoformat()},
        title=_title(campaign, kind),
        by=by,
        at=at,
        dedupe_key=f"campaign-mails:{campaign.pk}:{kind.value}",
    )


def schedule_reminder(campaign: Campaign, *, at: datetime) -> None:
    """Have who is not done reminded some days before the due date, where that lies ahead.

    Runs in the transaction of the caller. A day that is not the right one any more when it comes
    brings no mail.
    """
    day = reminder_day(campaign.due_on, campaign.remind_days)
    is_open = campaign.assessments.filter(state=AssessmentState.OPEN)
    if day is None or day <= timezone.localdate(at) or not is_open.exists():
        return
    moment = timezone.make_aware(datetime.combine(day, HOUR))
    args = {"campaign": campaign.pk, "kind": MailKind.REMINDER.value, "day": day.isoformat()}
    jobs.request(
        MAIL_JOB,
        args | {"asked_at": moment.isoformat()},
        title=_title(campaign, MailKind.REMINDER),
        by=None,
        at=at,
        dedupe_key=f"campaign-mails:{campaign.pk}:{day.isoformat()}",
        run_after=moment,
    )


def send_mails(args: Mapping[str, Any], *, progress: jobs.Progress, at: datetime) -> dict[str, int]:
    """Send what a job asks for; run again it goes on with those who have no mail yet.

    Every mail is noted before it leaves, and the note is taken back if it could not. A worker that
    dies in between has lost one mail at most, and nobody gets one twice.

    Raises
    ------
    CampaignGone
        When there is no such campaign.
    TryAgain
        When some mails did not leave.
    """
    campaign = Campaign.objects.select_related("facilitator").filter(pk=args["campaign"]).first()
    if campaign is None:
        raise CampaignGone
    if "day" in args and not _is_the_day(campaign, date.fromisoformat(args["day"])):
        return {"mailed": 0}
    kind, asked_at = MailKind(args["kind"]), datetime.fromisoformat(args["asked_at"])
    rows = waiting_for_mail(campaign.pk, kind, asked_at=asked_at)
    people = list(rows.order_by("user_id").values_list("user_id", flat=True).distinct())
    refused: list[str] = []
    mailed = 0
    for number, user_id in enumerate(people, start=1):
        told = _("Mail %(number)s of %(total)s") % {"number": number, "total": len(people)}
        progress.report(number - 1, len(people), told)
        try:
            mailed += _send_one(campaign, kind, user_id, asked_at=asked_at, at=at)
        except SMTPRecipientsRefused as error:
            refused += error.recipients
        except (OSError, SMTPException) as error:
            log.warning("mail_not_sent", campaign=campaign.pk, error=repr(error))
            raise jobs.TryAgain(_unreachable(len(people) - number + 1)) from error
    if refused:
        raise jobs.TryAgain(_not_taken(refused))
    return {"mailed": mailed}


@dataclass(frozen=True, slots=True)
class _Ask:
    """One line of a mail."""

    domain: str
    url: str
    due_on: date


def _send_one(
    campaign: Campaign, kind: MailKind, user_id: int, *, asked_at: datetime, at: datetime
) -> bool:
    noted = _note(campaign.pk, kind, user_id, asked_at=asked_at, at=at)
    if not noted:
        return False
    try:
        with translation.override(settings.LANGUAGE_CODE):
            message = _message(campaign, kind, list(noted))
        mailers["default"].send_messages([message])
    except Exception:
        for row, before in noted.items():
            AssessmentRespondent.objects.filter(pk=row.pk).update(**{_stamp(kind): before})
        raise
    return True


@transaction.atomic
def _note(
    campaign_id: int, kind: MailKind, user_id: int, *, asked_at: datetime, at: datetime
) -> dict[AssessmentRespondent, datetime | None]:
    """Note one person's mail in the rows it speaks of; return each with what was noted before."""
    rows = waiting_for_mail(campaign_id, kind, asked_at=asked_at).filter(user_id=user_id)
    held = list(
        rows.select_for_update(of=("self",))
        .select_related("user", "assessment__domain")
        .order_by("assessment__due_on", "assessment__domain__path")
    )
    name = _stamp(kind)
    before = {row: getattr(row, name) for row in held}
    AssessmentRespondent.objects.filter(pk__in=[row.pk for row in held]).update(**{name: at})
    return before


def _stamp(kind: MailKind) -> str:
    return "mailed_at" if kind is MailKind.INVITATION else "reminded_at"


def _message(campaign: Campaign, kind: MailKind, rows: list[AssessmentRespondent]) -> EmailMessage:
    person: User = rows[0].user
    asks = [
        _Ask(
            row.assessment.domain.name,
            settings.PUBLIC_URL + reverse("assessments:answer-overview", args=[row.assessment_id]),
            row.assessment.due_on,
        )
        for row in rows
    ]
    context = {
        "campaign": campaign,
        "person": person,
        "asks": asks,
        "is_reminder": kind is MailKind.REMINDER,
        "organisation": settings.ORGANISATION,
        "all_url": settings.PUBLIC_URL + reverse("assessments:my-answers"),
    }
    title = " ".join(campaign.title.split())
    subject = (
        _("Reminder: %(title)s waits for your answers")
        if kind is MailKind.REMINDER
        else _("%(title)s asks for your answers")
    )
    # A line break in a title must not become a header.
    return EmailMessage(
        subject=subject % {"title": title},
        body=render_to_string(TEMPLATE, context),
        to=[person.email],
    )


def _is_the_day(campaign: Campaign, day: date) -> bool:
    return reminder_day(campaign.due_on, campaign.remind_days) == day


def _title(campaign: Campaign, kind: MailKind) -> str:
    words = (
        _("Mail reminders of %(title)s")
        if kind is MailKind.REMINDER
        else _("Mail invitations to %(title)s")
    )
    return words % {"title": campaign.title}


def _unreachable(left: int) -> str:
    return ngettext(
        "The mail server could not be reached; %(count)s mail is still to be sent.",
        "The mail server could not be reached; %(count)s mails are still to be sent.",
        left,
    ) % {"count": left}


def _not_taken(addresses: list[str]) -> str:
    return ngettext(
        "The mail server does not take mail for this address: %(addresses)s.",
        "The mail server does not take mail for these addresses: %(addresses)s.",
        len(addresses),
    ) % {"addresses": ", ".join(addresses)}
