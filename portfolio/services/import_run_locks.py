"""Runs under way: the row of an upload under a lock, its job, its uploader and its mapping."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from portal.domain.errors import NotAllowed, Refusal
from portal.domain.jobs import JobState
from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portal.models import Job
from portal.selectors.members import member_of
from portal.services import jobs
from portfolio.domain.import_mapping_files import read_guessed_data
from portfolio.models import ImportRun
from portfolio.services.import_mappings import shipped_mappings
from portfolio.services.import_readings import NamedMapping, own_mapping, shipped_mapping

READ_JOB: Final = "portfolio.read_import"
CHECK_JOB: Final = "portfolio.check_import"
COMMIT_JOB: Final = "portfolio.commit_import"
UNDO_JOB: Final = "portfolio.undo_import"

_TITLES: Final = {
    READ_JOB: gettext_noop("Read {file}"),
    CHECK_JOB: gettext_noop("Check {file}"),
    COMMIT_JOB: gettext_noop("Import {file}"),
    UNDO_JOB: gettext_noop("Undo the import of {file}"),
}

_State = ImportRun.State
_WORKING: Final = frozenset({_State.READING, _State.CHECKING, _State.COMMITTING})


class NotReady(Refusal):
    """Only a file that was checked and has no errors can be imported."""

    code = "import_not_ready"


class RunGone(Refusal):
    """The upload was dropped."""

    code = "import_gone"

    def __init__(self) -> None:
        super().__init__(_("This upload is no longer kept. Upload the file again."))


def request(run: ImportRun, kind: str, *, by: Member, at: datetime) -> ImportRun:
    """Ask for a job that takes the run further, and keep which one it is."""
    job = jobs.request(
        kind,
        {"run": run.pk},
        title=_(_TITLES[kind], file=run.filename),
        by=by,
        at=at,
        dedupe_key=f"{kind}.{run.pk}",
    )
    run.job_id = job.pk
    run.save(update_fields=["job_id", "state"])
    return run


def locked(run: ImportRun, *, by: Member) -> ImportRun:
    """Return the row of an upload under a lock, for the rest of the caller's transaction.

    Raises
    ------
    NotAllowed
        When somebody else uploaded it.
    RunGone
        When it was dropped.
    """
    # The file itself is up to 10 MB and comes when it is asked for.
    rows = ImportRun.objects.select_for_update(of=("self",)).defer("content")
    row = rows.filter(pk=run.pk).first()
    if row is None:
        raise RunGone
    if row.created_by_id != by.user_id:
        raise NotAllowed(_("Only the person who uploaded this file can import it."))
    return row


def kept(run_id: int) -> ImportRun:
    """Return an upload with its domain and uploader, or say that it was dropped."""
    rows = ImportRun.objects.select_related("domain", "created_by")
    run = rows.filter(pk=run_id).first()
    if run is None:
        raise RunGone
    return run


def has_failed(run: ImportRun) -> bool:
    """Whether the job of an upload was given up."""
    failed = Job.objects.filter(state=JobState.FAILED)
    return run.job_id is not None and failed.filter(pk=run.job_id).exists()


def uploader(run: ImportRun, *, at: datetime) -> Member:
    """Return who uploaded a file, with the grants they hold on that day."""
    if run.created_by is None:
        raise RunGone
    return member_of(run.created_by, today=timezone.localdate(at))


def mapping_of(run: ImportRun) -> NamedMapping | None:
    """Return the mapping of an upload: said step by step, brought, or chosen by name."""
    if run.answers:
        return NamedMapping(run.mapping_name, read_guessed_data(run.answers))
    if run.mapping:
        return own_mapping(run.mapping.encode())
    return shipped_mapping(run.mapping_name) if run.mapping_name in shipped_mappings() else None


@transaction.atomic
def refused(run_id: int, refusal: Refusal) -> ImportRun:
    """Keep why the file of a run cannot be imported, and let go of the file."""
    row = ImportRun.objects.select_for_update().get(pk=run_id)
    if row.state == _State.CHECKING and row.survey:
        # Its columns can still be meant otherwise, so the file is kept.
        row.state, row.error = _State.READ, refusal.sentence
        row.save(update_fields=["state", "error"])
    elif row.state in _WORKING:
        row.state, row.error, row.content = _State.REFUSED, refusal.sentence, None
        row.save(update_fields=["state", "error", "content"])
    return row
