"""Previewing what shall be changed about many use cases: kept for a day, to be confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from portal.domain.errors import Invalid
from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext
from portal.selectors.members import member_of
from portal.services import jobs
from portal.services.jobs import Progress
from portfolio.domain.bulk_edits import MOST, BulkChange, Verdict
from portfolio.models import BulkEdit
from portfolio.services.bulk_edit_plans import Planned, plan_rows, wanted_change

PREVIEW_JOB: Final = "portfolio.preview_bulk_edit"
PREVIEWED_AT_ONCE: Final = 500
"""Use cases that are looked at well within the time one waits for a page."""

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
    """Preview a change and keep it for a day: a small one at once, a larger one in a job.

    Refuses what `preview` does; a job that finds none of the use cases keeps an empty preview.
    """
    unique = list(dict.fromkeys(ids))
    if len(unique) <= PREVIEWED_AT_ONCE:
        found = preview(unique, change, by=by, at=at)
        return begin(unique, change, _State.PREVIEWED, rows=_rows(found), by=by, at=at)
    check_wanted(unique, change, by=by, at=at)
    row = begin(unique, change, _State.PREVIEWING, by=by, at=at)
    title = ngettext(
        "Preview a change to {count:,} use case",
        "Preview a change to {count:,} use cases",
        len(unique),
    )
    job = jobs.request(
        *(PREVIEW_JOB, {"edit": row.pk}),
        title=title,
        by=by,
        at=at,
        dedupe_key=f"{PREVIEW_JOB}.{row.pk}",
    )
    row.job_id = job.pk
    row.save(update_fields=["job_id"])
    return row


def check_wanted(ids: Sequence[int], change: BulkChange, *, by: Member, at: datetime) -> None:
    """Refuse what can be refused before any use case is looked at, as `preview` does."""
    require(by, Capability.EDIT_USE_CASE)
    check_count(len(ids))
    wanted_change(change, by=by, at=at)


def begin(
    ids: Sequence[int],
    change: BulkChange,
    state: BulkEdit.State,
    *,
    rows: Sequence[Any] = (),
    by: Member,
    at: datetime,
) -> BulkEdit:
    """Store a bulk edit; those that nobody confirmed within a day are dropped here."""
    undecided = BulkEdit.objects.exclude(state__in=(_State.WORKING, _State.DONE))
    undecided.filter(created_at__lt=at - KEPT_UNCONFIRMED).delete()
    return BulkEdit.objects.create(
        state=state,
        change=change.as_data(),
        chosen=list(ids),
        rows=list(rows),
        created_by_id=by.user_id,
        created_at=at,
    )


def look_at(edit: BulkEdit, *, at: datetime, progress: Progress | None = None) -> BulkEdit:
    """Work out in a job what becomes of each chosen use case, and keep it; once is enough."""
    if edit.rows or edit.state not in {_State.PREVIEWING, _State.WORKING}:
        return edit
    by = member_of(edit.created_by, today=timezone.localdate(at))
    wanted = wanted_change(BulkChange.from_data(edit.change), by=by, at=at)
    if progress is not None:
        progress.begin(_("Looking at use case {done} of {total}"), len(edit.chosen))
    found: list[Planned] = []
    for planned in plan_rows(edit.chosen, wanted, by=by):
        found.append(planned)
        if progress is not None:
            progress.tell(len(found))
    with transaction.atomic():
        row = BulkEdit.objects.select_for_update(of=("self",)).filter(pk=edit.pk).first()
        if row is None or row.state != edit.state:
            return row or edit
        row.rows = _rows(found)
        if row.state == _State.PREVIEWING:
            row.state = _State.PREVIEWED
        row.save(update_fields=["rows", "state"])
    return row


def run_preview(edit_id: int, *, at: datetime, progress: Progress | None = None) -> BulkEdit | None:
    """Preview a large change in a job; one that was dropped or cancelled meanwhile stays so."""
    edit = BulkEdit.objects.select_related("created_by").filter(pk=edit_id).first()
    return look_at(edit, at=at, progress=progress) if edit else None


def _rows(found: Sequence[Planned]) -> list[list[Any]]:
    return [
        [each.use_case.pk, each.use_case.version, each.verdict, each.sentence] for each in found
    ]
