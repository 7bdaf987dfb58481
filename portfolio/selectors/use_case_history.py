"""Reading what happened to a use case: the ledger, and the changes an import made in bulk."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any, Final

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.models import LedgerEntry
from portfolio.domain.criteria import Criterion
from portfolio.domain.ownership import OwnerRole
from portfolio.models import UseCase
from portfolio.selectors.scoring_models import active_model
from portfolio.selectors.use_case_history_words import (
    NOTHING,
    UNTOLD,
    FieldChange,
    field_change,
    field_label,
    rating_changes,
    shown,
)

NEWEST: Final = 30
REGISTERED: Final = "portfolio.use_case.registered"
RATED: Final = "portfolio.use_case.rated"
WORDS: Final = {
    REGISTERED: gettext_lazy("Registered"),
    "portfolio.use_case.changed": gettext_lazy("Changed"),
    "portfolio.use_case.stage_changed": gettext_lazy("Moved to another stage"),
    "portfolio.use_case.archived": gettext_lazy("Archived"),
    "portfolio.use_case.restored": gettext_lazy("Restored"),
    RATED: gettext_lazy("Rated"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a use case."""

    at: datetime
    what: str
    who: str
    changes: tuple[FieldChange, ...]


def happenings(use_case: UseCase) -> tuple[Happening, ...]:
    """Return the newest things that happened, in one query; ratings and imports cost one each.

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
    entries = list(
        LedgerEntry.objects.filter(
            subject_type=use_case._meta.label_lower,  # noqa: SLF001
            subject_id=str(use_case.pk),
        ).order_by("-seq")[:NEWEST]
    )
    is_rated = any(entry.event == RATED for entry in entries)
    criteria = {each.key: each for each in active_model().criteria} if is_rated else {}
    return [
        Happening(
            at=entry.recorded_at,
            what=str(WORDS.get(entry.event) or _words(entry.event)),
            who=entry.actor_label,
            changes=_changes(
                entry.event, json.loads(bytes(entry.payload))["changes"], criteria=criteria
            ),
        )
        for entry in entries
    ]


def _words(event: str) -> str:
    return event.rpartition(".")[2].replace("_", " ").capitalize()


def _changes(
    event: str, changes: Mapping[str, Any], *, criteria: Mapping[str, Criterion]
) -> tuple[FieldChange, ...]:
    if event == REGISTERED:
        return ()
    if event == RATED:
        return tuple(rating_changes(changes, criteria))
    return tuple(_told(name, value) for name, value in changes.items() if name not in UNTOLD)


def _told(name: str, value: Any) -> FieldChange:
    if isinstance(value, list) and len(value) == 2:
        return field_change(name, *value)
    return FieldChange(field_label(name), NOTHING, shown(name, value))


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
            what=_("Imported") if earlier is None else _("Updated by an import"),
            who=str(record.history_user or ""),
            changes=() if earlier is None else _differences(earlier, record),
        )
        for record, earlier in zip_longest(records, records[1:])
        if earlier is not None or record.history_type == "+"
    ]


def _differences(earlier: Any, record: Any) -> tuple[FieldChange, ...]:
    return tuple(
        field_change(field.name, _value(earlier, field.name), _value(record, field.name))
        for field in UseCase.history.model.tracked_fields
        if field.name not in UNTOLD
        and getattr(earlier, field.attname) != getattr(record, field.attname)
    )


def _value(record: Any, name: str) -> Any:
    value = getattr(record, name)
    return str(value) if isinstance(value, Model) else value


def last_change_by(use_case: UseCase) -> str:
    """Return who saved the use case last."""
    newest = use_case.history.select_related("history_user").order_by("-history_id").first()
    return str(newest.history_user or "") if newest else ""
