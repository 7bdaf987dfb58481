"""Whether what a page shows is about to be worked out anew."""

from dataclasses import dataclass
from datetime import datetime

from portal.domain.jobs import OPEN_STATES, JobState
from portal.models import Job
from portfolio.domain.follow_ups import COMPARE_JOB, RANK_JOB


@dataclass(frozen=True, slots=True)
class Awaited:
    """A newer ranking or comparison than the one that is shown, which waits or runs.

    Attributes
    ----------
    asked_at
        When it was asked for; requests that came while it waited were joined to it.
    """

    is_running: bool
    asked_at: datetime

    @property
    def state(self) -> JobState:
        """Whether it waits for its turn or is being worked out."""
        return JobState.RUNNING if self.is_running else JobState.QUEUED


def awaited_ranking() -> Awaited | None:
    """Return the ranking that is about to replace the one that is kept; one query."""
    return _awaited(RANK_JOB)


def awaited_comparison() -> Awaited | None:
    """Return the comparison that is about to replace the one that is kept; one query."""
    return _awaited(COMPARE_JOB)


def _awaited(kind: str) -> Awaited | None:
    open_jobs = Job.objects.filter(kind=kind, dedupe_key=kind, state__in=OPEN_STATES)
    # While one runs another may wait: the later one is what the page will show in the end.
    row = open_jobs.order_by("-requested_at").values_list("state", "requested_at").first()
    return Awaited(row[0] == JobState.RUNNING, row[1]) if row else None
