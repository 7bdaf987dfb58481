"""Large bulk edits: previewed in a job, carried out in a job, cancelled from wherever one looks."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from portal.domain.errors import NotAllowed
from portal.models import Job, LedgerEntry
from portal.services import beacons
from portal.tasks import work_once
from portfolio.domain.bulk_edits import BulkChange
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.stages import Stage
from portfolio.models import BulkEdit, UseCase, WorkStop
from portfolio.services import bulk_edit_previews, bulk_edits, work_stops
from portfolio.services.bulk_edit_plans import NothingToChange
from portfolio.services.bulk_edit_previews import NothingSelected, keep_preview
from portfolio.services.bulk_edits import (
    AlreadyChanged,
    BulkReasonMissing,
    NotPreviewed,
    cancel,
    change_together,
    confirm,
)
from portfolio.services.use_cases import change_stage
from portfolio.services.work_stops import ask_to_stop
from tests.builders import NOW, make_use_case
from tests.conftest import Cast
from tests.portfolio.register_builders import carried

WHY = "The reorganisation of spring."
ASSESSED = BulkChange(stage=Stage.ASSESSED)
_State = BulkEdit.State


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """Let three use cases be many."""
    settings.JOB_BEACONS = tmp_path / "beacons"
    monkeypatch.setattr(beacons, "EVERY", 0)
    monkeypatch.setattr(bulk_edit_previews, "PREVIEWED_AT_ONCE", 2)
    monkeypatch.setattr(bulk_edits, "PREVIEWED_AT_ONCE", 2)
    monkeypatch.setattr(bulk_edits, "DONE_AT_ONCE", 2)
    monkeypatch.setattr(bulk_edits, "BATCH", 2)


def ideas(cast: Cast, count: int = 5) -> list[int]:
    return [make_use_case(domain=cast.freight, stage="idea").pk for _number in range(count)]


def previewed(cast: Cast, ids: list[int], name: str = "lead") -> BulkEdit:
    edit = keep_preview(ids, ASSESSED, by=cast.member(name), at=NOW)
    work_once()
    edit.refresh_from_db()
    return edit


def test_five_hundred_are_previewed_at_once_and_more_in_a_job(cast: Cast) -> None:
    assert bulk_edit_previews.PREVIEWED_AT_ONCE == 500
    lead, known = cast.member("lead"), ideas(cast, 1)
    at_once = keep_preview([*known, *range(10**6, 10**6 + 499)], ASSESSED, by=lead, at=NOW)
    assert (at_once.state, at_once.job_id, at_once.missing) == (_State.PREVIEWED, None, 499)
    in_a_job = keep_preview([*known, *range(10**6, 10**6 + 500)], ASSESSED, by=lead, at=NOW)
    assert (in_a_job.state, in_a_job.rows) == (_State.PREVIEWING, [])
    assert Job.objects.get(pk=in_a_job.job_id).title == "Preview a change to 501 use cases"


@pytest.mark.usefixtures("few")
def test_what_is_previewed_in_a_job_is_what_was_chosen_and_is_then_applied(cast: Cast) -> None:
    ids = ideas(cast)
    live = make_use_case(domain=cast.freight, stage="production").pk
    before = carried()
    edit = previewed(cast, [ids[4], live, *ids[:4], 999_999])
    assert edit.state == _State.PREVIEWED
    assert [(pk, verdict) for pk, _version, verdict, _told in edit.rows] == [
        (ids[4], "change"),
        (live, "refused"),
        *((pk, "change") for pk in ids[:4]),
    ]
    assert edit.missing == 1
    assert carried() == before
    assert not LedgerEntry.objects.exists()
    change_stage(
        UseCase.objects.get(pk=ids[0]), Stage.ON_HOLD, version=1, by=cast.member("lead"), at=NOW
    )
    late = make_use_case(domain=cast.freight, stage="idea")
    confirm(edit, reason=WHY, by=cast.member("lead"), at=NOW)
    work_once()
    edit.refresh_from_db()
    assert edit.result["changed"] == ids[1:]
    assert [pk for pk, _told in edit.result["left"]] == [ids[0]]
    late.refresh_from_db()
    assert (late.stage, late.version) == ("idea", 1)


@pytest.mark.usefixtures("few")
def test_a_preview_is_worked_out_once_and_with_the_rights_of_the_day(cast: Cast) -> None:
    ids = ideas(cast, 3)
    edit = keep_preview(ids, ASSESSED, by=cast.member("freight_owner"), at=NOW)
    cast.freight_owner.grants.all().delete()
    work_once()
    edit.refresh_from_db()
    assert (edit.state, edit.rows, edit.missing) == (_State.PREVIEWED, [], 3)
    kept = previewed(cast, ids)
    assert bulk_edit_previews.run_preview(kept.pk, at=NOW) == kept
    assert bulk_edit_previews.run_preview(999_999, at=NOW) is None


@pytest.mark.usefixtures("few")
def test_what_is_not_previewed_yet_cannot_be_confirmed(cast: Cast) -> None:
    ids, lead = ideas(cast), cast.member("lead")
    edit = keep_preview(ids, ASSESSED, by=lead, at=NOW)
    with pytest.raises(NotPreviewed):
        confirm(edit, reason=WHY, by=lead, at=NOW)
    edit.refresh_from_db()
    assert edit.state == _State.PREVIEWING
    assert UseCase.objects.filter(stage="idea", version=1).count() == 5


@pytest.mark.usefixtures("few")
def test_what_nobody_could_do_is_refused_before_a_job_begins(cast: Cast) -> None:
    ids, lead = ideas(cast), cast.member("lead")
    with pytest.raises(NothingToChange):
        keep_preview(ids, BulkChange(), by=lead, at=NOW)
    with pytest.raises(NotAllowed):
        keep_preview(ids, ASSESSED, by=cast.member("auditor"), at=NOW)
    with pytest.raises(BulkReasonMissing):
        change_together(ids, ASSESSED, reason=" ", by=lead, at=NOW)
    with pytest.raises(NothingSelected):
        change_together([], ASSESSED, reason=WHY, by=lead, at=NOW)
    assert not BulkEdit.objects.exists()
    assert not Job.objects.exists()


@pytest.mark.usefixtures("few")
def test_programs_change_many_without_a_look_in_one_job(cast: Cast) -> None:
    ids, lead = ideas(cast), cast.member("lead")
    edit = change_together([*ids, ids[0]], ASSESSED, reason=WHY, by=lead, at=NOW)
    assert (edit.state, edit.rows) == (_State.WORKING, [])
    assert UseCase.objects.filter(stage="idea").count() == 5
    work_once()
    edit.refresh_from_db()
    assert (edit.state, edit.result) == (_State.DONE, {"changed": ids, "left": []})
    assert UseCase.objects.filter(stage="assessed", version=2).count() == 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("few")
def test_the_job_of_a_preview_counts_what_it_looks_at(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, seen = cast.client("lead"), []
    edit = keep_preview(ideas(cast), ASSESSED, by=cast.member("lead"), at=NOW)
    plan = bulk_edit_previews.plan_rows

    def looking(*args: Any, **kwargs: Any) -> Any:
        for planned in plan(*args, **kwargs):
            told = lead.get(f"/api/v1/jobs/{edit.job_id}/").json()
            seen.append((told["step"], told["percent"]))
            yield planned

    monkeypatch.setattr(bulk_edit_previews, "plan_rows", looking)
    work_once()
    assert seen[::2] == [
        ("Looking at use case 0 of 5", 0),
        ("Looking at use case 2 of 5", 40),
        ("Looking at use case 4 of 5", 80),
    ]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("is_previewed", [False, True])
def test_a_change_cancelled_before_it_is_carried_out_changes_nothing(
    cast: Cast, is_previewed: bool
) -> None:
    ids, lead = ideas(cast), cast.member("lead")
    edit = previewed(cast, ids) if is_previewed else keep_preview(ids, ASSESSED, by=lead, at=NOW)
    assert cancel(edit, by=lead).state == _State.CANCELLED
    work_once()
    with pytest.raises(NotPreviewed):
        confirm(edit, reason=WHY, by=lead, at=NOW)
    edit.refresh_from_db()
    assert edit.state == _State.CANCELLED
    assert UseCase.objects.filter(stage="idea", version=1).count() == 5
    assert not LedgerEntry.objects.exists()


@pytest.mark.usefixtures("few")
def test_a_change_that_waits_for_its_job_can_be_cancelled(cast: Cast) -> None:
    lead = cast.member("lead")
    edit = confirm(previewed(cast, ideas(cast)), reason=WHY, by=lead, at=NOW)
    cancel(edit, by=lead)
    work_once()
    edit.refresh_from_db()
    assert (edit.state, edit.result) == (_State.CANCELLED, {})
    assert UseCase.objects.filter(stage="idea", version=1).count() == 5


@pytest.mark.usefixtures("few")
def test_what_was_changed_can_no_longer_be_cancelled(cast: Cast) -> None:
    lead = cast.member("lead")
    edit = confirm(previewed(cast, ideas(cast)), reason=WHY, by=lead, at=NOW)
    work_once()
    with pytest.raises(AlreadyChanged):
        cancel(edit, by=lead)
    edit.refresh_from_db()
    assert edit.state == _State.DONE
    assert not work_stops.is_stopped(f"bulk-edit-{edit.pk}")


@pytest.mark.usefixtures("few")
def test_nobody_else_cancels_a_change(cast: Cast) -> None:
    edit = previewed(cast, ideas(cast))
    with pytest.raises(NotAllowed):
        cancel(edit, by=cast.member("freight_owner"))
    edit.refresh_from_db()
    assert edit.state == _State.PREVIEWED


def looking(monkeypatch: pytest.MonkeyPatch, look: Callable[[str], None]) -> None:
    """Look around each time a job asks whether to stop: after each batch."""

    def stopped(work: str) -> bool:
        look(work)
        return work_stops.is_stopped(work)

    monkeypatch.setattr(bulk_edits, "is_stopped", stopped)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("few")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="There it is a row, told of below.")
def test_a_change_stops_between_two_batches_and_takes_back_what_it_wrote(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, ids, seen = cast.member("lead"), ideas(cast), []
    edit = confirm(previewed(cast, ids), reason=WHY, by=lead, at=NOW)
    before = carried()

    def look(work: str) -> None:
        seen.append(UseCase.objects.filter(stage="assessed").count())
        # Another process asks: nothing is left in this one's memory.
        ask_to_stop(work)
        work_stops._asked.clear()

    looking(monkeypatch, look)
    work_once()
    assert seen == [2]
    assert carried() == before
    assert not LedgerEntry.objects.exists()
    assert cancel(edit, by=lead).state == _State.CANCELLED
    assert Job.objects.get(pk=edit.job_id).state == "done"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("few")
@pytest.mark.skipif(connection.vendor == "sqlite", reason="In memory nobody else can write.")
def test_who_cancels_half_way_waits_for_the_changes_to_be_taken_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = cast.member("lead")
    edit = confirm(previewed(cast, ideas(cast)), reason=WHY, by=lead, at=NOW)
    cancelled: list[Future[BulkEdit]] = []

    def cancel_it() -> BulkEdit:
        try:
            return cancel(edit, by=lead)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:

        def look(_work: str) -> None:
            cancelled.append(pool.submit(cancel_it))
            while not WorkStop.objects.exists():
                pass
            work_stops._asked.clear()

        looking(monkeypatch, look)
        work_once()
        assert cancelled[0].result(60).state == _State.CANCELLED
    assert UseCase.objects.filter(stage="idea", version=1).count() == 5
    assert not WorkStop.objects.exists()
    assert not LedgerEntry.objects.exists()


@pytest.mark.usefixtures("few")
def test_owners_are_named_in_a_large_preview_too(cast: Cast) -> None:
    change = BulkChange(owners={OwnerRole.DATA_OWNER: cast.lead.pk})
    edit = keep_preview(ideas(cast), change, by=cast.member("lead"), at=NOW)
    work_once()
    page = cast.client("lead").get(f"/portfolio/use-cases/bulk/{edit.pk}/").text
    assert f'Data owner: <span class="st-muted">Vacant</span> → <b>{cast.lead}</b>' in page
