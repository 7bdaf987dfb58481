"""The named cast, the database guards and the real files that tests share."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client, TransactionTestCase
from hypothesis import HealthCheck, settings

from portal.domain.roles import Member, Role
from portal.models import Domain, User, ledger_guard
from tests.builders import grant, make_domain, make_root, make_user, member

# No clock decides a test, for machines are busy. In CI every run draws the same examples.
settings.register_profile(
    "steelthread",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steelthread")

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real inventories and models that the repository does not carry."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"The folder {SHARED_DATA} with real files is not here.")
    return SHARED_DATA


@pytest.fixture(autouse=True, scope="session")
def _flushing_passes_the_ledger_guard() -> None:
    """Let transactional tests empty the ledger between tests, which the database refuses."""
    teardown = TransactionTestCase._fixture_teardown

    def unguarded(self: TransactionTestCase) -> None:
        for name in self._databases_names(include_mirrors=False):
            ledger_guard.remove(connections[name])
        try:
            teardown(self)
        finally:
            for name in self._databases_names(include_mirrors=False):
                ledger_guard.install(connections[name])

    TransactionTestCase._fixture_teardown = unguarded


@dataclass
class Cast:
    """One person per role, a neighbour, and a stranger, over a small tree of domains."""

    root: Domain
    freight: Domain
    depots: Domain
    retail: Domain
    executive: User
    lead: User
    freight_owner: User
    retail_owner: User
    board: User
    contributor: User
    auditor: User
    administrator: User
    stranger: User

    def member(self, name: str) -> Member:
        return member(getattr(self, name))

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(getattr(self, name))
        return client


ROLES = {
    "executive": (Role.EXECUTIVE, "root"),
    "lead": (Role.COE_LEAD, "root"),
    "freight_owner": (Role.DOMAIN_OWNER, "freight"),
    "retail_owner": (Role.DOMAIN_OWNER, "retail"),
    "board": (Role.RISK_BOARD, "root"),
    "contributor": (Role.CONTRIBUTOR, "freight"),
    "auditor": (Role.AUDITOR, "root"),
    "administrator": (Role.ADMINISTRATOR, "root"),
}


@pytest.fixture
def cast(db: None) -> Cast:
    root = make_root()
    domains = {"root": root, "freight": make_domain("Freight"), "retail": make_domain("Retail")}
    domains["depots"] = make_domain("Depots", parent=domains["freight"])
    domains = {name: Domain.objects.get(pk=row.pk) for name, row in domains.items()}
    names = [*ROLES, "stranger"]
    people = {
        n: make_user(n.replace("_", " ").capitalize(), email=f"{n}@example.org") for n in names
    }
    for name, (role, domain) in ROLES.items():
        grant(people[name], role, domains[domain])
    return Cast(**domains, **people)
