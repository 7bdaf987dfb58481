"""Foundation actions: adopting a recommendation, adding one by hand, changing it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.domain.capability_results import RecommendationResult
from assessments.domain.results import results_from_data
from assessments.models import Assessment, FoundationAction
from assessments.services.events import AssessmentsEvent
from portal.domain.errors import Invalid, Refusal, StaleVersion
from portal.domain.roles import Capability, Member, require
from portal.models import Domain, User
from portal.services import ledger

OPEN = (
    FoundationAction.Status.PROPOSED,
    FoundationAction.Status.PLANNED,
    FoundationAction.Status.IN_PROGRESS,
)


class AlreadyAdopted(Refusal):
    """The step is already being worked on in this domain, or for this partner of it."""

    code = "action_exists"


class NotRecommended(Refusal):
    """The published result does not recommend that step."""

    code = "not_recommended"


class ActionInvalid(Invalid):
    """The action contradicts itself."""

    code = "action_invalid"


@transaction.atomic
def adopt_recommendation(
    assessment: Assessment,
    *,
    capability: str,
    by: Member,
    at: datetime,
    owner: User | None = None,
    effort_weeks: int | None = None,
    due_on: date | None = None,
    cost: Decimal | None = None,
    title: str = "",
) -> FoundationAction:
    """Turn the step that a published result recommends for a capability into work.

    Title, description and weeks are the step's own unless others are given.

    Raises
    ------
    NotAllowed
        When the member may not manage actions in that domain.
    NotRecommended
        When the assessment is not published or recommends nothing for the capability.
    AlreadyAdopted
        When the same step is open in that domain, or where a partner is assessed for the partner.
    """
    require(by, Capability.MANAGE_ACTIONS, assessment.domain.path)
    step = _recommended(assessment, capability)
    return add_action(
        assessment.domain,
        title=title or step.title,
        description=step.text,
        capability=capability,
        from_level=step.from_level,
        to_level=step.to_level,
        effort_weeks=step.weeks if effort_weeks is None else effort_weeks,
        owner=owner,
        due_on=due_on,
        cost=cost,
        assessment=assessment,
        by=by,
        at=at,
    )


@transaction.atomic
def add_action(
    domain: Domain,
    *,
    title: str,
    capability: str,
    from_level: int,
    to_level: int,
    by: Member,
    at: datetime,
    description: str = "",
    effort_weeks: int = 4,
    owner: User | None = None,
    due_on: date | None = None,
    cost: Decimal | None = None,
    assessment: Assessment | None = None,
) -> FoundationAction:
    """Add work that lifts one capability of a domain, or of the partner that is assessed.

    Raises
    ------
    NotAllowed
        When the member may not manage actions in that domain.
    ActionInvalid
        When it would not raise a level, or its cost is negative.
    AlreadyAdopted
        When the same step is open in that domain, or for that partner.
    """
    require(by, Capability.MANAGE_ACTIONS, domain.path)
    _check(from_level=from_level, to_level=to_level, cost=cost)
    # The domain's row is the queue: two people adopting the same step come one after the other.
    Domain.objects.select_for_update(no_key=True).get(pk=domain.pk)
    row = FoundationAction(
        domain=domain,
        partner=assessment.partner if assessment else None,
        title=title.strip(),
        description=description.strip(),
        capability=capability,
        from_level=from_level,
        to_level=to_level,
        effort_weeks=effort_weeks,
        cost=cost,
        owner=owner,
        due_on=due_on,
        assessment=assessment,
        created_at=at,
    )
    _refuse_duplicate(row)
    row._history_date = at  # type: ignore[attr-defined]  # noqa: SLF001
    row.save()
    changes: dict[str, Any] = {
        "domain": domain,
        "capability": capability,
        "levels": [from_level, to_level],
        "assessment": assessment,
    }
    if row.partner is not None:
        changes["partner"] = row.partner
    ledger.record(AssessmentsEvent.ACTION_ADDED, subject=row, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def change_action(
    action: FoundationAction,
    *,
    version: int,
    title: str,
    description: str,
    status: str,
    effort_weeks: int,
    by: Member,
    at: datetime,
    owner: User | None = None,
    due_on: date | None = None,
    cost: Decimal | None = None,
) -> FoundationAction:
    """Change what an action is called, how far it is, who does it, by when and for how much.

    Raises
    ------
    NotAllowed
        When the member may not manage actions in that domain.
    StaleVersion
        When somebody changed it since ``version``.
    AlreadyAdopted
        When it would open a step again that another action has taken up.
    """
    rows = FoundationAction.objects.select_related("domain", "owner", "partner")
    row = rows.select_for_update(of=("self",)).get(pk=action.pk)
    require(by, Capability.MANAGE_ACTIONS, row.domain.path)
    if row.version != version:
        raise StaleVersion(_("Somebody changed this action since you opened it. Look again."))
    _check(from_level=row.from_level, to_level=row.to_level, cost=cost)
    if status in OPEN and row.status not in OPEN:
        _refuse_duplicate(row)
    wanted: dict[str, Any] = {
        "title": title.strip(),
        "description": description.strip(),
        "status": status,
        "effort_weeks": effort_weeks,
        "owner": owner,
        "due_on": due_on,
        "cost": cost,
    }
    changes = {
        name: [getattr(row, name), value]
        for name, value in wanted.items()
        if getattr(row, name) != value
    }
    if not changes:
        return row
    for name, value in wanted.items():
        setattr(row, name, value)
    row.version += 1
    row._history_date = at  # type: ignore[attr-defined]  # noqa: SLF001
    try:
        with transaction.atomic():
            row.save(update_fields=[*wanted, "version"])
    except IntegrityError:
        # Somebody opened the same step between the look and the write.
        _refuse_duplicate(row)
        raise
    ledger.record(AssessmentsEvent.ACTION_CHANGED, subject=row, by=by, at=at, changes=changes)
    return row


def _recommended(assessment: Assessment, capability: str) -> RecommendationResult:
    snapshot = getattr(assessment, "snapshot", None)
    if snapshot is None:
        raise NotRecommended(_("Publish the assessment first; then its recommendations stand."))
    steps = results_from_data(snapshot.data).recommendations
    found = next((step for step in steps if step.capability == capability), None)
    if found is None:
        raise NotRecommended(_("This result recommends nothing for that capability."))
    return found


def _check(*, from_level: int, to_level: int, cost: Decimal | None) -> None:
    if to_level <= from_level:
        sentence = _("An action leads to a higher level than it starts from.")
        raise ActionInvalid(sentence, fields={"to_level": sentence})
    if cost is not None and cost < 0:
        sentence = _("A cost is zero or more.")
        raise ActionInvalid(sentence, fields={"cost": sentence})


def _refuse_duplicate(row: FoundationAction) -> None:
    same = FoundationAction.objects.filter(
        domain=row.domain_id,
        partner=row.partner_id,
        capability=row.capability,
        to_level=row.to_level,
        status__in=OPEN,
    ).first()
    if same is None:
        return
    if row.partner is None:
        sentence = _("“%(title)s” is open in this domain and leads to the same level.")
        raise AlreadyAdopted(sentence % {"title": same.title})
    sentence = _("“%(title)s” is open for %(partner)s and leads to the same level.")
    raise AlreadyAdopted(sentence % {"title": same.title, "partner": row.partner})
