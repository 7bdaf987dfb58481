"""The demonstration's organisation: its tree, its people, their roles."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial

from assessments.models import FrameworkVersion
from assessments.services.framework_files import read_framework, shipped_frameworks
from assessments.services.frameworks import load_framework
from portal.demo.calendar import Calendar
from portal.demo.contents import read, text
from portal.demo.scene import Deed, Scene
from portal.domain.roles import Role
from portal.models import Domain
from portal.services import domains, members
from portal.services.administrators import founder
from portal.services.ledger import SYSTEM
from portfolio.services.scoring_models import ensure_default_model


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
    scene.framework = FrameworkVersion.objects.filter(is_default=True).first()
    if scene.framework is None:
        path = shipped_frameworks()["five-layers"]
        framework = read_framework(path.read_bytes(), name=path.name)
        scene.framework = load_framework(framework, source=path.name, by=SYSTEM, at=at)


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
            password=scene.password if line.address else None,
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


def _leave(key: str, scene: Scene, at: datetime) -> None:
    user = scene.people[key]
    members.set_active(user, is_active=False, by=founder(_root()), at=at)
    scene.people[key] = type(user).objects.get(pk=user.pk)
