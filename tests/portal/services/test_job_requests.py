"""Requests and workers at the same time, on a database with several writers."""

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from portal.domain.jobs import JobState
from portal.models import Job, User
from portal.services import jobs
from portal.tasks import work_once
from tests.builders import make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time."),
]


@pytest.fixture
def seen() -> Iterator[list[int]]:
    """Collect how many people each run of the job found."""
    counts: list[int] = []

    @jobs.job_handler("test.count")
    def count(_args: Mapping[str, Any], _progress: jobs.Progress) -> Mapping[str, Any]:
        counts.append(User.objects.count())
        time.sleep(0.01)
        return {}

    yield counts
    jobs._HANDLERS.pop("test.count")


def request() -> Job:
    return jobs.request(
        "test.count", {}, title="Count", by=None, at=timezone.now(), dedupe_key="count"
    )


def closing(work: Any) -> Any:
    """Run ``work`` in a thread of its own connection."""

    def run(*arguments: Any) -> Any:
        try:
            return work(*arguments)
        finally:
            connections.close_all()

    return run


def test_a_waiting_job_that_was_joined_begins_only_after_the_change_it_was_joined_for(
    seen: list[int],
) -> None:
    first = request()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            make_user()
            assert request().pk == first.pk
            worker = pool.submit(closing(work_once))
            time.sleep(0.5)
            assert not worker.done()
        assert worker.result(timeout=10) == 1
    assert seen == [1]


def test_requests_and_workers_at_once_lose_no_change(seen: list[int]) -> None:
    def change() -> None:
        for _ in range(25):
            with transaction.atomic():
                make_user()
                request()

    def work() -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            work_once()
            if User.objects.count() == 100 and not Job.objects.exclude(state=JobState.DONE):
                return

    with ThreadPoolExecutor(6) as pool:
        running = [pool.submit(closing(change)) for _ in range(4)]
        running += [pool.submit(closing(work)) for _ in range(2)]
        for each in running:
            each.result(timeout=90)
    assert seen[-1] == 100
    assert not Job.objects.exclude(state=JobState.DONE).exists()
