"""Reading published results side by side: domains by layers, and one domain over time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from assessments.domain.answers import Missing, NotScored
from assessments.domain.comparisons import ComparedLayer, short_titles, weakest_sentence
from assessments.domain.figures import Figure
from assessments.models import ResultSnapshot
from assessments.selectors.results import latest_snapshots
from portal.domain.chart_specs.figures import NOT_ASKED, Finding
from portal.domain.chart_specs.heat import HeatCell, HeatRow, HeatSpec
from portal.domain.roles import Capability, Member
from portal.models.domains import beneath


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One published assessment of a domain."""

    assessment_id: int
    title: str
    published_at: datetime
    mean: Figure
    effective: Figure
    staged: int | None
    is_this: bool


def heat_map(member: Member) -> HeatSpec | None:
    """Return the latest levels of every domain the member may read; one query.

    None when nothing has been published there.
    """
    rows = latest_snapshots()
    scope = member.scope(Capability.VIEW_ASSESSMENTS)
    if not scope.is_everything:
        rows = rows.filter(beneath("assessment__domain__path", scope.paths))
    found = list(rows.values_list("assessment_id", "assessment__domain__name", "data__layers"))
    if not found:
        return None
    titles = {layer["key"]: layer["title"] for _, _, layers in found for layer in layers}
    compared = [
        ComparedLayer(domain, layer["title"], _figure(layer["raw"]), _figure(layer["effective"]))
        for _, domain, layers in found
        for layer in layers
    ]
    sentence, strong = weakest_sentence(compared)
    return HeatSpec(
        finding=Finding(sentence, strong),
        columns=short_titles(tuple(titles.values())),
        rows=tuple(_heat_row(pk, domain, layers, titles) for pk, domain, layers in found),
    )


def trend(
    domain_id: int, *, framework_key: str, this: int, partner_id: int | None = None
) -> list[TrendPoint]:
    """Return what was published with one framework, oldest first; one query.

    Of the domain itself, or with a partner of that partner alone. A published result ends its own
    course: what was published after it is told on later results.
    """
    rows = ResultSnapshot.objects.filter(
        assessment__domain=domain_id,
        assessment__partner=partner_id,
        assessment__framework__key=framework_key,
    )
    rows = rows.select_related("assessment").defer("data", "capability_levels", "layer_effective")
    points = [
        TrendPoint(
            assessment_id=row.assessment_id,
            title=row.assessment.title,
            published_at=row.assessment.published_at or row.created_at,
            mean=_known(row.mean),
            effective=_known(row.effective),
            staged=row.staged,
            is_this=row.assessment_id == this,
        )
        for row in rows.order_by("assessment__published_at", "pk")
    ]
    last = next((place for place, point in enumerate(points) if point.is_this), len(points))
    return points[: last + 1]


def _heat_row(
    pk: int, domain: str, layers: list[dict[str, Any]], titles: Mapping[str, str]
) -> HeatRow:
    url = reverse("assessments:assessment-results", args=[pk])
    levels = {layer["key"]: layer for layer in layers}
    return HeatRow(domain, tuple(_heat_cell(levels.get(key), url) for key in titles), url)


def _heat_cell(layer: Mapping[str, Any] | None, url: str) -> HeatCell:
    if layer is None or isinstance(layer["effective"], dict):
        return HeatCell(NOT_ASKED, url=url)
    return HeatCell(layer["effective"], layer["raw"], f"{url}#{layer['key']}")


def _figure(stored: float | Mapping[str, str]) -> Figure:
    if isinstance(stored, Mapping):
        return NotScored(Missing(stored["not_scored"]))
    return float(stored)


def _known(value: float | None) -> Figure:
    return NotScored(Missing.UNANSWERED) if value is None else value
