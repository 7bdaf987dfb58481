"""A Celery worker with one slow job of its own, for the tests that kill it."""

import time
from collections.abc import Mapping
from typing import Any

import django

from portal.celery import app

django.setup()

from portal.services.jobs import Progress, job_handler  # noqa: E402

__all__ = ["app", "slow"]


@job_handler("test.slow")
def slow(args: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Take ``seconds``, reporting every tenth of a second."""
    steps = int(float(args["seconds"]) * 10)
    for step in range(steps):
        progress.report(step, steps, "Working slowly")
        time.sleep(0.1)
    return {"steps": steps}
