"""Bringing in many use cases of another source at once, so that a second time updates them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from portal.domain.errors import Invalid
from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.models import Domain, User
from portfolio.domain.buckets import BucketDecision, DecisionSource
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.risk_tiers import UNKNOWN, Autonomy, Impact, Unknown
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.domain.use_cases import empties_outcome
from portfolio.models import UseCase, UseCaseTechnique
from portfolio.services.follow_ups import request_comparison, request_ranking
from portfolio.services.use_case_histories import Kind, remember_as_they_are
from portfolio.services.use_case_inputs import SEARCHED, decision_values, risk_values
from portfolio.services.use_case_inserts import (
    Digest,
    NewUseCase,
    digest_around,
    digest_in,
    new_use_case,
    store_new_use_cases,
)
from portfolio.services.use_cases import store_search_texts

BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class UseCaseUpsert:
    """What a foreign source says about one use case, under its stable name there."""

    external_reference: str
    domain: Domain
    title: str
    bucket: BucketDecision
    outcome: str = ""
    problem: str = ""
    techniques: tuple[Technique, ...] = ()
    stage: Stage = Stage.IDEA
    owners: Mapping[OwnerRole, User | None] = field(default_factory=dict)
    planned_cost: Decimal | None = None
    planned_benefit: Decimal | None = None
    effort_weeks: int | None = None
    initiated_on: date | None = None
    development_started_on: date | None = None
    live_on: date | None = None
    retired_on: date | None = None
    impact: Impact | Unknown = UNKNOWN
    autonomy: Autonomy | Unknown = UNKNOWN
    external_details: Mapping[str, str] = field(default_factory=dict)
    passing: frozenset[str] = frozenset()
    """Keys of the details whose change alone is no news."""


@dataclass(frozen=True, slots=True)
class UpsertOutcome:
    """Which use cases were created, updated or left as they were, and all ids by reference.

    ``before`` tells for each updated one what was replaced, fit to be stored, and ``versions``
    which version it has now. ``kept_outcomes`` are the references of those that kept an outcome
    which the source leaves empty.
    """

    created: tuple[int, ...]
    updated: tuple[int, ...]
    unchanged: tuple[int, ...]
    ids: Mapping[str, int]
    before: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    versions: Mapping[int, int] = field(default_factory=dict)
    kept_outcomes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class UpsertForecast:
    """References of the use cases that an upsert would create, update or leave as they are.

    ``kept_outcomes`` are those of them that keep an outcome which the source leaves empty.
    """

    created: frozenset[str]
    updated: frozenset[str]
    unchanged: frozenset[str]
    kept_outcomes: frozenset[str] = frozenset()


class ReferenceTwice(Invalid):
    """Rows of one source share a reference."""

    code = "reference_twice"


@transaction.atomic
def bulk_upsert(
    rows: Sequence[UseCaseUpsert],
    *,
    source: str,
    by: Member,
    at: datetime,
    stated: Collection[str] | None = None,
) -> UpsertOutcome:
    """Create the use cases that are new under their reference, and update the others.

    A row that says what it said the last time changes nothing, so that what people edited since
    survives a second import. Where it says something else, the fields it states are taken over;
    a bucket that a person decided stays.

    Parameters
    ----------
    rows
        Each with its own reference.
    source
        Where they come from; references are unique within it.
    stated
        Names of the fields the source speaks of; an update leaves the others alone. Without it,
        all but owners, risk and money that are left open.

    Raises
    ------
    NotAllowed
        When the member may not import into one of the domains, the present or the new one.
    ReferenceTwice
        When two rows share a reference.

    Notes
    -----
    A few statements for each batch, with field history; the ledger entry is the caller's.
    """
    _check_references(rows)
    _check_domains((row.domain for row in rows), by=by)
    known = _known(source, [row.external_reference for row in rows], is_locked=True)
    new, told, same = _sorted(rows, known)
    _check_domains((current.domain for _row, _digest_, current in told), by=by)
    pairs = [(prepared(row, source=source, by=by, at=at), row.domain.pk) for row in new]
    created = store_new_use_cases(pairs, by=by, at=at)
    news = _news(told, stated)
    before = {each.current.pk: _replaced(each) for each in news if each.is_news}
    kept_outcomes = _kept_outcomes(news, stated)
    updated, kept = _update(news, by=by, at=at)
    if created or updated:
        request_ranking(by=by, at=at)
        request_comparison(by=by, at=at)
    new_ids = {row.external_reference: pk for row, pk in zip(new, created, strict=True)}
    return UpsertOutcome(
        created=tuple(created),
        updated=tuple(row.pk for row in updated),
        unchanged=tuple(row.pk for row in [*kept, *same]),
        ids=new_ids | {row.external_reference: row.pk for row in [*updated, *kept, *same]},
        before=before,
        versions={row.pk: row.version for row in updated},
        kept_outcomes=kept_outcomes,
    )


TECHNIQUES: Final = "techniques"
"""Where `UpsertOutcome.before` holds the techniques that were replaced."""


def _replaced(news: "_News") -> dict[str, Any]:
    """Return what an update replaces, as plain values by the names of the stored columns."""
    found: dict[str, Any] = {"source_digest": news.current.source_digest}
    for name in news.taken:
        column = UseCase._meta.get_field(name).attname  # type: ignore[union-attr]  # noqa: SLF001
        value = getattr(news.current, column)
        found[column] = str(value) if isinstance(value, Decimal | date) else value
    if news.is_other_technique:
        found[TECHNIQUES] = sorted(
            UseCaseTechnique.objects.filter(use_case=news.current.pk).values_list(
                "technique", flat=True
            )
        )
    return found


def forecast_upsert(
    rows: Sequence[UseCaseUpsert], *, source: str, stated: Collection[str] | None = None
) -> UpsertForecast:
    """Say what `bulk_upsert` would do with these rows, without writing or locking anything.

    Parameters
    ----------
    rows
        Each with its own reference; a domain that is still to be made may be unsaved.
    source, stated
        As for `bulk_upsert`.

    Raises
    ------
    ReferenceTwice
        When two rows share a reference.
    """
    _check_references(rows)
    known = _known(source, [row.external_reference for row in rows], is_locked=False)
    new, told, same = _sorted(rows, known)
    news = _news(told, stated)
    kept = [each.row.external_reference for each in news if not each.is_news]
    return UpsertForecast(
        created=frozenset(row.external_reference for row in new),
        updated=frozenset(each.row.external_reference for each in news if each.is_news),
        unchanged=frozenset([*kept, *(current.external_reference for current in same)]),
        kept_outcomes=_kept_outcomes(news, stated),
    )


def _kept_outcomes(news: Sequence["_News"], stated: Collection[str] | None) -> frozenset[str]:
    """Name what keeps an outcome that was given and that its row, which speaks of it, lacks."""
    return frozenset(
        each.row.external_reference
        for each in news
        if each.current.outcome.strip()
        and empties_outcome("outcome", each.row.outcome)
        and _speaks("outcome", stated)
    )


type _Told = tuple[UseCaseUpsert, str, UseCase]


@dataclass(frozen=True, slots=True)
class _News:
    """What a row that says something else than the last time changes, if anything."""

    row: UseCaseUpsert
    digest: str
    current: UseCase
    taken: Mapping[str, Any]
    is_other_technique: bool

    @property
    def is_news(self) -> bool:
        return bool(self.taken) or self.is_other_technique


def _sorted(
    rows: Sequence[UseCaseUpsert], known: Mapping[str, UseCase]
) -> tuple[list[UseCaseUpsert], list[_Told], list[UseCase]]:
    new: list[UseCaseUpsert] = []
    told: list[_Told] = []
    same: list[UseCase] = []
    for row in rows:
        current = known.get(row.external_reference)
        if current is None:
            new.append(row)
        elif current.source_digest == (digest := digest_of(row)):
            same.append(current)
        else:
            told.append((row, digest, current))
    return new, told, same


def _check_references(rows: Sequence[UseCaseUpsert]) -> None:
    counts = Counter(row.external_reference for row in rows)
    twice = [reference for reference, count in counts.items() if count > 1 or not reference]
    if twice:
        raise ReferenceTwice(
            _(
                "These references are missing or used twice: {references}.",
                references=", ".join(twice[:5]),
            )
        )


def _check_domains(domains: Iterable[Domain], *, by: Member) -> None:
    for path in {domain.path for domain in domains}:
        require(by, Capability.IMPORT_USE_CASES, path)


def _known(source: str, references: Sequence[str], *, is_locked: bool) -> dict[str, UseCase]:
    found: dict[str, UseCase] = {}
    mine = UseCase.objects.filter(source=source).exclude(external_reference="")
    mine = mine.select_related("domain", *OwnerRole)
    if is_locked:
        mine = mine.select_for_update(of=("self",))
    for start in range(0, len(references), BATCH):
        cut = references[start : start + BATCH]
        rows = mine.filter(external_reference__in=cut)
        found |= {row.external_reference: row for row in rows}
    return found


def digest_of(row: UseCaseUpsert) -> str:
    """Return what tells whether a source says the same of a use case as the last time."""
    return digest_in(_digest_around(row), row.domain.pk)


def _digest_around(row: UseCaseUpsert) -> Digest:
    told = {part.name: getattr(row, part.name) for part in fields(row)}
    del told["passing"], told["domain"]
    told |= {
        "external_details": {
            label: text for label, text in row.external_details.items() if label not in row.passing
        },
        "owners": {role: user.pk for role, user in row.owners.items() if user is not None},
        "techniques": sorted(row.techniques),
        # What was found decides; how it is said differs from language to language.
        "bucket": (row.bucket.bucket, row.bucket.source, row.bucket.evidence),
        **risk_values(row.impact, row.autonomy),
    }
    return digest_around(told)


def _values(row: UseCaseUpsert) -> dict[str, Any]:
    names = [part.name for part in fields(row)]
    apart = {"bucket", "techniques", "owners", "impact", "autonomy", "stage", "external_details"}
    apart.add("passing")
    return {
        **{name: getattr(row, name) for name in names if name not in apart},
        "stage": row.stage.value,
        "external_details": dict(row.external_details),
        **risk_values(row.impact, row.autonomy),
        **decision_values(row.bucket, {}),
        **{role.value: row.owners.get(role) for role in OwnerRole},
    }


def prepared(row: UseCaseUpsert, *, source: str, by: Member, at: datetime) -> NewUseCase:
    """Work out what storing a row takes that is new under its reference, but for its domain."""
    values = _values(row) | {"source": source, "created_by_id": by.user_id or None}
    return new_use_case(values, digest=_digest_around(row), techniques=row.techniques, at=at)


def _news(told: Sequence[_Told], stated: Collection[str] | None) -> list[_News]:
    techniques = techniques_by_id([current.pk for _row, _digest_, current in told])
    found = []
    for row, digest, current in told:
        wants = set(row.techniques)
        is_other = bool(wants) and wants != techniques[current.pk] and _speaks("techniques", stated)
        found.append(_News(row, digest, current, _taken_over(row, current, stated), is_other))
    return found


def _update(
    news: Sequence[_News], *, by: Member, at: datetime
) -> tuple[list[UseCase], list[UseCase]]:
    changed, kept = [], []
    for each in news:
        each.current.source_digest = each.digest
        if not each.is_news:
            kept.append(each.current)
            continue
        for name, value in each.taken.items():
            setattr(each.current, name, value)
        each.current.version += 1
        each.current.updated_at = at
        changed.append(each.current)
    names = {name for each in news for name in each.taken}
    write_rows(kept, {"source_digest"})
    write_rows(changed, {*names, "source_digest", "version", "updated_at"})
    remember_as_they_are((row.pk for row in changed), kind=Kind.CHANGED, by=by, at=at)
    others = {each.current.pk: each.row.techniques for each in news if each.is_other_technique}
    UseCaseTechnique.objects.filter(use_case__in=others).delete()
    add_techniques(others)
    if names & SEARCHED:
        store_search_texts(changed)
    return changed, kept


def write_rows(rows: Sequence[UseCase], names: Collection[str]) -> None:
    """Write columns of many use cases in few statements."""
    # An insert that meets its own key updates far faster than one CASE per row and column.
    if rows:
        UseCase.objects.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=sorted(names),
        )


def _taken_over(
    row: UseCaseUpsert, current: UseCase, stated: Collection[str] | None
) -> dict[str, Any]:
    values = _values(row)
    del values["tier"]
    if current.bucket_source != DecisionSource.SUGGESTION:
        for name in decision_values(row.bucket, {}):
            del values[name]
    taken = {
        name: value
        for name, value in values.items()
        if getattr(current, name) != value
        and _speaks(name, stated, value)
        and not empties_outcome(name, value)
    }
    if taken.keys() & {"impact", "autonomy"}:
        taken |= tier_of(current, taken)
    return taken


def tier_of(current: UseCase, taken: Mapping[str, Any]) -> dict[str, Any]:
    """Return the risk fields with the tier that follows once ``taken`` is taken over."""
    # One half may come from the source while a person stated the other.
    impact = taken.get("impact", current.impact)
    autonomy = taken.get("autonomy", current.autonomy)
    return risk_values(
        UNKNOWN if impact is None else Impact(impact),
        UNKNOWN if autonomy is None else Autonomy(autonomy),
    )


_ALWAYS_SAID: Final = frozenset(
    {
        "external_details",
        "bucket",
        "bucket_source",
        "bucket_reason",
        "bucket_answers",
    }
)


def _speaks(name: str, stated: Collection[str] | None, value: object = True) -> bool:
    if name in _ALWAYS_SAID:
        return True
    return value is not None if stated is None else name in stated


def techniques_by_id(use_case_ids: Sequence[int]) -> defaultdict[int, set[str]]:
    """Return the techniques of many use cases."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for start in range(0, len(use_case_ids), BATCH):
        cut = use_case_ids[start : start + BATCH]
        pairs = UseCaseTechnique.objects.filter(use_case__in=cut)
        for use_case_id, technique in pairs.values_list("use_case_id", "technique"):
            found[use_case_id].add(technique)
    return found


def add_techniques(wanted: Mapping[int, Sequence[Technique]]) -> None:
    """Add techniques to use cases that have none of them yet."""
    UseCaseTechnique.objects.bulk_create(
        [
            UseCaseTechnique(use_case_id=use_case_id, technique=technique.value)
            for use_case_id, techniques in wanted.items()
            for technique in dict.fromkeys(techniques)
        ],
        batch_size=BATCH,
    )


def acting_user(by: Member) -> User | None:
    """Return who acts, for the history; nobody for the portal itself."""
    return User(pk=by.user_id) if by.user_id else None
