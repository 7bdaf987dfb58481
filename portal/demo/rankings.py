"""The demonstration's rankings: how the portfolio stood on a few days of its story."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from portal.demo.calendar import Calendar
from portal.demo.scene import Deed, Scene
from portal.demo.use_cases import CENTRE
from portal.domain.roles import Capability
from portal.models import Job
from portfolio.domain.robustness_runs import RunSettings
from portfolio.services.ranking import rank_portfolio
from portfolio.services.robustness import RUN_JOB, carry_out, request_run

DAYS: Final = (-120, -60, -28, -14, -7)


def deeds(calendar: Calendar) -> Iterator[Deed]:
    """Rank what there is in the evening of each of the days."""
    for day in DAYS:
        yield Deed(calendar.moment(day, 18), _rank)


def vary_weights(scene: Scene, at: datetime) -> None:
    """Have the weights varied at the end of the story, and carry it out at once.

    Beneath an enterprise of somebody else's the demonstration's centre has no say over weights.
    """
    centre = scene.member(CENTRE)
    if not centre.can(Capability.MANAGE_SCORING, centre.root_path):
        return
    run = request_run(RunSettings(), by=centre, at=at)
    carry_out(run, clock=lambda: at)
    # Nothing is left for a worker to do.
    Job.objects.filter(kind=RUN_JOB).delete()


def _rank(_scene: Scene, at: datetime) -> None:
    rank_portfolio(at=at)
