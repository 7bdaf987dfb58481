"""Requirements: which capabilities a use case needs, by what it is made of and how risky it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from portfolio.domain.techniques import Technique


@dataclass(frozen=True, slots=True)
class Requirement:
    """A capability a use case stands on.

    Attributes
    ----------
    capability
        Key of the capability in the framework.
    level
        Level it has to be at, 1 to 5.
    weight
        How much it counts among the requirements; above 0.
    """

    capability: str
    level: float
    weight: float


# Weight 3: the use case fails without it. 2: it gets stuck on the way. 1: it gets slower.
EVERY_USE_CASE: Final = (
    Requirement("accountability-split", 2, 2),
    Requirement("kpi-linkage", 2, 1),
    Requirement("sponsorship-and-budget", 2, 1),
    Requirement("data-access", 2, 2),
    Requirement("data-quality", 2, 2),
    Requirement("skills-by-role", 2, 1),
    Requirement("change-management", 2, 1),
)

BY_TECHNIQUE: Final[Mapping[Technique, tuple[Requirement, ...]]] = {
    Technique.PREDICTIVE: (
        Requirement("data-quality", 3, 3),
        Requirement("data-contracts", 3, 2),
        Requirement("data-lineage", 2, 1),
        Requirement("experiment-tracking", 2, 1),
        Requirement("model-registry", 2, 1),
        Requirement("delivery-pipeline", 3, 2),
        Requirement("drift-monitoring", 3, 2),
        Requirement("feedback-loops", 2, 1),
    ),
    Technique.NLP: (
        Requirement("data-catalogue", 2, 1),
        Requirement("data-quality", 3, 2),
        Requirement("model-registry", 2, 1),
        Requirement("delivery-pipeline", 2, 1),
        Requirement("drift-monitoring", 2, 1),
        Requirement("feedback-loops", 2, 1),
    ),
    Technique.VISION: (
        Requirement("data-quality", 3, 3),
        Requirement("data-platform", 3, 2),
        Requirement("experiment-tracking", 3, 1),
        Requirement("model-registry", 3, 1),
        Requirement("delivery-pipeline", 3, 2),
        Requirement("drift-monitoring", 3, 2),
    ),
    Technique.GENERATIVE: (
        Requirement("policies-and-approval", 2, 1),
        Requirement("data-governance-link", 2, 1),
        Requirement("data-access", 3, 2),
        Requirement("retrieval-stores", 3, 2),
        Requirement("feedback-loops", 3, 1),
        Requirement("llm-operations", 3, 3),
    ),
    Technique.AGENTIC: (
        Requirement("accountability-split", 3, 3),
        Requirement("audit-trail", 3, 2),
        Requirement("incident-response", 3, 2),
        Requirement("data-access", 3, 2),
        Requirement("interoperability", 3, 2),
        Requirement("llm-operations", 3, 2),
        Requirement("agent-operations", 3, 3),
    ),
    Technique.OPTIMISATION: (
        Requirement("data-quality", 3, 2),
        Requirement("data-contracts", 3, 2),
        Requirement("interoperability", 2, 1),
        Requirement("delivery-pipeline", 2, 1),
        Requirement("embedded-squads", 2, 1),
    ),
    Technique.OTHER: (),
}

# A tier also needs what the tiers below it need.
BY_TIER: Final[Mapping[int, tuple[Requirement, ...]]] = {
    1: (),
    2: (
        Requirement("risk-tiering", 2, 1),
        Requirement("policies-and-approval", 2, 1),
        Requirement("audit-trail", 2, 1),
    ),
    3: (
        Requirement("accountability-split", 3, 2),
        Requirement("risk-tiering", 3, 2),
        Requirement("policies-and-approval", 3, 2),
        Requirement("audit-trail", 3, 2),
        Requirement("incident-response", 3, 2),
        Requirement("regulatory-mapping", 3, 2),
        Requirement("data-lineage", 3, 1),
        Requirement("drift-monitoring", 3, 2),
    ),
    4: (
        Requirement("accountability-split", 4, 3),
        Requirement("audit-trail", 4, 3),
        Requirement("incident-response", 4, 3),
        Requirement("regulatory-mapping", 4, 2),
        Requirement("data-governance-link", 3, 2),
        Requirement("drift-monitoring", 4, 2),
    ),
}


def requirements(techniques: Iterable[Technique], tier: int | None) -> tuple[Requirement, ...]:
    """List the capabilities a use case needs.

    Parameters
    ----------
    techniques
        What the use case is made of; may be empty.
    tier
        Its risk tier, 1 to 4, or ``None`` while it has none.

    Returns
    -------
    tuple of Requirement
        One for each capability, the heaviest first. Where several reasons ask for the same
        capability, the highest level and the highest weight hold, so adding a technique or
        raising the tier never asks for less.

    Examples
    --------
    >>> requirements([Technique.GENERATIVE], tier=2)[0]
    Requirement(capability='llm-operations', level=3, weight=3)
    """
    asked = chain(
        EVERY_USE_CASE,
        chain.from_iterable(BY_TECHNIQUE[technique] for technique in techniques),
        chain.from_iterable(
            needs for step, needs in BY_TIER.items() if tier is not None and step <= tier
        ),
    )
    merged: dict[str, Requirement] = {}
    for need in asked:
        known = merged.get(need.capability, need)
        merged[need.capability] = Requirement(
            need.capability, max(known.level, need.level), max(known.weight, need.weight)
        )
    return tuple(sorted(merged.values(), key=lambda need: -need.weight))
