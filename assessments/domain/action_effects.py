"""Action effects: what became of a capability while a foundation action worked on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assessments.domain.answers import Missing, NotScored
from assessments.domain.comparisons import SAME
from assessments.domain.figures import Figure, plainly, rounded
from portal.domain.wording import gettext as _

WORKED_ON = frozenset({"in_progress", "done"})
"""The states of an action that may have moved something."""


class Movement(StrEnum):
    """What became of a level from one assessment to the next."""

    UP = "up"
    DOWN = "down"
    NONE = "none"
    NOT_AGAIN = "not_again"
    """The later assessment gives no level."""
    FIRST_TIME = "first_time"
    """The earlier assessment gives no level, so there is nothing to compare with."""


@dataclass(frozen=True, slots=True)
class Effect:
    """The level of a capability before and after."""

    before: Figure
    after: Figure

    @property
    def change(self) -> Figure:
        """By how much it moved, or why that is not known."""
        if isinstance(self.after, NotScored):
            return self.after
        if isinstance(self.before, NotScored):
            return self.before
        return rounded(self.after - self.before)

    @property
    def movement(self) -> Movement:
        """What became of it."""
        if isinstance(self.after, NotScored):
            return Movement.NOT_AGAIN
        if isinstance(self.before, NotScored):
            return Movement.FIRST_TIME
        change = self.after - self.before
        if abs(change) < SAME:
            return Movement.NONE
        return Movement.UP if change > 0 else Movement.DOWN

    @property
    def sentence(self) -> str:
        """The same in words.

        Examples
        --------
        >>> Effect(2.0, 3.0).sentence, Effect(2.0, 2.0).sentence
        ('Moved by +1: from 2 to 3.', 'No change: still 2.')
        >>> Effect(2.0, NotScored(Missing.UNANSWERED)).sentence
        'Not assessed again.'
        """
        match self.movement:
            case Movement.NOT_AGAIN:
                return _("Not assessed again.")
            case Movement.FIRST_TIME:
                return _("Assessed for the first time: {level}.", level=plainly(self.after))
            case Movement.NONE:
                return _("No change: still {level}.", level=plainly(self.after))
        return _(
            "Moved by {change}: from {before} to {after}.",
            change=_signed(self.change),
            before=plainly(self.before),
            after=plainly(self.after),
        )


@dataclass(frozen=True, slots=True)
class ActionRecord:
    """An action as it was saved at one time.

    Parameters
    ----------
    action
        Its id.
    title, capability, status
        As they were.
    at
        When it was saved.
    """

    action: int
    title: str
    capability: str
    status: str
    at: datetime


def effect(
    levels_before: Mapping[str, float], levels_after: Mapping[str, float], key: str
) -> Effect:
    """Put a capability's level of two assessments side by side.

    Parameters
    ----------
    levels_before, levels_after
        Capability key to level; what has none is left out.
    key
        The capability.

    Returns
    -------
    Effect
        Before and after.
    """
    missing = NotScored(Missing.UNANSWERED)
    return Effect(levels_before.get(key, missing), levels_after.get(key, missing))


def worked_on(
    records: Iterable[ActionRecord], *, since: datetime, until: datetime
) -> tuple[ActionRecord, ...]:
    """Find the actions that were worked on between two assessments.

    Parameters
    ----------
    records
        Every time an action was saved, in any order.
    since, until
        When the earlier and the later result were published.

    Returns
    -------
    tuple of ActionRecord
        Each action as it stood at the later time, where it was in progress or done by then and
        not done already at the earlier time; by id. Work that was dropped moved nothing.
    """
    first: dict[int, ActionRecord] = {}
    last: dict[int, ActionRecord] = {}
    for record in sorted(records, key=lambda each: each.at):
        if record.at <= since:
            first[record.action] = record
        if record.at <= until:
            last[record.action] = record
    return tuple(
        last[action]
        for action in sorted(last)
        if last[action].status in WORKED_ON
        and not (action in first and first[action].status == "done")
    )


def _signed(figure: Figure) -> str:
    if isinstance(figure, NotScored):
        return "–"
    return f"{'+' if figure > 0 else '−'}{plainly(abs(figure))}"
