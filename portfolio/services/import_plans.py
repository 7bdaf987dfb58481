"""Plans: what the rows of a file become, worked out before anything is written."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched, islice
from typing import Final

from django.utils import timezone

from portal.domain.packed import Packed
from portal.domain.roles import Capability, Member
from portal.domain.search_words import folded
from portal.domain.wording import gettext as _
from portal.models import Domain, User
from portfolio.domain.bucket_suggestions import suggest
from portfolio.domain.buckets import BucketDecision
from portfolio.domain.import_mappings import AmountField, ChoiceField
from portfolio.domain.import_owners import holds_no_role
from portfolio.domain.import_places import Steps
from portfolio.domain.import_reports import ImportReport, SampleRow
from portfolio.domain.import_rows import RowHead, heads
from portfolio.domain.import_twins import Titled, title_twins
from portfolio.domain.imports import DOMAIN, RowError, RowNote, UseCaseRow
from portfolio.domain.ownership import OwnerRole
from portfolio.models import UseCase
from portfolio.selectors.imports import (
    KnownUseCase,
    accounts_by_address,
    known_use_cases,
    owners_by_address,
    registered_titles,
)
from portfolio.selectors.register_imports import meant_use_cases, own_of
from portfolio.services.import_places import Places, find_places, find_register_places
from portfolio.services.import_readings import Reading
from portfolio.services.ratings import RatingInput, forecast_suggested_ratings
from portfolio.services.register_upserts import (
    RegisterUpsert,
    news_of,
    notes_of,
    upsert_register,
)
from portfolio.services.seen_lists import SeenList
from portfolio.services.seen_plans import plan_seen
from portfolio.services.use_case_upserts import (
    UpsertOutcome,
    UseCaseUpsert,
    bulk_upsert,
    forecast_upsert,
)

SAMPLES: Final = 5
BATCH: Final = 1_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What the rows of a file become.

    Attributes
    ----------
    reading
        The file.
    node
        The domain its rows hang under; unsaved while there is no enterprise.
    rows
        The rows that are taken, without those of archived use cases.
    places
        Where they go.
    people
        Who is meant by the addresses of owners.
    known
        Use cases that came from this source before, by reference.
    errors
        Everything that is wrong, in the order of the file.
    left_alone
        Rows of the portal's own export that change nothing, and why.
    twins
        New rows whose title is taken.
    """

    reading: Reading
    node: Domain
    rows: Sequence[UseCaseRow]
    places: Places
    people: Mapping[str, User]
    known: Mapping[str, KnownUseCase]
    errors: tuple[RowError, ...]
    left_alone: tuple[RowNote, ...] = ()
    twins: tuple[RowNote, ...] = ()

    @property
    def rates(self) -> bool:
        """Whether the mapping suggests ratings; one that does not takes none back either."""
        return bool(self.reading.mapping.rating_rules)

    def batches(self, domains: Mapping[Steps, Domain]) -> Iterator[list[UseCaseUpsert]]:
        """Return the rows as they are written, in the given domains, not all at once."""
        for rows in batched(self.rows, BATCH):
            yield [self._upsert(row, domains[self.places.steps[row.row]]) for row in rows]

    def suggested_ratings(
        self, ids: Mapping[str, int]
    ) -> Iterator[dict[int, dict[str, RatingInput]]]:
        """Return the suggested ratings of the rows whose use case has an id, a batch at a time."""
        for rows in batched(self.rows if self.rates else (), BATCH):
            yield {
                ids[row.reference]: {
                    rating.criterion: RatingInput(rating.score, rating.evidence)
                    for rating in row.ratings
                }
                for row in rows
                if row.reference in ids
            }

    def register_batches(self, domains: Mapping[Steps, Domain]) -> Iterator[list[RegisterUpsert]]:
        """Return the rows of the portal's own export likewise, but those that say nothing new."""
        speaking = (row for row in self.rows if own_of(row).stated != frozenset())
        for rows in batched(speaking, BATCH):
            yield [
                RegisterUpsert(
                    row,
                    domains[self.places.steps[row.row]],
                    {role: self.people[address] for role, address in row.owners.items()},
                )
                for row in rows
            ]

    def _upsert(self, row: UseCaseRow, domain: Domain) -> UseCaseUpsert:
        techniques = row.techniques
        if ChoiceField.TECHNIQUES not in self.reading.rows.stated:
            techniques = tuple(each.technique for each in row.suggested_techniques)
        return UseCaseUpsert(
            external_reference=row.reference,
            domain=domain,
            title=row.title,
            bucket=_bucket(row),
            outcome=row.outcome,
            problem=row.problem,
            techniques=techniques,
            stage=row.stage,
            owners={role: self.people[address] for role, address in row.owners.items()},
            planned_cost=row.planned_cost,
            planned_benefit=row.planned_benefit,
            effort_weeks=row.effort_weeks,
            initiated_on=row.initiated_on,
            development_started_on=row.development_started_on,
            live_on=row.live_on,
            retired_on=row.retired_on,
            impact=row.impact,
            autonomy=row.autonomy,
            external_details=row.details,
            passing=row.passing,
        )


