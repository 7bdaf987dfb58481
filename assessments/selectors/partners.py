"""Reading partners as their list and their pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessments.models import Assessment, Partner
from assessments.selectors.assessments import (
    AssessmentRow,
    assessment_row,
    assessment_rows,
)
from portal.domain.roles import Capability, Member

SORTS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "pk"),
    "-name": ("-name", "-pk"),
    "domain": ("domain__path", "name", "pk"),
    "-domain": ("-domain__path", "name", "pk"),
    "assessed": ("latest_at", "name", "pk"),
    "-assessed": ("-latest_at", "name", "pk"),
    "effective": ("effective", "name", "pk"),
    "-effective": ("-effective", "name", "pk"),
}
DEFAULT_SORT = "name"


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """One partner in a list; levels are those of its latest published assessment."""

    pk: int
    name: str
    domain_id: int
    domain: str
    provides: str
    runs: int
    latest_id: int | None
    latest_at: datetime | None
    mean: float | None
    effective: float | None
    version: int


def partner_rows(
    member: Member, *, search: str = "", domain: str = "", sort: str = DEFAULT_SORT
) -> QuerySet[Partner]:
    """Return the partners the member may read, each with its latest result.

    ``domain`` is a tree path; everything beneath it counts.
    """
    latest = (
        Assessment.objects.published()
        .filter(partner=OuterRef("pk"))
        .order_by("-published_at", "-pk")
    )
    runs = Assessment.objects.filter(partner=OuterRef("pk")).order_by().values("partner")
    rows = Partner.objects.visible_to(member).select_related("domain")
    rows = rows.annotate(
        runs=Coalesce(
            Subquery(runs.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
        ),
        latest_id=Subquery(latest.values("pk")[:1]),
        latest_at=Subquery(latest.values("published_at")[:1]),
        mean=Subquery(latest.values("snapshot__mean")[:1]),
        effective=Subquery(latest.values("snapshot__effective")[:1]),
    )
    if search:
        rows = rows.filter(
            Q(name__icontains=search)
            | Q(provides__icontains=search)
            | Q(domain__name__icontains=search)
        )
    if domain:
        rows = rows.filter(domain__path__startswith=domain)
    return rows.order_by(*SORTS.get(sort, SORTS[DEFAULT_SORT]))


def partner_row(partner: Partner) -> PartnerRow:
    """Return one row of `partner_rows` as plain values."""
    return PartnerRow(
        pk=partner.pk,
        name=partner.name,
        domain_id=partner.domain_id,
        domain=partner.domain.name,
        provides=partner.provides,
        runs=getattr(partner, "runs", 0),
        latest_id=getattr(partner, "latest_id", None),
        latest_at=getattr(partner, "latest_at", None),
        mean=getattr(partner, "mean", None),
        effective=getattr(partner, "effective", None),
        version=partner.version,
    )


def partner_assessments(
    member: Member, partner: Partner, *, today: date
) -> Sequence[AssessmentRow]:
    """Return the assessments of a partner that the member may read, the latest first."""
    rows = assessment_rows(member).filter(partner=partner)
    return [assessment_row(row, today=today) for row in rows]


def partner_choices(member: Member) -> list[tuple[int, str]]:
    """Return the partners whose assessments the member may run, with the domain of each."""
    scope = member.scope(Capability.RUN_ASSESSMENT)
    rows = Partner.objects.visible_to(member).order_by("name", "pk")
    found = rows.values_list("pk", "name", "domain__name", "domain__path")
    return [(pk, f"{name} · {domain}") for pk, name, domain, path in found if scope.covers(path)]
