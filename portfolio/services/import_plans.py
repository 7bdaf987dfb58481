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
from portfolio.domain.import_mappings import ChoiceField
from portfolio.domain.import_owners import holds_no_role
from portfolio.domain.import_places import Steps
from portfolio.domain.import_rows import RowHead, heads
from portfolio.domain.import_twins import Titled, title_twins
from portfolio.domain.imports import DOMAIN, RowError, RowNote, UseCaseRow
from portfolio.domain.ownership import OwnerRole
from portfolio.selectors.imports import (
    KnownUseCase,
    accounts_by_address,
    known_use_cases,
    owner_ids,
    owners_by_address,
    registered_titles,
)
from portfolio.selectors.register_imports import meant_use_cases, own_of
from portfolio.services.import_places import Places, find_places, find_register_places
from portfolio.services.import_readings import Reading
from portfolio.services.ratings import RatingInput
from portfolio.services.register_upserts import (
    RegisterUpsert,
    news_of,
    notes_of,
)
from portfolio.services.seen_lists import SeenList
from portfolio.services.seen_plans import plan_seen
from portfolio.services.use_case_upserts import (
    UseCaseUpsert,
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
        The sound rows that are taken: without those of archived use cases and, in the portal's
        own export, without those that say nothing new.
    first
        The first sound rows, for the reader to recognise.
    places
        Where they go.
    people
        Who is meant by the addresses of owners.
    known
        Use cases that the rows mean, by reference.
    errors
        Everything that is wrong, in the order of the file.
    left_alone
        Rows of the portal's own export that change nothing, and why.
    twins
        New rows whose title is taken.
    same
        How many rows of the portal's own export say nothing new.
    outcomes_kept
        Numbers of those of them that leave the outcome empty which was given.
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
    first: tuple[UseCaseRow, ...] = ()
    same: int = 0
    outcomes_kept: tuple[int, ...] = ()

    @property
    def rates(self) -> bool:
        """Whether the mapping suggests ratings; one that does not takes none back either."""
        return bool(self.reading.mapping.rating_rules)

    def batches(self, domains: Mapping[Steps, Domain]) -> Iterator[list[UseCaseUpsert]]:
        """Return the rows as they are written, in the given domains, not all at once."""
        for rows in batched(self.rows, BATCH):
            yield [self.upsert(row, domains[self.places.steps[row.row]]) for row in rows]

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

    def upsert(self, row: UseCaseRow, domain: Domain) -> UseCaseUpsert:
        """Return a row as it is written, in the given domain."""
        techniques = row.techniques
        if ChoiceField.TECHNIQUES not in self.reading.rows.stated:
            techniques = tuple(each.technique for each in row.suggested_techniques)
        return UseCaseUpsert(
            external_reference=row.reference,
            domain=domain,
            title=row.title,
            bucket=bucket_of(row),
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
    known = known_use_cases(reading.mapping.source, [row.reference for row in rows])
    addresses = {address for row in rows for address in row.owners.values()}
    people = owners_by_address(addresses, today=timezone.localdate(at))
    mine = {address: people[address.lower()] for address in addresses if address.lower() in people}
    errors = [
        *reading.rows.errors,
        *places.errors,
        *_unknown_owners(reading, rows, mine),
        *_out_of_reach(reading, rows, known, by),
    ]
    left_out = {row.row for row in rows if _is_archived(row, known)}
    left_out |= {error.row for error in errors}
    sound = _without(reading.rows.rows, left_out)
    return Plan(
        reading=reading,
        node=node,
        rows=sound,
        first=_first(sound),
        places=places.without({error.row for error in errors}),
        people=mine,
        known=known,
        errors=tuple(sorted(errors, key=lambda error: error.row)),
        twins=_twins((row for row in rows if row.row not in left_out), known, by),
    )


def _without(rows: Sequence[UseCaseRow], left_out: Collection[int]) -> Sequence[UseCaseRow]:
    """Return the rows but those of some numbers."""
    return Packed(row for row in rows if row.row not in left_out) if left_out else rows


def _first(rows: Iterable[UseCaseRow]) -> tuple[UseCaseRow, ...]:
    return tuple(islice(rows, SAMPLES))


def _twins(
    rows: Iterable[RowHead], known: Mapping[str, KnownUseCase], by: Member
) -> tuple[RowNote, ...]:
    titled = [Titled(row.row, row.title, row.reference not in known) for row in rows]
    news = {folded(each.title) for each in titled if each.is_new}
    return tuple(title_twins(titled, registered_titles(by, news) if news else {}))


def _plan_seen(reading: Reading, seen: SeenList, *, node: Domain, by: Member, at: datetime) -> Plan:
    found = plan_seen(reading, seen, node=node, by=by, at=at)
    rows = list(heads(found.rows))
    plan = Plan(
        reading=found.reading,
        node=node,
        rows=found.rows,
        first=_first(found.rows),
        places=found.places,
        people=found.people,
        known=found.known,
        errors=tuple(sorted(found.errors, key=lambda error: error.row)),
        twins=_twins(rows, found.known, by),
    )
    return _with_news(plan, rows)


def _plan_register(reading: Reading, *, node: Domain, by: Member, at: datetime) -> Plan:
    rows = list(heads(reading.rows.rows))
    known, clashes = _known_to_register(reading.rows.rows)
    every = [*rows, *heads(reading.rows.refused)]
    places = find_register_places(every, known, node=node, mapping=reading.mapping, by=by)
    people = accounts_by_address({each for row in rows for each in row.owners.values()})
    errors = [
        *reading.rows.errors,
        *clashes,
        *places.errors,
        *_owners_out_of_reach(reading, rows, known, people, at=at),
        *_out_of_reach(reading, rows, known, by),
    ]
    sound = _without(reading.rows.rows, {error.row for error in errors})
    plan = Plan(
        reading=reading,
        node=node,
        rows=sound,
        first=_first(sound),
        places=places.without({error.row for error in errors}),
        people=people,
        known=known,
        errors=tuple(sorted(errors, key=lambda error: error.row)),
    )
    return _with_news(plan, (row for row in rows if row.row in plan.places.steps))


def _known_to_register(
    rows: Iterable[UseCaseRow],
) -> tuple[dict[str, KnownUseCase], list[RowError]]:
    """Return the use cases that rows of the export mean, and rows that mean two."""
    known: dict[str, KnownUseCase] = {}
    errors: list[RowError] = []
    for some in batched(rows, BATCH):
        meant, clashes = meant_use_cases(some)
        errors += clashes
        for reference, row in meant.items():
            there = KnownUseCase(row.pk, row.domain.path, row.archived_at, row.version)
            known[reference] = there
    return known, errors


def _with_news(plan: Plan, rows: Iterable[RowHead]) -> Plan:
    """Leave out what says nothing new, was changed since the export, or is archived."""
    notes: list[RowNote] = []
    emptied: list[int] = []
    silent = {row.row for row in rows if row.reference in plan.known}
    for upserts in plan.register_batches(with_unsaved(plan.places)):
        meant, _clashes = meant_use_cases([each.row for each in upserts])
        news = news_of(upserts, meant, plan.reading.rows.stated)
        notes += notes_of(news)
        silent -= {each.upsert.row.row for each in news if each.is_news}
        emptied += [each.upsert.row.row for each in news if each.keeps_outcome]
    alone = {note.row for note in notes}
    kept = _without(plan.rows, silent | alone)
    return replace(
        plan,
        rows=kept,
        left_alone=tuple(notes),
        same=len(silent - alone),
        outcomes_kept=tuple(row for row in emptied if row in silent),
    )


def _owners_out_of_reach(
    reading: Reading,
    rows: Iterable[RowHead],
    known: Mapping[str, KnownUseCase],
    people: Mapping[str, User],
    *,
    at: datetime,
) -> Iterator[RowError]:
    """Refuse owners without an account, and new ones who hold no role; who left may stay."""
    here = owners_by_address(people, today=timezone.localdate(at))
    gone = [row for row in rows if any(address not in here for address in row.owners.values())]
    current = owner_ids(known[row.reference].pk for row in gone if row.reference in known)
    for row in gone:
        there = known.get(row.reference)
        for role, address in row.owners.items():
            person = people.get(address)
            if person is not None and (address in here or there is None):
                continue
            if person is None or there is None or current.get(there.pk, {}).get(role) != person.pk:
                yield _unknown_owner(reading, row, role, address)


def with_unsaved(places: Places) -> dict[Steps, Domain]:
    """Return the domains of all paths; those that are missing are not stored."""
    return {path: domain or Domain(name=path[-1]) for path, domain in places.domains.items()}


def bucket_of(row: UseCaseRow) -> BucketDecision:
    """Return the bucket a row says, or what its words speak for."""
    if row.own is not None and row.own.bucket is not None:
        return row.own.bucket
    return suggest(row.evidence)


def _is_archived(row: RowHead, known: Mapping[str, KnownUseCase]) -> bool:
    there = known.get(row.reference)
    return there is not None and there.archived_at is not None


def column_of(reading: Reading, field: str) -> str:
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
    return RowError(row.row, column_of(reading, role), holds_no_role(address))


def _out_of_reach(
    reading: Reading, rows: Iterable[RowHead], known: Mapping[str, KnownUseCase], by: Member
) -> Iterator[RowError]:
    for row in rows:
        there = known.get(row.reference)
        if there is not None and not by.can(Capability.IMPORT_USE_CASES, there.domain_path):
            message = _("This use case belongs to a domain into which you may not import.")
            yield RowError(row.row, column_of(reading, DOMAIN), message)