def plan_import(reading: Reading, *, node: Domain, by: Member, at: datetime) -> Plan:
    """Work out where the rows of a file go and what stands in their way; a few queries."""
    if reading.seen is not None:
        return _plan_seen(reading, reading.seen, node=node, by=by, at=at)
    if reading.mapping.is_own:
        return _plan_register(reading, node=node, by=by, at=at)
    rows = list(heads(reading.rows.rows))
    # Rows with an error go nowhere; they are looked at so that all their errors are told at once.
    every = [*rows, *heads(reading.rows.refused)]
    places = find_places(every, node=node, mapping=reading.mapping, by=by)
    known = known_use_cases(reading.mapping.source)
    addresses = {address for row in rows for address in row.owners.values()}
    people = owners_by_address(addresses, today=timezone.localdate(at))
    mine = {address: people[address.lower()] for address in addresses if address.lower() in people}
    errors = [
        *reading.rows.errors,
        *places.errors,
        *_unknown_owners(reading, rows, mine),
        *_out_of_reach(reading, rows, known, by),
    ]
    archived = {row.row for row in rows if _is_archived(row, known)}
    return Plan(
        reading=reading,
        node=node,
        rows=_without(reading.rows.rows, archived),
        places=places,
        people=mine,
        known=known,
        errors=tuple(sorted(errors, key=lambda error: error.row)),
        twins=_twins(rows, known, by),
    )


def _without(rows: Sequence[UseCaseRow], left_out: Collection[int]) -> Sequence[UseCaseRow]:
    """Return the rows but those of some numbers."""
    return Packed(row for row in rows if row.row not in left_out) if left_out else rows


def _twins(
    rows: Iterable[RowHead], known: Mapping[str, KnownUseCase], by: Member
) -> tuple[RowNote, ...]:
    titled = [Titled(row.row, row.title, row.reference not in known) for row in rows]
    news = {folded(each.title) for each in titled if each.is_new}
    return tuple(title_twins(titled, registered_titles(by, news) if news else {}))


def _plan_seen(reading: Reading, seen: SeenList, *, node: Domain, by: Member, at: datetime) -> Plan:
    found = plan_seen(reading, seen, node=node, by=by, at=at)
    plan = Plan(
        reading=found.reading,
        node=node,
        rows=found.rows,
        places=found.places,
        people=found.people,
        known=found.known,
        errors=tuple(sorted(found.errors, key=lambda error: error.row)),
        twins=_twins(heads(found.rows), found.known, by),
    )
    return plan if plan.errors else _without_left_alone(plan, found.meant)


def _plan_register(reading: Reading, *, node: Domain, by: Member, at: datetime) -> Plan:
    rows = list(heads(reading.rows.rows))
    meant, clashes = meant_use_cases(reading.rows.rows)
    every = [*rows, *heads(reading.rows.refused)]
    places = find_register_places(every, meant, node=node, mapping=reading.mapping, by=by)
    known = {
        reference: KnownUseCase(row.pk, row.domain.path, row.archived_at)
        for reference, row in meant.items()
    }
    people = accounts_by_address({each for row in rows for each in row.owners.values()})
    errors = [
        *reading.rows.errors,
        *clashes,
        *places.errors,
        *_owners_out_of_reach(reading, rows, meant, people, at=at),
        *_out_of_reach(reading, rows, known, by),
    ]
    plan = Plan(
        reading=reading,
        node=node,
        rows=_without(reading.rows.rows, {row.row for row in rows} - places.steps.keys()),
        places=places,
        people=people,
        known=known,
        errors=tuple(sorted(errors, key=lambda error: error.row)),
    )
    return plan if errors else _without_left_alone(plan, meant)


def _without_left_alone(plan: Plan, meant: Mapping[str, UseCase]) -> Plan:
    """Leave out the rows whose use case was changed since the export, or is archived."""
    notes = [
        note
        for upserts in plan.register_batches(_with_unsaved(plan.places))
        for note in notes_of(news_of(upserts, meant, plan.reading.rows.stated))
    ]
    kept = _without(plan.rows, {note.row for note in notes})
    return replace(plan, rows=kept, left_alone=tuple(notes))


def _owners_out_of_reach(
    reading: Reading,
    rows: Iterable[RowHead],
    meant: Mapping[str, UseCase],
    people: Mapping[str, User],
    *,
    at: datetime,
) -> Iterator[RowError]:
    """Refuse owners without an account, and new ones who hold no role; who left may stay."""
    here = owners_by_address(people, today=timezone.localdate(at))
    for row in rows:
        current = meant.get(row.reference)
        for role, address in row.owners.items():
            person = people.get(address)
            is_kept = current is None or getattr(current, role) == person
            if person is None or (address not in here and not is_kept):
                yield _unknown_owner(reading, row, role, address)


def _with_unsaved(places: Places) -> dict[Steps, Domain]:
    return {path: domain or Domain(name=path[-1]) for path, domain in places.domains.items()}


