"""Runs: an uploaded file on its way from the check to the import, one job at a time."""

import hashlib
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from portal.domain.errors import NotAllowed, Refusal
from portal.domain.jobs import JobState
from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop, ngettext
from portal.models import Domain, Job
from portal.selectors.members import member_of
from portal.services import jobs
from portal.services.jobs import Progress
from portfolio.domain.import_reports import ImportReport
from portfolio.models import ImportRun
from portfolio.services.import_files import check_size
from portfolio.services.import_mappings import shipped_mappings
from portfolio.services.import_readings import (
    OWN_MAPPING,
    NamedMapping,
    own_mapping,
    read_import,
    shipped_mapping,
)
from portfolio.services.imports import (
    check_import,
    check_target,
    source_of,
    target,
    write_import,
)

CHECK_JOB: Final = "portfolio.check_import"
COMMIT_JOB: Final = "portfolio.commit_import"

#: A file of this size is read and compared well within the time one waits for a page.
CHECKED_AT_ONCE: Final = 48 * 1024
KEPT_UNDECIDED: Final = timedelta(days=1)

_State = ImportRun.State


class NotReady(Refusal):
    """Only a file that was checked and has no errors can be imported."""

    code = "import_not_ready"


class RunGone(Refusal):
    """The upload was dropped."""

    code = "import_gone"

    def __init__(self) -> None:
        super().__init__(_("This upload is no longer kept. Upload the file again."))


@transaction.atomic
def upload(
    content: bytes,
    *,
    filename: str,
    domain: Domain | None,
    mapping_name: str = "",
    mapping_file: bytes = b"",
    is_commit: bool = False,
    by: Member,
    at: datetime,
) -> ImportRun:
    """Keep a file and check it: a small one at once, a larger one in a job.

    Parameters
    ----------
    content, filename
        The bytes, and what the file is called.
    domain
        The domain its rows hang under; the enterprise when none is given.
    mapping_name, mapping_file
        A mapping that ships, or the bytes of an own mapping file; neither to find one that fits.
    is_commit
        Import it right away, in a job, should it have no errors.
    by, at
        Who uploads it, and when.

    Raises
    ------
    NotAllowed, FileRefused, HeaderDoesNotFit, MappingInvalid, MappingUnknown
        With one sentence; nothing is kept then.

    Notes
    -----
    Uploads that nobody imported within a day are dropped here.
    """
    check_target(target(domain), by=by)
    check_size(len(content), filename=filename)
    _check_mapping(mapping_name, mapping_file)
    _drop_abandoned(at=at)
    run = ImportRun.objects.create(
        domain=domain,
        filename=_plain_name(filename),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        mapping_name=OWN_MAPPING if mapping_file else mapping_name,
        mapping=mapping_file.decode("utf-8-sig"),
        state=_State.COMMITTING if is_commit else _State.CHECKING,
        created_by_id=by.user_id,
        created_at=at,
    )
    if is_commit:
        return _request(run, COMMIT_JOB, by=by, at=at)
    if len(content) > CHECKED_AT_ONCE:
        return _request(run, CHECK_JOB, by=by, at=at)
    _store_check(run, _checked(run, by=by, at=at))
    return run


@transaction.atomic
def check_again(run: ImportRun, *, by: Member, at: datetime) -> ImportRun:
    """Check a file once more in a job, after something in the portal was put right.

    Raises
    ------
    NotAllowed
        When somebody else uploaded it.
    NotReady
        When it is being imported, was imported, or is no longer kept.
    """
    row = _locked(run, by=by)
    waits = row.state == _State.CHECKING and not _has_failed(row)
    if waits:
        return row
    if row.content is None or row.state not in {_State.CHECKED, _State.CHECKING}:
        raise NotReady(_("This file is not waiting for an import. Upload it again."))
    row.state = _State.CHECKING
    return _request(row, CHECK_JOB, by=by, at=at)


@transaction.atomic
def request_commit(run: ImportRun, *, by: Member, at: datetime) -> ImportRun:
    """Import a checked file in a job; asking again while that runs, or after, changes nothing.

    Raises
    ------
    NotAllowed
        When somebody else uploaded it, or the member may no longer import there.
    NotReady
        When it has errors or was not checked.
    """
    row = _locked(run, by=by)
    if row.state == _State.COMMITTED or (row.state == _State.COMMITTING and not _has_failed(row)):
        return row
    check_target(target(row.domain), by=by)
    is_clean = row.state == _State.CHECKED and not row.report.get("errors")
    if not is_clean and row.state != _State.COMMITTING:
        raise NotReady(_("This file has errors or was not checked, so it cannot be imported yet."))
    row.state = _State.COMMITTING
    return _request(row, COMMIT_JOB, by=by, at=at)


