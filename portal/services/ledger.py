"""Appending to the ledger, in the transaction of the change it speaks of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import batched
from math import isfinite
from typing import Any, Final

import rfc8785
from django.db import models, transaction

from portal.domain.ledger import ACTOR_LABEL_LENGTH, GENESIS, chain_hash
from portal.domain.roles import Member
from portal.domain.wording import gettext_noop
from portal.models import LedgerEntry, LedgerHead


class PortalEvent(StrEnum):
    """What the cellar records."""

    DOMAIN_ADDED = "portal.domain.added"
    DOMAINS_ADDED = "portal.domain.branches_added"
    DOMAIN_CHANGED = "portal.domain.changed"
    DOMAIN_MOVED = "portal.domain.moved"
    DOMAIN_ARCHIVED = "portal.domain.archived"
    PERSON_ADDED = "portal.person.added"
    PERSON_DEACTIVATED = "portal.person.deactivated"
    PERSON_REACTIVATED = "portal.person.reactivated"
    ROLE_GRANTED = "portal.role.granted"
    ROLE_ENDED = "portal.role.ended"
    TOKEN_CREATED = "portal.token.created"  # noqa: S105
    TOKEN_REVOKED = "portal.token.revoked"  # noqa: S105
    PUBLICATION_STORED = "portal.publication.stored"
    VIEW_SAVED = "portal.view.saved"
    VIEW_CHANGED = "portal.view.changed"
    VIEW_UNSHARED = "portal.view.unshared"
    VIEW_REMOVED = "portal.view.removed"
    VIEW_MADE_USUAL = "portal.view.made_usual"
    VIEW_NO_LONGER_USUAL = "portal.view.no_longer_usual"
    DEMO_LOADED = "portal.demo.loaded"
    DEMO_REMOVED = "portal.demo.removed"


type Subject = models.Model

_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Happened:
    """What is to be recorded about one row: the event, and what `record` takes as changes."""

    event: StrEnum
    subject: Subject
    changes: Mapping[str, Any] = field(default_factory=dict)


SYSTEM = Member(0, gettext_noop("the portal itself"))


def record(
    event: StrEnum,
    *,
    subject: Subject,
    by: Member,
    at: datetime,
    changes: Mapping[str, Any] | None = None,
) -> LedgerEntry:
    """Append one entry; must run inside the transaction of the change it records.

    Parameters
    ----------
    event
        A namespaced past-tense name from the app's enumeration of events.
    subject
        The row that changed.
    by
        Who changed it; :data:`SYSTEM` when nobody did.
    at
        When, as an aware moment.
    changes
        Field name to ``[before, after]`` or to a single value; plain values, dates and decimals.

    Raises
    ------
    TransactionManagementError
        When no transaction is open, because the entry and the change stand or fall together.
    """
    head = _locked_head()
    entry = _entry(event, head, subject=subject, by=by, at=at, changes=changes or {})
    entry.save(force_insert=True)
    LedgerHead.objects.filter(pk=1).update(seq=entry.seq, hash=entry.hash)
    return entry


def record_all(happened: Iterable[Happened], *, by: Member, at: datetime) -> int:
    """Append an entry for each thing that happened, in order, a few statements for each 500.

    As `record` for each of them: the same bytes, in one chain. Writers wait in line from the
    first to the end of the transaction, so it comes last in it. Returns how many there were.
    """
    head = _locked_head()
    before = head.seq
    for some in batched(happened, _BATCH):
        entries = []
        for each in some:
            entry = _entry(
                each.event, head, subject=each.subject, by=by, at=at, changes=each.changes
            )
            head.seq, head.hash = entry.seq, entry.hash
            entries.append(entry)
        LedgerEntry.objects.bulk_create(entries)
    if head.seq > before:
        LedgerHead.objects.filter(pk=1).update(seq=head.seq, hash=head.hash)
    return head.seq - before


def _locked_head() -> LedgerHead:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A ledger entry needs a transaction.")
    head = LedgerHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        LedgerHead.objects.get_or_create(pk=1, defaults={"seq": 0, "hash": GENESIS})
        head = LedgerHead.objects.select_for_update().get(pk=1)
    return head


def _entry(
    event: StrEnum,
    head: LedgerHead,
    *,
    subject: Subject,
    by: Member,
    at: datetime,
    changes: Mapping[str, Any],
) -> LedgerEntry:
    seq = head.seq + 1
    subject_type, label = subject._meta.label_lower, str(subject)[:500]  # noqa: SLF001
    payload = rfc8785.dumps(
        {
            "seq": seq,
            "at": at.astimezone(UTC).isoformat(),
            "event": event.value,
            "actor": {"id": by.user_id, "label": by.label},
            "subject": {"type": subject_type, "id": str(subject.pk), "label": label},
            "changes": plain(dict(changes)),
        }
    )
    return LedgerEntry(
        seq=seq,
        recorded_at=at,
        event=event.value,
        actor_id=by.user_id or None,
        actor_label=by.label[:ACTOR_LABEL_LENGTH],
        subject_type=subject_type,
        subject_id=str(subject.pk),
        subject_label=label,
        payload=payload,
        previous_hash=head.hash,
        hash=chain_hash(head.hash, payload),
    )


def plain(value: Any) -> Any:
    """Return ``value`` as canonical JSON can hold it: moments, decimals and rows become text.

    Numbers that JSON cannot tell apart or does not know (from 2⁵³ on, not-a-number, infinity)
    become text too. Sets are sorted, because their own order differs from process to process.
    """
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, models.Model):
        return {"id": plain(value.pk), "label": str(value)}
    return _plain_scalar(value)


def _plain_scalar(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value) if abs(value) < 2**53 else str(int(value))
    if isinstance(value, float):
        return float(value) if isfinite(value) else str(value)
    return format(value, "f") if isinstance(value, Decimal) else str(value)
