"""Letting the first administrator in: what only who holds the command line may do."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from portal.domain.errors import Invalid
from portal.domain.roles import Grant, Member, Role, holds_on
from portal.domain.wording import gettext as _
from portal.models import Domain, User
from portal.services import domains, members
from portal.services.ledger import SYSTEM


class EnterpriseMissing(Invalid):
    """An administrator administers an enterprise, and there is none yet."""

    code = "enterprise_missing"

    def __init__(self) -> None:
        super().__init__(_("Nothing is here yet. Name the enterprise with --enterprise."))


def founder(root: Domain) -> Member:
    """Return the portal itself, acting as an administrator of the enterprise."""
    grant = Grant(Role.ADMINISTRATOR, root.path, root.pk)
    return Member(SYSTEM.user_id, SYSTEM.label, (grant,), root.path)


@transaction.atomic
def add_administrator(
    email: str,
    *,
    name: str,
    at: datetime,
    enterprise: str = "",
    password: str | None = None,
) -> User:
    """Let a person administer the enterprise, and create either where it is missing.

    A person who is here keeps their name, is let in again if they were not, and gets the password
    if one is given. Doing it twice changes nothing else.

    Raises
    ------
    EnterpriseMissing
        When there is no enterprise and none is named.
    """
    root = _root(enterprise.strip(), at=at)
    by = founder(root)
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None:
        user = members.invite_person(email, name=name, by=by, at=at, password=password)
    elif password is not None:
        user.set_password(password)
        user.save(update_fields=["password"])
    user = members.set_active(user, is_active=True, by=by, at=at)
    today = timezone.localdate(at)
    if not _administers(user, root, today):
        members.grant_role(user, Role.ADMINISTRATOR, domain=root, starts_on=today, by=by, at=at)
    return user


def _root(enterprise: str, *, at: datetime) -> Domain:
    root: Domain | None = Domain.objects.filter(depth=1).first()
    if root is not None:
        return root
    if not enterprise:
        raise EnterpriseMissing
    return domains.add_root(enterprise, by=SYSTEM, at=at)


def _administers(user: User, root: Domain, today: date) -> bool:
    held = user.grants.filter(role=Role.ADMINISTRATOR, domain=root)
    return any(holds_on(today, grant.starts_on, grant.ends_on) for grant in held)
