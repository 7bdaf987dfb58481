"""Inviting people, and granting and ending their roles."""

from datetime import date, datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from portal.domain.errors import Refusal
from portal.domain.roles import Capability, Member, Role, require
from portal.domain.wording import gettext as _
from portal.models import ApiToken, Domain, RoleGrant, User
from portal.selectors.members import organisation_day
from portal.services import ledger
from portal.services.ledger import PortalEvent


class PersonExists(Refusal):
    """An e-mail address belongs to one person."""

    code = "person_exists"


class GrantRefused(Refusal):
    """The role grant would contradict another one or itself."""

    code = "grant_refused"


@transaction.atomic
def invite_person(
    email: str,
    *,
    name: str,
    by: Member,
    at: datetime,
    password: str | None = None,
    is_demo: bool = False,
) -> User:
    """Add a person; without a password they set one through the reset mail.

    Raises
    ------
    NotAllowed
        When the member may not admit people; an account opens the whole portal.
    PersonExists
        When somebody has that address.
    """
    require(by, Capability.ADMIT_PEOPLE)
    address = email.strip().lower()
    taken = PersonExists(
        _("Somebody with the address {address} is here already.", address=address),
        fields={"email": _("This address is taken.")},
    )
    if _is_taken(address):
        raise taken
    try:
        user = User.objects.create_user(address, password, name=name.strip(), is_demo=is_demo)
    except IntegrityError as error:
        raise taken from error
    ledger.record(PortalEvent.PERSON_ADDED, subject=user, by=by, at=at)
    return user


def _is_taken(address: str) -> bool:
    return User.objects.filter(email__iexact=address).exists()


@transaction.atomic
def set_active(user: User, *, is_active: bool, by: Member, at: datetime) -> User:
    """Deactivate a person, or let them in again.

    Deactivating ends their sessions and revokes their keys, for good.

    Raises
    ------
    NotAllowed
        When the member may not admit people; an account opens the whole portal.
    GrantRefused
        When somebody deactivates themselves, or the last administrator.
    """
    require(by, Capability.ADMIT_PEOPLE)
    if user.pk == by.user_id and not is_active:
        raise GrantRefused(_("You cannot deactivate yourself. Ask another administrator."))
    if not is_active:
        _keep_an_administrator(organisation_day(at), without=Q(user=user))
    row = User.objects.select_for_update().get(pk=user.pk)
    if row.is_active == is_active:
        return row
    row.is_active = is_active
    row.save(update_fields=["is_active"])
    changes = {}
    if not is_active:
        _end_sessions(row)
        keys = ApiToken.objects.filter(user=row, revoked_at__isnull=True).update(revoked_at=at)
        changes = {"keys_revoked": keys}
    event = PortalEvent.PERSON_REACTIVATED if is_active else PortalEvent.PERSON_DEACTIVATED
    ledger.record(event, subject=row, by=by, at=at, changes=changes)
    return row


def _end_sessions(user: User) -> None:
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


@transaction.atomic
def grant_role(
    user: User,
    role: Role,
    *,
    domain: Domain,
    starts_on: date,
    by: Member,
    at: datetime,
    ends_on: date | None = None,
) -> RoleGrant:
    """Grant a role over a domain and everything beneath it for a period.

    Raises
    ------
    NotAllowed
        When the member may not manage people in that domain.
    GrantRefused
        When the period ends before it starts, or the same role is held there already.
    """
    require(by, Capability.MANAGE_PEOPLE, domain.path)
    if ends_on is not None and ends_on < starts_on:
        raise GrantRefused(
            _("The role would end before it starts."),
            fields={"ends_on": _("Choose a day on or after the first day.")},
        )
    User.objects.select_for_update().get(pk=user.pk)
    if _overlaps(user, role, domain, starts_on, ends_on):
        raise GrantRefused(
            _(
                "{person} is {role} of {domain} in that period already.",
                person=user,
                role=role.label,
                domain=domain.name,
            )
        )
    try:
        grant = RoleGrant.objects.create(
            user=user,
            role=role,
            domain=domain,
            starts_on=starts_on,
            ends_on=ends_on,
            granted_by_id=by.user_id or None,
        )
    except IntegrityError as error:
        raise GrantRefused(_("{person} holds that role already.", person=user)) from error
    changes = {"role": role, "domain": domain, "from": starts_on, "to": ends_on}
    ledger.record(PortalEvent.ROLE_GRANTED, subject=user, by=by, at=at, changes=changes)
    return grant


def _overlaps(
    user: User, role: Role, domain: Domain, starts_on: date, ends_on: date | None
) -> bool:
    held = RoleGrant.objects.filter(user=user, role=role, domain=domain)
    for other in held:
        other_ends = other.ends_on or date.max
        if other.starts_on <= (ends_on or date.max) and starts_on <= other_ends:
            return True
    return False


@transaction.atomic
def end_role(grant: RoleGrant, *, by: Member, at: datetime, today: date) -> None:
    """End a role: yesterday becomes its last day, so that it is gone on the next request.

    Raises
    ------
    NotAllowed
        When the member may not manage people in that domain.
    GrantRefused
        When the role is over, or ending it would leave the enterprise without an administrator.
    """
    require(by, Capability.MANAGE_PEOPLE, grant.domain.path)
    _keep_an_administrator(today, without=Q(pk=grant.pk))
    row = RoleGrant.objects.select_for_update().filter(pk=grant.pk).first()
    if row is None or (row.ends_on is not None and row.ends_on < today):
        raise GrantRefused(_("This role is over already."))
    changes = {"role": row.role, "domain": grant.domain}
    if row.starts_on >= today:
        row.delete()
    else:
        row.ends_on = today - timedelta(days=1)
        row.save(update_fields=["ends_on"])
    ledger.record(PortalEvent.ROLE_ENDED, subject=grant.user, by=by, at=at, changes=changes)


def _keep_an_administrator(today: date, *, without: Q) -> None:
    """Refuse to take away the last administrator of the enterprise whose role has no end.

    The grants are locked first, so that two administrators cannot take each other away at once.
    """
    held = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, domain__depth=1)
    list(held.select_for_update(of=("self",)).order_by("pk"))
    lasting = held.filter(ends_on__isnull=True, starts_on__lte=today, user__is_active=True)
    is_touched = held.filter(without).exclude(ends_on__lt=today).exists()
    if is_touched and not lasting.exclude(without).exists():
        raise GrantRefused(_("This is the last administrator. Name another one first."))
