"""Changing many use cases at once: previewed, confirmed with a reason, done in one transaction."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from portal.domain.errors import Invalid, NotAllowed, Refusal
from portal.domain.jobs import JobState
from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext
from portal.models import Job
from portal.selectors.members import member_of
from portal.services import jobs, ledger
from portal.services.jobs import Progress
from portfolio.domain.bulk_edits import MOST, BulkChange, Verdict
from portfolio.models import BulkEdit
from portfolio.services.bulk_edit_plans import Planned, Wanted, plan_rows, wanted_change
from portfolio.services.bulk_edit_writes import change_batch
from portfolio.services.events import PortfolioEvent
from portfolio.services.follow_ups import asked_once

BATCH: Final = 500
BULK_JOB: Final = "portfolio.bulk_edit"
DONE_AT_ONCE: Final = 100
"""Use cases that are changed well within the time one waits for a page."""

KEPT_UNCONFIRMED: Final = timedelta(days=1)
_State = BulkEdit.State


class NothingSelected(Invalid):
    """Nobody said which use cases."""

    code = "nothing_selected"

    def __init__(self) -> None:
        sentence = _("Tick at least one use case.")
        super().__init__(sentence, fields={"use_cases": sentence})


class TooManySelected(Invalid):
    """More than can be changed in one go."""

    code = "too_many_selected"

    def __init__(self) -> None:
        sentence = _("At most {most:,} use cases can be changed in one go. Filter more.", most=MOST)
        super().__init__(sentence, fields={"use_cases": sentence})


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


@dataclass(frozen=True, slots=True)
class Item:
    """One use case of a bulk edit, as it was looked at."""

    pk: int
    version: int
    verdict: Verdict
    sentence: str = ""


def items_of(edit: BulkEdit) -> list[Item]:
    """Return the use cases of a bulk edit, in the order they were selected."""
    return [Item(pk, version, Verdict(verdict), told) for pk, version, verdict, told in edit.rows]


def check_count(count: int) -> None:
    """Refuse no use cases, and more than can be changed in one go."""
    if not count:
        raise NothingSelected
    if count > MOST:
        raise TooManySelected


def preview(ids: Sequence[int], change: BulkChange, *, by: Member, at: datetime) -> list[Planned]:
    """Say what a change would do to each use case; nothing is written or kept.

    Use cases the member may not see are not there.

    Raises
    ------
    NotAllowed
        When the member may edit no use case anywhere.
    NothingSelected, TooManySelected
        When no use case is selected, or more than `MOST`.
    NothingToChange, DomainNotYours, DomainArchived, OwnerNotAvailable
        When nothing can be changed like this.
    """
    require(by, Capability.EDIT_USE_CASE)
    unique = list(dict.fromkeys(ids))
    check_count(len(unique))
    wanted = wanted_change(change, by=by, at=at)
    found = list(plan_rows(unique, wanted, by=by))
    if not found:
        raise NothingSelected
    return found


@transaction.atomic
def keep_preview(ids: Sequence[int], change: BulkChange, *, by: Member, at: datetime) -> BulkEdit:
    """Preview a change and keep it for a day, to be confirmed; refuses what `preview` does."""
    found = preview(ids, change, by=by, at=at)
    old = BulkEdit.objects.filter(state=_State.PREVIEWED, created_at__lt=at - KEPT_UNCONFIRMED)
    old.delete()
    return BulkEdit.objects.create(
        change=change.as_data(),
        rows=[
            [each.use_case.pk, each.use_case.version, each.verdict, each.sentence] for each in found
        ],
        created_by_id=by.user_id,
        created_at=at,
    )


@transaction.atomic
def confirm(edit: BulkEdit, *, reason: str, by: Member, at: datetime) -> BulkEdit:
    """Carry out a previewed change: a small one at once, a larger one in a job.

    Confirming again changes nothing.

    Raises
    ------
    NotAllowed
        When somebody else previewed it.
    BulkReasonMissing
        When nobody says why.
    """
    row = _locked(edit.pk)
    if row.created_by_id != by.user_id:
        raise NotAllowed(_("Only the person who previewed this change can confirm it."))
    if row.state == _State.DONE or (row.state == _State.WORKING and not _has_failed(row)):
        return row
    if not reason.strip():
        raise BulkReasonMissing
    row.reason = reason.strip()
    count = sum(item.verdict is Verdict.CHANGE for item in items_of(row))
    if count <= DONE_AT_ONCE:
        return _carry_out(row, by=by, at=at)
    row.state = _State.WORKING
    title = ngettext("Change {count:,} use case", "Change {count:,} use cases", count)
    job = jobs.request(
        BULK_JOB, {"edit": row.pk}, title=title, by=by, at=at, dedupe_key=f"{BULK_JOB}.{row.pk}"
    )
    row.job_id = job.pk
    row.save(update_fields=["reason", "state", "job_id"])
    return row


def carry_out(edit_id: int, *, at: datetime, progress: Progress | None = None) -> BulkEdit:
    """Carry out a confirmed change in a job; one that was carried out stays as it is."""
    if progress is not None:
        edit = BulkEdit.objects.filter(pk=edit_id).first()
        changing = _changing(edit) if edit else []
        progress.begin(_("Changing use case {done} of {total}"), len(changing))
    with transaction.atomic():
        row = _locked(edit_id)
        if row.state != _State.WORKING:
            return row
        by = member_of(row.created_by, today=timezone.localdate(at))
        return _carry_out(row, by=by, at=at, progress=progress)


def _locked(edit_id: int) -> BulkEdit:
    rows = BulkEdit.objects.select_for_update(of=("self",)).select_related("created_by")
    row = rows.filter(pk=edit_id).first()
    if row is None:
        raise BulkEditGone
    return row


def _has_failed(row: BulkEdit) -> bool:
    failed = Job.objects.filter(state=JobState.FAILED)
    return row.job_id is not None and failed.filter(pk=row.job_id).exists()


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
