"""Reading the domain tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from portal.domain.roles import Capability, Member, Role
from portal.models import Domain, RoleGrant

LONGEST_NUMBER = 18
"""Digits of an id; Python refuses to read thousands of them."""


@dataclass(frozen=True, slots=True)
class DomainRow:
    """One domain in the tree, with the people who hold a role exactly there."""

    pk: int
    name: str
    code: str
    depth: int
    parent_name: str
    people: tuple[str, ...]
    can_change: bool


def domain_tree(member: Member, *, today: date) -> list[DomainRow]:
    """Return the domains the member may see, parents before children; two queries.

    Beside each stand the people who hold a role exactly there on ``today``.
    """
    domains = list(Domain.objects.visible_to(member).active().order_by("path"))
    people: dict[int, list[str]] = {}
    words = {role.value: role.word for role in Role}
    held = RoleGrant.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        starts_on__lte=today,
        user__is_active=True,
        domain__in=domains,
    )
    for domain_id, name, role in held.order_by("user__name").values_list(
        "domain_id", "user__name", "role"
    ):
        people.setdefault(domain_id, []).append(f"{name}, {words[role]}")
    names = {domain.path: domain.name for domain in domains}
    top = min((domain.depth for domain in domains), default=1)
    return [
        DomainRow(
            pk=domain.pk,
            name=domain.name,
            code=domain.code,
            depth=domain.depth - top,
            parent_name=names.get(domain.path[: -Domain.steplen], ""),
            people=tuple(people.get(domain.pk, ())),
            can_change=member.can(Capability.MANAGE_DOMAINS, domain.path),
        )
        for domain in domains
    ]


def domain_choices(member: Member, capability: Capability) -> list[tuple[int, str]]:
    """Return the domains in which the member holds ``capability``, indented like the tree."""
    rows = Domain.objects.visible_to(member, capability).active().order_by("path")
    return [
        (pk, "\u2003" * (depth - 1) + name)
        for pk, name, depth in rows.values_list("pk", "name", "depth")
    ]


def parent_choices(member: Member, parent: Domain | None) -> list[tuple[int, str]]:
    """Return where the member may put a domain, and where it is: staying needs no permission."""
    choices = domain_choices(member, Capability.MANAGE_DOMAINS)
    if parent is not None and parent.pk not in dict(choices):
        choices.insert(0, (parent.pk, parent.name))
    return choices


def enterprise() -> Domain | None:
    """Return the one root of the tree; None before there is one."""
    root: Domain | None = Domain.objects.filter(depth=1).first()
    return root


def names_down_to(node: Domain) -> tuple[str, ...]:
    """Return the names from the enterprise down to a domain."""
    above = Domain.objects.get_ancestors(node).order_by("path").values_list("name", flat=True)
    return (*above, node.name)


def domain_at(names: Sequence[str]) -> Domain | None:
    """Return the domain with these names from the enterprise down, whatever that is called here.

    None where there is none, or two of the same name lie side by side; a query for each level.
    """
    found = enterprise()
    for name in names[1:]:
        if found is None:
            return None
        beneath_it = Domain.objects.active().filter(
            path__startswith=found.path, depth=found.depth + 1, name=name
        )
        rows = list(beneath_it[:2])
        found = rows[0] if len(rows) == 1 else None
    return found


def domains_named(name: str) -> list[Domain]:
    """Return the domains of that name, or the one of that number; in the order of the tree."""
    rows = Domain.objects.active().filter(name=name)
    if name.isascii() and name.isdigit() and len(name) <= LONGEST_NUMBER:
        rows = rows | Domain.objects.active().filter(pk=int(name))
    return list(rows.order_by("path"))
