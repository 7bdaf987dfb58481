"""Changing the domain tree."""

from datetime import datetime

from django.db import IntegrityError, transaction

from portal.domain.errors import Refusal, StaleVersion
from portal.domain.roles import Capability, Member, require
from portal.domain.tree import TreeRefusal, check_move
from portal.domain.wording import gettext as _
from portal.models import Domain
from portal.services import ledger
from portal.services.ledger import PortalEvent


class DomainNameTaken(Refusal):
    """Two domains under one parent may not share a name."""

    code = "domain_name_taken"


@transaction.atomic
def add_root(name: str, *, by: Member, at: datetime, is_demo: bool = False) -> Domain:
    """Create the enterprise, the one root of the tree.

    Raises
    ------
    TreeRefusal
        When there is one already.
    """
    taken = TreeRefusal(_("The tree has its enterprise already. Add domains beneath it."))
    if Domain.objects.filter(depth=1).exists():
        raise taken
    try:
        root: Domain = Domain.objects.add_root({"name": name, "is_demo": is_demo})
    except IntegrityError as error:
        # Before there is a root, there is no row to queue up behind.
        raise taken from error
    ledger.record(PortalEvent.DOMAIN_ADDED, subject=root, by=by, at=at)
    return root


@transaction.atomic
def add_domain(
    parent: Domain,
    *,
    name: str,
    by: Member,
    at: datetime,
    code: str = "",
    description: str = "",
    is_demo: bool = False,
) -> Domain:
    """Add a domain beneath ``parent``.

    Raises
    ------
    NotAllowed
        When the member may not change this part of the tree.
    DomainNameTaken
        When a sibling has that name.
    """
    lock_tree()
    parent = Domain.objects.get(pk=parent.pk)
    require(by, Capability.MANAGE_DOMAINS, parent.path)
    _check_name(name, parent=parent)
    fields = {"name": name, "code": code, "description": description, "is_demo": is_demo}
    domain: Domain = Domain.objects.add_child(parent, fields)
    ledger.record(
        PortalEvent.DOMAIN_ADDED, subject=domain, by=by, at=at, changes={"parent": parent}
    )
    return domain


@transaction.atomic
def change_domain(
    domain: Domain,
    *,
    name: str,
    code: str,
    description: str,
    version: int,
    by: Member,
    at: datetime,
) -> Domain:
    """Rename or describe a domain; under another name it takes another place among its siblings.

    Raises
    ------
    NotAllowed
        When the member may not change this part of the tree.
    StaleVersion
        When somebody saved it since ``version``.
    DomainNameTaken
        When a sibling has that name.
    """
    lock_tree()
    row: Domain = Domain.objects.select_for_update().get(pk=domain.pk)
    require(by, Capability.MANAGE_DOMAINS, row.path)
    if row.version != version:
        raise StaleVersion(_("Somebody changed this domain since you opened it. Look again."))
    parent = Domain.objects.get_parent(row)
    if parent is not None:
        _check_name(name, parent=parent, but=row)
    before = {"name": row.name, "code": row.code, "description": row.description}
    row.name, row.code, row.description = name, code, description
    row.version += 1
    row.save(update_fields=["name", "code", "description", "version"])
    after = {"name": name, "code": code, "description": description}
    changes = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
    if parent is not None and "name" in changes:
        Domain.objects.move(row, parent, "sorted-child")
        row = Domain.objects.get(pk=row.pk)
    ledger.record(PortalEvent.DOMAIN_CHANGED, subject=row, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def move_domain(domain: Domain, *, to: Domain, by: Member, at: datetime) -> Domain:
    """Hang a domain, with all beneath it, under another parent.

    Raises
    ------
    NotAllowed
        When the member may not change both parts of the tree.
    TreeRefusal
        When the enterprise is moved, or a domain beneath itself.
    DomainNameTaken
        When the new parent has a domain of that name.
    """
    lock_tree()
    domain, to = Domain.objects.get(pk=domain.pk), Domain.objects.get(pk=to.pk)
    require(by, Capability.MANAGE_DOMAINS, domain.path)
    require(by, Capability.MANAGE_DOMAINS, to.path)
    check_move(path=domain.path, target_path=to.path, root_path=domain.path[: Domain.steplen])
    before = Domain.objects.get_parent(domain)
    _check_name(domain.name, parent=to, but=domain)
    Domain.objects.move(domain, to, "sorted-child")
    moved: Domain = Domain.objects.get(pk=domain.pk)
    ledger.record(
        PortalEvent.DOMAIN_MOVED, subject=moved, by=by, at=at, changes={"parent": [before, to]}
    )
    return moved


@transaction.atomic
def change_and_move(
    domain: Domain,
    *,
    name: str,
    code: str,
    description: str,
    parent_id: int | None,
    version: int,
    by: Member,
    at: datetime,
) -> Domain:
    """Change a domain and, when ``parent_id`` names another parent, move it; both or neither."""
    row = change_domain(
        domain, name=name, code=code, description=description, version=version, by=by, at=at
    )
    parent = Domain.objects.get_parent(row)
    if parent_id is None or (parent is not None and parent.pk == parent_id):
        return row
    return move_domain(row, to=Domain.objects.get(pk=parent_id), by=by, at=at)


def lock_tree() -> None:
    """Put those who change the tree in line; adding and moving shift the paths of others.

    Paths that were read before may be old by now, so the rows are read again after this.
    """
    list(Domain.objects.select_for_update().filter(depth=1))


def _check_name(name: str, *, parent: Domain, but: Domain | None = None) -> None:
    siblings = Domain.objects.get_children(parent).filter(name__iexact=name)
    if but is not None:
        siblings = siblings.exclude(pk=but.pk)
    if siblings.exists():
        raise DomainNameTaken(
            _("{parent} has a domain called {name} already.", parent=parent.name, name=name),
            fields={"name": _("Another domain here has this name.")},
        )
