"""Published results across domains: what each domain can rely on today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from assessments.domain.frameworks import Framework
from assessments.models import Assessment, FrameworkVersion, ResultSnapshot
from assessments.selectors.frameworks import framework_with, frameworks_of
from portal.models import Domain


@dataclass(frozen=True, slots=True)
class DomainReadiness:
    """What a domain's latest published assessment says about its capabilities.

    Parameters
    ----------
    domain_id, domain_path, domain_name
        The domain that was assessed.
    assessment_id, title, published_at
        The assessment that says so.
    framework_title, framework_version
        What it was asked by.
    capability_levels
        Capability key to settled level; what has no level is left out.
    layer_effective
        Layer key to effective level; what has no level is left out.
    layer_of
        Capability key to layer key.
    titles
        Capability and layer keys to what the reader calls them.
    minimum
        The lowest level of the scale.
    """

    domain_id: int
    domain_path: str
    domain_name: str
    assessment_id: int
    title: str
    published_at: datetime
    framework_title: str
    framework_version: str
    capability_levels: Mapping[str, float]
    layer_effective: Mapping[str, float]
    layer_of: Mapping[str, str]
    titles: Mapping[str, str]
    minimum: float


class _Published(NamedTuple):
    domain_id: int
    domain_path: str
    domain_name: str
    assessment_id: int
    title: str
    published_at: datetime
    capability_levels: Mapping[str, float]
    layer_effective: Mapping[str, float]
    framework_id: int
    sha256: str


_COLUMNS: Final = (
    "assessment__domain_id",
    "assessment__domain__path",
    "assessment__domain__name",
    "assessment_id",
    "assessment__title",
    "assessment__published_at",
    "capability_levels",
    "layer_effective",
    "assessment__framework_id",
    "assessment__framework__sha256",
)
_DEFAULT_KEY: Final = Subquery(FrameworkVersion.objects.filter(is_default=True).values("key")[:1])
_COUNTING: Final = Assessment.objects.published().filter(
    partner__isnull=True, framework__key=_DEFAULT_KEY
)
# Asked whenever a use case is opened: resolving the names once saves half a millisecond.
_NEAREST_FIRST: Final = _COUNTING.order_by("-domain__depth", "-published_at", "-pk").values("pk")
_READABLE: Final = ResultSnapshot.objects.values_list(*_COLUMNS)


def latest_readiness() -> dict[int, DomainReadiness]:
    """Return, by domain id, what each assessed domain can do; two queries.

    Of several published assessments of a domain the latest counts. Only runs of the default
    framework (in any version) over the domain itself count: an assessment of something else, a
    partner say, is silent about these capabilities and must not hide what an earlier one found.
    """
    rows = [_Published(*row) for row in latest_snapshots().values_list(*_COLUMNS)]
    frameworks = frameworks_of({row.framework_id for row in rows})
    return {row.domain_id: _readiness(row, frameworks[row.framework_id]) for row in rows}


def readiness_for(
    domain_path: str, readiness: Mapping[int, DomainReadiness]
) -> DomainReadiness | None:
    """Return what holds at a place in the tree: its own result, else its nearest ancestor's.

    Takes time in the number of assessed domains, so ask once per domain and not per use case.
    """
    above = [each for each in readiness.values() if domain_path.startswith(each.domain_path)]
    return max(above, key=lambda each: len(each.domain_path), default=None)


def readiness_at(domain_path: str) -> DomainReadiness | None:
    """Return what holds at one place in the tree, as `readiness_for` would; one query.

    Much cheaper than `latest_readiness` for whoever asks about one place alone.
    """
    step = Domain.steplen
    above = [domain_path[:end] for end in range(step, len(domain_path) + 1, step)]
    nearest = _NEAREST_FIRST.filter(domain__path__in=above)[:1]
    # Found by its key, because an order over rows this wide is dear before it is even sent; and
    # read as bare values, because this one row stands beside every use case that is opened.
    for row in _READABLE.filter(assessment=Subquery(nearest)):
        published = _Published(*row)
        framework = framework_with(published.framework_id, published.sha256)
        return _readiness(published, framework)
    return None


def latest_snapshots() -> "QuerySet[ResultSnapshot]":
    """Return the snapshot of each domain's latest published run of the default framework."""
    latest = (
        _COUNTING.filter(domain=OuterRef("assessment__domain"))
        .order_by("-published_at", "-pk")
        .values("pk")[:1]
    )
    rows = ResultSnapshot.objects.filter(assessment=Subquery(latest)).defer("data")
    return rows.select_related("assessment__domain").order_by("assessment__domain__path")


def _readiness(row: _Published, framework: Framework) -> DomainReadiness:
    layers = framework.layers
    return DomainReadiness(
        domain_id=row.domain_id,
        domain_path=row.domain_path,
        domain_name=row.domain_name,
        assessment_id=row.assessment_id,
        title=row.title,
        published_at=row.published_at,
        framework_title=framework.title,
        framework_version=framework.version,
        capability_levels=row.capability_levels,
        layer_effective=row.layer_effective,
        layer_of={each.key: layer.key for layer in layers for each in layer.capabilities},
        titles={layer.key: layer.title for layer in layers}
        | {each.key: each.title for each in framework.capabilities},
        minimum=float(framework.scale.minimum),
    )
