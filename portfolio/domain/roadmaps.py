"""Roadmaps: the frame of waves on the calendar, and what can be planned in it."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portfolio.domain.stages import Stage

MOST_WAVES: Final = 12
MOST_WEEKS: Final = 53
MOST_CAPACITY: Final = 20_000
MOST_EFFORT: Final = 2_000

DEFAULT_EFFORT: Final = 8
"""Person-weeks an item counts for until somebody estimates it."""

CANDIDATES: Final = (Stage.IDEA, Stage.ASSESSED, Stage.APPROVED, Stage.PILOT)
"""Stages in which a use case still has work ahead that a roadmap can place."""

LIVE: Final = (Stage.PRODUCTION,)
"""Stages in which a use case is there; what waits for it need not wait any longer."""


class OutOfPlay(StrEnum):
    """Why nothing will come of an item; what waits for it waits in vain."""

    ARCHIVED = "archived"
    RETIRED = "retired"
    REJECTED = "rejected"
    DROPPED = "dropped"

    @property
    def sentence(self) -> str:
        """What a reader is told about the item itself."""
        return _(_OUT[self])

    def waited_for(self, title: str) -> str:
        """Say why what waits for the item has no place.

        Examples
        --------
        >>> OutOfPlay.DROPPED.waited_for("Data catalogue")
        'It waits for Data catalogue, which was dropped.'
        """
        return _(_WAITED_FOR[self], needed=title)


_OUT: Final = {
    OutOfPlay.ARCHIVED: gettext_noop("It is archived."),
    OutOfPlay.RETIRED: gettext_noop("It is retired."),
    OutOfPlay.REJECTED: gettext_noop("It is rejected."),
    OutOfPlay.DROPPED: gettext_noop("It was dropped."),
}
_WAITED_FOR: Final = {
    OutOfPlay.ARCHIVED: gettext_noop("It waits for {needed}, which is archived."),
    OutOfPlay.RETIRED: gettext_noop("It waits for {needed}, which is retired."),
    OutOfPlay.REJECTED: gettext_noop("It waits for {needed}, which is rejected."),
    OutOfPlay.DROPPED: gettext_noop("It waits for {needed}, which was dropped."),
}

STOPPED: Final = {Stage.RETIRED: OutOfPlay.RETIRED, Stage.REJECTED: OutOfPlay.REJECTED}
"""Stages in which nothing will come of a use case any more."""


class RoadmapInvalid(Invalid):
    """The frame of a roadmap breaks a rule."""

    code = "roadmap_invalid"


@dataclass(frozen=True, slots=True)
class Frame:
    """The waves of a roadmap: when the first starts, how many, how long, how much each holds.

    Attributes
    ----------
    starts_on
        First day of the first wave.
    wave_count, wave_weeks
        How many waves there are, and how many weeks each lasts.
    capacity_weeks
        Person-weeks that each wave holds.
    """

    starts_on: date
    wave_count: int = 4
    wave_weeks: int = 13
    capacity_weeks: int = 60

    def first_day(self, wave: int) -> date:
        """Return the day a wave, counted from 1, starts on."""
        return self.starts_on + timedelta(weeks=self.wave_weeks * (wave - 1))

    def last_day(self, wave: int) -> date:
        """Return the day a wave, counted from 1, ends on."""
        return self.first_day(wave + 1) - timedelta(days=1)


def check_frame(frame: Frame) -> Frame:
    """Return the frame when its numbers make sense, and refuse it beside its fields when not.

    Parameters
    ----------
    frame
        What somebody wants.

    Returns
    -------
    Frame
        The same frame.

    Raises
    ------
    RoadmapInvalid
        With a sentence for each field that is out of range.

    Examples
    --------
    >>> check_frame(Frame(date(2027, 1, 4))).last_day(4)
    datetime.date(2028, 1, 2)
    >>> check_frame(Frame(date(2027, 1, 4), wave_count=0))
    Traceback (most recent call last):
    ...
    portfolio.domain.roadmaps.RoadmapInvalid: A roadmap has 1 to 12 waves.
    """
    fields: dict[str, str] = {}
    if not 1 <= frame.wave_count <= MOST_WAVES:
        fields["wave_count"] = _("A roadmap has 1 to {most} waves.", most=MOST_WAVES)
    if not 1 <= frame.wave_weeks <= MOST_WEEKS:
        fields["wave_weeks"] = _("A wave lasts 1 to {most} weeks.", most=MOST_WEEKS)
    if not 1 <= frame.capacity_weeks <= MOST_CAPACITY:
        fields["capacity_weeks"] = _("A wave holds 1 to {most:,} person-weeks.", most=MOST_CAPACITY)
    if not 2000 <= frame.starts_on.year <= 2100:
        fields["starts_on"] = _("The first wave starts between 2000 and 2100.")
    if fields:
        raise RoadmapInvalid(" ".join(fields.values()), fields=fields)
    return frame


def check_effort(weeks: int) -> int:
    """Return an effort in person-weeks, refusing what no item can take.

    Parameters
    ----------
    weeks
        Whole person-weeks.

    Returns
    -------
    int
        The same number.

    Raises
    ------
    RoadmapInvalid
        When it is below 1 or beyond all reason.

    Examples
    --------
    >>> check_effort(8)
    8
    """
    if not 1 <= weeks <= MOST_EFFORT:
        sentence = _("An effort is 1 to {most:,} person-weeks.", most=MOST_EFFORT)
        raise RoadmapInvalid(sentence, fields={"effort_weeks": sentence})
    return weeks
