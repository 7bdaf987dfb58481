"""Waves: which use cases and foundation actions start together, and what is left out and why."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext
from portfolio.domain.dependencies import circles, inherited

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


def plan_waves(
    items: Iterable[WaveItem],
    *,
    capacity: float | Sequence[float],
    waves: int,
    done: Collection[str] = (),
) -> WavePlan:
    """Fill waves in order, best item first, without breaking a dependency or a capacity.

    Parameters
    ----------
    items
        What wants a place, in any order.
    capacity
        Person-weeks per wave, one number for all or one per wave.
    waves
        How many waves there are.
    done
        Keys that items may depend on and that are finished already.

    Returns
    -------
    WavePlan
        Every item once, with its wave or the reason it has none.

    Raises
    ------
    PlanRefused
        When keys repeat, a number is negative, or capacities and waves do not match.

    Notes
    -----
    Serial list scheduling (Kolisch, 1996, EJOR 90:320-333) with priorities inherited
    backwards: an item counts as urgent as the most urgent item that waits for it, so a
    dull foundation is not starved by what needs it. What a pinned item needs goes first,
    and the pinned item's effort is set aside in its wave. Ties end in the key, so the plan
    does not depend on the order of `items`.

    Examples
    --------
    >>> catalogue = WaveItem("catalogue", ItemKind.FOUNDATION_ACTION, 6, 10)
    >>> triage = WaveItem("triage", ItemKind.USE_CASE, 8, 90, depends_on=("catalogue",))
    >>> drafting = WaveItem("drafting", ItemKind.USE_CASE, 5, 50)
    >>> plan = plan_waves([triage, drafting, catalogue], capacity=10, waves=2)
    >>> plan.wave(1), plan.wave(2)
    (('catalogue',), ('triage',))
    >>> plan.left_out["drafting"].sentence
    'Wave 1 is full: this needs 5 person-weeks and 4 are left.'
    """
    by_key = _by_key(items)
    schedule = _Schedule(by_key, _capacities(capacity, waves), frozenset(done))
    schedule.fill()
    ranked = sorted(by_key.values(), key=lambda item: (-item.priority, item.key))
    outcomes: dict[str, Placed | LeftOut] = {}
    for item in ranked:
        wave = schedule.placed.get(item.key)
        outcomes[item.key] = schedule.reason(item) if wave is None else Placed(wave)
    excluded = next((key for key, out in outcomes.items() if isinstance(out, LeftOut)), None)
    return WavePlan(outcomes, schedule.loads(), excluded)


def check_plan(
    items: Iterable[WaveItem],
    assigned: Mapping[str, int],
    *,
    capacity: float | Sequence[float],
    waves: int,
    done: Collection[str] = (),
) -> tuple[str, ...]:
    """List what is wrong with a plan that people made or changed by hand.

    Parameters
    ----------
    items
        Everything that could be planned.
    assigned
        Key to wave; a key that is missing is left out of the plan.
    capacity, waves, done
        As for `plan_waves`.

    Returns
    -------
    tuple of str
        One sentence per violation; empty when the plan holds.

    Raises
    ------
    PlanRefused
        When keys repeat, a number is negative, or capacities and waves do not match.

    Examples
    --------
    >>> catalogue = WaveItem("catalogue", ItemKind.FOUNDATION_ACTION, 6, 10)
    >>> triage = WaveItem("triage", ItemKind.USE_CASE, 8, 90, depends_on=("catalogue",))
    >>> check_plan([catalogue, triage], {"catalogue": 1, "triage": 1}, capacity=20, waves=2)
    ('triage needs catalogue in an earlier wave, but both are in wave 1.',)
    """
    by_key = _by_key(items)
    capacities = _capacities(capacity, waves)
    strangers = sorted(set(assigned) - set(by_key))
    found = [_("{item} is not among the items.", item=key) for key in strangers]
    chosen = {key: assigned[key] for key in sorted(by_key) if key in assigned}
    for key, wave in chosen.items():
        found += _wrong_wave(by_key[key], wave, waves)
        found += _broken_dependencies(by_key[key], wave, by_key, chosen, done)
    found += [_chain(circle, by_key) for circle in circles(_needs(by_key))]
    for wave, limit in enumerate(capacities, start=1):
        load = math.fsum(by_key[key].effort for key, at in chosen.items() if at == wave)
        if load > limit + TOLERANCE:
            found.append(
                _(
                    "Wave {wave} is over capacity: {load:g} of {capacity:g} person-weeks.",
                    wave=wave,
                    load=load,
                    capacity=limit,
                )
            )
    return tuple(found)


def _wrong_wave(item: WaveItem, wave: int, waves: int) -> list[str]:
    """Name a wave that does not exist, comes too early, or is not the pinned one."""
    if not 1 <= wave <= waves:
        return [
            ngettext(
                "{item} is in wave {wave}, but there is one wave.",
                "{item} is in wave {wave}, but there are {count} waves.",
                waves,
                item=item.name,
                wave=wave,
            )
        ]
    found = []
    if wave < item.earliest:
        found.append(
            _(
                "{item} is in wave {wave}, but can start in wave {earliest}.",
                item=item.name,
                wave=wave,
                earliest=item.earliest,
            )
        )
    if item.pinned is not None and wave != item.pinned:
        found.append(
            _(
                "{item} is in wave {wave}, but is pinned to wave {pinned}.",
                item=item.name,
                wave=wave,
                pinned=item.pinned,
            )
        )
    return found


def _broken_dependencies(
    item: WaveItem,
    wave: int,
    by_key: Mapping[str, WaveItem],
    chosen: Mapping[str, int],
    done: Collection[str],
) -> list[str]:
    """Name what the item needs and does not have in an earlier wave."""
    found = []
    for key in sorted(set(item.depends_on) - set(done)):
        name = by_key[key].name if key in by_key else key
        at = chosen.get(key)
        if at is None:
            found.append(
                _("{item} needs {needed}, which is not in the plan.", item=item.name, needed=name)
            )
        elif at == wave:
            found.append(
                _(
                    "{item} needs {needed} in an earlier wave, but both are in wave {wave}.",
                    item=item.name,
                    needed=name,
                    wave=wave,
                )
            )
        elif at > wave:
            found.append(
                _(
                    "{item} is in wave {wave} and needs {needed}, which comes later, "
                    "in wave {later}.",
                    item=item.name,
                    wave=wave,
                    needed=name,
                    later=at,
                )
            )
    return found


class _Schedule:
    """The state of one run of the list scheduler."""

    def __init__(
        self,
        by_key: Mapping[str, WaveItem],
        capacities: tuple[float, ...],
        done: frozenset[str],
    ) -> None:
        self.by_key = by_key
        self.capacities = capacities
        self.done = done
        self.placed: dict[str, int] = {}
        self.reserved: dict[str, int] = {}
        needs = _needs(by_key)
        pins = {i.key: -float(i.pinned) for i in by_key.values() if i.pinned is not None}
        self.due = inherited(needs, pins)
        self.urgency = inherited(needs, {item.key: item.priority for item in by_key.values()})
        self.circles = circles(needs)

    def fill(self) -> None:
        """Set pinned effort aside, then fill wave after wave."""
        for item in self._in_order(self.by_key):
            wave = item.pinned
            if wave is not None and self._is_allowed(item, wave) and self._fits(item, wave):
                self.reserved[item.key] = wave
        for wave in range(1, len(self.capacities) + 1):
            ready = [i for i in self._in_order(self.by_key) if self._is_ready(i, wave)]
            self._place_pinned(ready, wave)
            for item in ready:
                if item.pinned is None and self._fits(item, wave):
                    self.placed[item.key] = wave

    def _place_pinned(self, ready: list[WaveItem], wave: int) -> None:
        """Place what is pinned to the wave, or give its room back when it cannot start."""
        pinned = [key for key, at in self.reserved.items() if at == wave]
        startable = {item.key for item in ready}
        for key in pinned:
            del self.reserved[key]
            if key in startable:
                self.placed[key] = wave

    def _in_order(self, keys: Iterable[str]) -> list[WaveItem]:
        return sorted((self.by_key[key] for key in keys), key=self._rank)

    def _rank(self, item: WaveItem) -> tuple[float, float, float, str]:
        due = self.due.get(item.key, -math.inf)
        return (-due, -self.urgency[item.key], -item.priority, item.key)

    def _is_allowed(self, item: WaveItem, wave: int) -> bool:
        return item.earliest <= wave <= len(self.capacities) and wave >= 1

    def _is_ready(self, item: WaveItem, wave: int) -> bool:
        return (
            item.key not in self.placed
            and self._is_allowed(item, wave)
            and all(
                key in self.done or self.placed.get(key, wave) < wave for key in item.depends_on
            )
        )

    def _load(self, wave: int) -> float:
        taken = [*self.placed.items(), *self.reserved.items()]
        return math.fsum(self.by_key[key].effort for key, at in taken if at == wave)

    def _fits(self, item: WaveItem, wave: int) -> bool:
        return self._load(wave) + item.effort <= self.capacities[wave - 1] + TOLERANCE

    def loads(self) -> tuple[WaveLoad, ...]:
        """How full each wave is."""
        return tuple(
            WaveLoad(wave, limit, self._load(wave))
            for wave, limit in enumerate(self.capacities, start=1)
        )

    def reason(self, item: WaveItem) -> LeftOut:
        """Say why an item has no wave; the first reason that applies."""
        return self._dependency_reason(item) or self._room_reason(item)

    def _dependency_reason(self, item: WaveItem) -> LeftOut | None:
        open_keys = sorted(set(item.depends_on) - self.done)
        for key in open_keys:
            if key not in self.by_key:
                because = LeftOutBecause.WAITS_FOR_UNKNOWN
                return LeftOut(
                    because, _("It waits for {needed}, which is not among the items.", needed=key)
                )
        for circle in self.circles:
            if item.key in circle:
                return LeftOut(LeftOutBecause.WAITS_FOR_ITSELF, _chain(circle, self.by_key))
        for key in open_keys:
            if key not in self.placed:
                because = LeftOutBecause.WAITS_FOR_LEFT_OUT
                name = self.by_key[key].name
                return LeftOut(because, _("It waits for {needed}, which is left out.", needed=name))
        return None

    def _room_reason(self, item: WaveItem) -> LeftOut:
        last = len(self.capacities)
        first = self._first_possible(item)
        if item.pinned is not None:
            return self._pin_reason(item, first)
        if first > last:
            because = LeftOutBecause.TOO_LATE
            sentence = ngettext(
                "It does not fit into the only wave: it can start in wave {first} at the earliest.",
                "It does not fit into the {last} waves: it can start in wave {first} at the "
                "earliest.",
                last,
                first=first,
                last=last,
            )
            return LeftOut(because, sentence)
        possible = [load for load in self.loads() if load.wave >= first]
        largest = max(load.capacity for load in possible)
        if item.effort > largest + TOLERANCE:
            because = LeftOutBecause.TOO_LARGE
            sentence = _(
                "It needs {effort:g} person-weeks and no wave has over {largest:g}.",
                effort=item.effort,
                largest=largest,
            )
            return LeftOut(because, sentence)
        return self._full(item, max(possible, key=lambda load: (load.left, -load.wave)))

    def _pin_reason(self, item: WaveItem, first: int) -> LeftOut:
        pinned = item.pinned or 0
        last = len(self.capacities)
        because = LeftOutBecause.PIN_IMPOSSIBLE
        if not 1 <= pinned <= last:
            sentence = ngettext(
                "It is pinned to wave {pinned}; there is one wave.",
                "It is pinned to wave {pinned}; there are {count} waves.",
                last,
                pinned=pinned,
            )
            return LeftOut(because, sentence)
        if first > pinned:
            sentence = _(
                "It is pinned to wave {pinned}, but can start in wave {first}.",
                pinned=pinned,
                first=first,
            )
            return LeftOut(because, sentence)
        return self._full(item, self.loads()[pinned - 1])

    def _full(self, item: WaveItem, load: WaveLoad) -> LeftOut:
        sentence = _(
            "Wave {wave} is full: this needs {effort:g} person-weeks and {left:g} are left.",
            wave=load.wave,
            effort=item.effort,
            left=load.left,
        )
        return LeftOut(LeftOutBecause.WAVE_FULL, sentence)

    def _first_possible(self, item: WaveItem) -> int:
        after = [self.placed[key] + 1 for key in item.depends_on if key in self.placed]
        return max([item.earliest, *after])


def _by_key(items: Iterable[WaveItem]) -> dict[str, WaveItem]:
    """Index the items, refusing what cannot be planned with."""
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


def _capacities(capacity: float | Sequence[float], waves: int) -> tuple[float, ...]:
    """One capacity per wave, refusing numbers that are no capacity."""
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


def _needs(by_key: Mapping[str, WaveItem]) -> dict[str, tuple[str, ...]]:
    """Key to the keys it depends on."""
    return {key: item.depends_on for key, item in by_key.items()}


def _chain(circle: tuple[str, ...], by_key: Mapping[str, WaveItem]) -> str:
    """Say in words which items wait in a circle."""
    names = [by_key[key].name for key in circle]
    if len(names) == 1:
        return _("{item} waits for itself.", item=names[0])
    return _(
        "{others} and {last} wait for each other.", others=", ".join(names[:-1]), last=names[-1]
    )
