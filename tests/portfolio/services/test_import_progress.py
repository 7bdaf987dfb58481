"""An import that is being written: seen from outside, cancelled from outside, never in the way."""

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from time import time
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from portal.models import Job
from portal.services import beacons
from portal.tasks import work_once
from portfolio.models import ImportRun, UseCase, WorkStop
from portfolio.services import import_runs, import_undos, work_stops
from portfolio.services.import_runs import request_commit, upload
from portfolio.services.import_stops import ask_to_stop, forget_to_stop, is_stopped
from portfolio.services.import_undos import cancel
from tests.builders import NOW
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 1_500


@pytest.fixture(autouse=True)
def beside(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.JOB_BEACONS = tmp_path / "beacons"
    monkeypatch.setattr(beacons, "EVERY", 0)


def requested(cast: Cast) -> ImportRun:
    """Return an import of many rows whose job waits."""
    by = cast.member("lead")
    rows = "".join(f"Row {number}\n" for number in range(ROWS))
    run = upload(f"Title\n{rows}".encode(), filename="list.csv", domain=None, by=by, at=NOW)
    work_once()
    run.refresh_from_db()
    return request_commit(run, by=by, at=NOW)


def looking(monkeypatch: pytest.MonkeyPatch, look: Callable[[int], None]) -> None:
    """Look around each time an import asks whether to stop: at its begin and after each batch."""
    times = iter(range(100))

    def stopped(run_id: int) -> bool:
        look(next(times))
        return is_stopped(run_id)

    monkeypatch.setattr(import_runs, "is_stopped", stopped)


def test_the_page_and_the_interface_count_the_rows_while_they_are_written(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = requested(cast)
    lead, seen = cast.client("lead"), []

    def look(_time: int) -> None:
        told = lead.get(f"/api/v1/jobs/{run.job_id}/").json()
        page = lead.get(f"/jobs/{run.job_id}/").text
        seen.append((told["step"], told["percent"], told["step"] in page))

    looking(monkeypatch, look)
    work_once()
    assert seen == [
        ("Writing row 0 of 1,500", 0, True),
        ("Writing row 0 of 1,500", 0, True),
        ("Writing row 1,000 of 1,500", 66, True),
    ]
    run.refresh_from_db()
    assert (run.state, UseCase.objects.count()) == ("committed", ROWS)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="In memory nobody else can write.")
def test_who_cancels_while_rows_are_written_waits_for_them_to_be_taken_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, by = requested(cast), cast.member("lead")
    cancelled: list[Future[ImportRun]] = []

    def cancel_it() -> ImportRun:
        try:
            return cancel(run, by=by)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:

        def look(time: int) -> None:
            if time == 1:
                assert UseCase.objects.count() == 1_000
                cancelled.append(pool.submit(cancel_it))
                while not WorkStop.objects.exists():
                    pass

        looking(monkeypatch, look)
        work_once()
        assert cancelled[0].result(60).state == "cancelled"
    job = Job.objects.get(pk=run.job_id)
    assert (job.state, job.attempts) == ("done", 1)
    assert not UseCase.objects.exists()
    assert not WorkStop.objects.exists()
    run.refresh_from_db()
    assert (run.state, run.content) == ("cancelled", None)


def test_who_cancels_asks_before_any_transaction_that_would_wait_for_the_import(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, by = requested(cast), cast.member("lead")
    before: list[str] = []
    with CaptureQueriesContext(connection) as sent:

        def asked(run_id: int) -> None:
            before.extend(each["sql"].split()[0] for each in sent.captured_queries)
            ask_to_stop(run_id)

        monkeypatch.setattr(import_undos, "ask_to_stop", asked)
        assert cancel(run, by=by).state == "cancelled"
    assert before == ["SELECT"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="There it is a row.")
def test_a_wish_to_stop_reaches_the_other_processes_and_grows_old(
    tmp_path: Path, settings: Any
) -> None:
    folder = tmp_path / "beacons"
    ask_to_stop(7)
    assert [file.name for file in folder.iterdir()] == ["import-7.stop"]
    work_stops._asked.clear()
    assert is_stopped(7)
    assert not is_stopped(8)
    past = time() - settings.JOB_LEASE_SECONDS - 1
    os.utime(folder / "import-7.stop", times=(past, past))
    assert not is_stopped(7)
    forget_to_stop(7)
    assert not list(folder.iterdir())
