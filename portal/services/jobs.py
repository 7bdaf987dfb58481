"""Requesting jobs and carrying them out. The row is the truth; a message only wakes a worker."""

import random
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from portal.domain.errors import NotAllowed, Refusal
from portal.domain.jobs import DOCUMENT, MAX_ATTEMPTS, STALE_AFTER, JobState, back_off
from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext
from portal.models import Job
from portal.selectors.beacons import is_shown, told_by
from portal.selectors.jobs import may_retry
from portal.services.beacons import Beacon, forget, lease
from portal.services.memory import give_back

log = structlog.get_logger("steelthread.jobs")


@dataclass(slots=True)
class Progress:
    """What a running job uses to say how far it is; every report also renews its lease.

    A handler that writes for long in one transaction calls ``begin(label, total)`` before it, with
    ``{done}`` and ``{total}`` in the label, and inside it ``tell(done)`` as often as it likes.

    A handler that writes reports once more at the end of its transaction: if another worker took
    the job over meanwhile, that report raises and takes back what this one wrote; if not, it
    keeps others from taking the job over until the transaction is committed.
    """

    job_id: uuid.UUID
    lease_key: uuid.UUID
    _beacon: Beacon = field(init=False)

    def __post_init__(self) -> None:
        """Give the job its beacon, which is dark until something is told."""
        self._beacon = Beacon(self.job_id, self.lease_key)

    def begin(self, label: str, total: int = 0) -> None:
        """Store what the job does, of how many; of none where nothing tells how far that is."""
        self.report(0, total, label)

    def tell(self, done: int, total: int = 0) -> None:
        """Show how far the job is and renew its lease, also from inside a transaction.

        It is seen at once, costs next to nothing (twice a second it is written, else forgotten)
        and never raises: what cannot be shown is not. Without a total, the one given to ``begin``
        stays. It does not look whether the job was taken over; ``report`` does.
        """
        self._beacon.shine(done, total)

    def end(self) -> None:
        """Show nothing any more; whoever carries out the job calls this at its end."""
        self._beacon.put_out()

    def report(self, done: int, total: int, label: str = "") -> None:
        """Store how far the job is.

        Only what is reported outside a transaction is seen before the transaction ends.

        Raises
        ------
        LeaseLost
            When another worker took the job over, so this one stops.
        """
        kept = Job.objects.filter(pk=self.job_id, lease_key=self.lease_key).update(
            progress_done=done,
            progress_total=total,
            progress_label=label[:200],
            lease_until=timezone.now() + lease(),
        )
        if not kept:
            raise LeaseLost
        if not transaction.get_connection().in_atomic_block:
            self._beacon.put_out()


class LeaseLost(Exception):  # noqa: N818
    """Another worker holds the job."""


class TryAgain(Exception):  # noqa: N818
    """What a handler raises when the work may succeed later, with a sentence for the reader."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


type Handler = Callable[[Mapping[str, Any], Progress], Mapping[str, Any]]
type WakeUp = Callable[[uuid.UUID], None]

_HANDLERS: dict[str, Handler] = {}
_WAKE_UPS: list[WakeUp] = []


def job_handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that carries out jobs of one kind; a task module uses it."""

    def register(handler: Handler) -> Handler:
        _HANDLERS[kind] = handler
        return handler

    return register


def handled_kinds() -> frozenset[str]:
    """Return the kinds of job this process can carry out."""
    return frozenset(_HANDLERS)


def on_request(wake_up: WakeUp) -> None:
    """Register what is called, after commit, with the id of a job that was requested."""
    _WAKE_UPS[:] = [wake_up]


