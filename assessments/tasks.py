"""The doors of assessments for the worker: one thin handler for each kind of job."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from assessments.domain.campaigns import MAIL_JOB
from assessments.reports.questionnaires import questionnaire_pdf
from assessments.reports.results import build_result_pdf
from assessments.selectors.questionnaire_papers import PAPER_JOB, invitation_for_paper, paper_of
from assessments.selectors.responses import questionnaire
from assessments.selectors.result_reports import REPORT_JOB, report_of, snapshot_for_report
from assessments.services.campaign_mails import send_mails
from assessments.services.questionnaire_papers import InvitationGone, store_paper
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


@job_handler(PAPER_JOB)
def questionnaire_paper(args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Build a printable questionnaire and keep it; run again it finds the one that is kept."""
    invitation = invitation_for_paper(int(args["invitation"]))
    if invitation is None:
        raise InvitationGone
    kept = paper_of(invitation).defer("content").first()
    if kept is None:
        content = questionnaire_pdf(questionnaire(invitation), progress.report)
        kept = store_paper(invitation, content, at=timezone.now())
    return {"publication": kept.pk, "sha256": kept.sha256, "size": kept.size}
