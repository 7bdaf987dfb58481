"""The demonstration's rankings: how the portfolio stood on a few days of its story."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from portal.demo.calendar import Calendar
from portal.demo.scene import Deed, Scene
from portfolio.services.ranking import rank_portfolio

DAYS: Final = (-120, -60, -28, -14, -7)


def deeds(calendar: Calendar) -> Iterator[Deed]:
    """Rank what there is in the evening of each of the days."""
    for day in DAYS:
        yield Deed(calendar.moment(day, 18), _rank)


def _rank(_scene: Scene, at: datetime) -> None:
    rank_portfolio(at=at)
