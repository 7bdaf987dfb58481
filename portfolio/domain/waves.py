"""Waves: which use cases and foundation actions start together, and what is left out and why."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence

from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext
from portfolio.domain.dependencies import circles
from portfolio.domain.wave_plans import (
    TOLERANCE,
    ItemKind,
    LeftOut,
    LeftOutBecause,
    Placed,
    PlanRefused,
    WaveItem,
    WaveLoad,
    WavePlan,
    capacities_of,
    circle_sentence,
    indexed,
    needs_of,
)
from portfolio.domain.wave_schedules import Schedule

__all__ = [
    "TOLERANCE",
    "ItemKind",
    "LeftOut",
    "LeftOutBecause",
    "Placed",
    "PlanRefused",
    "WaveItem",
    "WaveLoad",
    "WavePlan",
    "check_plan",
    "plan_waves",
]


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
    by_key = indexed(items)
    schedule = Schedule(by_key, capacities_of(capacity, waves), frozenset(done))
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
    by_key = indexed(items)
    capacities = capacities_of(capacity, waves)
    strangers = sorted(set(assigned) - set(by_key))
    found = [_("{item} is not among the items.", item=key) for key in strangers]
    chosen = {key: assigned[key] for key in sorted(by_key) if key in assigned}
    for key, wave in chosen.items():
        found += _wrong_wave(by_key[key], wave, waves)
        found += _broken_dependencies(by_key[key], wave, by_key, chosen, done)
    found += [circle_sentence(circle, by_key) for circle in circles(needs_of(by_key))]
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
