"""What a change of the portfolio asks for afterwards: a new ranking, a new look for overlap."""

from datetime import datetime, timedelta
from typing import Final

from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portal.models import Job
from portal.services import jobs

RANK_JOB: Final = "portfolio.rank"
COMPARE_JOB: Final = "portfolio.compare"
PAUSE: Final = timedelta(minutes=1)
"""How long a comparison waits for further changes, for it reads every text anew."""


def request_ranking(*, by: Member, at: datetime) -> None:
    """Ask for the portfolio to be ranked anew; requests that wait are joined into one."""
    jobs.request(
        RANK_JOB,
        {},
        title=_("Rank the portfolio"),
        by=by,
        at=at,
        dedupe_key=RANK_JOB,
    )


def request_comparison(*, by: Member, at: datetime, after: timedelta = PAUSE) -> Job:
    """Ask for all use cases to be compared; requests within a minute are joined into one."""
    return jobs.request(
        COMPARE_JOB,
        {},
        title=_("Look for overlap"),
        by=by,
        at=at,
        dedupe_key=COMPARE_JOB,
        run_after=at + after,
    )
