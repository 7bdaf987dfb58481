"""The ledger: appended with the change, chained, and guarded by the database."""

import hashlib
import json
import subprocess
import sys
from decimal import Decimal as D  # noqa: N817
from math import inf, nan
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from portal.domain.ledger import GENESIS, Checkpoint, chain_hash
from portal.models import Job, LedgerEntry, LedgerHead, Publication, ledger_guard
from portal.selectors.ledger import altered_publications, head_of_chain, verify_ledger
from portal.services import ledger
from portal.services.ledger import Happened, PortalEvent
from portal.services.publications import store_publication
from tests.builders import NOW, make_domain, make_root
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def record_three() -> None:
    for name in ("Alpha", "Beta", "Gamma"):
        with transaction.atomic():
            ledger.record(
                PortalEvent.DOMAIN_ADDED, subject=make_domain(name), by=ledger.SYSTEM, at=NOW
            )


def tamper(statement: str, *values: object) -> None:
    """Run a statement as somebody would who owns the database."""
    ledger_guard.remove(connection)
    connection.cursor().execute(statement, list(values))
    ledger_guard.install(connection)


def test_entries_are_numbered_without_gaps_and_chained() -> None:
    record_three()
    first, second, third = LedgerEntry.objects.order_by("seq")
    assert [first.seq, second.seq, third.seq] == [1, 2, 3]
    assert first.previous_hash == GENESIS
    assert second.previous_hash == first.hash
    assert third.previous_hash == second.hash
    assert json.loads(bytes(third.payload))["subject"]["label"] == "Gamma"


def test_many_entries_appended_together_are_those_appended_one_by_one(cast: Cast) -> None:
    domains = [make_domain(f"Branch {number}") for number in range(3)]
    happened = [
        Happened(PortalEvent.DOMAIN_CHANGED, domain, {"name": ["Before", domain.name]})
        for domain in domains
    ]
    with transaction.atomic():
        assert ledger.record_all(happened, by=cast.member("lead"), at=NOW) == 3
    together = list(LedgerEntry.objects.order_by("seq").values_list("payload", "hash"))
    ledger_guard.remove(connection)
    LedgerEntry.objects.all().delete()
    LedgerHead.objects.all().delete()
    ledger_guard.install(connection)
    for each in happened:
        with transaction.atomic():
            ledger.record(
                each.event,
                subject=each.subject,
                by=cast.member("lead"),
                at=NOW,
                changes=each.changes,
            )
    assert list(LedgerEntry.objects.order_by("seq").values_list("payload", "hash")) == together
    assert verify_ledger().is_intact


def test_nothing_appended_together_leaves_the_chain_as_it_is() -> None:
    record_three()
    before = head_of_chain()
    with transaction.atomic():
        assert ledger.record_all([], by=ledger.SYSTEM, at=NOW) == 0
    assert head_of_chain() == before


@pytest.mark.django_db(transaction=True)
def test_many_entries_need_a_transaction_as_one_does() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        ledger.record_all([], by=ledger.SYSTEM, at=NOW)


def test_an_untouched_ledger_verifies() -> None:
    record_three()
    found = verify_ledger()
    assert (found.is_intact, found.count) == (True, 3)


def test_a_rolled_back_change_leaves_no_entry() -> None:
    record_three()
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
        ledger.record(PortalEvent.DOMAIN_ADDED, subject=make_domain(), by=ledger.SYSTEM, at=NOW)
        raise RuntimeError
    assert LedgerEntry.objects.count() == 3
    assert verify_ledger().is_intact


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE portal_ledgerentry SET event = 'forged' WHERE seq = 2",
        "DELETE FROM portal_ledgerentry WHERE seq = 3",
    ],
)
def test_the_database_refuses_to_change_an_entry(statement: str) -> None:
    record_three()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert verify_ledger().count == 3


@pytest.mark.parametrize(
    ("statement", "bad_seq", "reason"),
    [
        ("UPDATE portal_ledgerentry SET payload = %s WHERE seq = 2", 2, "altered"),
        ("UPDATE portal_ledgerentry SET event = %s WHERE seq = 2", 2, "altered"),
        ("DELETE FROM portal_ledgerentry WHERE seq = 2", 2, "missing"),
    ],
)
def test_tampering_behind_the_guard_is_found(statement: str, bad_seq: int, reason: str) -> None:
    record_three()
    tamper(statement, *([b"{}"] if "payload" in statement else ["x"])[: statement.count("%s")])
    found = verify_ledger()
    assert (found.is_intact, found.first_bad_seq) == (False, bad_seq)
    assert reason in found.reason


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("recorded_at", "2020-01-01 00:00:00+00:00"),
        ("event", "portal.domain.moved"),
        ("actor_id", 7),
        ("actor_label", "Somebody else"),
        ("subject_type", "portal.user"),
        ("subject_id", "99"),
        ("subject_label", "Another"),
    ],
)
def test_a_readable_column_that_was_edited_is_found(column: str, value: object) -> None:
    record_three()
    tamper(f"UPDATE portal_ledgerentry SET {column} = %s WHERE seq = 2", value)
    found = verify_ledger()
    assert (found.is_intact, found.first_bad_seq) == (False, 2)
    assert found.reason == "What is shown of entry 2 was altered after it was written."


@pytest.mark.parametrize("payload", [b"[]", b'{"seq":2}', b"\xff", b"null"])
def test_a_payload_of_another_shape_is_a_finding_and_the_list_is_still_shown(
    cast: Cast, payload: bytes
) -> None:
    record_three()
    forged = chain_hash(LedgerEntry.objects.get(seq=1).hash, payload)
    tamper("UPDATE portal_ledgerentry SET payload = %s, hash = %s WHERE seq = 2", payload, forged)
    assert verify_ledger().first_bad_seq == 2
    assert cast.client("auditor").get("/ledger/").status_code == 200
    assert cast.client("auditor").get("/api/v1/ledger/").status_code == 200


