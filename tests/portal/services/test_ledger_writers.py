"""Many writers at once: the chain stays whole, whoever gives up on the way."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest
from django.db import connection, connections, transaction

from portal.domain.roles import Role
from portal.models import LedgerEntry, RoleGrant, User
from portal.selectors.ledger import verify_ledger
from portal.services import ledger, members
from portal.services.ledger import PortalEvent
from portal.services.members import GrantRefused
from tests.builders import NOW, TODAY, grant, make_root, make_user, member

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EACH, ROOT = 8, 50, Path(__file__).resolve().parents[3]
needs_server = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite in memory has one writer; see the test on a file."
)


def write(number: int) -> int:
    """Record fifty changes, a fifth of which are rolled back; return how many stand."""
    random, kept = Random(number), 0
    subject = User(pk=number, name=f"Writer {number}")
    try:
        for _ in range(EACH):
            with transaction.atomic():
                ledger.record(PortalEvent.PERSON_ADDED, subject=subject, by=ledger.SYSTEM, at=NOW)
                is_given_up = random.random() < 0.2
                transaction.set_rollback(is_given_up)
            kept += not is_given_up
    finally:
        connections.close_all()
    return kept


def at_once[Result](work: Callable[[int], Result], count: int) -> list[Result]:
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(1, count + 1)))


@needs_server
def test_eight_writers_leave_one_chain_without_gaps() -> None:
    kept = sum(at_once(write, WRITERS))
    assert 0 < kept < WRITERS * EACH
    assert list(LedgerEntry.objects.order_by("seq").values_list("seq", flat=True)) == list(
        range(1, kept + 1)
    )
    found = verify_ledger()
    assert (found.is_intact, found.count) == (True, kept)


ON_A_FILE = """
import django
django.setup()
from django.core.management import call_command
from tests.portal.services.test_ledger_writers import at_once, write
call_command("migrate", verbosity=0)
print(sum(at_once(write, 8)))
call_command("verify_ledger")
"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="This one is about SQLite.")
def test_eight_writers_leave_one_chain_in_a_file(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", ON_A_FILE],
        env=os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'ledger.sqlite3'}"},
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    kept, sentence, *_rest = told.stdout.splitlines()
    assert 0 < int(kept) < WRITERS * EACH
    assert sentence == f"{kept} entries, all as written."


@needs_server
def test_two_administrators_do_not_take_each_other_away() -> None:
    root = make_root()
    people = [make_user("One"), make_user("Other")]
    grants = [grant(person, Role.ADMINISTRATOR, root) for person in people]

    def take_away(number: int) -> bool:
        mine, theirs = number - 1, 2 - number
        try:
            by = member(people[mine])
            if mine:
                members.end_role(grants[theirs], by=by, at=NOW, today=TODAY)
            else:
                members.set_active(people[theirs], is_active=False, by=by, at=NOW)
        except GrantRefused:
            return False
        finally:
            connections.close_all()
        return True

    for _round in range(5):
        User.objects.update(is_active=True)
        RoleGrant.objects.update(ends_on=None)
        assert sorted(at_once(take_away, 2)) == [False, True]
        lasting = RoleGrant.objects.filter(ends_on__isnull=True, user__is_active=True)
        assert lasting.count() == 1
