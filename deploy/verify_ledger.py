"""Check an exported ledger without the portal: nothing but Python 3.10 or newer is needed.

``python3 verify_ledger.py FILE.jsonl [COUNT:HASH]``; the second argument is a checkpoint that an
earlier run printed and that was kept elsewhere. Exit code 0: intact. 1: altered. 2: unreadable.

Each line holds one entry: its payload (canonical JSON, RFC 8785) as text, the hash of the entry
before, its own hash, and the columns that repeat the payload. The hash of an entry is
SHA-256(0x00 || hash of the entry before || payload). The last line holds the head of the chain.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

GENESIS = "0" * 64
ACTOR_LABEL_LENGTH = 200
Checkpoint = tuple[int, str, str]


def main(arguments: list[str]) -> int:
    """Check one file and say in one line what was found."""
    if len(arguments) not in (1, 2):
        sys.stderr.write("Usage: verify_ledger.py FILE.jsonl [COUNT:HASH]\n")
        return 2
    checkpoints = []
    if len(arguments) == 2:
        told = re.fullmatch("([0-9]{1,15}):([0-9a-f]{64})", arguments[1].strip().lower())
        if told is None:
            sys.stderr.write("A checkpoint is a count, a colon and 64 hex digits.\n")
            return 2
        checkpoints.append((int(told.group(1)), told.group(2), "checkpoint"))
    try:
        count, head, fault = check(arguments[0], checkpoints)
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stderr.write(f"This is not an exported ledger: {error!r}\n")
        return 2
    if fault:
        sys.stdout.write(f"{fault}\n")
        return 1
    sys.stdout.write(f"{count} entries, all as written.\nCheckpoint: {count}:{head}\n")
    return 0


def check(name: str, checkpoints: list[Checkpoint]) -> tuple[int, str, str]:
    """Walk the file once; return how far it holds, the hash there, and the first fault or ""."""
    closing = last_line(name)
    if closing is None:
        return 0, GENESIS, "The last line, with the head of the chain, is missing."
    known = [*checkpoints, (closing["count"], closing["hash"], "head of the chain")]
    count, head = 0, GENESIS
    for entry in lines(name):
        fault = fault_of(entry, count, head)
        for at, seen, what in known:
            if not fault and at == entry["seq"] and seen != entry["hash"]:
                fault = f"Entry {at} is not the one that the {what} saw."
        if fault:
            return count, head, fault
        count, head = entry["seq"], entry["hash"]
    for at, _seen, what in sorted(known):
        if at > count:
            return count, head, f"The ledger ends at entry {count}; the {what} has {at}."
    return count, head, ""


def last_line(name: str) -> dict[str, Any] | None:
    """Return what the last line says of the head, or None when the file ends without it."""
    with open(name, "rb") as file:  # noqa: PTH123
        file.seek(max(0, file.seek(0, 2) - 500))
        last = file.read().rstrip(b"\n").rpartition(b"\n")[2]
    try:
        closing: dict[str, Any] = json.loads(last)["head"]
    except (ValueError, KeyError):
        return None
    return closing


def lines(name: str) -> Iterator[dict[str, Any]]:
    """Return the entries of the file, one after the other."""
    with open(name, encoding="utf-8") as file:  # noqa: PTH123
        for line in file:
            told = json.loads(line)
            if "head" not in told:
                yield told


def fault_of(entry: dict[str, Any], count: int, head: str) -> str:
    """Return what is wrong with an entry that should follow the one before, or ""."""
    seq = entry["seq"]
    payload = entry["payload"].encode("utf-8", "surrogateescape")
    if seq != count + 1:
        return f"Entry {count + 1} is missing; the next one found is {seq}."
    if entry["previous_hash"] != head:
        return f"Entry {seq} does not follow the entry before it."
    if hashlib.sha256(b"\x00" + bytes.fromhex(head) + payload).hexdigest() != entry["hash"]:
        return f"Entry {seq} was altered after it was written."
    if not agrees(entry, payload):
        return f"What is shown of entry {seq} was altered after it was written."
    return ""


def agrees(entry: dict[str, Any], payload: bytes) -> bool:
    """Return whether the columns of an entry say what its payload says."""
    try:
        told = json.loads(payload)
        actor, subject = told["actor"], told["subject"]
        shown = datetime.fromisoformat(entry["recorded_at"])
        return bool(
            told["seq"] == entry["seq"]
            and told["event"] == entry["event"]
            and (actor["id"] or None) == entry["actor_id"]
            and actor["label"][:ACTOR_LABEL_LENGTH] == entry["actor_label"]
            and subject["type"] == entry["subject_type"]
            and subject["id"] == entry["subject_id"]
            and subject["label"] == entry["subject_label"]
            and datetime.fromisoformat(told["at"]) == shown
        )
    except (ValueError, KeyError, TypeError):
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
