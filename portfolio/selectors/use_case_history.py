"""Reading what happened to a use case: the ledger, and the changes an import made in bulk."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any, Final

from portal.models import LedgerEntry
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.risk_tiers import Autonomy, Impact, Tier
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.models import UseCase

NEWEST: Final = 30
WORDS: Final = {
    "portfolio.use_case.registered": "Registered",
    "portfolio.use_case.changed": "Changed",
    "portfolio.use_case.stage_changed": "Moved to another stage",
    "portfolio.use_case.archived": "Archived",
    "portfolio.use_case.restored": "Restored",
    "portfolio.use_case.rated": "Rated",
}
FIELDS: Final = {
    "external_reference": "reference",
    "external_details": "details of the source",
    "initiated_on": "initiated on",
    "live_on": "live on",
    "tier": "risk tier",
}
KINDS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "stage": Stage,
    "techniques": Technique,
    "impact": Impact,
    "autonomy": Autonomy,
    "tier": Tier,
}
#: What follows from other changes, or only repeats the row.
UNTOLD: Final = frozenset(
    {"version", "updated_at", "created_at", "created_by", "bucket_answers", "bucket_source"}
)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that changed; a field that was only set has nothing before."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a use case."""

    at: datetime
    what: str
    who: str
    changes: tuple[FieldChange, ...]


def happenings(use_case: UseCase) -> tuple[Happening, ...]:
    """Return the newest things that happened, in one query, or two for an imported use case.

    A change by a service is told by the ledger. An import writes one entry for thousands of
    rows, so what it did to this one is told by the history of its fields.
    """
    told = _from_ledger(use_case)
    if not use_case.source_digest:
        return tuple(told)
    moments = {happening.at for happening in told}
    silent = [each for each in _from_history(use_case) if each.at not in moments]
    return tuple(sorted([*told, *silent], key=lambda each: each.at, reverse=True)[:NEWEST])


def _from_ledger(use_case: UseCase) -> list[Happening]:
    entries = LedgerEntry.objects.filter(
        subject_type=use_case._meta.label_lower,  # noqa: SLF001
        subject_id=str(use_case.pk),
    ).order_by("-seq")[:NEWEST]
    return [
        Happening(
            at=entry.recorded_at,
            what=WORDS.get(entry.event) or _words(entry.event),
            who=entry.actor_label,
            changes=_changes(entry.event, json.loads(bytes(entry.payload))["changes"]),
        )
        for entry in entries
    ]


def _words(event: str) -> str:
    return event.rpartition(".")[2].replace("_", " ").capitalize()


def _changes(event: str, changes: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    if event == "portfolio.use_case.registered":
        return ()
    return tuple(
        FieldChange(_label(name), *_both(name, value))
        for name, value in changes.items()
        if name not in UNTOLD
    )


def _both(name: str, value: Any) -> tuple[str, str]:
    if isinstance(value, list) and len(value) == 2:
        return _text(name, value[0]), _text(name, value[1])
    return "", _text(name, value)


def _label(name: str) -> str:
    return FIELDS.get(name) or name.replace("_", " ")


def _text(name: str, value: Any) -> str:
    if value in (None, "", []):
        return "–"
    if isinstance(value, Mapping) and "label" in value:
        return str(value["label"])
    if isinstance(value, list):
        return ", ".join(_text(name, each) for each in value)
    return _word(name, value)


def _word(name: str, value: Any) -> str:
    kind = KINDS.get(name)
    if kind is None:
        return str(value)
    try:
        return str(kind(value).label)
    except ValueError:
        return str(value)


def _from_history(use_case: UseCase) -> list[Happening]:
    # One more than is shown, because each is told by what it changed in the one before.
    records = list(
        use_case.history.select_related("history_user", "domain", *OwnerRole).order_by(
            "-history_date", "-history_id"
        )[: NEWEST + 1]
    )
    return [
        Happening(
            at=record.history_date,
            what="Imported" if earlier is None else "Updated by an import",
            who=str(record.history_user or ""),
            changes=() if earlier is None else _differences(earlier, record),
        )
        for record, earlier in zip_longest(records, records[1:])
        if earlier is not None or record.history_type == "+"
    ]


def _differences(earlier: Any, record: Any) -> tuple[FieldChange, ...]:
    names = [field.attname for field in UseCase.history.model.tracked_fields]
    return tuple(
        FieldChange(_label(name.removesuffix("_id")), _shown(earlier, name), _shown(record, name))
        for name in names
        if name.removesuffix("_id") not in UNTOLD
        and getattr(earlier, name) != getattr(record, name)
    )


def _shown(record: Any, name: str) -> str:
    if name == "external_details":
        return ""
    value = getattr(record, name.removesuffix("_id"))
    return _text(name, value if name in KINDS else str(value or "") or None)


def last_change_by(use_case: UseCase) -> str:
    """Return who saved the use case last."""
    newest = use_case.history.select_related("history_user").order_by("-history_id").first()
    return str(newest.history_user or "") if newest else ""
