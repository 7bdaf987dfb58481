"""Beacons: a job in one long transaction is seen, and keeps its lease, from outside of it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from stat import S_IMODE
from time import time
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from portal.domain.errors import Refusal
from portal.domain.jobs import JobState
from portal.models import Job
from portal.selectors.beacons import beacon_file, told_by
from portal.selectors.jobs import JobRow, job_row, oldest_waiting
from portal.services import beacons, jobs

ROOT = Path(__file__).resolve().parents[3]
LATER = timedelta(hours=1)
pytestmark = pytest.mark.django_db(transaction=True)
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="Here it is a file.")
on_postgresql = pytest.mark.skipif(connection.vendor == "sqlite", reason="There it is a file.")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.JOB_BEACONS = tmp_path / "beacons"
    return tmp_path / "beacons"


@pytest.fixture
def at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a beacon shine each time it is asked to."""
    monkeypatch.setattr(beacons, "EVERY", 0)


@pytest.fixture
def carry_out() -> Iterator[Callable[[Callable[[jobs.Progress], None]], Job]]:
    """Carry out a job whose work is given, in one transaction; return its row."""

    def carry(work: Callable[[jobs.Progress], None]) -> Job:
        @jobs.job_handler("test.writer")
        def write(_args: Mapping[str, Any], progress: jobs.Progress) -> Mapping[str, Any]:
            progress.begin("Writing row {done} of {total}", 50_000)
            with transaction.atomic():
                work(progress)
            return {}

        with transaction.atomic():
            job = jobs.request("test.writer", {}, title="Write", by=None, at=timezone.now())
        jobs.run(job.pk)
        job.refresh_from_db()
        return job

    yield carry
    jobs._HANDLERS.pop("test.writer", None)


def outside[Result](look: Callable[[], Result]) -> Result:
    """Look over another connection; SQLite in memory has one, see the test on a file."""
    if connection.vendor == "sqlite":
        return look()

    def looked() -> Result:
        try:
            return look()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(looked).result()


def shown(progress: jobs.Progress) -> JobRow:
    return outside(lambda: job_row(Job.objects.get(pk=progress.job_id)))


@pytest.mark.usefixtures("at_any_time")
def test_what_a_job_tells_inside_its_transaction_is_seen_at_once(carry_out: Any) -> None:
    seen = []

    def work(progress: jobs.Progress) -> None:
        for done in (0, 12_400, 49_999):
            progress.tell(done)
            row = shown(progress)
            seen.append((row.step, row.percent))

    job = carry_out(work)
    assert seen == [
        ("Writing row 0 of 50,000", 0),
        ("Writing row 12,400 of 50,000", 24),
        ("Writing row 49,999 of 50,000", 99),
    ]
    assert (job.state, job.progress_done, job.progress_total) == ("done", 50_000, 50_000)
    assert job_row(job).step == "Writing row 50,000 of 50,000"


def test_a_total_that_is_known_only_later_is_told_with_the_count(carry_out: Any) -> None:
    seen = []

    def work(progress: jobs.Progress) -> None:
        progress.tell(3, 7)
        seen.append(shown(progress).step)

    carry_out(work)
    assert seen == ["Writing row 3 of 7"]


@pytest.mark.usefixtures("at_any_time")
def test_nobody_takes_a_job_while_it_tells_even_after_its_first_lease(carry_out: Any) -> None:
    taken = []

    def work(progress: jobs.Progress) -> None:
        with_lease = Job.objects.filter(pk=progress.job_id)
        if connection.vendor == "sqlite":
            # On PostgreSQL this would lock the row, as only the end of a transaction does.
            with_lease.update(lease_until=timezone.now() - timedelta(minutes=5))
        else:
            outside(lambda: with_lease.update(lease_until=timezone.now() - timedelta(minutes=5)))
        progress.tell(1)

        def try_to_take() -> tuple[Any, ...]:
            now = timezone.now()
            return jobs.due(now=now), jobs.claim(progress.job_id, now=now), oldest_waiting(now=now)

        taken.append(outside(try_to_take))

    job = carry_out(work)
    assert taken == [([], None, timedelta())]
    assert (job.state, job.attempts) == ("done", 1)