def request(
    kind: str,
    args: Mapping[str, Any],
    *,
    title: str,
    by: Member | None,
    at: datetime,
    dedupe_key: str = "",
    run_after: datetime | None = None,
) -> Job:
    """Store a job in the caller's transaction and wake a worker once that is committed.

    It is carried out at once, or not before ``run_after``. A job of the same ``dedupe_key`` that
    still waits is returned instead of a second one, brought forward if it was to wait longer. It
    is held back until the caller's transaction ends, so that it sees what that changed.
    """
    job = Job(
        kind=kind,
        title=title[:200],
        args=dict(args),
        dedupe_key=dedupe_key,
        run_after=run_after or at,
        requested_at=at,
        requested_by_id=by.user_id or None if by else None,
    )
    with transaction.atomic():
        while (twin := _waiting_twin(dedupe_key)) is None:
            # Between two looks a twin may come (the insert fails) and go (the next look is empty).
            if _is_stored(job):
                transaction.on_commit(lambda: wake(job.pk))
                return job
        if job.run_after < twin.run_after and not twin.attempts:
            twin.run_after = job.run_after
            twin.save(update_fields=["run_after"])
            transaction.on_commit(lambda: wake(twin.pk))
    return twin


def _waiting_twin(dedupe_key: str) -> Job | None:
    if not dedupe_key:
        return None
    waiting = Job.objects.filter(dedupe_key=dedupe_key, state=JobState.QUEUED)
    return waiting.select_for_update().first()


def _is_stored(job: Job) -> bool:
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def wake(job_id: uuid.UUID) -> None:
    """Tell a worker about a job; a broker that fails only costs the wait for the sweeper."""
    for wake_up in _WAKE_UPS:
        try:
            wake_up(job_id)
        except Exception as error:
            log.warning("job_not_announced", job=str(job_id), error=repr(error))


def claim(job_id: uuid.UUID, *, now: datetime) -> Job | None:
    """Take a job under a lease by compare-and-set, or return ``None`` when it is not free.

    It is not free either while a job of the same ``dedupe_key`` runs: the one that began later
    could end first, and the older result would stand.
    """
    free = Q(state=JobState.QUEUED, run_after__lte=now) | Q(
        state=JobState.RUNNING, lease_until__lt=now
    )
    with transaction.atomic():
        rows = Job.objects.filter(free, pk=job_id)
        # Looked at only here, where on SQLite whoever wrote before has ended.
        told = told_by(job_id)
        if told is not None:
            rows = rows.exclude(state=JobState.RUNNING, lease_key=told.lease_key)
        taken = _moved(
            rows,
            state=JobState.RUNNING,
            lease_key=uuid.uuid4(),
            lease_until=now + lease(),
            started_at=now,
            attempts=F("attempts") + 1,
        )
    return Job.objects.get(pk=job_id) if taken else None


def _moved(rows: QuerySet[Job], **changes: Any) -> bool | None:
    """Change the state of a job; ``False`` when ``rows`` has none, ``None`` for a twin in its way.

    The database lets one job of a ``dedupe_key`` wait and one run.
    """
    try:
        with transaction.atomic():
            return bool(rows.update(**changes))
    except IntegrityError:
        return None


def run(job_id: uuid.UUID, *, now: datetime | None = None) -> JobState | None:
    """Carry out one job if it is free; return the state it ended in.

    A refusal ends the job with its sentence. Any other error is tried again after a pause, up
    to :data:`MAX_ATTEMPTS` times; then the job is failed and waits for a person.
    """
    job = claim(job_id, now=now or timezone.now())
    if job is None or job.lease_key is None:
        return None
    forget(job.pk)
    progress = Progress(job.pk, job.lease_key)
    try:
        return _carry_out(job, progress)
    finally:
        progress.end()
        give_back()


def _carry_out(job: Job, progress: Progress) -> JobState | None:
    try:
        if job.attempts > MAX_ATTEMPTS:
            told = _("The worker died each time it tried this job.")
            return _end(job, JobState.FAILED, error=told)
        result = dict(_HANDLERS[job.kind](job.args, progress))
        return _end(job, JobState.DONE, result=result)
    except LeaseLost:
        return None
    except Refusal as refusal:
        return _end(job, JobState.FAILED, error=refusal.sentence)
    except Exception as error:
        log.exception("job_failed", job=str(job.pk), kind=job.kind, attempt=job.attempts)
        return _again_or_fail(job, error)


