"""Reading what happened to a use case: the ledger, and the changes an import made in bulk.

A change by a service is told by the ledger. An import writes one entry for thousands of rows, so
what it did to each of them is told by the history of its fields.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.domain.ledger_words import sentence
from portal.domain.roles import Member
from portal.models import LedgerEntry
from portfolio.domain.criteria import Criterion
from portfolio.domain.history_places import Kind, Place
from portfolio.models import UseCase
from portfolio.selectors.ratings import criteria_withheld
from portfolio.selectors.standard_books import criteria_ever_asked
from portfolio.selectors.use_case_history_words import (
    UNTOLD,
    FieldChange,
    field_change,
    field_set,
    opened_changes,
    rating_changes,
)

type Names = Mapping[tuple[type[Model], int], str]
type State = Mapping[str, Any]
"""One record of the history, by the names of its columns."""

NEWEST: Final = 30
# The library makes a class whenever it is asked for a history; one serves every use case.
RECORDS: Final = UseCase.history
TOLD: Final = tuple(each for each in RECORDS.model.tracked_fields if each.name not in UNTOLD)
_STATES: Final = RECORDS.values(
    *("history_id", "title", "history_user__name", "history_user__email"),
    *(field.attname for field in TOLD),
).order_by()
_SUBJECT: Final = UseCase._meta.label_lower  # noqa: SLF001
REGISTERED: Final = "portfolio.use_case.registered"
RATED: Final = "portfolio.use_case.rated"
IMPORTED: Final = "portfolio.use_cases.imported"
REASON: Final = "reason"
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
    "portfolio.overlap.proposed": gettext_lazy("Proposed what becomes of it and one like it"),
    "portfolio.overlap.proposal_withdrawn": gettext_lazy("Proposal about one like it withdrawn"),
    "portfolio.overlap.joined": gettext_lazy("Joined instead of registering another"),
    "portfolio.overlap.extended": gettext_lazy("Registered as an extension"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a use case.

    Attributes
    ----------
    at, who
        When, and whose name was recorded; nobody's name is an empty text.
    event
        What the ledger calls it.
    what, sentence
        The same in a few words and in a sentence.
    changes
        The fields that are others since; for a registration what was said then.
    reason
        Why, in the words of who did it; empty where none was given.
    is_start
        Whether the use case came to be by it.
    """

    at: datetime
    event: str
    what: str
    sentence: str
    who: str
    changes: tuple[FieldChange, ...]
    reason: str = ""
    is_start: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a history, newest first.

    Attributes
    ----------
    entries
        What happened.
    older
        How many the next stretch shows; 0 when this one reaches back to the start.
    end
        Where the next one goes on; nothing when there is none.
    """

    entries: tuple[Happening, ...]
    older: int = 0
    end: Place | None = None


def happenings(use_case: UseCase, member: Member, *, after: Place | None = None) -> Stretch:
    """Return the newest `NEWEST` things that happened, or those before the place ``after``.

    One query for where they stand and one for what the ledger says; ratings cost one more, and
    imports at most four, whatever their number. Who may rate reads what others said about a
    criterion once they rated it themselves; where others rated, that costs them one query more.
    """
    places = [Place(*row) for row in _places(use_case, after)[: 2 * NEWEST]]
    here, older = places[:NEWEST], len(places) - NEWEST
    told = _told_at(use_case, member, here)
    return Stretch(told, older, here[-1]) if older > 0 else Stretch(told)


def happenings_page(
    use_case: UseCase, member: Member, *, number: int, size: int
) -> tuple[tuple[Happening, ...], int, int]:
    """Return a page of what happened, newest first, its number and how many there are in all.

    A number beyond the last page gives the last one. One query more than `happenings`.
    """
    rows = _places(use_case)
    total = rows.count()
    number = max(1, min(number, -(-total // size)))
    cut = rows[(number - 1) * size : number * size]
    return _told_at(use_case, member, [Place(*row) for row in cut]), number, total


def _places(use_case: UseCase, after: Place | None = None) -> QuerySet[Any, Any]:
    """Return where things stand in the history, by keys alone: to sort wide rows is dear."""
    entries = LedgerEntry.objects.filter(subject_type=_SUBJECT, subject_id=str(use_case.pk))
    kind = Case(When(history_type="+", then=Value(Kind.MADE)), default=Value(Kind.CHANGED))
    silent = (
        RECORDS.filter(id=use_case.pk)
        .exclude(history_date__in=entries.values("recorded_at"))
        .annotate(kind=kind)
    )
    told = entries.annotate(kind=Value(Kind.TOLD))
    if after is not None:
        told = told.filter(_before(after, "recorded_at", "seq"))
        silent = silent.filter(_before(after, "history_date", "history_id"))
    first = told.order_by().values_list("recorded_at", "kind", "seq")
    second = silent.order_by().values_list("history_date", "kind", "history_id")
    return first.union(second, all=True).order_by("-recorded_at", "-kind", "-seq")


def _before(place: Place, moment: str, key: str) -> Q:
    same = Q(**{moment: place.at})
    return (
        Q(**{f"{moment}__lt": place.at})
        | (same & Q(kind__lt=place.kind))
        | (same & Q(kind=place.kind, **{f"{key}__lt": place.key}))
    )


def _told_at(use_case: UseCase, member: Member, places: Sequence[Place]) -> tuple[Happening, ...]:
    told = {
        **_from_ledger(use_case, member, [each for each in places if each.kind == Kind.TOLD]),
        **_from_history([each for each in places if each.kind != Kind.TOLD]),
    }
    return tuple(told[place] for place in places)


def _from_ledger(
    use_case: UseCase, member: Member, places: Sequence[Place]
) -> dict[Place, Happening]:
    if not places:
        return {}
    columns = ("seq", "event", "actor_id", "actor_label", "subject_label", "payload")
    rows = LedgerEntry.objects.filter(seq__in=[each.key for each in places]).values_list(*columns)
    found = {seq: row for seq, *row in rows}
    me = member.user_id or None
    rated_by = {actor_id for event, actor_id, *_rest in found.values() if event == RATED}
    criteria = criteria_ever_asked(use_case.domain.path) if rated_by else {}
    kept = criteria_withheld(use_case, member, criteria) if rated_by - {me} else set()
    told = {}
    for place in places:
        event, actor_id, who, subject, payload = found[place.key]
        changes = json.loads(bytes(payload))["changes"]
        reason = _reason_in(changes)
        if event == RATED:
            changes = opened_changes(changes, set() if actor_id == me else kept)
        told[place] = Happening(
            at=place.at,
            event=event,
            what=str(WORDS.get(event) or _words(event)),
            sentence=sentence(event, actor=who, subject=subject),
            who=who,
            changes=_changes(event, changes, criteria=criteria),
            reason=reason,
            is_start=event == REGISTERED,
        )
    return told


def _reason_in(changes: dict[str, Any]) -> str:
    """Take the reason out of what changed."""
    return str(changes.pop(REASON)) if isinstance(changes.get(REASON), str) else ""


def _words(event: str) -> str:
    return event.rpartition(".")[2].replace("_", " ").capitalize()


def _changes(
    event: str, changes: Mapping[str, Any], *, criteria: Mapping[str, Criterion]
) -> tuple[FieldChange, ...]:
    if event == RATED:
        return tuple(rating_changes(changes, criteria))
    said = {name: value for name, value in changes.items() if name not in UNTOLD}
    if event == REGISTERED:
        return tuple(field_set(name, value) for name, value in said.items())
    return tuple(_told(name, value) for name, value in said.items())


def _told(name: str, value: Any) -> FieldChange:
    if isinstance(value, list) and len(value) == 2:
        return field_change(name, *value)
    return field_set(name, value)


def _from_history(places: Sequence[Place]) -> dict[Place, Happening]:
    if not places:
        return {}
    before = _earlier([each.key for each in places if each.kind == Kind.CHANGED])
    ids = {each.key for each in places} | set(before.values())
    states = {row["history_id"]: row for row in _STATES.filter(pk__in=ids)}
    steps = [(place, states[place.key], states.get(before.get(place.key, 0))) for place in places]
    names = _names((record, earlier) for _place, record, earlier in steps)
    return {place: _imported(place, record, earlier, names) for place, record, earlier in steps}


def _earlier(ids: Sequence[int]) -> dict[int, int]:
    """Return for each record of a history the one before it, told by a service or not."""
    if not ids:
        return {}
    older = Q(history_date__lt=OuterRef("history_date")) | Q(
        history_date=OuterRef("history_date"), history_id__lt=OuterRef("history_id")
    )
    own = RECORDS.filter(older, id=OuterRef("id")).order_by("-history_date", "-history_id")
    pairs = RECORDS.filter(pk__in=ids).annotate(before=Subquery(own.values("pk")[:1])).order_by()
    return {key: before for key, before in pairs.values_list("pk", "before") if before is not None}


def _imported(place: Place, record: State, earlier: State | None, names: Names) -> Happening:
    is_start = place.kind == Kind.MADE
    who = record["history_user__name"] or record["history_user__email"] or ""
    words = {"who": who or _("The portal itself"), "title": record["title"]}
    made, changed = _("%(who)s imported %(title)s."), _("%(who)s updated %(title)s by an import.")
    return Happening(
        at=place.at,
        event=IMPORTED,
        what=_("Imported") if is_start else _("Updated by an import"),
        sentence=(made if is_start else changed) % words,
        who=who,
        changes=() if earlier is None else _differences(earlier, record, names),
        is_start=is_start,
    )


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
        if held is None or not field.is_relation:
            return held
        return {"id": held, "label": names.get((field.related_model, held), "")}

    return tuple(
        field_change(field.name, value(earlier, field), value(record, field))
        for field in _changed_fields(earlier, record)
    )


def last_change_by(use_case: UseCase) -> str:
    """Return who saved the use case last."""
    own = RECORDS.filter(id=use_case.pk)
    newest = own.select_related("history_user").order_by("-history_id").first()
    return str(newest.history_user or "") if newest else ""
