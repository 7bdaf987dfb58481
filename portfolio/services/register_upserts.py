"""Taking the portal's own export back: new rows are created, edited ones taken over."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.models import Domain, User
from portfolio.domain.import_mappings import ChoiceField, TextField
from portfolio.domain.import_rows import RowNote, UseCaseRow
from portfolio.domain.imports import DOMAIN
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.register_columns import RegisterColumn
from portfolio.domain.use_cases import empties_outcome
from portfolio.models import UseCase, UseCaseTechnique
from portfolio.selectors.register_imports import meant_use_cases, own_of
from portfolio.services.follow_ups import request_comparison, request_ranking
from portfolio.services.use_case_histories import Kind, remember_as_they_are
from portfolio.services.use_case_inputs import SEARCHED, decision_values, risk_values
from portfolio.services.use_case_upserts import (
    BATCH,
    TECHNIQUES,
    UpsertOutcome,
    add_techniques,
    techniques_by_id,
    tier_of,
    write_rows,
)
from portfolio.services.use_cases import store_search_texts

_C = RegisterColumn
_BUCKET: Final = ("bucket", "bucket_source", "bucket_reason", "bucket_answers")
#: Names of stored columns, to the column of the file that speaks of them.
_SPOKEN_OF: Final[Mapping[str, str]] = {
    **{name: name for name in OwnerRole},
    **dict.fromkeys(_BUCKET, _C.BUCKET),
    "listing_reason": _C.LISTING,
    "domain": DOMAIN,
    "external_reference": _C.REFERENCE,
    "external_details": _C.DETAILS,
}


@dataclass(frozen=True, slots=True)
class RegisterUpsert:
    """One row of the export, with the domain and the people it names."""

    row: UseCaseRow
    domain: Domain
    owners: Mapping[OwnerRole, User]


@dataclass(frozen=True, slots=True)
class RegisterNews:
    """What a row changes about the use case it means."""

    upsert: RegisterUpsert
    current: UseCase
    taken: Mapping[str, Any]
    is_other_technique: bool
    speaks_of_outcome: bool = False

    @property
    def is_news(self) -> bool:
        """Whether it changes anything."""
        return bool(self.taken) or self.is_other_technique

    @property
    def keeps_outcome(self) -> bool:
        """Whether the row leaves an outcome empty that was given, and so stays."""
        row = self.upsert.row
        is_empty = bool(self.current.outcome.strip()) and empties_outcome("outcome", row.outcome)
        return is_empty and self.speaks_of_outcome and not self.left_alone

    @property
    def left_alone(self) -> str:
        """Why it must not, or nothing."""
        version = own_of(self.upsert.row).version
        if not self.is_news:
            return ""
        if self.current.archived_at is not None:
            return _("This use case is archived, so it is left as it is. Restore it first.")
        if version is not None and version != self.current.version:
            return _(
                "Somebody changed this use case since the export, so it is left as it is."
                " Export it again."
            )
        return ""


def news_of(
    upserts: Sequence[RegisterUpsert], known: Mapping[str, UseCase], stated: Collection[str]
) -> list[RegisterNews]:
    """Compare rows with the use cases they mean; one query for all techniques."""
    meant = [(each, known[each.row.reference]) for each in upserts if each.row.reference in known]
    techniques = techniques_by_id([current.pk for _each, current in meant])
    return [
        RegisterNews(
            each,
            current,
            _taken_over(each, current, stated),
            ChoiceField.TECHNIQUES in _stated_by(each, stated)
            and set(each.row.techniques) != techniques[current.pk],
            TextField.OUTCOME in _stated_by(each, stated),
        )
        for each, current in meant
    ]


def notes_of(news: Sequence[RegisterNews]) -> list[RowNote]:
    """Say which rows are left alone, and why."""
    return [RowNote(each.upsert.row.row, "", each.left_alone) for each in news if each.left_alone]


@transaction.atomic
def upsert_register(
    upserts: Sequence[RegisterUpsert], *, by: Member, at: datetime, stated: Collection[str]
) -> UpsertOutcome:
    """Create what is new and take over what was edited in the file; a few statements.

    A row whose use case was changed since the export, or is archived, changes nothing.

    Raises
    ------
    NotAllowed
        When the member may not import into one of the domains, the present or the new one.
    """
    known, _errors = meant_use_cases([each.row for each in upserts], is_locked=True)
    domains = [each.domain for each in upserts] + [row.domain for row in known.values()]
    for path in {domain.path for domain in domains}:
        require(by, Capability.IMPORT_USE_CASES, path)
    created = _create([each for each in upserts if each.row.reference not in known], by=by, at=at)
    news = news_of(upserts, known, stated)
    changed = [each for each in news if each.is_news and not each.left_alone]
    before = {each.current.pk: _replaced(each) for each in changed}
    _update(changed, by=by, at=at)
    if created or changed:
        request_ranking(by=by, at=at)
        request_comparison(by=by, at=at)
    touched = {each.current.pk for each in changed}
    ids = {reference: row.pk for reference, row in (*known.items(), *created.items())}
    updated = tuple(sorted(touched))
    versions = {row.pk: row.version for row in created.values()}
    versions |= {each.current.pk: each.current.version for each in changed}
    return UpsertOutcome(
        created=tuple(row.pk for row in created.values()),
        updated=updated,
        unchanged=tuple(row.pk for row in known.values() if row.pk not in touched),
        ids=ids,
        before=before,
        versions=versions,
    )


def _values(each: RegisterUpsert) -> dict[str, Any]:
    row, own = each.row, own_of(each.row)
    names = ("title", "outcome", "problem", "planned_cost", "planned_benefit", "effort_weeks")
    days = ("initiated_on", "development_started_on", "live_on", "retired_on")
    values = {name: getattr(row, name) for name in (*names, *days)}
    if own.bucket is not None:
        values |= decision_values(own.bucket, own.bucket_answers)
    if own.listing is not None:
        values |= {"listing": own.listing.value, "listing_reason": own.listing_reason}
    return {
        **values,
        "stage": row.stage.value,
        "domain": each.domain,
        "reach": own.reach,
        "source": own.source,
        "external_reference": own.reference,
        "external_details": dict(own.details),
        **risk_values(row.impact, row.autonomy),
        **{role.value: each.owners.get(role) for role in OwnerRole},
    }


def _create(new: Sequence[RegisterUpsert], *, by: Member, at: datetime) -> dict[str, UseCase]:
    rows = []
    for each in new:
        own = own_of(each.row)
        key = {"key": own.key} if own.key else {}
        rows.append(
            UseCase(
                **_values(each),
                **key,
                version=own.version or 1,
                archived_at=own.archived_at and min(own.archived_at, at),
                created_at=min(own.registered_at or at, at),
                updated_at=at,
                created_by_id=by.user_id or None,
            )
        )
    made = UseCase.objects.bulk_create(rows, batch_size=BATCH)
    remember_as_they_are((row.pk for row in made), kind=Kind.CREATED, by=by, at=at)
    pairs = list(zip(made, new, strict=True))
    add_techniques({row.pk: each.row.techniques for row, each in pairs})
    store_search_texts(made)
    return {each.row.reference: row for row, each in pairs}


def _stated_by(each: RegisterUpsert, stated: Collection[str]) -> Collection[str]:
    """Return the names of what a row speaks of, where that is not all that its file does."""
    own = own_of(each.row).stated
    return stated if own is None else own


def _taken_over(each: RegisterUpsert, current: UseCase, stated: Collection[str]) -> dict[str, Any]:
    spoken_of = _stated_by(each, stated)
    taken = {
        name: value
        for name, value in _values(each).items()
        if _SPOKEN_OF.get(name, name) in spoken_of
        and getattr(current, name) != value
        and not empties_outcome(name, value)
    }
    # One half of the tier may stand in the file while the other was left out of it.
    return taken | tier_of(current, taken) if taken.keys() & {"impact", "autonomy"} else taken


def _replaced(news: RegisterNews) -> dict[str, Any]:
    """Return what an update replaces, as plain values by the names of the stored columns."""
    found: dict[str, Any] = {}
    for name in news.taken:
        column = UseCase._meta.get_field(name).attname  # type: ignore[union-attr]  # noqa: SLF001
        value = getattr(news.current, column)
        found[column] = str(value) if isinstance(value, Decimal | date) else value
    if news.is_other_technique:
        mine = UseCaseTechnique.objects.filter(use_case=news.current.pk)
        found[TECHNIQUES] = sorted(mine.values_list("technique", flat=True))
    return found


def _update(news: Sequence[RegisterNews], *, by: Member, at: datetime) -> None:
    rows = [each.current for each in news]
    for each in news:
        for name, value in each.taken.items():
            setattr(each.current, name, value)
        each.current.version += 1
        each.current.updated_at = at
    names = {name for each in news for name in each.taken}
    write_rows(rows, {*names, "version", "updated_at"})
    remember_as_they_are((row.pk for row in rows), kind=Kind.CHANGED, by=by, at=at)
    others = {
        each.current.pk: each.upsert.row.techniques for each in news if each.is_other_technique
    }
    UseCaseTechnique.objects.filter(use_case__in=others).delete()
    add_techniques(others)
    if names & SEARCHED:
        store_search_texts(rows)
