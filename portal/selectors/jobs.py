"""Reading jobs: what runs, how far it is, what failed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.domain.jobs import JobState, percent
from portal.domain.roles import Capability, Member
from portal.models import Job
from portal.selectors.beacons import is_shown, told_by

_WORDS = {
    JobState.QUEUED: (gettext_noop("Waiting"), "neutral"),
    JobState.RUNNING: (gettext_noop("Running"), "neutral"),
    JobState.DONE: (gettext_noop("Done"), "good"),
    JobState.FAILED: (gettext_noop("Failed"), "bad"),
}


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job as a page or a program sees it; ``percent`` is nothing where nobody can tell."""

    id: UUID
    kind: str
    title: str
    state: JobState
    label: str
    tone: str
    percent: int | None
    step: str
    error: str
    attempts: int
    requested_by: str
    requested_at: datetime
    finished_at: datetime | None
    can_retry: bool

    @property
    def is_over(self) -> bool:
        """Whether nothing will happen any more without a person."""
        return self.state in {JobState.DONE, JobState.FAILED}

    @property
    def id_text(self) -> str:
        """The id as templates join it into an element's id."""
        return str(self.id)

    @property
    def has_failed(self) -> bool:
        """Whether it was given up."""
        return self.state is JobState.FAILED


def jobs_visible_to(member: Member) -> QuerySet[Job]:
    """Return all jobs for those who watch them, else the member's own; newest first."""
    rows = Job.objects.select_related("requested_by").order_by("-requested_at", "pk")
    if member.can(Capability.VIEW_JOBS):
        return rows
    return rows.filter(requested_by_id=member.user_id) if member.user_id else rows.none()


def may_retry(job: Job, member: Member) -> bool:
    """Tell whether a member may have a job tried again: their own, or any for the centre."""
    is_own = bool(member.user_id) and job.requested_by_id == member.user_id
    return is_own or member.scope(Capability.MANAGE_DOMAINS).is_everything


def job_row(job: Job, *, member: Member | None = None) -> JobRow:
    """Return one job as a page shows it, with the retry if ``member`` may have it."""
    state = JobState(job.state)
    label, tone = _WORDS[state]
    done, total = _counted(job, state)
    return JobRow(
        id=job.pk,
        kind=job.kind,
        title=job.title,
        state=state,
        label=_(label),
        tone=tone,
        percent=_percent(done, total, state),
        step=_step(job.progress_label, done, total),
        error=job.error,
        attempts=job.attempts,
        requested_by=str(job.requested_by or ""),
        requested_at=job.requested_at,
        finished_at=job.finished_at,
        can_retry=state is JobState.FAILED and member is not None and may_retry(job, member),
    )


def _counted(job: Job, state: JobState) -> tuple[int, int]:
    """Return how much of how much is done, also while the job writes in one transaction."""
    told = told_by(job.pk) if state is JobState.RUNNING else None
    if told is None or told.lease_key != job.lease_key:
        return job.progress_done, job.progress_total
    return told.done, told.total or job.progress_total


def _percent(done: int, total: int, state: JobState) -> int | None:
    if state is JobState.RUNNING and not total:
        return None
    return percent(done, total)


def _step(label: str, done: int, total: int) -> str:
    """Fill the two counts into what a job says of itself; whatever else it says is left alone."""
    return label.replace("{done}", f"{done:,}").replace("{total}", f"{total:,}")


def oldest_waiting(*, now: datetime) -> timedelta:
    """Return how long the longest-waiting job has been due; zero when none waits.

    A job that runs does not wait, unless its worker died.
    """
    waiting = Q(state=JobState.QUEUED, run_after__lte=now)
    since = Job.objects.filter(waiting).aggregate(Min("run_after"))["run_after__min"]
    silent = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now).order_by("lease_until")
    rows = silent.values_list("lease_until", "pk", "lease_key")
    left = next((until for until, pk, key in rows if not is_shown(pk, key)), None)
    return max((now - moment for moment in (since, left) if moment), default=timedelta())