def test_it_is_written_at_most_twice_a_second(
    carry_out: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, seen = iter([10.0, 10.1, 10.49, 10.5]), []
    monkeypatch.setattr(beacons, "monotonic", lambda: next(clock))

    def work(progress: jobs.Progress) -> None:
        for done in (1, 2, 3, 4):
            progress.tell(done)
            seen.append(shown(progress).step.split()[2])

    carry_out(work)
    assert seen == ["1", "1", "1", "4"]


@pytest.mark.usefixtures("at_any_time")
def test_a_beacon_that_cannot_be_written_is_silent_and_the_job_goes_on(
    carry_out: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    folder.write_text("In the way of the folder.")

    def work(progress: jobs.Progress) -> None:
        with monkeypatch.context() as gone:
            gone.setitem(connection.settings_dict, "PORT", "1")
            progress.tell(12_400)
        seen.append(shown(progress).step)

    assert carry_out(work).state == JobState.DONE
    assert seen == ["Writing row 0 of 50,000"]


@pytest.mark.usefixtures("at_any_time")
def test_what_was_told_of_work_that_was_taken_back_is_told_no_more(
    carry_out: Any, folder: Path
) -> None:
    def work(progress: jobs.Progress) -> None:
        progress.tell(12_400)
        raise Refusal("It was cancelled.")

    job = carry_out(work)
    assert (job.state, job.error) == ("failed", "It was cancelled.")
    assert not folder.exists() or not list(folder.iterdir())


@pytest.mark.usefixtures("at_any_time")
def test_what_a_job_reports_after_its_transaction_takes_the_place_of_what_it_told() -> None:
    seen = []

    @jobs.job_handler("test.writer")
    def write(_args: Mapping[str, Any], progress: jobs.Progress) -> Mapping[str, Any]:
        with transaction.atomic():
            progress.tell(9, 10)
        progress.report(1, 2, "Counting")
        row = shown(progress)
        seen.append((row.step, row.percent))
        return {}

    with transaction.atomic():
        job = jobs.request("test.writer", {}, title="Write", by=None, at=timezone.now())
    assert jobs.run(job.pk) is JobState.DONE
    assert seen == [("Counting", 50)]
    jobs._HANDLERS.pop("test.writer")


@on_postgresql
@pytest.mark.usefixtures("at_any_time")
def test_a_transaction_that_holds_the_row_of_its_job_is_not_waited_for(carry_out: Any) -> None:
    def work(progress: jobs.Progress) -> None:
        progress.report(1, 2, "The last look, under the lock")
        progress.tell(2)

    job = carry_out(work)
    assert (job.state, job.progress_label) == ("done", "The last look, under the lock")


@on_postgresql
@pytest.mark.usefixtures("at_any_time")
def test_the_connection_beside_is_closed_with_the_job(carry_out: Any) -> None:
    held = []

    def work(progress: jobs.Progress) -> None:
        progress.tell(1)
        held.append(connections[beacons.BESIDE])

    carry_out(work)
    assert [each.connection for each in held] == [None]
    with pytest.raises(connections.exception_class):
        connections[beacons.BESIDE]


def running() -> Job:
    now = timezone.now()
    job = Job.objects.create(kind="test.writer", title="Write", run_after=now, requested_at=now)
    taken = jobs.claim(job.pk, now=now)
    assert taken is not None
    return taken


def beacon(job: Job) -> beacons.Beacon:
    assert job.lease_key is not None
    return beacons.Beacon(job.pk, job.lease_key)


@on_sqlite
def test_the_file_is_for_its_owner_alone_and_goes_with_the_beacon(folder: Path) -> None:
    job = running()
    lit = beacon(job)
    lit.shine(5, 10)
    file = beacon_file(job.pk)
    assert [each.name for each in folder.iterdir()] == [job.pk.hex]
    assert (S_IMODE(folder.stat().st_mode), S_IMODE(file.stat().st_mode)) == (0o700, 0o600)
    assert told_by(job.pk) == (job.lease_key, 5, 10)
    lit.put_out()
    assert not list(folder.iterdir())


@on_sqlite
def test_what_a_dead_worker_told_is_not_believed_after_the_lease(settings: Any) -> None:
    job = running()
    beacon(job).shine(5, 10)
    later = timezone.now() + LATER
    assert jobs.due(now=later) == []
    for age in (settings.JOB_LEASE_SECONDS + 1, -settings.JOB_LEASE_SECONDS - 1):
        os.utime(beacon_file(job.pk), times=(time() - age, time() - age))
        assert told_by(job.pk) is None
        assert jobs.due(now=later) == [job.pk]
    assert job_row(job).percent is None
    taken = jobs.claim(job.pk, now=later)
    assert taken is not None
    assert taken.attempts == 2


@on_sqlite
def test_what_another_worker_told_is_not_taken_for_this_ones() -> None:
    job = running()
    stranger = beacons.Beacon(job.pk, job.pk)
    stranger.shine(9, 10)
    assert job_row(job).percent is None
    assert jobs.due(now=timezone.now() + LATER) == [job.pk]
    beacon(job).put_out()
    assert told_by(job.pk) == (job.pk, 9, 10)


@on_sqlite
@pytest.mark.parametrize(
    "content",
    [
        "",
        "x",
        "{key} 5\n",
        "{key} -5 10\n",
        "{key} 5 9999999999\n",
        "{key} 5 10\nmore\n",
        "\0" * 99,
    ],
)
def test_a_file_that_says_anything_but_numbers_says_nothing(folder: Path, content: str) -> None:
    job = running()
    assert job.lease_key is not None
    folder.mkdir()
    beacon_file(job.pk).write_text(content.replace("{key}", job.lease_key.hex))
    assert told_by(job.pk) is None
    assert job_row(job).percent is None


@on_sqlite
@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_is_no_file_is_not_read(folder: Path, tmp_path: Path, kind: str) -> None:
    job = running()
    assert job.lease_key is not None
    folder.mkdir()
    if kind == "link":
        (tmp_path / "elsewhere").write_text(f"{job.lease_key.hex} 5 10\n")
        beacon_file(job.pk).symlink_to(tmp_path / "elsewhere")
    elif kind == "pipe":
        os.mkfifo(beacon_file(job.pk))
    else:
        beacon_file(job.pk).mkdir()
    assert told_by(job.pk) is None


@on_sqlite
def test_a_worker_that_takes_a_job_over_removes_what_the_dead_one_left(folder: Path) -> None:
    left = []

    @jobs.job_handler("test.writer")
    def write(_args: Mapping[str, Any], _progress: jobs.Progress) -> Mapping[str, Any]:
        left.append(list(folder.iterdir()))
        return {}

    job = running()
    beacon(job).shine(5, 10)
    past = timezone.now() - LATER
    Job.objects.filter(pk=job.pk).update(lease_until=past)
    os.utime(beacon_file(job.pk), times=(past.timestamp(), past.timestamp()))
    assert jobs.run(job.pk) is JobState.DONE
    assert left == [[]]
    jobs._HANDLERS.pop("test.writer")


WRITER = """
import sys
import django
django.setup()
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from portal.models import Job
from portal.selectors.jobs import job_row
from portal.services import jobs

@jobs.job_handler("test.writer")
def write(args, progress):
    progress.begin("Writing row {done} of {total}", 50_000)
    with transaction.atomic():
        Job.objects.filter(kind="test.writer").update(title="Written")
        progress.tell(12_400)
        print("told", flush=True)
        sys.stdin.readline()
    return {}

job = Job.objects.get()
if sys.argv[1] == "run":
    print(jobs.run(job.pk, now=timezone.now() + timedelta(hours=int(sys.argv[2]))))
else:
    due = jobs.due(now=timezone.now() + timedelta(hours=1))
    print(job.title, job_row(job).step, len(due), sep="; ")
"""


@on_sqlite
def test_other_processes_see_a_job_that_writes_and_take_it_once_it_was_killed(
    tmp_path: Path, settings: Any
) -> None:
    now = timezone.now()
    job = Job.objects.create(kind="test.writer", title="New", run_after=now, requested_at=now)
    file = tmp_path / "portal.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    told = {"DATABASE_URL": f"sqlite:///{file}", "DATA_FOLDER": str(tmp_path)}

    def process(*args: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", WRITER, *args],
            env=os.environ | told,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    with process("run", "0") as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "told\n"
        with process("look") as reader:
            seen = reader.communicate()[0]
        first.kill()
    assert seen == "New; Writing row 12,400 of 50,000; 0\n"
    settings.JOB_BEACONS = tmp_path / "beacons"
    past = time() - LATER.total_seconds()
    os.utime(beacon_file(job.pk), times=(past, past))
    with process("look") as reader:
        assert reader.communicate()[0] == "New; Writing row 0 of 50,000; 1\n"
    with process("run", "1") as second:
        assert second.communicate("\n")[0] == "told\ndone\n"
    with process("look") as reader:
        assert reader.communicate()[0] == "Written; Writing row 50,000 of 50,000; 0\n"
    assert not list((tmp_path / "beacons").iterdir())
