"""The demonstration's calendar: days counted from the day it is loaded, so that it never ages."""

import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class Calendar:
    """Turns "40 days ago" into a day and an hour at which people work."""

    now: datetime

    def day(self, offset: int) -> date:
        """Return the day that lies ``offset`` days from today."""
        return timezone.localdate(self.now) + timedelta(days=offset)

    def moment(self, offset: int, hour: int, key: str = "") -> datetime:
        """Return a moment of that day, moved off the weekend; ``key`` scatters the minutes."""
        day = self.day(offset)
        if day.weekday() == SATURDAY:
            day -= timedelta(days=1)
        elif day.weekday() == SUNDAY:
            day += timedelta(days=1)
        clock = time(hour, zlib.crc32(f"{key} {offset}".encode()) % 60)
        moment = datetime.combine(day, clock, tzinfo=timezone.get_current_timezone())
        return min(moment, self.now)

    def monday(self, offset: int) -> date:
        """Return the first Monday on or after the day that lies ``offset`` days from today."""
        day = self.day(offset)
        return day + timedelta(days=-day.weekday() % 7)
