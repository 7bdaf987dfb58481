"""The doors of assessments for the worker: one thin handler for each kind of job."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from assessments.domain.campaigns import MAIL_JOB
from assessments.reports.results import build_result_pdf
from assessments.selectors.result_reports import REPORT_JOB, report_of, snapshot_for_report
from assessments.services.campaign_mails import send_mails
from assessments.services.result_reports import ResultGone, store_report
from portal.services.jobs import Progress, job_handler


@job_handler(MAIL_JOB)
def campaign_mails(args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Send the mails of a campaign; run again it goes on with those who have none yet."""
    return send_mails(args, progress=progress, at=timezone.now())


@job_handler(REPORT_JOB)
def result_pdf(args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Build the report of a result and keep it; run again it finds the one that is kept."""
    snapshot = snapshot_for_report(int(args["result"]))
    if snapshot is None:
        raise ResultGone
    kept = report_of(snapshot.pk).defer("content").first()
    if kept is None:
        content = build_result_pdf(snapshot, progress.report)
        kept = store_report(snapshot, content, at=timezone.now())
    return {"publication": kept.pk, "sha256": kept.sha256, "size": kept.size}
