"""What a change of the portfolio asks for afterwards: a new ranking, a new look for overlap."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Final

from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portal.models import Job
from portal.services import jobs
from portfolio.domain.follow_ups import COMPARE_JOB, RANK_JOB

PAUSE: Final = timedelta(minutes=1)
"""How long a comparison waits for further changes, for it reads every text anew."""


_HELD_BACK: ContextVar[set[str] | None] = ContextVar("follow_ups_held_back", default=None)


@contextmanager
def asked_once(*, by: Member, at: datetime) -> Iterator[None]:
    """Hold back what many changes ask for, and ask for each of it once, at the end."""
    kinds: set[str] = set()
    token = _HELD_BACK.set(kinds)
    try:
        yield
    finally:
        _HELD_BACK.reset(token)
    if RANK_JOB in kinds:
        request_ranking(by=by, at=at)
    if COMPARE_JOB in kinds:
        request_comparison(by=by, at=at)


def _is_held_back(kind: str) -> bool:
    kinds = _HELD_BACK.get()
    if kinds is not None:
        kinds.add(kind)
    return kinds is not None


def request_ranking(*, by: Member, at: datetime) -> None:
    """Ask for the portfolio to be ranked anew; requests that wait are joined into one."""
    if _is_held_back(RANK_JOB):
        return
    jobs.request(
        RANK_JOB,
        {},
        title=_("Rank the portfolio"),
        by=by,
        at=at,
        dedupe_key=RANK_JOB,
    )


def request_comparison(*, by: Member, at: datetime, after: timedelta = PAUSE) -> None:
    """Ask for all use cases to be compared; requests within a minute are joined into one."""
    if not _is_held_back(COMPARE_JOB):
        comparison_job(by=by, at=at, after=after)


def comparison_job(*, by: Member, at: datetime, after: timedelta = PAUSE) -> Job:
    """Ask for a comparison likewise, and return the job that does it."""
    return jobs.request(
        COMPARE_JOB,
        {},
        title=_("Look for overlap"),
        by=by,
        at=at,
        dedupe_key=COMPARE_JOB,
        run_after=at + after,
    )
