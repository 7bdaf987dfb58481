"""Real workers and real brokers: killed in mid-job, silent, gone."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from portal.domain.jobs import JobState
from portal.models import Job
from portal.services import jobs
from tests.builders import make_root, make_user

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def environment(**more: str) -> dict[str, str]:
    database = connection.settings_dict
    url = (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}"
        f":{database['PORT'] or 5432}/{database['NAME']}"
    )
    return (
        os.environ
        | {
            "DATABASE_URL": url,
            "BROKER_URL": os.environ.get("TEST_BROKER_URL", "redis://127.0.0.1:6379/9"),
            "DJANGO_SETTINGS_MODULE": "portal.settings.main",
            "JOB_LEASE_SECONDS": "2",
        }
        | more
    )


@pytest.fixture
def start_worker() -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "-A", "tests.worker", "worker"]
        process = subprocess.Popen(
            [*command, "--pool", "solo", "--loglevel", "ERROR", "--without-mingle"],
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_for(condition: Callable[[], Any], seconds: float = 45) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.1)
    pytest.fail("This did not happen in time.")


def test_a_worker_killed_in_mid_job_loses_nothing(start_worker: Any) -> None:
    with transaction.atomic():
        job = jobs.request("test.slow", {"seconds": 3}, title="Slow", by=None, at=timezone.now())

    def state() -> Job:
        return Job.objects.get(pk=job.pk)

    first = start_worker()
    wait_for(lambda: state().state == JobState.QUEUED and jobs.wake(job.pk) is None)
    wait_for(lambda: state().state == JobState.RUNNING and state().progress_done > 2)
    first.kill()
    first.wait()
    start_worker()
    time.sleep(2.5)
    run = "from portal.tasks import sweep_jobs; from datetime import timedelta"
    script = (
        f"import django; django.setup(); {run}; from portal.services import jobs; "
        "from django.utils import timezone; "
        "print(jobs.sweep(now=timezone.now() + timedelta(minutes=1)))"
    )
    swept = subprocess.run(
        [sys.executable, "-c", script], env=environment(), check=True, capture_output=True
    )
    assert swept.stdout.strip() == b"1"
    wait_for(lambda: state().state == JobState.DONE)
    assert (state().attempts, state().result) == (2, {"steps": 30})


REQUEST = """
import sys
import django
django.setup()
from django.test import Client
from portal.models import User
client = Client(headers={"host": "localhost"})
client.force_login(User.objects.get(email="lead@example.org"))
import kombu.transport.redis
assert client.get("/jobs/").status_code == 200
answer = client.post(sys.argv[1])
print(answer.status_code)
"""


def test_waiting_for_a_silent_broker_ends_within_two_seconds_by_its_settings() -> None:
    transport = settings.CELERY["broker_transport_options"]
    waits = transport["socket_connect_timeout"] + transport["socket_timeout"]
    assert waits + settings.CELERY["broker_connection_timeout"] <= 1.5
    assert settings.CELERY["task_publish_retry"] is False


def test_a_silent_broker_does_not_hold_a_request_up() -> None:
    from portal.domain.roles import Role  # noqa: PLC0415
    from tests.builders import grant  # noqa: PLC0415

    lead = make_user("Lead", email="lead@example.org")
    grant(lead, Role.COE_LEAD, make_root())
    job = Job.objects.create(
        kind="test.slow",
        title="Slow",
        state=JobState.FAILED,
        run_after=timezone.now(),
        requested_at=timezone.now(),
    )
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        answer = subprocess.run(
            [sys.executable, "-c", REQUEST, f"/jobs/{job.pk}/retry/"],
            env=environment(BROKER_URL=f"redis://127.0.0.1:{port}/0", PYTHONPATH="."),
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert answer.stdout.split() == ["302"]
    assert Job.objects.get(pk=job.pk).state == JobState.QUEUED
