"""Reading foundation actions as lists and pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import FoundationAction
from assessments.selectors.frameworks import default_framework, framework_of
from portal.domain.errors import Invalid
from portal.domain.roles import Capability, Member
from portal.models import Domain, User

STATUS_LABELS: Mapping[str, object] = {
    FoundationAction.Status.PROPOSED: gettext_lazy("Proposed"),
    FoundationAction.Status.PLANNED: gettext_lazy("Planned"),
    FoundationAction.Status.IN_PROGRESS: gettext_lazy("In progress"),
    FoundationAction.Status.DONE: gettext_lazy("Done"),
    FoundationAction.Status.DROPPED: gettext_lazy("Dropped"),
}
_TONES = {
    FoundationAction.Status.DONE: ("good", "check"),
    FoundationAction.Status.IN_PROGRESS: ("neutral", "progress"),
    FoundationAction.Status.PLANNED: ("neutral", "calendar"),
    FoundationAction.Status.PROPOSED: ("neutral", "help"),
    FoundationAction.Status.DROPPED: ("neutral", "x"),
}
SORTS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "pk"),
    "-title": ("-title", "-pk"),
    "domain": ("domain__path", "due_on", "pk"),
    "-domain": ("-domain__path", "due_on", "pk"),
    "due": ("due_on", "pk"),
    "-due": ("-due_on", "-pk"),
    "effort": ("effort_weeks", "pk"),
    "-effort": ("-effort_weeks", "-pk"),
}
DEFAULT_SORT = "due"


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One foundation action in a list."""

    pk: int
    title: str
    domain: str
    partner: str
    capability: str
    capability_title: str
    from_level: int
    to_level: int
    status: str
    status_label: str
    tone: str
    icon: str
    owner: str
    owner_left: bool
    due_on: date | None
    effort_weeks: int
    cost: Decimal | None
    version: int


def action_rows(
    member: Member,
    *,
    search: str = "",
    status: str = "",
    domain: str = "",
    sort: str = DEFAULT_SORT,
) -> QuerySet[FoundationAction]:
    """Return the actions the member may read, filtered and sorted; ``domain`` is a tree path."""
    rows = FoundationAction.objects.visible_to(member).select_related("domain", "partner", "owner")
    if search:
        rows = rows.filter(
            Q(title__icontains=search)
            | Q(domain__name__icontains=search)
            | Q(partner__name__icontains=search)
        )
    if status == "open":
        rows = rows.exclude(status__in=["done", "dropped"])
    elif status:
        rows = rows.filter(status=status)
    if domain:
        rows = rows.filter(domain__path__startswith=domain)
    return rows.order_by(*SORTS.get(sort, SORTS[DEFAULT_SORT]))


def action_row(action: FoundationAction, *, today: date, titles: Mapping[str, str]) -> ActionRow:
    """Return one action in words; ``titles`` names capabilities."""
    label = str(STATUS_LABELS[action.status])
    tone, icon = _TONES[FoundationAction.Status(action.status)]
    is_open = action.status not in {"done", "dropped"}
    if is_open and action.due_on is not None and action.due_on < today:
        label, tone, icon = _("%(status)s, late") % {"status": label}, "bad", "clock"
    return ActionRow(
        pk=action.pk,
        title=action.title,
        domain=action.domain.name,
        partner=action.partner.name if action.partner else "",
        capability=action.capability,
        capability_title=titles.get(action.capability, action.capability.replace("-", " ")),
        from_level=action.from_level,
        to_level=action.to_level,
        status=action.status,
        status_label=label,
        tone=tone,
        icon=icon,
        owner=str(action.owner) if action.owner else "",
        owner_left=action.owner is not None and not action.owner.is_active,
        due_on=action.due_on,
        effort_weeks=action.effort_weeks,
        cost=action.cost,
        version=action.version,
    )


def capability_titles() -> dict[str, str]:
    """Return the titles of the default framework's capabilities; one query."""
    version = default_framework()
    if version is None:
        return {}
    return {each.key: each.title for each in framework_of(version).capabilities}


def owner_choices() -> list[tuple[int, str]]:
    """Return active people by name, who can own an action."""
    rows = User.objects.filter(is_active=True).order_by("name", "pk")
    return [(user.pk, str(user)) for user in rows.only("name", "email")]


def action_domains(member: Member) -> QuerySet[Domain]:
    """Return the domains in which the member manages actions."""
    rows: QuerySet[Domain] = Domain.objects.visible_to(member, Capability.MANAGE_ACTIONS).active()
    return rows


class NoSuchPerson(Invalid):
    """Nobody has that id."""

    code = "no_such_person"


def person(user_id: int | None) -> User | None:
    """Return the person with an id; None for nobody.

    Raises
    ------
    NoSuchPerson
        When nobody has that id.
    """
    if user_id is None:
        return None
    found = User.objects.filter(pk=user_id).first()
    if found is None:
        sentence = _("There is nobody with this id.")
        raise NoSuchPerson(sentence, fields={"owner_id": sentence})
    return found
