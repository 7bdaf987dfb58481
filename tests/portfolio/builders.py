"""Rated use cases and assessed domains, with only what a test is about to name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from assessments.models import Assessment, FrameworkVersion, ResultSnapshot
from portal.models import Domain
from portfolio.domain.criteria import DEFAULT_MODEL, Axis
from portfolio.models import Rating, UseCase
from tests.assessments.builders import load_shipped
from tests.builders import NOW, TODAY, make_use_case

#: What every use case needs, all of it at level 2, weighing 10 together.
READY = dict.fromkeys(
    (
        "accountability-split",
        "kpi-linkage",
        "sponsorship-and-budget",
        "data-access",
        "data-quality",
        "skills-by-role",
        "change-management",
    ),
    2.0,
)
#: Half of data access (weight 2) and all of data quality (weight 2) is missing: 15% are lost.
SHORT = READY | {"data-access": 1.5, "data-quality": 1.0}


def on_axes(value: int, feasibility: int) -> dict[str, int]:
    """The same rating for every criterion of an axis."""
    return {
        criterion.key: value if criterion.axis is Axis.VALUE else feasibility
        for criterion in DEFAULT_MODEL.criteria
    }


def rated(
    ratings: Mapping[str, int], *, source: str = Rating.Source.PERSON, **fields: Any
) -> UseCase:
    use_case: UseCase = make_use_case(**fields)
    Rating.objects.bulk_create(
        Rating(use_case=use_case, criterion=key, score=score, source=source, rated_at=NOW)
        for key, score in ratings.items()
    )
    return use_case


def assessed(
    domain: Domain,
    levels: Mapping[str, float],
    *,
    layers: Mapping[str, float] | None = None,
    at: datetime = NOW,
) -> ResultSnapshot:
    """A published assessment of the default framework with these settled levels."""
    framework = FrameworkVersion.objects.filter(is_default=True).first() or load_shipped()
    assessment = Assessment.objects.create(
        framework=framework,
        domain=domain,
        title="Spring review",
        starts_on=TODAY,
        due_on=TODAY,
        state="published",
        created_at=at,
        published_at=at,
    )
    return ResultSnapshot.objects.create(
        assessment=assessment,
        data={},
        capability_levels=dict(levels),
        layer_effective=dict(layers or {}),
        sha256="0" * 64,
        ledger_seq=0,
        created_at=at,
    )
