"""Reading the report of a published result, and how far it is while it is built."""

from dataclasses import dataclass

from django.db.models import QuerySet

from assessments.models import ResultSnapshot
from portal.domain.roles import Member
from portal.models import Job, Publication
from portal.selectors.jobs import JobRow, job_row

REPORT_JOB = "assessments.result_pdf"
REPORT_KIND = "assessment_report"


@dataclass(frozen=True, slots=True)
class ReportState:
    """The report of one result: kept, being built, or not asked for.

    Parameters
    ----------
    size, sha256, filename
        Of the file that is kept; zero and empty without one.
    job
        The job that builds it or failed to; None where the file is kept or nobody asked.
    """

    size: int = 0
    sha256: str = ""
    filename: str = ""
    job: JobRow | None = None

    @property
    def is_ready(self) -> bool:
        """Whether it can be fetched."""
        return bool(self.sha256)


def report_state(snapshot_id: int, member: Member) -> ReportState:
    """Return where the report of a result stands; two queries at most."""
    kept = report_of(snapshot_id).defer("content").first()
    if kept is not None:
        return ReportState(kept.size, kept.sha256, kept.filename)
    asked = Job.objects.filter(dedupe_key=report_key(snapshot_id))
    job = asked.select_related("requested_by").order_by("-requested_at").first()
    return ReportState(job=job_row(job, member=member) if job else None)


def report_of(snapshot_id: int) -> QuerySet[Publication]:
    """Return the report that is kept of a result, or nothing."""
    subject = ResultSnapshot._meta.label_lower  # noqa: SLF001
    return Publication.objects.filter(
        kind=REPORT_KIND, subject_type=subject, subject_id=str(snapshot_id)
    )


def snapshot_for_report(pk: int) -> ResultSnapshot | None:
    """Return a result with everything its report is built from; one query."""
    rows = ResultSnapshot.objects.select_related("assessment__domain", "assessment__framework")
    return rows.filter(pk=pk).first()


def report_key(snapshot_id: int) -> str:
    """Return what the jobs that build one report have in common."""
    return f"{REPORT_JOB}:{snapshot_id}"
