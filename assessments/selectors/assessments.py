"""Reading assessments as lists and pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.lifecycle import AssessmentState
from assessments.models import Assessment, AssessmentRespondent
from portal.domain.roles import Capability, Member

SORTS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "pk"),
    "-title": ("-title", "-pk"),
    "domain": ("domain__path", "-due_on", "pk"),
    "-domain": ("-domain__path", "-due_on", "pk"),
    "due": ("due_on", "pk"),
    "-due": ("-due_on", "-pk"),
    "effective": ("snapshot__effective", "pk"),
    "-effective": ("-snapshot__effective", "-pk"),
}
DEFAULT_SORT = "-due"


@dataclass(frozen=True, slots=True)
class StateBadge:
    """Where an assessment stands, in a word, with the tone and the icon of its badge."""

    label: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One assessment in a list; levels only where it is published."""

    pk: int
    title: str
    domain: str
    partner: str
    framework: str
    state: str
    badge: StateBadge
    starts_on: date
    due_on: date
    published_at: datetime | None
    invited: int
    finished: int
    target: float
    mean: float | None
    effective: float | None
    staged: int | None
    version: int

    @property
    def is_published(self) -> bool:
        """Whether the result stands."""
        return self.state == AssessmentState.PUBLISHED


def assessments_readable_by(member: Member) -> QuerySet[Assessment]:
    """Return the assessments whose set-up and results the member may read.

    That leaves out what they were only asked to answer.
    """
    rows = Assessment.objects.visible_to(member).select_related(
        "domain", "framework", "partner", "snapshot"
    )
    rows = rows.defer("framework__data", "snapshot__data")
    scope = member.scope(Capability.VIEW_ASSESSMENTS)
    if scope.is_everything:
        return rows
    inside = Q(pk__in=[])
    for path in scope.paths:
        inside |= Q(domain__path__startswith=path)
    return rows.filter(inside)


def assessment_rows(
    member: Member, *, search: str = "", state: str = "", domain: str = "", sort: str = DEFAULT_SORT
) -> QuerySet[Assessment]:
    """Return the list with how many people are asked and done, filtered and sorted.

    ``domain`` is a tree path; everything beneath it counts.
    """
    rows = assessments_readable_by(member).annotate(
        invited=_people(), finished=_people(submitted_at__isnull=False)
    )
    if search:
        rows = rows.filter(
            Q(title__icontains=search)
            | Q(domain__name__icontains=search)
            | Q(partner__name__icontains=search)
        )
    if state:
        rows = rows.filter(state=state)
    if domain:
        rows = rows.filter(domain__path__startswith=domain)
    return rows.order_by(*SORTS.get(sort, SORTS[DEFAULT_SORT]))


def assessment_row(assessment: Assessment, *, today: date) -> AssessmentRow:
    """Return one row of `assessment_rows` in words."""
    snapshot = getattr(assessment, "snapshot", None)
    return AssessmentRow(
        pk=assessment.pk,
        title=assessment.title,
        domain=assessment.domain.name,
        partner=assessment.partner.name if assessment.partner else "",
        framework=assessment.framework.title,
        state=assessment.state,
        badge=state_badge(assessment, today=today),
        starts_on=assessment.starts_on,
        due_on=assessment.due_on,
        published_at=assessment.published_at,
        invited=getattr(assessment, "invited", 0),
        finished=getattr(assessment, "finished", 0),
        target=float(assessment.target_level),
        mean=snapshot.mean if snapshot else None,
        effective=snapshot.effective if snapshot else None,
        staged=snapshot.staged if snapshot else None,
        version=assessment.version,
    )


def state_badge(assessment: Assessment, *, today: date) -> StateBadge:
    """Say where an assessment stands, and how late it is."""
    match AssessmentState(assessment.state):
        case AssessmentState.DRAFT:
            return StateBadge(_("Draft"), "neutral", "edit")
        case AssessmentState.OPEN if assessment.due_on < today:
            days = (today - assessment.due_on).days
            late = ngettext("%(days)s day over", "%(days)s days over", days) % {"days": days}
            return StateBadge(late, "warn", "clock")
        case AssessmentState.OPEN:
            return StateBadge(_("Open for answers"), "neutral", "messages")
        case AssessmentState.CLOSED:
            return StateBadge(_("Being settled"), "neutral", "scale")
        case AssessmentState.PUBLISHED:
            return StateBadge(_("Published"), "good", "check")


def _people(**which: Any) -> Coalesce:
    asked = AssessmentRespondent.objects.filter(assessment=OuterRef("pk"), **which)
    count = asked.order_by().values("assessment").annotate(people=Count("pk")).values("people")
    return Coalesce(Subquery(count, output_field=IntegerField()), 0)
