"""Reading published results side by side: domains by layers, and one domain over time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from assessments.domain.answers import Missing, NotScored
from assessments.domain.comparisons import (
    ComparedLayer,
    short_titles,
    weakest_sentence,
    without_result_sentence,
)
from assessments.domain.figures import Figure
from assessments.models import Assessment, Campaign, FrameworkVersion, ResultSnapshot
from assessments.selectors.results import latest_snapshots
from portal.domain.chart_specs.figures import (
    DOES_NOT_APPLY,
    NO_RESULT,
    NOT_ANSWERED,
    NOT_ASKED,
    Finding,
)
from portal.domain.chart_specs.heat import HeatCell, HeatRow, HeatSpec
from portal.domain.chart_specs.levels import LevelScale
from portal.domain.roles import Capability, Member
from portal.models import Domain
from portal.models.domains import beneath

SCALE = "data__framework__scale"
MOST_DIGITS = 18
"""No key is longer, and a longer number would not fit the database."""


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


def heat_map(member: Member, *, campaign: Campaign | None = None) -> HeatSpec | None:
    """Return levels by domain and layer as far as the member may read them; two queries.

    The latest result of each domain, with the domains that have none named below it; or what one
    campaign found, with a row for every domain that was asked. None when nothing was published.
    """
    scope = member.scope(Capability.VIEW_ASSESSMENTS)
    if campaign is None:
        rows = latest_snapshots()
        if not scope.is_everything:
            rows = rows.filter(beneath("assessment__domain__path", scope.paths))
        names = ("assessment_id", "assessment__domain__name", "data__layers", SCALE)
        found = list(rows.values_list(*names))
    else:
        asked = Assessment.objects.visible_to(member).filter(campaign=campaign)
        names = ("pk", "domain__name", "snapshot__data__layers", f"snapshot__{SCALE}")
        found = list(asked.order_by("domain__path", "pk").values_list(*names))
    known = [(domain, layers) for _, domain, layers, _ in found if layers is not None]
    if not known:
        return None
    titles = {layer["key"]: layer["title"] for _, layers in known for layer in layers}
    compared = [
        ComparedLayer(domain, layer["title"], _figure(layer["raw"]), _figure(layer["effective"]))
        for domain, layers in known
        for layer in layers
    ]
    sentence, strong = weakest_sentence(compared)
    return HeatSpec(
        finding=Finding(sentence, strong),
        columns=short_titles(tuple(titles.values())),
        rows=tuple(
            _heat_row(pk, domain, layers, scale, titles) for pk, domain, layers, scale in found
        ),
        note="" if campaign else without_result(member),
    )


def campaign_asked_for(query: Mapping[str, str], member: Member) -> Campaign | None:
    """Return the campaign that an address names, None where it names none.

    Raises
    ------
    Campaign.DoesNotExist
        When there is none, or not for this member.
    """
    asked = query.get("campaign", "")
    if not asked:
        return None
    if not asked.isdecimal() or len(asked) > MOST_DIGITS:
        raise Campaign.DoesNotExist
    return Campaign.objects.visible_to(member).get(pk=int(asked))


def without_result(member: Member, *, framework_key: str = "", besides: int = 0) -> str:
    """Name the domains that the member may read and that have no result yet; one query.

    By one framework, or else by the default one; ``besides`` is the id of a domain to pass over.
    """
    default = FrameworkVersion.objects.filter(is_default=True).values("key")[:1]
    assessed = Assessment.objects.published().filter(
        domain=OuterRef("pk"),
        partner__isnull=True,
        framework__key=framework_key or Subquery(default),
    )
    missing = Domain.objects.visible_to(member, Capability.VIEW_ASSESSMENTS).active()
    missing = missing.filter(~Exists(assessed)).exclude(pk=besides).order_by("path")
    return without_result_sentence(list(missing.values_list("name", flat=True)))


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
    pk: int,
    domain: str,
    layers: list[dict[str, Any]] | None,
    scale: Mapping[str, Any] | None,
    titles: Mapping[str, str],
) -> HeatRow:
    if layers is None or scale is None:
        url = reverse("assessments:assessment-detail", args=[pk])
        return HeatRow(domain, tuple(HeatCell(NO_RESULT) for _key in titles), url)
    url = reverse("assessments:assessment-results", args=[pk])
    levels = {layer["key"]: layer for layer in layers}
    measured = LevelScale(scale["minimum"], scale["maximum"])
    cells = tuple(_heat_cell(levels.get(key), url, measured) for key in titles)
    return HeatRow(domain, cells, url)


def _heat_cell(layer: Mapping[str, Any] | None, url: str, scale: LevelScale) -> HeatCell:
    if layer is None:
        return HeatCell(NOT_ASKED, url=url)
    effective, raw = _figure(layer["effective"]), _figure(layer["raw"])
    if isinstance(effective, NotScored) or isinstance(raw, NotScored):
        missing = effective if isinstance(effective, NotScored) else raw
        does_not_apply = missing == NotScored(Missing.NOT_APPLICABLE)
        return HeatCell(DOES_NOT_APPLY if does_not_apply else NOT_ANSWERED, url=url)
    if not layer["answered"]:
        # A rule may count what is open as 0, but nobody gave that nought.
        return HeatCell(NOT_ANSWERED, url=url)
    return HeatCell(effective, raw, f"{url}#{layer['key']}", scale)


def _figure(stored: float | Mapping[str, str]) -> Figure:
    if isinstance(stored, Mapping):
        return NotScored(Missing(stored["not_scored"]))
    return float(stored)


def _known(value: float | None) -> Figure:
    return NotScored(Missing.UNANSWERED) if value is None else value
