"""Campaigns: one framework over many domains, with one period, one target and one message."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from assessments.domain.frameworks import Subject
from assessments.domain.lifecycle import AssessmentState
from portal.domain.errors import Invalid, Refusal
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext

MAIL_JOB = "assessments.campaign_mails"
"""The kind of job that mails those who are asked."""
MOST_DOMAINS = 500
LONGEST_MESSAGE = 4000
LONGEST_NOTICE = 60
"""How many days before the due date a reminder may be sent by itself."""


class DomainsInvalid(Invalid):
    """A campaign is over at least one domain, and each lies within its scope."""

    code = "campaign_domains_invalid"


class DomainHasAnswers(Refusal):
    """A domain that people have answered for stays in the campaign."""

    code = "campaign_domain_has_answers"


class FrameworkNotForCampaigns(Invalid):
    """A campaign runs a published framework about domains."""

    code = "framework_not_for_campaigns"


class MessageInvalid(Invalid):
    """The message is too long, or a reminder would come too early."""

    code = "campaign_message_invalid"


@dataclass(frozen=True, slots=True)
class DomainChanges:
    """Which domains come to a campaign and which leave it, by their ids."""

    added: tuple[int, ...]
    removed: tuple[int, ...]


def require_domains(scope_path: str, chosen: Mapping[int, str]) -> None:
    """Refuse domains that a campaign cannot be over.

    Parameters
    ----------
    scope_path
        Tree path of the part of the organisation that the campaign covers.
    chosen
        Id of each domain to its tree path.

    Raises
    ------
    DomainsInvalid
        When there is none, there are too many, or one lies outside.

    Examples
    --------
    >>> require_domains("0001", {7: "00010002"})
    """
    sentence = ""
    if not chosen:
        sentence = _("Choose at least one domain to be assessed.")
    elif len(chosen) > MOST_DOMAINS:
        sentence = _("A campaign is over at most {most} domains.", most=MOST_DOMAINS)
    elif not all(path.startswith(scope_path) for path in chosen.values()):
        sentence = _("Every domain of a campaign lies within its scope.")
    if sentence:
        raise DomainsInvalid(sentence, fields={"domains": sentence})


def domain_changes(now: Collection[int], wanted: Collection[int]) -> DomainChanges:
    """Compare the domains a campaign is over with those it is to be over.

    Parameters
    ----------
    now, wanted
        Ids of domains.

    Returns
    -------
    DomainChanges
        Each in ascending order.

    Examples
    --------
    >>> domain_changes([1, 2], [2, 3])
    DomainChanges(added=(3,), removed=(1,))
    """
    return DomainChanges(
        tuple(sorted(set(wanted) - set(now))), tuple(sorted(set(now) - set(wanted)))
    )


def refuse_loss(answered: Collection[str]) -> None:
    """Refuse to take domains out that people have answered for.

    Parameters
    ----------
    answered
        Names of the domains that would leave and have answers.

    Raises
    ------
    DomainHasAnswers
        When there is one.
    """
    if answered:
        sentence = ngettext(
            "{names} stays: people have answered for it already.",
            "{names} stay: people have answered for them already.",
            len(answered),
            names=", ".join(sorted(answered)),
        )
        raise DomainHasAnswers(sentence, fields={"domains": sentence})


def require_for_campaigns(*, is_published: bool, subject: str) -> None:
    """Refuse a framework that a campaign cannot run.

    Parameters
    ----------
    is_published
        Whether it is published, and not a draft or retired.
    subject
        What it is applied to.

    Raises
    ------
    FrameworkNotForCampaigns
        When it is not published, or not about domains.
    """
    sentence = ""
    if not is_published:
        sentence = _("A campaign runs a published framework. Publish this one first.")
    elif subject != Subject.DOMAIN:
        sentence = _("A campaign asks about domains, and this framework is about partners.")
    if sentence:
        raise FrameworkNotForCampaigns(sentence, fields={"framework": sentence})


def require_message(message: str, *, remind_days: int) -> None:
    """Refuse a message that is too long, and a reminder that comes too early.

    Parameters
    ----------
    message
        What the campaign says in its mails.
    remind_days
        How many days before the due date a reminder goes out by itself; 0 for never.

    Raises
    ------
    MessageInvalid
        When either is out of bounds.
    """
    if len(message) > LONGEST_MESSAGE:
        sentence = _("Use at most {most} characters.", most=LONGEST_MESSAGE)
        raise MessageInvalid(sentence, fields={"message": sentence})
    if not 0 <= remind_days <= LONGEST_NOTICE:
        sentence = _("A reminder goes out from 0 to {most} days before.", most=LONGEST_NOTICE)
        raise MessageInvalid(sentence, fields={"remind_days": sentence})


def takes_changes(state: AssessmentState) -> bool:
    """Say whether a new period or target of the campaign reaches an assessment.

    Parameters
    ----------
    state
        Where the assessment stands.

    Returns
    -------
    bool
        Until it is closed.

    Examples
    --------
    >>> takes_changes(AssessmentState.OPEN), takes_changes(AssessmentState.CLOSED)
    (True, False)
    """
    return state in {AssessmentState.DRAFT, AssessmentState.OPEN}


def stands(states: Collection[AssessmentState]) -> AssessmentState:
    """Say where a campaign stands, by the assessment that is furthest behind once it has begun.

    Parameters
    ----------
    states
        Where each of its assessments stands.

    Returns
    -------
    AssessmentState
        Open while one is open; a draft until one was opened.

    Examples
    --------
    >>> stands([AssessmentState.DRAFT, AssessmentState.OPEN]).value
    'open'
    >>> stands([AssessmentState.CLOSED, AssessmentState.PUBLISHED]).value
    'closed'
    """
    order = (AssessmentState.OPEN, AssessmentState.CLOSED, AssessmentState.DRAFT)
    found = next((state for state in order if state in states), None)
    return found or (AssessmentState.PUBLISHED if states else AssessmentState.DRAFT)


def reminder_day(due_on: date, remind_days: int) -> date | None:
    """Give the day on which a campaign reminds by itself.

    Parameters
    ----------
    due_on
        When answers are due.
    remind_days
        How many days before that; 0 for never.

    Returns
    -------
    date or None
        None where it never does.

    Examples
    --------
    >>> reminder_day(date(2026, 3, 31), 3)
    datetime.date(2026, 3, 28)
    >>> reminder_day(date(2026, 3, 31), 0) is None
    True
    """
    return due_on - timedelta(days=remind_days) if remind_days else None
