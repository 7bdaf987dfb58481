"""Standards of domains, with only what a test is about to name."""

from typing import Any

from portal.models import Domain
from portfolio.domain.criteria import Axis, Criterion
from portfolio.domain.domain_standards import Standard
from portfolio.models import DomainStandardVersion
from portfolio.services.domain_standards import active_standard, publish_standard
from tests.builders import NOW

ANCHORS = tuple(f"As it looks at {rating}." for rating in range(6))


def own_criterion(
    domain: Domain, name: str = "trust", *, axis: Axis = Axis.VALUE, share: float = 0.2
) -> Criterion:
    """A criterion of a domain, under a key that names it."""
    title = name.replace("_", " ").capitalize()
    return Criterion(f"d{domain.pk}_{name}", axis, title, f"How much {name}?", share, ANCHORS)


def stricter(
    domain: Domain, *criteria: Criterion, value: float | None = None, **fields: Any
) -> DomainStandardVersion:
    """Publish a standard as the system does, over whatever is in force."""
    active = active_standard(domain)
    standard = Standard(criteria, value, fields.pop("feasibility", None))
    defaults = {
        "reason": "We stand for it.",
        "replaces": active.version if active else 0,
        "at": NOW,
    }
    return publish_standard(domain, standard, **(defaults | fields))
