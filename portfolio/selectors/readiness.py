"""Reading readiness: what the published assessments take off the feasibility of use cases."""

from collections.abc import Iterable, Mapping
from typing import Final

from assessments.selectors.results import (
    DomainReadiness,
    latest_readiness,
    readiness_at,
    readiness_for,
)
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portfolio.domain.readiness import NotAssessed, Readiness, readiness
from portfolio.domain.requirements import Requirement, requirements
from portfolio.domain.standing import DomainStanding
from portfolio.domain.techniques import Technique

NOTHING_PUBLISHED: Final = gettext_noop(
    "No assessment has been published for this domain or what it belongs to."
)


class ReadinessBook:
    """What every domain can do, read once, and what that leaves of feasibility.

    Many use cases of a domain need the same, so each distinct answer is worked out once.
    """

    def __init__(self, found: Mapping[int, DomainReadiness]) -> None:
        self._found = found
        self._unpublished = NotAssessed(_(NOTHING_PUBLISHED))
        self._sources: dict[str, DomainReadiness | None] = {}
        self._standings: dict[int, DomainStanding] = {}
        self._answers: dict[
            tuple[int, frozenset[Technique], int | None], Readiness | NotAssessed
        ] = {}

    @classmethod
    def read(cls) -> "ReadinessBook":
        """Read the latest published results; two queries."""
        return cls(latest_readiness())

    @classmethod
    def read_for(cls, domain_path: str) -> "ReadinessBook":
        """Read what holds at one place in the tree; one query."""
        found = readiness_at(domain_path)
        return cls({} if found is None else {found.domain_id: found})

    def source(self, domain_path: str) -> DomainReadiness | None:
        """Return the result that holds for a domain: its own, else its nearest ancestor's."""
        if domain_path not in self._sources:
            self._sources[domain_path] = readiness_for(domain_path, self._found)
        return self._sources[domain_path]

    def standing(self, domain_path: str) -> DomainStanding | None:
        """Return where a domain stands, ``None`` when nothing was published for it."""
        source = self.source(domain_path)
        if source is None:
            return None
        if source.domain_id not in self._standings:
            self._standings[source.domain_id] = DomainStanding(
                capability_levels=source.capability_levels,
                layer_effective=source.layer_effective,
                layer_of=source.layer_of,
                titles=source.titles,
                minimum=source.minimum,
            )
        return self._standings[source.domain_id]

    def answer(
        self, domain_path: str, techniques: Iterable[Technique], tier: int | None
    ) -> Readiness | NotAssessed:
        """Say what readiness leaves of the feasibility of a use case."""
        source, standing = self.source(domain_path), self.standing(domain_path)
        if source is None or standing is None:
            return self._unpublished
        key = (source.domain_id, frozenset(techniques), tier)
        if key not in self._answers:
            self._answers[key] = readiness(needs(key[1], tier), standing)
        return self._answers[key]


def needs(techniques: Iterable[Technique], tier: int | None) -> tuple[Requirement, ...]:
    """Return what a use case of these techniques and this tier needs."""
    # A set has no order of its own, and the order of equal weights must not depend on luck.
    chosen = set(techniques)
    return requirements([technique for technique in Technique if technique in chosen], tier)
