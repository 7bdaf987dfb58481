import pytest

from assessments.domain.invitations import Invitation
from assessments.domain.settling import ReasonMissing
from assessments.models import Campaign
from assessments.services.campaign_moves import (
    NothingMoved,
    StayedBehind,
    close_campaign,
    open_campaign,
    reopen_campaign,
)
from assessments.services.campaign_respondents import ask_also
from portal.domain.errors import NotAllowed
from portal.models import Job, LedgerEntry
from tests.assessments.builders import campaign
from tests.builders import NOW
from tests.conftest import Cast

NOBODY = "Nobody is asked yet. Choose at least one respondent, then open it."


@pytest.fixture
def spring(cast: Cast) -> Campaign:
    """A campaign over freight and retail that asks somebody in freight."""
    row = campaign(cast.member("lead"), cast.root)
    part = row.assessments.get(domain=cast.freight)
    ask_also(row, {part.pk: [Invitation(cast.contributor.pk)]}, by=cast.member("lead"), at=NOW)
    return row


def states(row: Campaign) -> dict[str, str]:
    return dict(row.assessments.values_list("domain__name", "state"))


def test_what_can_open_opens_and_what_cannot_is_named(cast: Cast, spring: Campaign) -> None:
    made = open_campaign(spring, by=cast.member("lead"), at=NOW)

    assert made.moved == ("Freight",)
    assert made.stayed == (StayedBehind("Retail", NOBODY),)
    assert states(spring) == {"Freight": "open", "Retail": "draft"}


def test_opening_invites_by_mail_and_plans_the_reminder(cast: Cast, spring: Campaign) -> None:
    open_campaign(spring, by=cast.member("lead"), at=NOW)

    mails, reminder = Job.objects.filter(kind="assessments.campaign_mails").order_by("run_after")
    assert (mails.args["kind"], mails.run_after) == ("invitation", NOW)
    assert reminder.args["kind"] == "reminder"
    assert reminder.run_after.isoformat() == "2026-03-28T07:00:00+00:00"
    assert reminder.requested_by is None


def test_opening_without_mail_sends_none(cast: Cast, spring: Campaign) -> None:
    open_campaign(spring, is_mailed=False, by=cast.member("lead"), at=NOW)

    assert [job.args["kind"] for job in Job.objects.all()] == ["reminder"]


def test_closing_and_opening_again_takes_a_reason_that_the_ledger_keeps(
    cast: Cast, spring: Campaign
) -> None:
    lead = cast.member("lead")
    open_campaign(spring, by=lead, at=NOW)
    assert close_campaign(spring, by=lead, at=NOW).moved == ("Freight",)

    with pytest.raises(ReasonMissing):
        reopen_campaign(spring, reason=" ", by=lead, at=NOW)
    assert states(spring)["Freight"] == "closed"
    reopen_campaign(spring, reason="A team was on leave.", by=lead, at=NOW)

    assert states(spring)["Freight"] == "open"
    entry = LedgerEntry.objects.order_by("-seq")[0]
    assert entry.event == "assessments.assessment.reopened"
    assert b"A team was on leave." in bytes(entry.payload)


def test_where_nothing_can_move_the_refusal_says_why(cast: Cast, spring: Campaign) -> None:
    lead = cast.member("lead")
    retail = spring.assessments.get(domain=cast.retail)

    with pytest.raises(NothingMoved, match="Nobody is asked yet"):
        open_campaign(spring, only=[retail.pk], by=lead, at=NOW)
    with pytest.raises(NothingMoved, match="No assessment of this campaign stands"):
        close_campaign(spring, by=lead, at=NOW)
    with pytest.raises(NotAllowed):
        open_campaign(spring, by=cast.member("executive"), at=NOW)

    assert states(spring) == {"Freight": "draft", "Retail": "draft"}
    assert not Job.objects.exists()
