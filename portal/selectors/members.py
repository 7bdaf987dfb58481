"""Who somebody is today: the member behind a signed-in person."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from portal.domain.roles import Capability, Grant, Member, Role, Scope
from portal.models import Domain, RoleGrant, User
from portal.models.domains import beneath
from portal.selectors.prepared import ByIds

ROOT_PATH_LENGTH = Domain.steplen
_HOLDING: Final = ("role", "domain__path", "domain_id", "starts_on", "ends_on")
_HELD: Final = ByIds(RoleGrant.objects.order_by("pk").values_list(*_HOLDING), field="user")
_COLUMNS: Final = tuple(field.attname for field in User._meta.concrete_fields)  # noqa: SLF001
_PEOPLE: Final = ByIds(
    User.objects.order_by("grants__pk").values_list(
        *_COLUMNS, *(f"grants__{each}" for each in _HOLDING)
    )
)


def person_with(key: int) -> User | None:
    """Return the person of a session, who is asked for on every request; one query.

    What they hold comes with them, so that `member_of` asks for nothing more.
    """
    rows, width = _PEOPLE.rows([key]), len(_COLUMNS)
    if not rows:
        return None
    user = User.from_db(DEFAULT_DB_ALIAS, _COLUMNS, rows[0][:width])
    # Whoever holds nothing is still one row, with nothing behind the person.
    user.held = tuple(row[width:] for row in rows if row[width] is not None)
    return user


def organisation_day(at: datetime) -> date:
    """Return the day it is for the organisation, on which roles begin and end.

    Whatever zone a reader has chosen: nobody keeps a role longer by moving their own clock.
    """
    return timezone.localdate(at, timezone.get_default_timezone())


def member_of(user: User, *, today: date) -> Member:
    """Return the member with the grants that hold on ``today``; at most one query.

    A person who was deactivated, or holds no grant, comes back as a stranger.
    """
    if not user.is_active:
        return Member(user.pk, str(user))
    held = _HELD.rows([user.pk]) if user.held is None else user.held
    # Asked on every request, and few: the days are compared here, which is sooner than there.
    grants = tuple(
        Grant(Role(role), path, domain_id)
        for role, path, domain_id, starts_on, ends_on in held
        if starts_on <= today and (ends_on is None or today <= ends_on)
    )
    # The enterprise is the only root, so its path is the first step of any path.
    root = grants[0].path[:ROOT_PATH_LENGTH] if grants else ""
    return Member(user.pk, str(user), grants, root)


@dataclass(frozen=True, slots=True)
class GrantRow:
    """One role grant as a page shows it."""

    pk: int
    role: str
    domain: str
    starts_on: date
    ends_on: date | None
    is_over: bool
    can_end: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person with the roles they hold, held or will hold."""

    pk: int
    name: str
    email: str
    initials: str
    is_active: bool
    last_login: datetime | None
    grants: tuple[GrantRow, ...]


def has_people() -> bool:
    """Tell whether anybody could sign in."""
    return User.objects.filter(is_active=True).exists()


def people_visible_to(member: Member, *, search: str = "") -> QuerySet[User]:
    """Return the people a member may see, by name, with the grants they may see; no stand-ins.

    Who reads people everywhere sees everybody. In a part of the organisation one sees who holds,
    held or will hold a role there; who manages people there also sees those without any role,
    because somebody has to give them one.
    """
    rows = User.objects.filter(is_stand_in=False).order_by("name", "pk")
    scope = member.scope(Capability.VIEW_PEOPLE)
    if not scope.is_everything:
        roles = RoleGrant.objects.filter(user=OuterRef("pk"))
        seen = Q(Exists(roles.filter(_within(scope))))
        if member.can(Capability.MANAGE_PEOPLE):
            seen |= ~Q(Exists(roles))
        rows = rows.filter(seen) if scope else rows.none()
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(email__icontains=search))
    return rows.prefetch_related(Prefetch("grants", queryset=grants_visible_to(member)))


def grants_visible_to(member: Member) -> QuerySet[RoleGrant]:
    """Return the role grants in the domains whose people a member may see."""
    scope = member.scope(Capability.VIEW_PEOPLE)
    rows = RoleGrant.objects.select_related("domain", "user").order_by("ends_on", "role", "pk")
    return rows if scope.is_everything else rows.filter(_within(scope))


def _within(scope: Scope) -> Q:
    return beneath("domain__path", scope.paths)


def person_row(user: User, *, member: Member, today: date) -> PersonRow:
    """Return one person, read by :func:`people_visible_to`, as a page shows them."""
    return PersonRow(
        pk=user.pk,
        name=user.name,
        email=user.email,
        initials=user.initials,
        is_active=user.is_active,
        last_login=user.last_login,
        grants=tuple(_grant_row(grant, member, today) for grant in user.grants.all()),
    )


def _grant_row(grant: RoleGrant, member: Member, today: date) -> GrantRow:
    is_over = grant.ends_on is not None and grant.ends_on < today
    return GrantRow(
        grant.pk,
        Role(grant.role).label,
        grant.domain.name,
        grant.starts_on,
        grant.ends_on,
        is_over,
        not is_over and member.can(Capability.MANAGE_PEOPLE, grant.domain.path),
    )


def person_at(address: str) -> User | None:
    """Return the person with that e-mail address."""
    return User.objects.filter(email=address.lower()).first()
