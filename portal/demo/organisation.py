"""The demonstration's organisation: its tree, its people, their roles."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Final

from django.contrib.auth.hashers import make_password

from assessments.models import FrameworkVersion
from assessments.services.framework_files import (
    DEFAULT_KEY,
    read_framework,
    shipped_frameworks,
)
from assessments.services.frameworks import load_framework
from portal.demo.calendar import Calendar
from portal.demo.contents import read, text
from portal.demo.scene import Deed, Scene
from portal.domain.roles import Role
from portal.models import Domain, User
from portal.services import domains, members
from portal.services.administrators import founder
from portal.services.ledger import SYSTEM
from portfolio.services.scoring_models import ensure_default_model

#: Keys of the frameworks that the demonstration asks by.
ASKED_BY: Final = (DEFAULT_KEY, "federated-operating-model", "partner-evaluation")


@dataclass(frozen=True, slots=True)
class DomainLine:
    """One domain as the content describes it."""

    key: str
    name: str
    code: str
    description: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person as the content describes them; those with an address can sign in."""

    key: str
    name: str
    role: Role
    domain: str = ""
    address: str = ""
    left: int | None = None

    @property
    def email(self) -> str:
        """The address they sign in with, or would."""
        local = self.address or ".".join(self.name.lower().split())
        return f"{local}@{read('organisation.toml')['mail']}"


@cache
def domain_lines() -> tuple[DomainLine, ...]:
    """Return the domains, parents first."""
    return tuple(
        DomainLine(**line | {"description": text(line["description"])})
        for line in read("organisation.toml")["domain"]
    )


@cache
def person_lines() -> tuple[PersonLine, ...]:
    """Return the people, those who can sign in first."""
    lines = read("organisation.toml")["person"]
    return tuple(PersonLine(**line | {"role": Role(line["role"])}) for line in lines)


def owner_of(domain: str) -> str:
    """Return the key of the person who owns a domain, or else the one above it."""
    for line in person_lines():
        if line.role is Role.DOMAIN_OWNER and line.domain == domain:
            return line.key
    above = next(line.parent for line in domain_lines() if line.key == domain)
    return owner_of(above)


def deeds(calendar: Calendar) -> Iterator[Deed]:
    """Tell how the enterprise was set up, and who left."""
    founded = read("organisation.toml")["founded"]
    yield Deed(calendar.moment(founded, 8), _found)
    yield Deed(calendar.moment(founded, 9), _draw_the_tree)
    yield Deed(calendar.moment(founded, 10), _invite_people)
    for line in person_lines():
        if line.left is not None:
            yield Deed(calendar.moment(line.left, 17), partial(_leave, line.key))


def _found(scene: Scene, at: datetime) -> None:
    about = read("organisation.toml")
    root = Domain.objects.filter(depth=1).first()
    if root is None:
        scene.domains[""] = domains.add_root(about["name"], by=SYSTEM, at=at, is_demo=True)
    else:
        scene.domains[""] = domains.add_domain(
            root, name=about["name"], by=founder(root), at=at, is_demo=True
        )
    ensure_default_model(by=SYSTEM, at=at)
    for key in ASKED_BY:
        _load_framework(key, scene, at)


def _load_framework(key: str, scene: Scene, at: datetime) -> None:
    """Take a framework that ships, or the one that is here; the default is whatever is default."""
    here = FrameworkVersion.objects.filter(state=FrameworkVersion.State.PUBLISHED)
    default = here.filter(is_default=True) if key == DEFAULT_KEY else here.none()
    row = default.first() or here.filter(key=key).order_by("loaded_at", "pk").first()
    if row is None:
        path = shipped_frameworks()[key]
        framework = read_framework(path.read_bytes(), name=path.name)
        row = load_framework(framework, source=path.name, by=SYSTEM, at=at)
    scene.frameworks[key] = row


def _root() -> Domain:
    root: Domain = Domain.objects.get(depth=1)
    return root


def _draw_the_tree(scene: Scene, at: datetime) -> None:
    by = founder(_root())
    for line in domain_lines():
        parent = Domain.objects.get(pk=scene.domains[line.parent].pk)
        scene.domains[line.key] = domains.add_domain(
            parent,
            name=line.name,
            code=line.code,
            description=line.description,
            by=by,
            at=at,
            is_demo=True,
        )
    # A sibling that comes earlier in the alphabet moves the later ones, so read the tree anew.
    fresh = Domain.objects.in_bulk([row.pk for row in scene.domains.values()])
    scene.domains = {key: fresh[row.pk] for key, row in scene.domains.items()}


def _invite_people(scene: Scene, at: datetime) -> None:
    by = founder(_root())
    for line in person_lines():
        user = members.invite_person(
            line.email,
            name=line.name,
            by=by,
            at=at,
            is_demo=True,
        )
        members.grant_role(
            user,
            line.role,
            domain=scene.domains[line.domain],
            starts_on=at.date(),
            by=by,
            at=at,
        )
        scene.people[line.key] = user
    _give_password(scene)


def _give_password(scene: Scene) -> None:
    """Let those with an address sign in; they share a password, so it is hashed once for all."""
    able = [scene.people[line.key].pk for line in person_lines() if line.address]
    User.objects.filter(pk__in=able).update(password=make_password(scene.password))


def _leave(key: str, scene: Scene, at: datetime) -> None:
    user = scene.people[key]
    members.set_active(user, is_active=False, by=founder(_root()), at=at)
    scene.people[key] = type(user).objects.get(pk=user.pk)
