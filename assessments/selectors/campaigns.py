"""Reading campaigns: the list, one campaign, and what its set-up form offers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.campaigns import stands
from assessments.domain.lifecycle import AssessmentState
from assessments.models import AssessmentRespondent, Campaign, FrameworkVersion
from assessments.selectors.assessments import StateBadge
from portal.domain.roles import Capability, Member
from portal.models import Domain


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """One campaign in a list; ``asked`` and ``finished`` count places, not people."""

    pk: int
    title: str
    domain: str
    framework: str
    starts_on: date
    due_on: date
    state: AssessmentState
    badge: StateBadge
    days_left: int
    domains: int
    drafts: int
    open: int
    closed: int
    published: int
    asked: int
    finished: int
    version: int


def campaigns_readable_by(member: Member) -> QuerySet[Campaign]:
    """Return the campaigns the member may read, with their counts, those due last on top."""
    counts: dict[str, Any] = {
        f"n_{state.value}": Count("assessments", filter=Q(assessments__state=state.value))
        for state in AssessmentState
    }
    rows = Campaign.objects.visible_to(member).select_related("domain", "framework", "facilitator")
    rows = rows.defer("framework__data").annotate(
        **counts, n_asked=_places(), n_finished=_places(submitted_at__isnull=False)
    )
    return rows.order_by("-due_on", "-pk")


def _places(**which: Any) -> Coalesce:
    rows = AssessmentRespondent.objects.filter(assessment__campaign=OuterRef("pk"), **which)
    counts = rows.order_by().values("assessment__campaign").annotate(places=Count("pk"))
    return Coalesce(Subquery(counts.values("places"), output_field=IntegerField()), 0)


def campaign_row(campaign: Campaign, *, today: date) -> CampaignRow:
    """Return one row of `campaigns_readable_by` in words."""
    counts = {state: getattr(campaign, f"n_{state.value}", 0) for state in AssessmentState}
    state = stands([state for state, count in counts.items() if count])
    days_left = (campaign.due_on - today).days
    return CampaignRow(
        pk=campaign.pk,
        title=campaign.title,
        domain=campaign.domain.name,
        framework=campaign.framework.title,
        starts_on=campaign.starts_on,
        due_on=campaign.due_on,
        state=state,
        badge=campaign_badge(state, days_left=days_left),
        days_left=days_left,
        domains=sum(counts.values()),
        drafts=counts[AssessmentState.DRAFT],
        open=counts[AssessmentState.OPEN],
        closed=counts[AssessmentState.CLOSED],
        published=counts[AssessmentState.PUBLISHED],
        asked=getattr(campaign, "n_asked", 0),
        finished=getattr(campaign, "n_finished", 0),
        version=campaign.version,
    )


def campaign_badge(state: AssessmentState, *, days_left: int) -> StateBadge:
    """Say where a campaign stands, and how late it is."""
    match state:
        case AssessmentState.DRAFT:
            return StateBadge(_("Draft"), "neutral", "edit")
        case AssessmentState.OPEN if days_left < 0:
            late = ngettext("%(days)s day over", "%(days)s days over", -days_left)
            return StateBadge(late % {"days": -days_left}, "warn", "clock")
        case AssessmentState.OPEN:
            return StateBadge(_("Open for answers"), "neutral", "messages")
        case AssessmentState.CLOSED:
            return StateBadge(_("Being settled"), "neutral", "scale")
        case AssessmentState.PUBLISHED:
            return StateBadge(_("Published"), "good", "check")


def campaign_frameworks(*, beside: int | None = None) -> QuerySet[FrameworkVersion]:
    """Return what a campaign can run: published and about domains; and ``beside``, if it has one.

    The default comes first, later versions before earlier ones.
    """
    fits = Q(state=FrameworkVersion.State.PUBLISHED, subject=FrameworkVersion.Subject.DOMAIN) | Q(
        pk=beside
    )
    rows = FrameworkVersion.objects.filter(fits).defer("data")
    return rows.order_by("-is_default", "title", "-loaded_at", "pk")


def domains_beneath(member: Member) -> list[tuple[int, str, int, str]]:
    """Return id, path, depth and name of the domains a member may assess, as a tree; one query."""
    rows = Domain.objects.visible_to(member, Capability.RUN_ASSESSMENT).active()
    return list(rows.order_by("path").values_list("pk", "path", "depth", "name"))


def domains_of(campaign: Campaign) -> list[int]:
    """Return the ids of the domains a campaign is over; one query."""
    rows = campaign.assessments.order_by("domain__path")
    return list(rows.values_list("domain_id", flat=True))


def targets_of(campaign: Campaign) -> dict[str, float]:
    """Return layer key to target, for the layers that have their own."""
    layers: dict[str, float] = campaign.target.get("layers", {})
    return layers