def _end(
    job: Job, state: JobState, *, result: dict[str, Any] | None = None, error: str = ""
) -> JobState | None:
    total = max(job.progress_total, 1)
    changes: dict[str, Any] = {"state": state, "error": error, "finished_at": timezone.now()}
    if state is JobState.DONE:
        fresh = Job.objects.values_list("progress_total", flat=True).get(pk=job.pk)
        total = max(fresh, 1)
        changes |= {"result": result or {}, "progress_done": total, "progress_total": total}
    if not _moved(_held(job), lease_until=None, lease_key=None, **changes):
        return None
    waiting = Job.objects.filter(dedupe_key=job.dedupe_key, state=JobState.QUEUED)
    if job.dedupe_key and (twin := waiting.first()) is not None:
        wake(twin.pk)
    return state


def _held(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, lease_key=job.lease_key)


def _again_or_fail(job: Job, error: Exception) -> JobState | None:
    told = error.sentence.rstrip(".") if isinstance(error, TryAgain) else type(error).__name__
    if job.attempts >= MAX_ATTEMPTS:
        sentence = ngettext(
            "Gave up after {count} attempt: {error}.",
            "Gave up after {count} attempts: {error}.",
            job.attempts,
            error=told,
        )
        return _end(job, JobState.FAILED, error=sentence)
    pause = back_off(job.attempts, jitter=random.random())  # noqa: S311
    sentence = _(
        "Attempt {number} failed: {error}. Trying again.",
        number=job.attempts,
        error=told,
    )
    is_queued = _moved(
        _held(job),
        state=JobState.QUEUED,
        lease_until=None,
        lease_key=None,
        run_after=timezone.now() + pause,
        error=sentence,
    )
    if is_queued is None:
        sentence = _("It failed, and a newer request took its place.")
        return _end(job, JobState.FAILED, error=sentence)
    return JobState.QUEUED if is_queued else None


def due(*, now: datetime, are_documents: bool | None = None, limit: int = 100) -> list[uuid.UUID]:
    """Return the jobs a worker could take now, oldest first; documents alone, or all others."""
    rows = Job.objects.filter(
        Q(state=JobState.QUEUED, run_after__lte=now)
        | Q(state=JobState.RUNNING, lease_until__lt=now)
    )
    if are_documents is not None:
        drawn = Q(kind__endswith=DOCUMENT)
        rows = rows.filter(drawn if are_documents else ~drawn)
    told = rows.order_by("run_after", "pk").values_list("pk", "state", "lease_key")[:limit]
    return [pk for pk, state, key in told if state == JobState.QUEUED or not is_shown(pk, key)]


def sweep(*, now: datetime) -> int:
    """Announce again what was due a while ago and nobody took; return how many."""
    stale = due(now=now - STALE_AFTER)
    for job_id in stale:
        wake(job_id)
    return len(stale)


@transaction.atomic
def retry(job: Job, *, by: Member, at: datetime) -> Job:
    """Queue a failed job again, with a fresh count of attempts.

    Raises
    ------
    NotAllowed
        When the member neither asked for the job nor is the centre.
    NotFailed
        When the job did not fail.
    TwinWaits
        When a newer request for the same work waits already.
    """
    if not may_retry(job, by):
        sentence = _("You may watch this job. Who asked for it, or the centre, can retry it.")
        raise NotAllowed(sentence)
    is_queued = _moved(
        Job.objects.filter(pk=job.pk, state=JobState.FAILED),
        state=JobState.QUEUED,
        attempts=0,
        error="",
        run_after=at,
        finished_at=None,
    )
    if is_queued is None:
        raise TwinWaits
    if not is_queued:
        raise NotFailed
    transaction.on_commit(lambda: wake(job.pk))
    job.refresh_from_db()
    return job


class NotFailed(Refusal):
    """Only a failed job can be tried again."""

    code = "job_not_failed"

    def __init__(self) -> None:
        super().__init__(_("This job did not fail, so there is nothing to try again."))


class TwinWaits(Refusal):
    """A job for the same work waits already."""

    code = "job_waits_already"

    def __init__(self) -> None:
        super().__init__(_("A newer request for the same work waits already."))
