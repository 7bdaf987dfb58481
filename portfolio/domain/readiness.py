"""Readiness: what a domain's published assessment takes off the feasibility of a use case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext
from portfolio.domain.requirements import Requirement
from portfolio.domain.standing import DomainStanding

MAX_DISCOUNT: Final = 0.5
NAMED_SHORTFALLS: Final = 2


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A capability that is not where a use case needs it.

    Attributes
    ----------
    requirement
        What is needed.
    level
        The capability's own assessed level.
    counted
        The level that counts: its own, or that of its layer if that is lower.
    share
        How much of the way up from the lowest level is missing, in (0, 1].
    discount
        Share of feasibility it takes off.
    title
        What the reader calls the capability, for the middle of a sentence.
    held_down_by
        The same of the layer, where that is lower; otherwise empty.
    """

    requirement: Requirement
    level: float
    counted: float
    share: float
    discount: float
    title: str
    held_down_by: str = ""

    @property
    def counted_label(self) -> str:
        """The level that counts as a reader sees it."""
        return _level(self.counted)

    @property
    def is_capped(self) -> bool:
        """Whether its layer holds it below its own level."""
        return self.counted < self.level

    @property
    def sentence(self) -> str:
        """The shortfall for the reader, with the cap if there is one."""
        capability = _sentence_case(self.title)
        level, needed = _level(self.counted), _level(self.requirement.level)
        if self.held_down_by:
            return _(
                "{capability} counts as {level}, held down by {layer}; {needed} is needed.",
                capability=capability,
                level=level,
                layer=self.held_down_by,
                needed=needed,
            )
        return _(
            "{capability} counts as {level}; {needed} is needed.",
            capability=capability,
            level=level,
            needed=needed,
        )


@dataclass(frozen=True, slots=True)
class Readiness:
    """What is left of feasibility, and why.

    Attributes
    ----------
    factor
        What feasibility is multiplied by, from ``1 - max_discount`` to 1.
    shortfalls
        What is missing, the costliest first.
    not_assessed
        Capabilities that are needed but that the assessment is silent about. They neither help
        nor hurt.
    """

    factor: float
    shortfalls: tuple[Shortfall, ...]
    not_assessed: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """All of it for the reader."""
        if not self.not_assessed:
            return self._loss()
        silent = ngettext(
            "Not assessed: {count} more.", "Not assessed: {count} more.", len(self.not_assessed)
        )
        return f"{self._loss()} {silent}"

    def _loss(self) -> str:
        if not self.shortfalls:
            return _("Readiness takes nothing off: what is needed is in place.")
        parts = [
            _(
                "{capability} at {level} of {needed}",
                capability=short.title,
                level=_level(short.counted),
                needed=_level(short.requirement.level),
            )
            for short in self.shortfalls[:NAMED_SHORTFALLS]
        ]
        if more := len(self.shortfalls) - len(parts):
            parts.append(ngettext("{count} more", "{count} more", more))
        discount = sum(shortfall.discount for shortfall in self.shortfalls)
        amount = f"{discount:.0%}" if discount >= 0.005 else _("less than 1%")
        return _(
            "Readiness takes off {share}: {shortfalls}.", share=amount, shortfalls=_listed(parts)
        )


@dataclass(frozen=True, slots=True)
class NotAssessed:
    """Nothing the use case needs has been assessed, so feasibility stays as it was rated."""

    reason: str


def readiness(
    requirements: Iterable[Requirement],
    standing: DomainStanding,
    *,
    max_discount: float = MAX_DISCOUNT,
) -> Readiness | NotAssessed:
    """Compare what a use case needs with what its domain can do.

    Parameters
    ----------
    requirements
        What the use case needs.
    standing
        Where its domain stands.
    max_discount
        Share of feasibility that is lost when nothing needed is above the lowest level.

    Returns
    -------
    Readiness or NotAssessed
        The factor with its reasons, or the reason why there is none.

    Notes
    -----
    A capability counts ``c = min(level, effective level of its layer)``. With the required level
    ``r`` its shortfall is ``s = max(0, r - c) / (r - minimum)``, at most 1, and the factor is
    ``1 - max_discount · Σ w·s / Σ w`` over the capabilities that were assessed. A discount and
    not a gate: people do build on weak foundations, it only takes longer than they think.

    Examples
    --------
    >>> needs = [Requirement("data-contracts", 3, 3), Requirement("data-access", 2, 2)]
    >>> result = readiness(needs, DomainStanding({"data-contracts": 2, "data-access": 2}))
    >>> result.factor, result.sentence
    (0.85, 'Readiness takes off 15%: data contracts at 2 of 3.')
    """
    needs = tuple(requirements)
    assessed = [need for need in needs if need.capability in standing.capability_levels]
    if not assessed:
        return NotAssessed(_("No assessment says anything about what this use case needs."))
    per_weight = max_discount / sum(need.weight for need in assessed)
    shortfalls = sorted(
        (_shortfall(need, standing, per_weight) for need in assessed if _is_short(need, standing)),
        key=lambda shortfall: -shortfall.discount,
    )
    not_assessed = tuple(
        n.capability for n in needs if n.capability not in standing.capability_levels
    )
    return Readiness(
        factor=max(1 - max_discount, 1 - sum(shortfall.discount for shortfall in shortfalls)),
        shortfalls=tuple(shortfalls),
        not_assessed=not_assessed,
    )


def _is_short(need: Requirement, standing: DomainStanding) -> bool:
    return standing.counted(need.capability) < need.level and need.level > standing.minimum


def _shortfall(need: Requirement, standing: DomainStanding, per_weight: float) -> Shortfall:
    level, counted = (
        standing.capability_levels[need.capability],
        standing.counted(need.capability),
    )
    share = min(1.0, (need.level - counted) / (need.level - standing.minimum))
    return Shortfall(
        need,
        level,
        counted,
        share,
        per_weight * need.weight * share,
        standing.name(need.capability),
        standing.name(standing.layer_of[need.capability]) if counted < level else "",
    )


def adjusted_feasibility(feasibility: float, readiness: Readiness | NotAssessed) -> float:
    """Take readiness off feasibility.

    Parameters
    ----------
    feasibility
        Score from 0 to 100 as rated.
    readiness
        What the assessment says; without an assessment nothing is taken off.

    Returns
    -------
    float
        Score from 0 to 100, never above the rated one.

    Examples
    --------
    >>> adjusted_feasibility(62.0, NotAssessed("No assessment yet."))
    62.0
    """
    return feasibility * readiness.factor if isinstance(readiness, Readiness) else feasibility


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
            needed=_level(needed),
            level=_level(low),
        )
        for name, low in steps
    ]
    decimals = 0 if round(after) > round(before) else 1
    return ngettext(
        "{steps} lifts feasibility from {before} to {after}.",
        "{steps} lift feasibility from {before} to {after}.",
        len(steps),
        steps=_sentence_case(_listed(raised)),
        before=f"{before:.{decimals}f}",
        after=f"{after:.{decimals}f}",
    )


def _listed(parts: Sequence[str]) -> str:
    *first, last = parts
    return _("{others} and {last}", others=", ".join(first), last=last) if first else last


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def _level(level: float) -> str:
    return f"{round(level, 1):g}"
