"""The report of a published result: asked for, built by a job, and kept."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessments.models import ResultSnapshot
from assessments.selectors.result_reports import REPORT_JOB, REPORT_KIND, report_key
from portal.domain.errors import Refusal
from portal.domain.roles import Capability, Member, require
from portal.models import Job, Publication
from portal.services import jobs, ledger
from portal.services.publications import store_publication


class ResultGone(Refusal):
    """A job names a result that is not there any more."""

    code = "result_gone"

    def __init__(self) -> None:
        super().__init__(_("The result this report was asked for is not there any more."))


@transaction.atomic
def request_report(snapshot: ResultSnapshot, *, by: Member, at: datetime) -> Job:
    """Have the report of a result built; while one is being built no second is begun.

    Raises
    ------
    NotAllowed
        When the member may not read assessments of its domain.
    """
    require(by, Capability.VIEW_ASSESSMENTS, snapshot.assessment.domain.path)
    return jobs.request(
        REPORT_JOB,
        {"result": snapshot.pk},
        title=_("Build the report of “%(title)s”") % {"title": snapshot.assessment.title},
        by=by,
        at=at,
        dedupe_key=report_key(snapshot.pk),
    )


@transaction.atomic
def store_report(snapshot: ResultSnapshot, content: bytes, *, at: datetime) -> Publication:
    """Keep the report of a result; a second call returns the one kept first."""
    name = slugify(snapshot.assessment.title)[:60] or "assessment"
    return store_publication(
        content,
        kind=REPORT_KIND,
        subject=snapshot,
        title=snapshot.assessment.title,
        filename=f"{name}-{snapshot.assessment_id}.pdf",
        media_type="application/pdf",
        by=ledger.SYSTEM,
        at=at,
    )
