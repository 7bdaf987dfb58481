from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from assessments.domain.campaigns import MAIL_JOB
from assessments.domain.invitations import Invitation
from assessments.models import AssessmentRespondent, Campaign
from assessments.services.campaign_mails import (
    MailKind,
    NobodyToMail,
    request_mails,
)
from assessments.services.campaign_moves import open_campaign
from assessments.services.campaign_respondents import ask_also
from assessments.services.responses import finish_responses
from portal import tasks
from portal.domain.errors import NotAllowed
from portal.domain.jobs import JobState
from portal.models import Job
from portal.services import jobs
from tests.assessments.builders import answer, campaign
from tests.builders import NOW
from tests.conftest import Cast

INVITATION, REMINDER = MailKind.INVITATION, MailKind.REMINDER


@pytest.fixture(autouse=True)
def _handlers() -> None:
    tasks.load_handlers()


@pytest.fixture
def spring(cast: Cast) -> Campaign:
    """A campaign open in freight and retail that asks one person twice and one once."""
    lead = cast.member("lead")
    row = campaign(lead, cast.root, message="Please be frank.")
    freight, retail = row.assessments.order_by("domain__path")
    both, one = Invitation(cast.contributor.pk), Invitation(cast.retail_owner.pk)
    ask_also(row, {freight.pk: [both], retail.pk: [both, one]}, by=lead, at=NOW)
    open_campaign(row, is_mailed=False, by=lead, at=NOW)
    Job.objects.all().delete()
    return row


def mailed(cast: Cast, row: Campaign, kind: MailKind = INVITATION, days: int = 0) -> Job:
    at = NOW + timedelta(days=days)
    job = request_mails(row, kind, by=cast.member("lead"), at=at)
    jobs.run(job.pk, now=at + timedelta(minutes=1))
    job.refresh_from_db()
    return job


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> dict[str, Exception]:
    """Addresses that the mail server answers with an error."""
    errors: dict[str, Exception] = {}
    send = EmailBackend.send_messages

    def refuse(self: EmailBackend, messages: Any) -> Any:
        for message in messages:
            if message.to[0] in errors:
                raise errors[message.to[0]]
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    return errors


def test_a_person_gets_one_mail_with_everything_that_asks_them(
    cast: Cast, spring: Campaign
) -> None:
    job = mailed(cast, spring)

    assert job.state == JobState.DONE
    assert job.result == {"mailed": 2}
    assert [each.to for each in mail.outbox] == [
        ["retail_owner@example.org"],
        ["contributor@example.org"],
    ]
    letter = mail.outbox[1]
    freight, retail = spring.assessments.order_by("domain__path")
    assert letter.subject == "Spring round asks for your answers"
    for line in (
        "Hello Contributor,",
        "- Freight, due 31 March 2026",
        f"https://portal.example.org/answers/{freight.pk}/",
        f"https://portal.example.org/answers/{retail.pk}/",
        "Please be frank.",
        "Test organisation",
    ):
        assert line in letter.body
    assert f"/answers/{freight.pk}/" not in mail.outbox[0].body
    assert not AssessmentRespondent.objects.filter(mailed_at__isnull=True).exists()


def test_nobody_is_invited_twice(cast: Cast, spring: Campaign) -> None:
    job = mailed(cast, spring)
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    jobs.run(job.pk, now=NOW + timedelta(minutes=2))

    assert len(mail.outbox) == 2
    with pytest.raises(NobodyToMail):
        request_mails(spring, INVITATION, by=cast.member("lead"), at=NOW)


def test_only_who_is_not_done_is_reminded_and_once_a_day(cast: Cast, spring: Campaign) -> None:
    for part in spring.assessments.filter(domain=cast.retail):
        answer(part, cast.retail_owner, {"owners": 3})
        finish_responses(part, by=cast.member("retail_owner"), at=NOW)

    mailed(cast, spring, REMINDER)
    assert [each.to for each in mail.outbox] == [["contributor@example.org"]]
    assert mail.outbox[0].subject == "Reminder: Spring round waits for your answers"
    assert "2 assessments of “Spring round” still wait" in mail.outbox[0].body
    with pytest.raises(NobodyToMail):
        request_mails(spring, REMINDER, by=cast.member("lead"), at=NOW + timedelta(hours=2))

    AssessmentRespondent.objects.filter(reminded_at__isnull=False).update(reminded_at=NOW)
    mailed(cast, spring, REMINDER, days=1)
    assert len(mail.outbox) == 2


def test_a_title_with_a_line_break_adds_no_header(cast: Cast, spring: Campaign) -> None:
    Campaign.objects.filter(pk=spring.pk).update(title="Round\r\nBcc: all@example.org")
    spring.refresh_from_db()

    mailed(cast, spring)

    letter = mail.outbox[0]
    assert letter.subject == "Round Bcc: all@example.org asks for your answers"
    assert letter.message()["Bcc"] is None
    assert letter.recipients() == ["retail_owner@example.org"]


def test_a_silent_server_is_tried_again_and_those_who_have_their_mail_get_no_other(
    cast: Cast, spring: Campaign, failing: dict[str, Exception]
) -> None:
    failing["contributor@example.org"] = SMTPServerDisconnected("gone")
    job = mailed(cast, spring)

    assert job.state == JobState.QUEUED
    assert job.error == (
        "Attempt 1 failed: The mail server could not be reached; 1 mail is still to be sent. "
        "Trying again."
    )
    assert AssessmentRespondent.objects.filter(mailed_at__isnull=True).count() == 2

    failing.clear()
    jobs.run(job.pk, now=NOW + timedelta(days=400))
    assert [each.to[0] for each in mail.outbox] == [
        "retail_owner@example.org",
        "contributor@example.org",
    ]


def test_an_address_that_is_refused_keeps_nobody_else_waiting(
    cast: Cast, spring: Campaign, failing: dict[str, Exception]
) -> None:
    address = "retail_owner@example.org"
    failing[address] = SMTPRecipientsRefused({address: (550, b"no such user")})
    job = mailed(cast, spring)

    assert [each.to[0] for each in mail.outbox] == ["contributor@example.org"]
    assert f"does not take mail for this address: {address}." in job.error
    late = NOW + timedelta(days=400)
    for _attempt in range(4):
        jobs.run(job.pk, now=late)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.error == (
        f"Gave up after 5 attempts: The mail server does not take mail for this address: {address}."
    )
    assert len(mail.outbox) == 1


def test_a_reminder_for_a_day_that_was_put_off_is_not_sent(cast: Cast, spring: Campaign) -> None:
    args = {
        "campaign": spring.pk,
        "kind": "reminder",
        "day": "2026-03-27",
        "asked_at": NOW.isoformat(),
    }
    off = Job.objects.create(kind=MAIL_JOB, title="x", args=args, run_after=NOW, requested_at=NOW)
    args = args | {"day": "2026-03-28"}
    due = Job.objects.create(kind=MAIL_JOB, title="x", args=args, run_after=NOW, requested_at=NOW)

    jobs.run(off.pk, now=NOW)
    assert mail.outbox == []
    jobs.run(due.pk, now=NOW)
    assert len(mail.outbox) == 2


def test_who_may_not_run_the_campaign_mails_nobody(cast: Cast, spring: Campaign) -> None:
    with pytest.raises(NotAllowed):
        request_mails(spring, INVITATION, by=cast.member("executive"), at=NOW)

    assert not Job.objects.exists()