def test_a_cut_tail_is_found_because_the_head_points_beyond_it() -> None:
    record_three()
    tamper("DELETE FROM portal_ledgerentry WHERE seq = 3")
    assert verify_ledger().reason == "The ledger ends at entry 2; the head of the chain has 3."


def test_a_cut_tail_with_its_head_moved_back_is_found_with_a_checkpoint_kept_elsewhere() -> None:
    record_three()
    kept = head_of_chain()
    assert kept is not None
    tamper("DELETE FROM portal_ledgerentry WHERE seq = 3")
    second = LedgerEntry.objects.get(seq=2)
    LedgerHead.objects.update(seq=2, hash=second.hash)
    assert verify_ledger().is_intact
    assert verify_ledger(checkpoint=Checkpoint(kept.count, kept.head)).reason == (
        "The ledger ends at entry 2; the checkpoint has 3."
    )


def test_a_checkpoint_proves_what_was_before_it_also_after_more_was_written() -> None:
    record_three()
    kept = head_of_chain()
    tamper("DELETE FROM portal_ledgerentry WHERE seq = 3")
    second = LedgerEntry.objects.get(seq=2)
    LedgerHead.objects.update(seq=2, hash=second.hash)
    record_three()
    assert verify_ledger().is_intact
    assert verify_ledger(checkpoint=kept).reason.startswith("Entry 3 is not the one that the")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Only SQLite knows INSERT OR REPLACE.")
def test_the_database_refuses_to_replace_an_entry() -> None:
    record_three()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(
            "INSERT OR REPLACE INTO portal_ledgerentry SELECT seq, recorded_at, 'forged', actor_id,"
            " actor_label, subject_type, subject_id, subject_label, payload, previous_hash, hash"
            " FROM portal_ledgerentry WHERE seq = 2"
        )
    assert verify_ledger().is_intact


def test_numbers_that_json_does_not_know_become_text() -> None:
    given = {
        "nan": nan,
        "far": inf,
        "big": 2**53,
        "fits": 2**53 - 1,
        "half": 0.5,
        "money": D("1.50"),
    }
    assert ledger.plain(given) == {
        "nan": "nan",
        "far": "inf",
        "big": "9007199254740992",
        "fits": 9007199254740991,
        "half": 0.5,
        "money": "1.50",
    }


def test_a_change_with_rows_sets_and_odd_numbers_is_recorded() -> None:
    job = Job(kind="test", title="Job", run_after=NOW, requested_at=NOW)
    changes = {"job": job, "names": {"b", "a"}, "value": [nan, 2**60], "day": NOW.date()}
    with transaction.atomic():
        entry = ledger.record(
            PortalEvent.DOMAIN_CHANGED,
            subject=make_root(),
            by=ledger.SYSTEM,
            at=NOW,
            changes=changes,
        )
    assert json.loads(entry.payload)["changes"] == {
        "job": {"id": str(job.pk), "label": "test queued"},
        "names": ["a", "b"],
        "value": ["nan", str(2**60)],
        "day": "2026-03-02",
    }


def test_a_document_that_was_exchanged_is_found() -> None:
    with transaction.atomic():
        kept = store_publication(
            b"%PDF-1.7 first",
            kind="test",
            subject=make_root(),
            title="Edition 1",
            filename="edition.pdf",
            media_type="application/pdf",
            by=ledger.SYSTEM,
            at=NOW,
        )
    assert list(altered_publications()) == []
    forged = b"%PDF-1.7 other"
    Publication.objects.update(content=forged, sha256=hashlib.sha256(forged).hexdigest())
    assert list(altered_publications()) == [kept]
    with pytest.raises(CommandError, match="“Edition 1” is not the one"):
        call_command("verify_ledger")


def test_the_command_takes_the_checkpoint_it_printed(capsys: pytest.CaptureFixture[str]) -> None:
    record_three()
    call_command("verify_ledger")
    told = capsys.readouterr().out.split()[-1]
    assert told == f"3:{LedgerEntry.objects.get(seq=3).hash}"
    call_command("verify_ledger", checkpoint=told)
    with pytest.raises(CommandError, match="A checkpoint looks like"):
        call_command("verify_ledger", checkpoint="²:zz")
    with pytest.raises(CommandError, match="not the one that the checkpoint saw"):
        call_command("verify_ledger", checkpoint=f"3:{'0' * 64}")


def test_the_export_is_checked_without_the_portal(tmp_path: Path) -> None:
    record_three()
    file = tmp_path / "ledger.jsonl"
    call_command("export_ledger", output=file)
    checked = subprocess.run(
        [sys.executable, "-I", "deploy/verify_ledger.py", str(file)],
        capture_output=True,
        check=True,
        text=True,
    )
    head = LedgerEntry.objects.get(seq=3).hash
    assert checked.stdout == f"3 entries, all as written.\nCheckpoint: 3:{head}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.jsonl"]


def test_an_export_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("export_ledger", output=tmp_path / "nowhere" / "ledger.jsonl")


def test_an_empty_ledger_is_exported_and_intact(tmp_path: Path) -> None:
    file = tmp_path / "ledger.jsonl"
    call_command("export_ledger", output=file)
    assert json.loads(file.read_text()) == {"head": {"count": 0, "hash": GENESIS}}
    assert verify_ledger().is_intact
