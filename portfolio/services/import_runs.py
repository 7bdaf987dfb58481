"""Runs: an uploaded file on its way from the check to the import, one job at a time."""

import hashlib
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from portal.domain.errors import Refusal
from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portal.models import Domain
from portal.services.jobs import Progress
from portfolio.domain.import_reports import ImportReport
from portfolio.domain.import_tables import TableChoices
from portfolio.models import ImportRun
from portfolio.services.import_drafts import begin_draft, is_own_export
from portfolio.services.import_files import check_size
from portfolio.services.import_mappings import shipped_mappings
from portfolio.services.import_preparations import prepare_import
from portfolio.services.import_readings import OWN_MAPPING, own_mapping, read_import
from portfolio.services.import_run_locks import (
    CHECK_JOB,
    COMMIT_JOB,
    NotReady,
    has_failed,
    kept,
    locked,
    mapping_of,
    refused,
    request,
    uploader,
)
from portfolio.services.import_stops import is_stopped
from portfolio.services.imports import (
    ImportStopped,
    check_import,
    check_target,
    source_of,
    target,
    write_import,
)
from portfolio.services.saved_mappings import saved_mapping

#: A file of this size is read and compared well within the time one waits for a page.
CHECKED_AT_ONCE: Final = 48 * 1024
KEPT_UNDECIDED: Final = timedelta(days=1)

_State = ImportRun.State


