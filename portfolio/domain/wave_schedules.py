"""Wave schedules: one run of the list scheduler, wave by wave."""

import math
from collections.abc import Iterable, Mapping

from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext
from portfolio.domain.dependencies import circles, inherited
from portfolio.domain.wave_plans import (
    TOLERANCE,
    LeftOut,
    LeftOutBecause,
    WaveItem,
    WaveLoad,
    circle_sentence,
    needs_of,
)


class Schedule:
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
        needs = needs_of(by_key)
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
                return LeftOut(
                    LeftOutBecause.WAITS_FOR_ITSELF, circle_sentence(circle, self.by_key)
                )
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
