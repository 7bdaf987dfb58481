"""Wave plans: what is planned, where it came to stand or why it was left out."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _

TOLERANCE = 1e-9
"""Person-weeks by which rounding may overshoot a capacity."""


class ItemKind(StrEnum):
    """What an item on the roadmap is."""

    USE_CASE = "use_case"
    FOUNDATION_ACTION = "foundation_action"


@dataclass(frozen=True, slots=True)
class WaveItem:
    """A use case or a foundation action that wants a place in a wave.

    Attributes
    ----------
    key
        Unique name of the item within the plan.
    title
        How the item is called in sentences; the key when empty.
    kind
        Use case or foundation action.
    effort
        Person-weeks, spent in the wave the item starts in.
    priority
        Higher goes first.
    depends_on
        Keys that must be first: each in a strictly earlier wave.
    earliest
        First wave the item may start in, counted from 1.
    pinned
        The wave the item has to be in, or None when the plan may choose.
    """

    key: str
    kind: ItemKind
    effort: float
    priority: float
    title: str = ""
    depends_on: tuple[str, ...] = ()
    earliest: int = 1
    pinned: int | None = None

    @property
    def name(self) -> str:
        """How the item is called in sentences."""
        return self.title or self.key


class LeftOutBecause(StrEnum):
    """Why an item has no wave."""

    WAITS_FOR_UNKNOWN = "waits_for_unknown"
    WAITS_FOR_ITSELF = "waits_for_itself"
    WAITS_FOR_LEFT_OUT = "waits_for_left_out"
    TOO_LATE = "too_late"
    TOO_LARGE = "too_large"
    WAVE_FULL = "wave_full"
    PIN_IMPOSSIBLE = "pin_impossible"


@dataclass(frozen=True, slots=True)
class Placed:
    """The wave an item starts in, counted from 1."""

    wave: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An item without a wave, and why.

    Attributes
    ----------
    because
        The kind of reason.
    sentence
        The reason in words for the reader.
    """

    because: LeftOutBecause
    sentence: str


@dataclass(frozen=True, slots=True)
class WaveLoad:
    """How full a wave is, in person-weeks."""

    wave: int
    capacity: float
    load: float

    @property
    def left(self) -> float:
        """Person-weeks still free."""
        return max(self.capacity - self.load, 0.0)


@dataclass(frozen=True, slots=True)
class WavePlan:
    """Every item with its wave or the reason it has none.

    Attributes
    ----------
    outcomes
        Key to outcome, highest priority first.
    loads
        One entry per wave.
    first_excluded
        Key of the highest-ranked item left out, where the cut line is drawn; None when
        everything found a place.
    """

    outcomes: Mapping[str, Placed | LeftOut]
    loads: tuple[WaveLoad, ...]
    first_excluded: str | None

    def wave(self, number: int) -> tuple[str, ...]:
        """Keys of the items in one wave, highest priority first."""
        return tuple(key for key, outcome in self.outcomes.items() if outcome == Placed(number))

    @property
    def left_out(self) -> dict[str, LeftOut]:
        """Key to reason of every item without a wave."""
        return {key: out for key, out in self.outcomes.items() if isinstance(out, LeftOut)}


class PlanRefused(Invalid):
    """The items or the capacities cannot be planned with as they are."""

    code = "plan_refused"


def indexed(items: Iterable[WaveItem]) -> dict[str, WaveItem]:
    """Index the items, refusing what cannot be planned with.

    Parameters
    ----------
    items
        Everything that could be planned.

    Returns
    -------
    dict
        Key to item.

    Raises
    ------
    PlanRefused
        When a key repeats, or an effort or a priority is no number that can be.
    """
    by_key: dict[str, WaveItem] = {}
    for item in items:
        if item.key in by_key:
            raise PlanRefused(_("{item} is in the plan twice.", item=item.name))
        if not (item.effort >= 0 and math.isfinite(item.effort)):
            raise PlanRefused(
                _("The effort of {item} must be a number of 0 or more.", item=item.name)
            )
        if not math.isfinite(item.priority):
            raise PlanRefused(_("The priority of {item} must be a number.", item=item.name))
        by_key[item.key] = item
    return by_key


def capacities_of(capacity: float | Sequence[float], waves: int) -> tuple[float, ...]:
    """Give one capacity per wave, refusing numbers that are no capacity.

    Parameters
    ----------
    capacity
        In person-weeks; one for all waves, or one for each.
    waves
        How many there are.

    Returns
    -------
    tuple of float
        As many as there are waves.

    Raises
    ------
    PlanRefused
        When they do not match, or one is negative or no number.
    """
    if waves < 1:
        raise PlanRefused(_("A roadmap needs at least one wave."))
    limits = (capacity,) * waves if isinstance(capacity, int | float) else tuple(capacity)
    if len(limits) != waves:
        raise PlanRefused(
            _(
                "There are {waves} waves but {capacities} capacities.",
                waves=waves,
                capacities=len(limits),
            )
        )
    if not all(limit >= 0 and math.isfinite(limit) for limit in limits):
        raise PlanRefused(_("The capacity of a wave must be a number of 0 or more."))
    return tuple(float(limit) for limit in limits)


def needs_of(by_key: Mapping[str, WaveItem]) -> dict[str, tuple[str, ...]]:
    """Give what each item depends on.

    Parameters
    ----------
    by_key
        Key to item.

    Returns
    -------
    dict
        Key to the keys it depends on.
    """
    return {key: item.depends_on for key, item in by_key.items()}


def circle_sentence(circle: tuple[str, ...], by_key: Mapping[str, WaveItem]) -> str:
    """Say in words which items wait in a circle.

    Parameters
    ----------
    circle
        Their keys.
    by_key
        Key to item.

    Returns
    -------
    str
        One sentence.
    """
    names = [by_key[key].name for key in circle]
    if len(names) == 1:
        return _("{item} waits for itself.", item=names[0])
    return _(
        "{others} and {last} wait for each other.", others=", ".join(names[:-1]), last=names[-1]
    )
