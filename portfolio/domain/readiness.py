"""Readiness: what a domain's published assessment takes off the feasibility of a use case."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext
from portfolio.domain.readiness_words import level_words, listed, sentence_case
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
        return level_words(self.counted)

    @property
    def is_capped(self) -> bool:
        """Whether its layer holds it below its own level."""
        return self.counted < self.level

    @property
    def sentence(self) -> str:
        """The shortfall for the reader, with the cap if there is one."""
        capability = sentence_case(self.title)
        level, needed = level_words(self.counted), level_words(self.requirement.level)
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
                level=level_words(short.counted),
                needed=level_words(short.requirement.level),
            )
            for short in self.shortfalls[:NAMED_SHORTFALLS]
        ]
        if more := len(self.shortfalls) - len(parts):
            parts.append(ngettext("{count} more", "{count} more", more))
        discount = sum(shortfall.discount for shortfall in self.shortfalls)
        amount = f"{discount:.0%}" if discount >= 0.005 else _("less than 1%")
        return _(
            "Readiness takes off {share}: {shortfalls}.", share=amount, shortfalls=listed(parts)
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
