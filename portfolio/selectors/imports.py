"""Reading what an import meets: the domains, people and use cases that are there already."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched
from typing import Any, Final

from django.db.models import Q, QuerySet

from portal.domain.roles import Member
from portal.domain.search_words import folded
from portal.models import Domain, RoleGrant, User
from portfolio.domain.import_cells import plain
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.use_cases import code
from portfolio.models import UseCase

_BATCH: Final = 1_000


@dataclass(frozen=True, slots=True)
class KnownUseCase:
    """A use case that a row means, as far as its import depends on it.

    Attributes
    ----------
    pk
        Its id.
    domain_path
        The path of its domain.
    archived_at
        When it was archived, if it is.
    mark
        What tells whether it is still the same: the digest of what its source said the last time
        or, in the portal's own export, its version.
    """

    pk: int
    domain_path: str
    archived_at: datetime | None
    mark: str | int


def domains_beneath(node: Domain) -> list[Domain]:
    """Return all domains beneath a node, archived ones too, parents before children."""
    rows = Domain.objects.filter(path__startswith=node.path, depth__gt=node.depth)
    return list(rows.order_by("path"))


def domains_called(name: str) -> list[Domain]:
    """Return the domains of that name, or the one of that number; else those spelt nearly so."""
    rows = Domain.objects.filter(name=name)
    if name.isascii() and name.isdigit():
        rows = rows | Domain.objects.filter(pk=int(name))
    exactly = list(rows.order_by("path"))
    every = () if exactly else Domain.objects.order_by("path")
    return exactly or [domain for domain in every if plain(domain.name) == plain(name)]


def domain_names() -> list[str]:
    """Return the names of all domains, each once."""
    return list(Domain.objects.order_by("name").values_list("name", flat=True).distinct())


def owners_by_address(addresses: Collection[str], *, today: date) -> dict[str, User]:
    """Return the people who are here and hold a role today, by their e-mail address."""
    wanted = sorted({address.lower() for address in addresses})
    found: dict[str, User] = {}
    for start in range(0, len(wanted), 500):
        people = holders(today=today).filter(email__in=wanted[start : start + 500])
        found |= {person.email: person for person in people}
    return found


def holders(*, today: date) -> QuerySet[User]:
    """Return the people who are here and hold a role today."""
    holding = RoleGrant.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today
    )
    return User.objects.filter(is_active=True, pk__in=holding.values("user_id"))


def accounts_by_address(addresses: Collection[str]) -> dict[str, User]:
    """Return everybody with an account, also who left, by their e-mail address."""
    wanted = sorted({address.lower() for address in addresses})
    found: dict[str, User] = {}
    for start in range(0, len(wanted), 500):
        people = User.objects.filter(email__in=wanted[start : start + 500])
        found |= {person.email: person for person in people}
    return found


def known_use_cases(source: str, references: Iterable[str]) -> dict[str, KnownUseCase]:
    """Return the use cases of a source by their references there; one query for each 1,000."""
    found: dict[str, KnownUseCase] = {}
    shared: dict[str, str] = {}
    # The index of references holds no empty ones, and is used only by who says so.
    mine = UseCase.objects.filter(source=source).exclude(external_reference="")
    for some in batched(references, _BATCH):
        rows = mine.filter(external_reference__in=some)
        columns = rows.values_list(
            "external_reference", "pk", "domain__path", "archived_at", "source_digest"
        )
        for reference, pk, path, archived_at, digest in columns:
            path = shared.setdefault(path, path)  # noqa: PLW2901 - equal paths share their memory
            found[reference] = KnownUseCase(pk, path, archived_at, digest)
    return found


def owner_ids(use_cases: Iterable[int]) -> dict[int, dict[str, int | None]]:
    """Return who owns use cases: by id, role to the id of a person or None."""
    found: dict[int, dict[str, int | None]] = {}
    for some in batched(use_cases, _BATCH):
        rows = UseCase.objects.filter(pk__in=some)
        for pk, *owners in rows.values_list("pk", *(f"{role}_id" for role in OwnerRole)):
            found[pk] = dict(zip(OwnerRole, owners, strict=True))
    return found


def changed_meanwhile(known: Iterable[KnownUseCase]) -> bool:
    """Whether use cases are no longer as they were known by id and version."""
    for some in batched(known, _BATCH):
        rows = UseCase.objects.filter(pk__in=[each.pk for each in some])
        columns = rows.values_list("pk", "domain__path", "archived_at", "version")
        if {KnownUseCase(*each) for each in columns} != set(some):
            return True
    return False


def tree_and_people() -> str:
    """Return a digest of what every plan rests on: domains, people and the roles they hold."""
    parts: tuple[QuerySet[Any, Any], ...] = (
        Domain.objects.order_by("pk").values_list("pk", "path", "name", "archived_at"),
        User.objects.order_by("pk").values_list("pk", "email", "name", "is_active"),
        RoleGrant.objects.order_by("pk").values_list(
            "pk", "user", "domain", "starts_on", "ends_on"
        ),
    )
    digest = hashlib.sha256()
    for part in parts:
        for row in part.iterator(chunk_size=2_000):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def registered_titles(member: Member, among: Collection[str]) -> Mapping[str, str]:
    """Return which of these folded titles use cases in use carry that the member may see.

    Each comes with a code. One query, which keeps nothing of the other titles. Of several use
    cases with one title, the first that was registered is named.
    """
    rows = UseCase.objects.visible_to(member).active().order_by("-pk").values_list("title", "pk")
    found = {}
    for title, pk in rows.iterator(chunk_size=2_000):
        name = folded(title)
        if name in among:
            found[name] = pk
    return {title: code(pk) for title, pk in found.items()}
