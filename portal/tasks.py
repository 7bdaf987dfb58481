"""The doors of the worker: what a wake-up asks for, and the thread of the embedded worker."""

import threading
import uuid
from functools import cache
from importlib import import_module
from typing import Any, Final

import structlog
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from portal.services import jobs

log = structlog.get_logger("steelthread.worker")
_bell = threading.Event()
IDLE_SECONDS = 2.0
RUN_JOB: Final = "portal.run_job"
SWEEP_JOBS: Final = "portal.sweep_jobs"


def run_job(job_id: str) -> None:
    """Carry out one job by its id."""
    jobs.run(uuid.UUID(job_id))


def sweep_jobs() -> int:
    """Announce jobs whose wake-up was lost."""
    return jobs.sweep(now=timezone.now())


def announce(job_id: uuid.UUID) -> None:
    """Wake whoever carries out jobs: the thread in this process, or a Celery worker."""
    if settings.EMBEDDED_WORKER:
        _bell.set()
    elif settings.CELERY["broker_url"] != "memory://":
        _celery().send_task(RUN_JOB, [str(job_id)])


@cache
def _celery() -> Any:
    """Load Celery with the first message: most processes send none, and it takes half a second."""
    return import_module("portal.celery").app


jobs.on_request(announce)


def work_once() -> int:
    """Carry out what is due, and of the documents the oldest; return how many were taken.

    A ranking is waited for by everybody and takes a moment, so it does not stand behind ten
    documents: after each of them one looks again.
    """
    waiting = jobs.due(now=timezone.now(), are_documents=False)
    waiting += jobs.due(now=timezone.now(), are_documents=True, limit=1)
    if waiting:
        load_handlers()
    return sum(jobs.run(job_id) is not None for job_id in waiting)


@cache
def load_handlers() -> None:
    """Load every app's task module, which registers what jobs it carries out.

    Not before there is a job: the libraries behind reports take a second and 40 MB, which a
    process that only serves pages, or a command, need not spend.
    """
    autodiscover_modules("tasks")


def start_embedded_worker() -> threading.Thread:
    """Start the one thread that carries out jobs inside the web process."""
    thread = threading.Thread(target=_work, name="steelthread-worker", daemon=True)
    thread.start()
    return thread


def _work() -> None:
    while True:
        close_old_connections()
        try:
            if work_once():
                continue
        except Exception:
            log.exception("worker_stumbled")
        _bell.wait(IDLE_SECONDS)
        _bell.clear()