def check_run(run_id: int, *, at: datetime, progress: Progress | None = None) -> ImportRun:
    """Check the file of a run and keep the report; a run that was checked stays as it is."""
    run = _kept(run_id)
    if run.state != _State.CHECKING:
        return run
    by = _uploader(run, at=at)
    try:
        report = _checked(run, by=by, at=at, progress=progress)
    except Refusal as refusal:
        return _refused(run_id, refusal)
    with transaction.atomic():
        row = ImportRun.objects.select_for_update().get(pk=run_id)
        if row.state == _State.CHECKING:
            _store_check(row, report)
    return row


def commit_run(run_id: int, *, at: datetime, progress: Progress | None = None) -> ImportRun:
    """Import the file of a run, once: whoever comes second finds it imported."""
    run = _kept(run_id)
    if run.state != _State.COMMITTING or run.content is None:
        return run
    by = _uploader(run, at=at)
    try:
        node = target(run.domain)
        reading = read_import(
            bytes(run.content),
            filename=run.filename,
            mapping=_mapping_of(run),
            source=source_of(node),
            progress=progress,
        )
        if progress is not None:
            # Before the transaction: what is reported inside it nobody sees until it ends.
            count = len(reading.rows.rows)
            label = ngettext(
                "Writing {count:,} row", "Writing {count:,} rows, which appear together", count
            )
            progress.begin(label)
        with transaction.atomic():
            row = ImportRun.objects.select_for_update(of=("self",)).get(pk=run_id)
            if row.state != _State.COMMITTING:
                return row
            report = write_import(reading, run=row, by=by, at=at)
            if report.is_refused:
                # A second look is worth it: the portal may have changed since the check.
                _store_check(row, report)
            return row
    except Refusal as refusal:
        return _refused(run_id, refusal)


def _check_mapping(name: str, file: bytes) -> None:
    if file:
        own_mapping(file)
    elif name:
        shipped_mapping(name)


def _plain_name(filename: str) -> str:
    return filename.replace("\\", "/").rsplit("/", 1)[-1].strip()[:255] or "file"


def _drop_abandoned(*, at: datetime) -> None:
    undecided = (_State.CHECKING, _State.CHECKED, _State.REFUSED)
    old = ImportRun.objects.filter(state__in=undecided, created_at__lt=at - KEPT_UNDECIDED)
    old.delete()


def _request(run: ImportRun, kind: str, *, by: Member, at: datetime) -> ImportRun:
    title = gettext_noop("Check {file}") if kind == CHECK_JOB else gettext_noop("Import {file}")
    job = jobs.request(
        kind,
        {"run": run.pk},
        title=_(title, file=run.filename),
        by=by,
        at=at,
        dedupe_key=f"{kind}.{run.pk}",
    )
    run.job_id = job.pk
    run.save(update_fields=["job_id", "state"])
    return run


def _locked(run: ImportRun, *, by: Member) -> ImportRun:
    row = ImportRun.objects.select_for_update(of=("self",)).filter(pk=run.pk).first()
    if row is None:
        raise RunGone
    if row.created_by_id != by.user_id:
        raise NotAllowed(_("Only the person who uploaded this file can import it."))
    return row


def _kept(run_id: int) -> ImportRun:
    rows = ImportRun.objects.select_related("domain", "created_by")
    run = rows.filter(pk=run_id).first()
    if run is None:
        raise RunGone
    return run


def _has_failed(run: ImportRun) -> bool:
    failed = Job.objects.filter(state=JobState.FAILED)
    return run.job_id is not None and failed.filter(pk=run.job_id).exists()


def _uploader(run: ImportRun, *, at: datetime) -> Member:
    if run.created_by is None:
        raise RunGone
    return member_of(run.created_by, today=timezone.localdate(at))


def _mapping_of(run: ImportRun) -> NamedMapping | None:
    if run.mapping:
        return own_mapping(run.mapping.encode())
    return shipped_mapping(run.mapping_name) if run.mapping_name in shipped_mappings() else None


def _checked(
    run: ImportRun, *, by: Member, at: datetime, progress: Progress | None = None
) -> ImportReport:
    return check_import(
        bytes(run.content or b""),
        filename=run.filename,
        mapping=_mapping_of(run),
        domain=run.domain,
        by=by,
        at=at,
        progress=progress,
    )


def _store_check(run: ImportRun, report: ImportReport) -> None:
    run.state, run.error, run.report = _State.CHECKED, "", report.as_data()
    run.save(update_fields=["state", "error", "report"])


@transaction.atomic
def _refused(run_id: int, refusal: Refusal) -> ImportRun:
    row = ImportRun.objects.select_for_update().get(pk=run_id)
    if row.state in {_State.CHECKING, _State.COMMITTING}:
        row.state, row.error, row.content = _State.REFUSED, refusal.sentence, None
        row.save(update_fields=["state", "error", "content"])
    return row
