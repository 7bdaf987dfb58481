"""The life of a job: queued, running under a lease, done, tried again, or given up."""

from datetime import timedelta
from enum import StrEnum

MAX_ATTEMPTS = 5
STALE_AFTER = timedelta(seconds=15)


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)

DOCUMENT = "_pdf"
"""How the kinds of jobs end that draw a document: for seconds, and for the one who asked."""


def back_off(attempts: int, *, jitter: float = 0.0) -> timedelta:
    """Return how long to wait before the next attempt.

    Parameters
    ----------
    attempts
        How many attempts have failed so far, from 1.
    jitter
        A number in [0, 1) that spreads simultaneous failures.

    Examples
    --------
    >>> [back_off(n).total_seconds() for n in (1, 2, 3, 4)]
    [2.0, 8.0, 32.0, 128.0]
    """
    return timedelta(seconds=2 * 4 ** (attempts - 1) * (1 + jitter / 2))


def percent(done: int, total: int) -> int:
    """Return progress as a whole percentage, never 100 before the end.

    Examples
    --------
    >>> percent(199, 200), percent(200, 200), percent(0, 0)
    (99, 100, 0)
    """
    if total <= 0:
        return 0
    return min(100, done * 100 // total)
