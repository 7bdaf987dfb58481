"""Reading how far the mails of a campaign are."""

from datetime import datetime

from assessments.domain.campaigns import MAIL_JOB
from assessments.models import Campaign
from portal.domain.roles import Member
from portal.selectors.jobs import JobRow, job_row, jobs_visible_to


def latest_mails(campaign: Campaign, member: Member, *, now: datetime) -> JobRow | None:
    """Return the job that mailed last, or None where none did that the member may see."""
    rows = jobs_visible_to(member).filter(
        kind=MAIL_JOB, args__campaign=campaign.pk, run_after__lte=now
    )
    found = rows.first()
    return job_row(found, member=member) if found else None
