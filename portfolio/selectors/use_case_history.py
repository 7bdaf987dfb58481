"""Reading what happened to a use case: the ledger, and the changes an import made in bulk."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any, Final

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.models import LedgerEntry
from portfolio.domain.criteria import Criterion
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

type Names = Mapping[tuple[type[Model], int], str]
type State = Mapping[str, Any]
"""One record of the history, by the names of its columns."""

NEWEST: Final = 30
# The library makes a class whenever it is asked for a history; one serves every use case.
RECORDS: Final = UseCase.history
TOLD: Final = tuple(each for each in RECORDS.model.tracked_fields if each.name not in UNTOLD)
_STATES: Final = RECORDS.values(
    *("history_id", "history_date", "history_type", "history_user__name", "history_user__email"),
    *(field.attname for field in TOLD),
)
_ENTRIES: Final = (
    LedgerEntry.objects.filter(subject_type=UseCase._meta.label_lower)  # noqa: SLF001
    .order_by("-seq")
    .values_list("event", "recorded_at", "actor_label", "payload")
)
REGISTERED: Final = "portfolio.use_case.registered"
RATED: Final = "portfolio.use_case.rated"
WORDS: Final = {
    REGISTERED: gettext_lazy("Registered"),
    "portfolio.use_case.changed": gettext_lazy("Changed"),
    "portfolio.use_case.stage_changed": gettext_lazy("Moved to another stage"),
    "portfolio.use_case.archived": gettext_lazy("Archived"),
    "portfolio.use_case.restored": gettext_lazy("Restored"),
    RATED: gettext_lazy("Rated"),
    "portfolio.overlap.merged": gettext_lazy("Merged with one that is the same"),
    "portfolio.overlap.linked": gettext_lazy("Linked with one like it"),
    "portfolio.overlap.told_apart": gettext_lazy("Told apart from one like it"),
    "portfolio.overlap.taken_back": gettext_lazy("Decision about one like it taken back"),
    "portfolio.overlap.joined": gettext_lazy("Joined instead of registering another"),
    "portfolio.overlap.extended": gettext_lazy("Registered as an extension"),
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
    entries = list(_ENTRIES.filter(subject_id=str(use_case.pk))[:NEWEST])
    is_rated = any(event == RATED for event, *_rest in entries)
    criteria = {each.key: each for each in active_model().criteria} if is_rated else {}
    return [
        Happening(
            at=recorded_at,
            what=str(WORDS.get(event) or _words(event)),
            who=actor,
            changes=_changes(event, json.loads(bytes(payload))["changes"], criteria=criteria),
        )
        for event, recorded_at, actor, payload in entries
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
    # One more than is shown, because each is told by what it changed in the one before. They are
    # put in order by their keys alone: an order over wide rows is dear before it is even sent.
    own = RECORDS.filter(id=use_case.pk).order_by("-history_date", "-history_id")
    rows = _STATES.filter(pk__in=own.values("pk")[: NEWEST + 1]).order_by()
    records = sorted(rows, key=lambda row: (row["history_date"], row["history_id"]), reverse=True)
    steps = list(zip_longest(records, records[1:]))
    names = _names(steps)
    return [
        Happening(
            at=record["history_date"],
            what=_("Imported") if earlier is None else _("Updated by an import"),
            who=record["history_user__name"] or record["history_user__email"] or "",
            changes=() if earlier is None else _differences(earlier, record, names),
        )
        for record, earlier in steps
        if earlier is not None or record["history_type"] == "+"
    ]


def _changed_fields(earlier: State, record: State) -> Iterator[Any]:
    return (each for each in TOLD if earlier[each.attname] != record[each.attname])


def _names(steps: Iterable[tuple[State, State | None]]) -> Names:
    """Return what the rows are called that changes point to; one query for each kind there is."""
    wanted: defaultdict[type[Model], set[int]] = defaultdict(set)
    for record, earlier in steps:
        if earlier is None:
            continue
        for field in _changed_fields(earlier, record):
            if field.is_relation:
                sides = {earlier[field.attname], record[field.attname]}
                wanted[field.related_model] |= sides - {None}
    return {
        (kind, pk): str(row)
        for kind, ids in wanted.items()
        for pk, row in kind._default_manager.in_bulk(ids).items()  # noqa: SLF001
    }


def _differences(earlier: State, record: State, names: Names) -> tuple[FieldChange, ...]:
    def value(row: State, field: Any) -> Any:
        held = row[field.attname]
        return names.get((field.related_model, held)) if field.is_relation else held

    return tuple(
        field_change(field.name, value(earlier, field), value(record, field))
        for field in _changed_fields(earlier, record)
    )


def last_change_by(use_case: UseCase) -> str:
    """Return who saved the use case last."""
    own = RECORDS.filter(id=use_case.pk)
    newest = own.select_related("history_user").order_by("-history_id").first()
    return str(newest.history_user or "") if newest else ""
