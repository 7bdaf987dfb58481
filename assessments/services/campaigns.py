"""Setting campaigns up: one draft for each domain, and what changes for all of them at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from assessments.domain import campaigns as rules
from assessments.domain.gaps import target_profile
from assessments.domain.lifecycle import AssessmentState
from assessments.models import Assessment, AssessmentRespondent, Campaign, FrameworkVersion
from assessments.selectors.facilitators import people_who_may_run
from assessments.selectors.frameworks import framework_of
from assessments.services.assessments import PeriodInvalid, SetUpRefused
from assessments.services.campaign_mails import schedule_reminder
from assessments.services.events import AssessmentsEvent
from portal.domain.errors import Invalid, StaleVersion
from portal.domain.roles import Capability, Member, require
from portal.models import Domain
from portal.services import ledger

LONGEST_TITLE = 200


class FacilitatorRefused(Invalid):
    """Whoever facilitates may run assessments over the whole scope."""

    code = "facilitator_refused"


@dataclass(frozen=True, slots=True)
class CampaignInput:
    """What a campaign says to all of its domains.

    Parameters
    ----------
    title, message
        Its name, and what its mails say beside the facts.
    starts_on, due_on
        Its period, both days included.
    framework
        What is asked.
    target_level, target_layers
        The level to reach, and layer key to level where a layer has its own.
    facilitator_id
        Who settles and publishes; None is whoever sets it up.
    remind_days
        How many days before the due date it reminds by itself; 0 for never.
    """

    title: str
    starts_on: date
    due_on: date
    framework: FrameworkVersion
    target_level: Decimal = Decimal(3)
    target_layers: Mapping[str, Decimal] = field(default_factory=dict)
    message: str = ""
    facilitator_id: int | None = None
    remind_days: int = 3

    @property
    def target(self) -> dict[str, Any]:
        """The target as it is stored."""
        layers = {key: float(level) for key, level in self.target_layers.items()}
        return {"layers": layers} if layers else {}


@transaction.atomic
def create_campaign(
    scope: Domain,
    said: CampaignInput,
    *,
    by: Member,
    at: datetime,
    domains: Collection[int] | None = None,
) -> Campaign:
    """Set up a campaign with one draft for each domain; the same few queries for any number.

    Parameters
    ----------
    scope
        The part of the organisation that is covered.
    said
        The set-up.
    domains
        Ids of the domains to be assessed; the scope's children by default, or itself where it
        has none.

    Raises
    ------
    NotAllowed
        When the member may not run assessments over the scope.
    PeriodInvalid, TargetInvalid, FrameworkNotForCampaigns, DomainsInvalid, MessageInvalid
        When the set-up contradicts itself.
    FacilitatorRefused
        When whoever is to facilitate may not.
    """
    require(by, Capability.RUN_ASSESSMENT, scope.path)
    _check(said, scope, today=localdate(at))
    chosen = _domains(scope, domains)
    row = Campaign.objects.create(
        domain=scope, created_at=at, **_values(said, said.facilitator_id or by.user_id or None)
    )
    _add(row, chosen, at=at)
    changes = {"domains": [each.name for each in chosen], "framework": said.framework}
    event = AssessmentsEvent.CAMPAIGN_CREATED
    ledger.record(event, subject=row, by=by, at=at, changes=changes | {"due_on": said.due_on})
    return row


@transaction.atomic
def change_campaign(
    campaign: Campaign,
    said: CampaignInput,
    *,
    version: int,
    domains: Collection[int],
    by: Member,
    at: datetime,
) -> Campaign:
    """Change the set-up; what changed reaches every assessment that is not closed yet.

    Raises
    ------
    NotAllowed, StaleVersion
        When the member may not run it, or somebody changed it since ``version``.
    SetUpRefused
        When the framework would change under an assessment that was opened.
    DomainHasAnswers
        When a domain that people answered for would be taken out.
    PeriodInvalid, TargetInvalid, FrameworkNotForCampaigns, DomainsInvalid, MessageInvalid,
    FacilitatorRefused
        When the set-up contradicts itself.
    """
    row = locked_campaign(campaign, version=version, by=by)
    facilitator_id = said.facilitator_id or row.facilitator_id
    _check(said, row.domain, today=localdate(at), before=row)
    parts = list(Assessment.objects.filter(campaign=row).select_related("domain").order_by("pk"))
    _refuse_late_framework(row, said, parts)
    wanted = _values(said, facilitator_id)
    changes = {
        name: [getattr(row, name), value]
        for name, value in wanted.items()
        if getattr(row, name) != value
    }
    old_title = row.title
    for name, value in wanted.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*wanted, "version"])
    moved = rules.domain_changes([part.domain_id for part in parts], domains)
    chosen = _domains(row.domain, domains, kept=[part.domain_id for part in parts])
    left = _remove([part for part in parts if part.domain_id in moved.removed])
    stay = [part for part in parts if part.domain_id not in moved.removed]
    _pass_on(row, stay, {*changes} - {"message", "remind_days"}, old_title=old_title, at=at)
    added = [each for each in chosen if each.pk in moved.added]
    _add(row, added, at=at)
    if added or left:
        changes["domains"] = [f"+ {each.name}" for each in added] + [f"- {name}" for name in left]
    ledger.record(AssessmentsEvent.CAMPAIGN_CHANGED, subject=row, by=by, at=at, changes=changes)
    schedule_reminder(row, at=at)
    return row


def locked_campaign(campaign: Campaign, *, version: int | None, by: Member) -> Campaign:
    """Return the row, locked, for a member who may run it and has seen its latest version.

    Raises
    ------
    NotAllowed, StaleVersion
        When the member may not, or somebody changed it; without a version, nothing is compared.
    """
    rows = Campaign.objects.select_related("domain", "framework")
    row = rows.select_for_update(of=("self",), no_key=True).get(pk=campaign.pk)
    require(by, Capability.RUN_ASSESSMENT, row.domain.path)
    if version is not None and row.version != version:
        raise StaleVersion(_("Somebody changed this campaign since you opened it. Look again."))
    return row


def _values(said: CampaignInput, facilitator_id: int | None) -> dict[str, Any]:
    return {
        "title": said.title.strip(),
        "starts_on": said.starts_on,
        "due_on": said.due_on,
        "framework_id": said.framework.pk,
        "target_level": said.target_level,
        "target": said.target,
        "message": said.message.strip(),
        "facilitator_id": facilitator_id,
        "remind_days": said.remind_days,
    }


def _check(
    said: CampaignInput, scope: Domain, *, today: date, before: Campaign | None = None
) -> None:
    if said.due_on < said.starts_on:
        sentence = _("The due date lies before the first day.")
        raise PeriodInvalid(sentence, fields={"due_on": sentence})
    rules.require_message(said.message.strip(), remind_days=said.remind_days)
    if before is None or before.framework_id != said.framework.pk:
        is_published = said.framework.state == FrameworkVersion.State.PUBLISHED
        rules.require_for_campaigns(is_published=is_published, subject=said.framework.subject)
    layers = {key: float(level) for key, level in said.target_layers.items()}
    try:
        target_profile(framework_of(said.framework), float(said.target_level), layers=layers)
    except Invalid as refusal:
        refusal.fields = {"target_level": refusal.sentence}
        raise
    known = before.facilitator_id if before else None
    if said.facilitator_id and said.facilitator_id != known:
        able = {person.pk for person in people_who_may_run(scope.path, today=today)}
        if said.facilitator_id not in able:
            sentence = _("Whoever facilitates may run assessments over the whole scope.")
            raise FacilitatorRefused(sentence, fields={"facilitator": sentence})


def _domains(
    scope: Domain, chosen: Collection[int] | None, *, kept: Collection[int] = ()
) -> list[Domain]:
    if chosen is None:
        rows = Domain.objects.active().filter(path__startswith=scope.path)
        return list(rows.filter(depth=scope.depth + 1).order_by("path")) or [scope]
    still_there = Q(archived_at__isnull=True) | Q(pk__in=kept)
    found = list(Domain.objects.filter(still_there, pk__in=chosen).order_by("path"))
    rules.require_domains(scope.path, {row.pk: row.path for row in found})
    if len(found) != len(set(chosen)):
        sentence = _("Every domain of a campaign lies within its scope.")
        raise rules.DomainsInvalid(sentence, fields={"domains": sentence})
    return found


def title_in(campaign_title: str, domain: str) -> str:
    """Name the assessment of one domain after its campaign."""
    return f"{campaign_title[: LONGEST_TITLE - min(len(domain), 100) - 2]}, {domain[:100]}"


def _add(campaign: Campaign, domains: Collection[Domain], *, at: datetime) -> None:
    if not domains:
        return
    rows = [
        Assessment(
            campaign=campaign,
            domain=domain,
            framework_id=campaign.framework_id,
            title=title_in(campaign.title, domain.name),
            starts_on=campaign.starts_on,
            due_on=campaign.due_on,
            target_level=campaign.target_level,
            target=campaign.target,
            facilitator_id=campaign.facilitator_id,
            created_at=at,
        )
        for domain in domains
    ]
    bulk_create_with_history(rows, Assessment, default_date=at)


def _remove(parts: Collection[Assessment]) -> list[str]:
    """Take assessments nobody answered out of the campaign; return the names of their domains."""
    if not parts:
        return []
    # An answer on its way holds its respondent's row: wait for it, so that none is lost.
    asked = AssessmentRespondent.objects.filter(assessment__in=parts).order_by("pk")
    list(asked.select_for_update().values_list("pk", flat=True))
    answered = Assessment.objects.filter(
        pk__in=[part.pk for part in parts], responses__isnull=False
    )
    rules.refuse_loss(set(answered.values_list("domain__name", flat=True)))
    Assessment.objects.filter(pk__in=[part.pk for part in parts]).delete()
    return [part.domain.name for part in parts]


def _pass_on(
    campaign: Campaign,
    parts: Collection[Assessment],
    names: Collection[str],
    *,
    old_title: str,
    at: datetime,
) -> None:
    shared = sorted(set(names) - {"title"})
    rows = [part for part in parts if rules.takes_changes(AssessmentState(part.state))]
    if not names or not rows:
        return
    for row in rows:
        for name in shared:
            setattr(row, name, getattr(campaign, name))
        if row.title == title_in(old_title, row.domain.name):
            row.title = title_in(campaign.title, row.domain.name)
        row.version += 1
    fields = [name.removesuffix("_id") for name in shared]
    bulk_update_with_history(rows, Assessment, [*fields, "title", "version"], default_date=at)


def _refuse_late_framework(
    row: Campaign, said: CampaignInput, parts: Collection[Assessment]
) -> None:
    is_new = said.framework.pk != row.framework_id
    if is_new and any(part.state != AssessmentState.DRAFT for part in parts):
        raise SetUpRefused(
            _("People are answering this framework. Start a new campaign for another one."),
            fields={"framework": _("It cannot change once an assessment is open.")},
        )
