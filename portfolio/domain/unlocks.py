"""Unlocks: what raising a missing capability would win for a use case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext
from portfolio.domain.readiness import (
    MAX_DISCOUNT,
    NotAssessed,
    Shortfall,
    adjusted_feasibility,
    readiness,
)
from portfolio.domain.readiness_words import level_words, listed, sentence_case
from portfolio.domain.requirements import Requirement
from portfolio.domain.standing import DomainStanding


@dataclass(frozen=True, slots=True)
class Unlock:
    """What one missing capability would win, were it raised to where it is needed.

    Attributes
    ----------
    shortfall
        What is missing today.
    raised_layer
        Key of the layer that has to be raised with it, ``None`` when the capability is enough.
    before, after
        Adjusted feasibility today and then.
    sentence
        All of it for the reader.
    """

    shortfall: Shortfall
    raised_layer: str | None
    before: float
    after: float
    sentence: str

    @property
    def gain(self) -> float:
        """Points of adjusted feasibility that are won."""
        return self.after - self.before


def unlocks(
    requirements: Iterable[Requirement],
    feasibility: float,
    standing: DomainStanding,
    *,
    max_discount: float = MAX_DISCOUNT,
) -> tuple[Unlock, ...]:
    """Say what each missing capability would win, one at a time.

    Parameters
    ----------
    requirements, standing, max_discount
        As for ``readiness``.
    feasibility
        Score from 0 to 100 as rated.

    Returns
    -------
    tuple of Unlock
        The largest gain first; empty when nothing is missing or nothing is assessed. Where a
        layer has to be raised too, the gain includes what that does for its other capabilities;
        where it is the layer alone that is missing, it is named once, however many of its
        capabilities it holds down.

    Examples
    --------
    >>> needs = [Requirement("data-contracts", 3, 1)]
    >>> unlocks(needs, 60, DomainStanding({"data-contracts": 2}))[0].sentence
    'Data contracts at 3 instead of 2 lifts feasibility from 45 to 60.'
    """
    needs = tuple(requirements)
    today = readiness(needs, standing, max_discount=max_discount)
    if isinstance(today, NotAssessed):
        return ()
    before = adjusted_feasibility(feasibility, today)
    found = []
    for shortfall in today.shortfalls:
        need = shortfall.requirement
        then = readiness(needs, standing.raised_to(need), max_discount=max_discount)
        after = adjusted_feasibility(feasibility, then)
        if after > before:
            layer = standing.layer_of[need.capability] if standing.is_capped_below(need) else None
            sentence = _unlock_sentence(shortfall, layer, standing, before, after)
            found.append(Unlock(shortfall, layer, before, after, sentence))
    return _each_once(sorted(found, key=lambda unlock: -unlock.gain))


def partial_unlock(
    requirements: Iterable[Requirement],
    feasibility: float,
    standing: DomainStanding,
    shortfall: Shortfall,
    *,
    to_level: float,
    max_discount: float = MAX_DISCOUNT,
) -> Unlock | None:
    """Say what one step of one capability wins, its layer left where it is.

    Parameters
    ----------
    requirements, feasibility, standing, max_discount
        As for ``unlocks``.
    shortfall
        What is missing today.
    to_level
        Where the step arrives; more than is needed wins no more.

    Returns
    -------
    Unlock or None
        None when the step wins nothing: the capability is there already, or its layer holds it
        down.

    Examples
    --------
    >>> needs = [Requirement("data-contracts", 3, 1)]
    >>> where = DomainStanding({"data-contracts": 1})
    >>> missing = readiness(needs, where).shortfalls[0]
    >>> partial_unlock(needs, 60, where, missing, to_level=2).sentence
    'Data contracts at 2 instead of 1 lifts feasibility from 30 to 45.'
    """
    needs = tuple(requirements)
    capability = shortfall.requirement.capability
    reached = min(to_level, shortfall.requirement.level)
    if reached <= shortfall.level:
        return None
    levels = {**standing.capability_levels, capability: reached}
    today = readiness(needs, standing, max_discount=max_discount)
    then = readiness(needs, replace(standing, capability_levels=levels), max_discount=max_discount)
    before = adjusted_feasibility(feasibility, today)
    after = adjusted_feasibility(feasibility, then)
    if after <= before:
        return None
    steps = [(standing.name(capability), shortfall.level)]
    sentence = _lift_sentence(steps, reached, before, after)
    return Unlock(shortfall, None, before, after, sentence)


def _each_once(found: Sequence[Unlock]) -> tuple[Unlock, ...]:
    kept: dict[tuple[str, bool], Unlock] = {}
    for unlock in found:
        own, layer = unlock.shortfall, unlock.raised_layer
        is_layer_alone = layer is not None and own.level >= own.requirement.level
        named = layer if layer is not None and is_layer_alone else own.requirement.capability
        kept.setdefault((named, is_layer_alone), unlock)
    return tuple(kept.values())


def _unlock_sentence(
    shortfall: Shortfall,
    raised_layer: str | None,
    standing: DomainStanding,
    before: float,
    after: float,
) -> str:
    need = shortfall.requirement
    steps = []
    if shortfall.level < need.level:
        steps.append((standing.name(need.capability), shortfall.level))
    if raised_layer is not None:
        steps.append((standing.name(raised_layer), standing.layer_effective[raised_layer]))
    return _lift_sentence(steps, need.level, before, after)


def _lift_sentence(
    steps: Sequence[tuple[str, float]], needed: float, before: float, after: float
) -> str:
    raised = [
        _(
            "{capability} at {needed} instead of {level}",
            capability=name,
            needed=level_words(needed),
            level=level_words(low),
        )
        for name, low in steps
    ]
    decimals = 0 if round(after) > round(before) else 1
    return ngettext(
        "{steps} lifts feasibility from {before} to {after}.",
        "{steps} lift feasibility from {before} to {after}.",
        len(steps),
        steps=sentence_case(listed(raised)),
        before=f"{before:.{decimals}f}",
        after=f"{after:.{decimals}f}",
    )
