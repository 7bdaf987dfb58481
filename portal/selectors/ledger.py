"""Reading the ledger: its entries, and whether the chain holds."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.domain.ledger import (
    GENESIS,
    Checkpoint,
    Columns,
    Entry,
    Verification,
    exported_entry,
    exported_head,
    verify,
)
from portal.domain.ledger_words import details, sentence
from portal.models import LedgerEntry, LedgerHead, Publication

#: What the services record when a document is kept.
PUBLICATION_STORED: Final = "portal.publication.stored"
MOST_CHANGES: Final = 4
_COLUMNS: Final = tuple(field.name for field in fields(Columns))


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One entry as a page shows it.

    Attributes
    ----------
    sentence
        What happened, in words.
    changes
        Name of a field and its value in words, as many as a row can hold.
    more
        How many more changes the record holds.
    record
        The bytes the hash rests on, as text.
    """

    seq: int
    recorded_at: datetime
    event: str
    actor: str
    subject: str
    subject_type: str
    previous_hash: str
    hash: str
    sentence: str
    changes: tuple[tuple[str, str], ...]
    more: int
    record: str


@dataclass(frozen=True, slots=True)
class LastChange:
    """Who changed a row last, and when."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """One entry about a row: who had it happen, when, and what was recorded with it."""

    actor: str
    recorded_at: datetime
    changes: Mapping[str, Any]


def is_untouched() -> bool:
    """Tell whether nothing ever happened here, which holds only before the very first start."""
    return not LedgerEntry.objects.exists()


def entries() -> QuerySet[LedgerEntry]:
    """Return all entries, newest first."""
    return LedgerEntry.objects.order_by("-seq")


def last_change(subject: Model) -> LastChange | None:
    """Return who changed a row last, as the ledger has it; None where it has nothing; one query."""
    about = entries().filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))  # noqa: SLF001
    entry = about.first()
    if entry is None:
        return None
    return LastChange(_actor(entry), entry.recorded_at)


def entries_about(subject: Model, event: str) -> tuple[Told, ...]:
    """Return who had one thing happen to a row, the latest first; one query."""
    about = entries().filter(
        event=event,
        subject_type=subject._meta.label_lower,  # noqa: SLF001
        subject_id=str(subject.pk),
    )
    return tuple(Told(_actor(entry), entry.recorded_at, _changes(entry)) for entry in about)


def _actor(entry: LedgerEntry) -> str:
    # What no person did is said of the portal itself, in words of ours.
    return entry.actor_label if entry.actor_id else _(entry.actor_label)


def ledger_row(entry: LedgerEntry) -> LedgerRow:
    """Return one entry as a page shows it."""
    actor = _actor(entry)
    changes = details(_changes(entry))
    return LedgerRow(
        seq=entry.seq,
        recorded_at=entry.recorded_at,
        event=entry.event,
        actor=actor,
        subject=entry.subject_label,
        subject_type=entry.subject_type.rpartition(".")[2],
        previous_hash=entry.previous_hash,
        hash=entry.hash,
        sentence=sentence(entry.event, actor=actor, subject=entry.subject_label),
        changes=changes[:MOST_CHANGES],
        more=max(len(changes) - MOST_CHANGES, 0),
        record=bytes(entry.payload).decode(errors="backslashreplace"),
    )


def _changes(entry: LedgerEntry) -> dict[str, Any]:
    try:
        return dict(json.loads(bytes(entry.payload))["changes"])
    except (ValueError, KeyError, TypeError):
        # Whoever looks for what was altered must still be able to read the rest.
        return {}


def verify_ledger(*, checkpoint: Checkpoint | None = None) -> Verification:
    """Walk the whole chain from the stored bytes; memory stays flat.

    The head that writers keep is a checkpoint too: a cut tail leaves it pointing beyond the end.
    """
    known = [each for each in (head_of_chain(), checkpoint) if each is not None]
    return verify(chain(), checkpoints=known)


def head_of_chain() -> Checkpoint | None:
    """Return where the next writer will continue, or ``None`` before the first entry."""
    row = LedgerHead.objects.filter(pk=1).first()
    return Checkpoint(row.seq, row.hash, gettext_noop("the head of the chain")) if row else None


def chain() -> Iterator[Entry]:
    """Return every entry from the first on, with the columns that repeat its payload."""
    rows = LedgerEntry.objects.order_by("seq").values_list(
        "seq", "payload", "previous_hash", "hash", *_COLUMNS
    )
    for seq, payload, previous_hash, own_hash, *columns in rows.iterator(2000):
        yield Entry(seq, bytes(payload), previous_hash, own_hash, Columns(*columns))


def exported_lines() -> Iterator[str]:
    """Return the ledger as lines of JSON, complete; the last line holds its head.

    ``deploy/verify_ledger.py`` checks them without the portal.
    """
    head = head_of_chain() or Checkpoint(0, GENESIS)
    for entry in chain():
        if entry.seq > head.count:
            # Written since the head was read; the next export has it.
            break
        yield exported_entry(entry)
    yield exported_head(head)


def altered_publications() -> Iterator[Publication]:
    """Return the stored documents whose bytes are not those that the ledger recorded."""
    recorded = dict(
        LedgerEntry.objects.filter(event=PUBLICATION_STORED)
        .order_by("seq")
        .values_list("subject_id", "payload")
    )
    for row in Publication.objects.order_by("pk").iterator(20):
        told = _told_sha256(recorded.get(str(row.pk)))
        if not told == row.sha256 == hashlib.sha256(bytes(row.content)).hexdigest():
            yield row


def _told_sha256(payload: bytes | memoryview | None) -> str:
    try:
        return str(json.loads(bytes(payload or b""))["changes"]["sha256"])
    except (ValueError, KeyError, TypeError):
        return ""
