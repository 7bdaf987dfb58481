"""The doors of assessments for the worker: one thin handler for each kind of job."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from assessments.domain.campaigns import MAIL_JOB
from assessments.services.campaign_mails import send_mails
from portal.services.jobs import Progress, job_handler


@job_handler(MAIL_JOB)
def campaign_mails(args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Send the mails of a campaign; run again it goes on with those who have none yet."""
    return send_mails(args, progress=progress, at=timezone.now())