def write_batches(
    plan: Plan, domains: Mapping[Steps, Domain], *, by: Member, at: datetime
) -> Iterator[UpsertOutcome]:
    """Write the rows of a plan, a batch at a time, each when it is asked for."""
    source, stated = plan.reading.mapping.source, plan.reading.rows.stated
    if plan.reading.mapping.is_own:
        for register_rows in plan.register_batches(domains):
            yield upsert_register(register_rows, by=by, at=at, stated=stated)
    else:
        for rows in plan.batches(domains):
            yield bulk_upsert(rows, source=source, by=by, at=at, stated=stated)


def forecast(plan: Plan) -> ImportReport:
    """Say what writing a plan would do, without writing."""
    if plan.errors:
        return report(plan)
    if plan.reading.mapping.is_own:
        return _forecast_register(plan)
    unsaved = _with_unsaved(plan.places)
    source, stated = plan.reading.mapping.source, plan.reading.rows.stated
    created: set[str] = set()
    updated: set[str] = set()
    for upserts in plan.batches(unsaved):
        rows = forecast_upsert(upserts, source=source, stated=stated)
        created |= rows.created
        updated |= rows.updated
    ids = {reference: known.pk for reference, known in plan.known.items()}
    rated = {pk for some in plan.suggested_ratings(ids) for pk in forecast_suggested_ratings(some)}
    updated |= {reference for reference, pk in ids.items() if pk in rated}
    return report(plan, created=len(created), updated=len(updated))


def _forecast_register(plan: Plan) -> ImportReport:
    created = updated = 0
    for upserts in plan.register_batches(_with_unsaved(plan.places)):
        meant, _errors = meant_use_cases([each.row for each in upserts])
        created += len(upserts) - len(meant)
        updated += sum(each.is_news for each in news_of(upserts, meant, plan.reading.rows.stated))
    return report(plan, created=created, updated=updated)


def report(plan: Plan, *, created: int = 0, updated: int = 0) -> ImportReport:
    """Tell what became, or would become, of every row that was read."""
    read = plan.reading.rows
    kept = 0 if plan.errors else len(plan.rows)
    return ImportReport(
        read=read.read,
        created=created,
        updated=updated,
        unchanged=kept - created - updated,
        skipped=read.read - kept,
        errors=plan.errors,
        notes=tuple(
            sorted(
                (*read.notes, *read.doubts, *plan.left_alone, *plan.twins),
                key=lambda note: note.row,
            )
        ),
        remarks=plan.reading.remarks,
        source=plan.reading.mapping.source,
        mapping_name=plan.reading.mapping_name,
        columns=plan.reading.columns,
        kept_as_details=read.kept_as_details,
        missing=read.missing,
        new_domains=plan.places.missing if not plan.errors else (),
        beneath=plan.places.beneath,
        look_alikes=plan.places.look_alikes if not plan.errors else (),
        samples=tuple(_samples(plan)),
    )


def _samples(plan: Plan) -> Iterator[SampleRow]:
    for row in islice((row for row in plan.rows if row.row in plan.places.steps), SAMPLES):
        steps = plan.places.steps[row.row]
        yield SampleRow(
            row=row.row,
            title=row.title,
            domain=" › ".join(steps) or plan.node.name,
            stage=row.stage.value,
            bucket=_bucket(row).bucket.value,
            amounts=dict(_amounts(row)),
        )


def _amounts(row: UseCaseRow) -> Iterator[tuple[str, str]]:
    for field in AmountField:
        amount = getattr(row, field)
        if amount is not None:
            yield field.value, str(amount)


def _bucket(row: UseCaseRow) -> BucketDecision:
    if row.own is not None and row.own.bucket is not None:
        return row.own.bucket
    return suggest(row.evidence)


def _is_archived(row: RowHead, known: Mapping[str, KnownUseCase]) -> bool:
    there = known.get(row.reference)
    return there is not None and there.archived_at is not None


def _column(reading: Reading, field: str) -> str:
    """Return the file's own name of the column that fills a field."""
    return next((each.column for each in reading.columns if each.field == field), "")


def _unknown_owners(
    reading: Reading, rows: Iterable[RowHead], people: Mapping[str, User]
) -> Iterator[RowError]:
    for row in rows:
        for role, address in row.owners.items():
            if address not in people:
                yield _unknown_owner(reading, row, role, address)


def _unknown_owner(reading: Reading, row: RowHead, role: OwnerRole, address: str) -> RowError:
    return RowError(row.row, _column(reading, role), holds_no_role(address))


def _out_of_reach(
    reading: Reading, rows: Iterable[RowHead], known: Mapping[str, KnownUseCase], by: Member
) -> Iterator[RowError]:
    for row in rows:
        there = known.get(row.reference)
        if there is not None and not by.can(Capability.IMPORT_USE_CASES, there.domain_path):
            message = _("This use case belongs to a domain into which you may not import.")
            yield RowError(row.row, _column(reading, DOMAIN), message)
