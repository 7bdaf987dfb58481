"""Changing many use cases at once: previewed, confirmed with a reason, done in one transaction."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import batched
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from portal.domain.errors import Invalid, NotAllowed, Refusal
from portal.domain.jobs import JobState
from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext
from portal.models import Job
from portal.selectors.members import member_of
from portal.services import jobs, ledger
from portal.services.jobs import Progress
from portfolio.domain.bulk_edits import BulkChange, Verdict
from portfolio.models import BulkEdit
from portfolio.services.bulk_edit_plans import Wanted, wanted_change
from portfolio.services.bulk_edit_previews import (
    PREVIEWED_AT_ONCE,
    Item,
    begin,
    check_wanted,
    items_of,
    keep_preview,
    look_at,
)
from portfolio.services.bulk_edit_writes import change_batch
from portfolio.services.events import PortfolioEvent
from portfolio.services.follow_ups import asked_once
from portfolio.services.work_stops import ask_to_stop, forget_to_stop, is_stopped

BATCH: Final = 500
BULK_JOB: Final = "portfolio.bulk_edit"
DONE_AT_ONCE: Final = 100
"""Use cases that are changed well within the time one waits for a page."""

_State = BulkEdit.State


class BulkReasonMissing(Invalid):
    """Whoever looks at the history later wants to know why."""

    code = "reason_missing"

    def __init__(self) -> None:
        sentence = _("Say why they are changed.")
        super().__init__(sentence, fields={"reason": sentence})


class BulkEditGone(Refusal):
    """The preview was dropped."""

    code = "bulk_edit_gone"

    def __init__(self) -> None:
        super().__init__(_("This preview is no longer kept. Choose the use cases again."))


class NotPreviewed(Refusal):
    """There is no preview that could be confirmed."""

    code = "bulk_edit_not_previewed"


class AlreadyChanged(Refusal):
    """What shall be cancelled has happened."""

    code = "bulk_edit_done"

    def __init__(self) -> None:
        super().__init__(
            _("The use cases were changed meanwhile, so there is nothing left to cancel.")
        )


class BulkEditStopped(Exception):  # noqa: N818
    """Somebody cancelled it while it was being written; what was written is taken back."""


@transaction.atomic
def confirm(edit: BulkEdit, *, reason: str, by: Member, at: datetime) -> BulkEdit:
    """Carry out a previewed change: a small one at once, a larger one in a job.

    Confirming again changes nothing.

    Raises
    ------
    NotAllowed
        When somebody else previewed it.
    NotPreviewed
        When its preview is still being worked out, or it was cancelled.
    BulkReasonMissing
        When nobody says why.
    """
    row = _locked(edit.pk)
    if row.created_by_id != by.user_id:
        raise NotAllowed(_("Only the person who previewed this change can confirm it."))
    if row.state == _State.DONE or (row.state == _State.WORKING and not _has_ended(row)):
        return row
    if row.state == _State.PREVIEWING:
        raise NotPreviewed(_("The preview is still being worked out. Wait for it, then confirm."))
    if row.state == _State.CANCELLED:
        raise NotPreviewed(_("This change was cancelled. Choose the use cases again."))
    row.reason = _checked_reason(reason)
    count = sum(item.verdict is Verdict.CHANGE for item in items_of(row))
    if count <= DONE_AT_ONCE and row.state == _State.PREVIEWED:
        return _carry_out(row, by=by, at=at)
    return _request(row, count or len(row.chosen), by=by, at=at)


@transaction.atomic
def change_together(
    ids: Sequence[int], change: BulkChange, *, reason: str, by: Member, at: datetime
) -> BulkEdit:
    """Change use cases without a look at the preview: a few at once, more in a job.

    Raises
    ------
    NotAllowed, NothingSelected, TooManySelected, NothingToChange
        What a preview refuses, and `BulkReasonMissing` when nobody says why.
    """
    unique = list(dict.fromkeys(ids))
    if len(unique) <= PREVIEWED_AT_ONCE:
        edit = keep_preview(unique, change, by=by, at=at)
        return confirm(edit, reason=reason, by=by, at=at)
    check_wanted(unique, change, by=by, at=at)
    told = _checked_reason(reason)
    row = begin(unique, change, _State.WORKING, by=by, at=at)
    row.reason = told
    return _request(row, len(unique), by=by, at=at)


def carry_out(edit_id: int, *, at: datetime, progress: Progress | None = None) -> BulkEdit:
    """Carry out a confirmed change in a job; one that was carried out stays as it is."""
    edit = _kept(edit_id)
    if edit.state == _State.WORKING:
        edit = look_at(edit, at=at, progress=progress)
    if progress is not None:
        progress.begin(_("Changing use case {done} of {total}"), len(_changing(edit)))
    try:
        with transaction.atomic():
            row = _locked(edit_id)
            if row.state != _State.WORKING:
                return row
            by = member_of(row.created_by, today=timezone.localdate(at))
            return _carry_out(row, by=by, at=at, progress=progress)
    except BulkEditStopped:
        # Who cancelled it waits for this transaction to end, and says so on the row.
        return _kept(edit_id)


def cancel(edit: BulkEdit, *, by: Member) -> BulkEdit:
    """Cancel a change before it is carried out, or while it is; nothing of it stays.

    Raises
    ------
    NotAllowed
        When somebody else asked for it.
    AlreadyChanged
        When the use cases were changed already.
    """
    if edit.created_by_id != by.user_id:
        raise NotAllowed(_("Only the person who previewed this change can cancel it."))
    work = _work(edit.pk)
    ask_to_stop(work)
    try:
        with transaction.atomic():
            row = _locked(edit.pk)
            if row.state == _State.DONE:
                raise AlreadyChanged
            row.state = _State.CANCELLED
            row.save(update_fields=["state"])
            return row
    finally:
        forget_to_stop(work)


def _work(edit_id: int) -> str:
    return f"bulk-edit-{edit_id}"


def _checked_reason(reason: str) -> str:
    if not reason.strip():
        raise BulkReasonMissing
    return reason.strip()


def _request(row: BulkEdit, count: int, *, by: Member, at: datetime) -> BulkEdit:
    row.state = _State.WORKING
    title = ngettext("Change {count:,} use case", "Change {count:,} use cases", count)
    job = jobs.request(
        BULK_JOB, {"edit": row.pk}, title=title, by=by, at=at, dedupe_key=f"{BULK_JOB}.{row.pk}"
    )
    row.job_id = job.pk
    row.save(update_fields=["reason", "state", "job_id"])
    return row


def _kept(edit_id: int) -> BulkEdit:
    row = BulkEdit.objects.select_related("created_by").filter(pk=edit_id).first()
    if row is None:
        raise BulkEditGone
    return row


def _locked(edit_id: int) -> BulkEdit:
    rows = BulkEdit.objects.select_for_update(of=("self",)).select_related("created_by")
    row = rows.filter(pk=edit_id).first()
    if row is None:
        raise BulkEditGone
    return row


def _has_ended(row: BulkEdit) -> bool:
    """Whether its job ended without carrying it out: given up, or stopped by who then died."""
    ended = Job.objects.filter(state__in=(JobState.FAILED, JobState.DONE))
    return row.job_id is not None and ended.filter(pk=row.job_id).exists()


def _changing(edit: BulkEdit) -> list[Item]:
    # Always in the same order, so that two that overlap wait for one another once.
    items = (item for item in items_of(edit) if item.verdict is Verdict.CHANGE)
    return sorted(items, key=lambda item: item.pk)


def _carry_out(
    row: BulkEdit, *, by: Member, at: datetime, progress: Progress | None = None
) -> BulkEdit:
    wanted = wanted_change(BulkChange.from_data(row.change), by=by, at=at)
    changed: list[int] = []
    left: list[tuple[int, str]] = []
    happened: list[ledger.Happened] = []
    with asked_once(by=by, at=at):
        for some in batched(_changing(row), BATCH):
            versions = {item.pk: item.version for item in some}
            written = change_batch(versions, wanted, reason=row.reason, by=by, at=at)
            changed.extend(written.changed)
            left.extend(written.left)
            happened.extend(written.happened)
            if progress is not None:
                progress.tell(len(changed) + len(left))
                if is_stopped(_work(row.pk)):
                    raise BulkEditStopped
    row.state, row.done_at = _State.DONE, at
    row.result = {"changed": changed, "left": left}
    row.save(update_fields=["state", "reason", "result", "done_at"])
    told = {"reason": row.reason, "changed": len(changed), **_summary(row, left), **_said(wanted)}
    happened.append(ledger.Happened(PortfolioEvent.USE_CASES_CHANGED_TOGETHER, row, told))
    ledger.record_all(happened, by=by, at=at)
    if progress is not None:
        # Should another worker have taken the job over meanwhile, this takes all of it back.
        done = len(changed) + len(left)
        progress.report(done, done, _("Changing use case {done} of {total}"))
    return row


def _summary(row: BulkEdit, left: Sequence[tuple[int, str]]) -> dict[str, int]:
    counts = Counter(item.verdict for item in items_of(row))
    return {"left": len(left), "same": counts[Verdict.SAME], "refused": counts[Verdict.REFUSED]}


def _said(wanted: Wanted) -> dict[str, Any]:
    """Return what was changed, as the ledger tells it."""
    said = {name: value for name, value in wanted.change.as_data().items() if value}
    owners = {
        role.value: None if pk is None else wanted.people[pk]
        for role, pk in wanted.change.owners.items()
    }
    if wanted.domain is not None:
        said["domain"] = wanted.domain
    return said | ({"owners": owners} if owners else {})
