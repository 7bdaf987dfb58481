"""Two workers at one upload, on a database that lets them run at the same time."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from portal.models import LedgerEntry
from portfolio.models import ImportRun, UseCase
from portfolio.services import import_runs
from portfolio.services.import_readings import Reading, read_import
from tests.conftest import Cast

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

LIST = b"Title,Domain\n" + b"".join(b"Plan %d,Freight > Yard %d\n" % (n, n % 7) for n in range(50))


def at_once(*work: Callable[[], object]) -> None:
    failed: list[BaseException] = []

    def carry_out(each: Callable[[], object]) -> None:
        try:
            each()
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=carry_out, args=[each]) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_two_workers_at_one_upload_import_it_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    lead = cast.member("lead")
    run = import_runs.upload(LIST, filename="list.csv", domain=None, by=lead, at=now)
    import_runs.request_commit(run, by=lead, at=now)
    both_have_read = threading.Barrier(2, timeout=20)

    def read_together(content: bytes, **options: object) -> Reading:
        reading = read_import(content, **options)  # type: ignore[arg-type]
        both_have_read.wait()
        return reading

    monkeypatch.setattr(import_runs, "read_import", read_together)
    at_once(*[lambda: import_runs.commit_run(run.pk, at=now)] * 2)
    assert ImportRun.objects.get().state == "committed"
    assert UseCase.objects.count() == 50
    assert LedgerEntry.objects.filter(event="portfolio.use_cases.imported").count() == 1


def test_two_people_pressing_import_ask_for_one_job(cast: Cast) -> None:
    now = timezone.now()
    lead = cast.member("lead")
    run = import_runs.upload(LIST, filename="list.csv", domain=None, by=lead, at=now)
    jobs: list[object] = []

    def press() -> None:
        jobs.append(import_runs.request_commit(run, by=lead, at=now).job_id)

    at_once(press, press)
    assert len(jobs) == 2
    assert len(set(jobs)) == 1
