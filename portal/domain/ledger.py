"""The ledger: entries chained by hash, and the proof that nothing was altered."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop

GENESIS = "0" * 64
ACTOR_LABEL_LENGTH = 200
_LEAF = b"\x00"


@dataclass(frozen=True, slots=True)
class Columns:
    """What stands beside the payload to be searched and shown; it repeats the payload."""

    recorded_at: datetime
    event: str
    actor_id: int | None
    actor_label: str
    subject_type: str
    subject_id: str
    subject_label: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the chain as it is stored: the bytes are verbatim, never re-serialised."""

    seq: int
    payload: bytes
    previous_hash: str
    hash: str
    columns: Columns | None = None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How long the chain was at some moment, and its last hash then."""

    count: int
    head: str
    name: str = gettext_noop("the checkpoint")


@dataclass(frozen=True, slots=True)
class Verification:
    """What a walk over the chain found."""

    is_intact: bool
    count: int
    head: str
    first_bad_seq: int | None = None
    reason: str = ""


def chain_hash(previous_hash: str, payload: bytes) -> str:
    r"""Return the hash that binds ``payload`` to everything before it.

    Parameters
    ----------
    previous_hash
        Hex digest of the entry before, or :data:`GENESIS` for the first.
    payload
        The canonical bytes (RFC 8785) exactly as stored.

    Returns
    -------
    str
        64 hex digits.

    Notes
    -----
    :math:`h_n = \mathrm{SHA256}(0x00 \,\|\, h_{n-1} \,\|\, p_n)`; the leading byte separates
    entries from tree nodes, as in RFC 6962.

    Examples
    --------
    >>> chain_hash(GENESIS, b"{}")[:16]
    'df2fad6a42533aaa'
    """
    return hashlib.sha256(_LEAF + bytes.fromhex(previous_hash) + payload).hexdigest()


def verify(entries: Iterable[Entry], *, checkpoints: Iterable[Checkpoint] = ()) -> Verification:
    """Walk the chain from its first entry and report the first thing that does not hold.

    Parameters
    ----------
    entries
        In order of ``seq``, starting with 1.
    checkpoints
        What was written down earlier, best outside the database. Without one, neither a cut tail
        nor a chain rewritten from some entry on can be seen.

    Returns
    -------
    Verification
        Intact, or the sequence number and the reason of the first fault.

    Notes
    -----
    A checkpoint is compared at its own place in the chain, so that it goes on proving everything
    before it however much the ledger has grown.

    Examples
    --------
    >>> first = Entry(1, b"{}", GENESIS, chain_hash(GENESIS, b"{}"))
    >>> verify([first]).is_intact
    True
    >>> verify([first], checkpoints=[Checkpoint(2, GENESIS)]).reason
    'The ledger ends at entry 1; the checkpoint has 2.'
    >>> verify([first], checkpoints=[Checkpoint(1, GENESIS)]).reason
    'Entry 1 is not the one that the checkpoint saw.'
    """
    waiting = sorted(checkpoints, key=lambda each: each.count)
    head, count = GENESIS, 0
    for entry in entries:
        fault = _fault(entry, head, count)
        while not fault and waiting and waiting[0].count <= entry.seq:
            seen = waiting.pop(0)
            if seen.count == entry.seq and seen.head != entry.hash:
                name = _(seen.name)
                fault = _("Entry {seq} is not the one that {name} saw.", seq=entry.seq, name=name)
        if fault:
            return Verification(False, count, head, count + 1, fault)
        head, count = entry.hash, entry.seq
    if waiting and waiting[0].count > count:
        seen = waiting[0]
        reason = _(
            "The ledger ends at entry {last}; {name} has {count}.",
            last=count,
            name=_(seen.name),
            count=seen.count,
        )
        return Verification(False, count, head, count + 1, reason)
    return Verification(True, count, head)


def _fault(entry: Entry, head: str, count: int) -> str:
    if entry.seq != count + 1:
        words = {"missing": count + 1, "found": entry.seq}
        return _("Entry {missing} is missing; the next one found is {found}.", **words)
    if entry.previous_hash != head:
        return _("Entry {seq} does not follow the entry before it.", seq=entry.seq)
    if chain_hash(head, entry.payload) != entry.hash:
        return _("Entry {seq} was altered after it was written.", seq=entry.seq)
    if entry.columns is not None and not _agrees(entry.payload, entry.seq, entry.columns):
        return _("What is shown of entry {seq} was altered after it was written.", seq=entry.seq)
    return ""


def _agrees(payload: bytes, seq: int, columns: Columns) -> bool:
    """Return whether the columns say what the payload says."""
    try:
        told: Any = json.loads(payload)
        actor, subject = told["actor"], told["subject"]
        return bool(
            told["seq"] == seq
            and told["event"] == columns.event
            and (actor["id"] or None) == columns.actor_id
            and actor["label"][:ACTOR_LABEL_LENGTH] == columns.actor_label
            and subject["type"] == columns.subject_type
            and subject["id"] == columns.subject_id
            and subject["label"] == columns.subject_label
            and datetime.fromisoformat(told["at"]) == columns.recorded_at
        )
    except (ValueError, KeyError, TypeError):
        return False


def exported_entry(entry: Entry) -> str:
    r"""Return an entry as one line of JSON, the payload as text with every byte in its place.

    Examples
    --------
    >>> exported_entry(Entry(1, b"{}", GENESIS, "ab"))[:30]
    '{"seq": 1, "payload": "{}", "p'
    """
    told: dict[str, Any] = {
        "seq": entry.seq,
        # Damaged bytes survive too: the verifier turns them back.
        "payload": entry.payload.decode(errors="surrogateescape"),
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
    }
    if entry.columns is not None:
        told |= asdict(entry.columns)
        told["recorded_at"] = entry.columns.recorded_at.astimezone(UTC).isoformat()
    return json.dumps(told)


def exported_head(head: Checkpoint) -> str:
    """Return the last line of an export, without which it is known to be cut.

    Examples
    --------
    >>> exported_head(Checkpoint(3, "ab"))
    '{"head": {"count": 3, "hash": "ab"}}'
    """
    return json.dumps({"head": {"count": head.count, "hash": head.head}})
