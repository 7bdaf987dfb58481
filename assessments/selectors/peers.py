"""Reading a result beside those of the other domains."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from assessments.domain.peers import PeerLine, furthest_sentence, peer_line
from assessments.domain.results import Results
from assessments.models import Assessment, ResultSnapshot
from assessments.selectors.comparisons import without_result
from portal.domain.chart_specs.figures import Finding
from portal.domain.roles import Capability, Member
from portal.models.domains import beneath


@dataclass(frozen=True, slots=True)
class _Row:
    """What another domain's latest result says."""

    domain: str
    path: str
    capabilities: Mapping[str, float]
    layers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Peers:
    """A result beside the latest published ones of the other domains, by the same framework.

    Parameters
    ----------
    domains
        Names of the others, in the order of the tree.
    above
        The nearest domain above that has a result; empty where none has.
    without
        Names those that have no result, in a sentence; empty where all have one.
    layers, capabilities
        Effective levels by layer, and levels by capability.
    """

    finding: Finding
    domains: tuple[str, ...]
    above: str
    without: str
    layers: tuple[PeerLine, ...]
    capabilities: tuple[PeerLine, ...]


def peers(assessment: Assessment, results: Results, member: Member) -> Peers | None:
    """Return a result beside those of other domains that the member may read; two queries.

    None for partners. The domain above is one of the others.
    """
    if assessment.partner_id is not None:
        return None
    rows = _latest(assessment, results.framework.key, member)
    path = assessment.domain.path
    over = [row for row in rows if path.startswith(row.path)]
    above = max(over, key=lambda row: len(row.path), default=None)
    layers = tuple(
        peer_line(
            each.key,
            each.title,
            each.effective,
            [row.layers for row in rows],
            above.layers if above else None,
        )
        for each in results.layers
    )
    capabilities = tuple(
        peer_line(
            each.key,
            each.title,
            each.level,
            [row.capabilities for row in rows],
            above.capabilities if above else None,
        )
        for each in results.capabilities
    )
    return Peers(
        finding=Finding(*furthest_sentence(layers)),
        domains=tuple(row.domain for row in rows),
        above=above.domain if above else "",
        without=without_result(
            member, framework_key=results.framework.key, besides=assessment.domain_id
        ),
        layers=layers,
        capabilities=capabilities,
    )


def _latest(assessment: Assessment, framework: str, member: Member) -> list[_Row]:
    latest = (
        Assessment.objects.published()
        .filter(
            domain=OuterRef("assessment__domain"),
            partner__isnull=True,
            framework__key=framework,
        )
        .order_by("-published_at", "-pk")
        .values("pk")[:1]
    )
    rows = ResultSnapshot.objects.filter(assessment=Subquery(latest))
    rows = rows.exclude(assessment__domain=assessment.domain_id)
    scope = member.scope(Capability.VIEW_ASSESSMENTS)
    if not scope.is_everything:
        rows = rows.filter(beneath("assessment__domain__path", scope.paths))
    names = ("domain__name", "domain__path")
    columns = (*(f"assessment__{name}" for name in names), "capability_levels", "layer_effective")
    return [_Row(*row) for row in rows.order_by("assessment__domain__path").values_list(*columns)]