@transaction.atomic
def upload(
    content: bytes,
    *,
    filename: str,
    domain: Domain | None,
    mapping_name: str = "",
    mapping_file: bytes = b"",
    choices: TableChoices | None = None,
    is_draft: bool = False,
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
        A mapping that ships or was saved, or the bytes of an own mapping file; neither to find
        one that fits.
    choices
        How the file is to be read, where somebody knows better.
    is_draft
        Only read it, and let its columns and words be mapped before it is checked.
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
    answers = _mapping_data(mapping_name, mapping_file, by=by)
    _drop_abandoned(at=at)
    run = ImportRun.objects.create(
        domain=domain,
        filename=_plain_name(filename),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        mapping_name=OWN_MAPPING if mapping_file else mapping_name,
        mapping=mapping_file.decode("utf-8-sig"),
        answers=answers,
        table_choices=(choices or TableChoices()).as_data(),
        state=_State.COMMITTING if is_commit else _State.CHECKING,
        created_by_id=by.user_id,
        created_at=at,
    )
    if is_draft:
        draft = begin_draft(run, by=by, at=at)
        # There is nothing to ask about the portal's own export.
        is_settled = draft.state == _State.READ and is_own_export(draft)
        return check_again(draft, by=by, at=at) if is_settled else draft
    if is_commit:
        return request(run, COMMIT_JOB, by=by, at=at)
    if len(content) > CHECKED_AT_ONCE:
        return request(run, CHECK_JOB, by=by, at=at)
    _store_check(run, _checked(run, by=by, at=at))
    return run


@transaction.atomic
def check_again(run: ImportRun, *, by: Member, at: datetime) -> ImportRun:
    """Check a file in a job: first, with other answers, or after the portal was put right.

    Raises
    ------
    NotAllowed
        When somebody else uploaded it.
    NotReady
        When it is being imported, was imported, or is no longer kept.
    """
    row = locked(run, by=by)
    waits = row.state == _State.CHECKING and not has_failed(row)
    if waits:
        return row
    if row.content is None or row.state not in {_State.READ, _State.CHECKED, _State.CHECKING}:
        raise NotReady(_("This file is not waiting for an import. Upload it again."))
    is_first = row.state == _State.READ
    row.state = _State.CHECKING
    if is_first and len(row.content) <= CHECKED_AT_ONCE:
        _store_check(row, _checked(row, by=by, at=at))
        return row
    return request(row, CHECK_JOB, by=by, at=at)


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
    row = locked(run, by=by)
    if row.state == _State.COMMITTED or (row.state == _State.COMMITTING and not has_failed(row)):
        return row
    check_target(target(row.domain), by=by)
    is_clean = row.state == _State.CHECKED and not row.report.get("errors")
    if not is_clean and row.state != _State.COMMITTING:
        raise NotReady(_("This file has errors or was not checked, so it cannot be imported yet."))
    row.state = _State.COMMITTING
    return request(row, COMMIT_JOB, by=by, at=at)


def check_run(run_id: int, *, at: datetime, progress: Progress | None = None) -> ImportRun:
    """Check the file of a run and keep the report; a run that was checked stays as it is."""
    run = kept(run_id)
    if run.state != _State.CHECKING:
        return run
    by = uploader(run, at=at)
    try:
        report = _checked(run, by=by, at=at, progress=progress)
    except Refusal as refusal:
        return refused(run_id, refusal)
    with transaction.atomic():
        row = ImportRun.objects.select_for_update().get(pk=run_id)
        if row.state == _State.CHECKING:
            _store_check(row, report)
    return row


def commit_run(run_id: int, *, at: datetime, progress: Progress | None = None) -> ImportRun:
    """Import the file of a run, once: whoever comes second finds it imported."""
    run = kept(run_id)
    if run.state != _State.COMMITTING or run.content is None:
        return run
    by = uploader(run, at=at)
    try:
        node = target(run.domain)
        reading = read_import(
            bytes(run.content),
            filename=run.filename,
            mapping=mapping_of(run),
            source=source_of(node),
            choices=TableChoices.from_data(run.table_choices),
            progress=progress,
        )
        run.content = None
        check_target(node, by=by)
        prepared = prepare_import(reading, node=node, by=by, at=at, progress=progress)
        if progress is not None:
            progress.begin(_("Writing row {done} of {total}"), len(prepared.plan.rows))
        with transaction.atomic():
            rows = ImportRun.objects.select_for_update(of=("self",))
            row = rows.defer("content").get(pk=run_id)
            if row.state != _State.COMMITTING:
                return row
            report = write_import(
                prepared,
                run=row,
                by=by,
                at=at,
                is_stopped=lambda: is_stopped(run_id),
                progress=progress,
            )
            if report.is_refused:
                # A second look is worth it: the portal may have changed since the check.
                _store_check(row, report)
            return row
    except ImportStopped:
        # Who cancelled it waits for this transaction to end, and says so on the row.
        return kept(run_id)
    except Refusal as refusal:
        return refused(run_id, refusal)


def _mapping_data(name: str, file: bytes, *, by: Member) -> dict[str, Any]:
    """Check the mapping that is asked for; what a saved one says is copied, for it may change."""
    if file:
        own_mapping(file)
    elif name and name not in shipped_mappings():
        return dict(saved_mapping(name, by=by).data)
    return {}


def _plain_name(filename: str) -> str:
    return filename.replace("\\", "/").rsplit("/", 1)[-1].strip()[:255] or "file"


def _drop_abandoned(*, at: datetime) -> None:
    undecided = (
        *(_State.READING, _State.READ, _State.CHECKING, _State.CHECKED),
        *(_State.REFUSED, _State.CANCELLED),
    )
    old = ImportRun.objects.filter(state__in=undecided, created_at__lt=at - KEPT_UNDECIDED)
    old.delete()


def _checked(
    run: ImportRun, *, by: Member, at: datetime, progress: Progress | None = None
) -> ImportReport:
    return check_import(
        bytes(run.content or b""),
        filename=run.filename,
        mapping=mapping_of(run),
        domain=run.domain,
        choices=TableChoices.from_data(run.table_choices),
        by=by,
        at=at,
        progress=progress,
    )


def _store_check(run: ImportRun, report: ImportReport) -> None:
    run.state, run.error, run.report = _State.CHECKED, "", report.as_data()
    run.save(update_fields=["state", "error", "report"])
