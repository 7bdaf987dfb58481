"""Preparations: an import worked out before the database is locked, and written if that holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from portal.domain.packed import Packed
from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.models import Domain
from portal.services.jobs import Progress
from portfolio.domain.import_places import Steps
from portfolio.domain.imports import UseCaseRow
from portfolio.selectors.imports import changed_meanwhile, known_use_cases, tree_and_people
from portfolio.services.follow_ups import request_comparison, request_ranking
from portfolio.services.import_plans import BATCH, Plan, plan_import, with_unsaved
from portfolio.services.import_readings import Reading
from portfolio.services.register_upserts import upsert_register
from portfolio.services.use_case_inserts import NewUseCase, store_new_use_cases
from portfolio.services.use_case_upserts import UpsertOutcome, bulk_upsert, digest_of, prepared


@dataclass(frozen=True, slots=True)
class Preparation:
    """An import that only has to be written.

    Attributes
    ----------
    plan
        What the rows become.
    rests_on
        What the plan was worked out from, as a digest of domains and people.
    new
        The use cases that are to be created, each with the path of its domain.
    told
        The rows that say something else than the last time; the rest says the same.
    """

    plan: Plan
    rests_on: str
    new: Packed[tuple[Steps, NewUseCase]]
    told: Packed[UseCaseRow]


def prepare_import(
    reading: Reading, *, node: Domain, by: Member, at: datetime, progress: Progress | None = None
) -> Preparation:
    """Work out an import as far as it goes without writing; it holds as long as `still_holds`."""
    if progress is not None:
        progress.begin(_("Comparing row {done} of {total}"), len(reading.rows.rows))
    # First of all: what changes while the plan is worked out is seen as a change.
    rests_on = tree_and_people()
    plan = plan_import(reading, node=node, by=by, at=at)
    new: Packed[tuple[Steps, NewUseCase]] = Packed()
    told: Packed[UseCaseRow] = Packed()
    if not plan.errors and not reading.mapping.is_own:
        done = 0
        for rows in batched(plan.rows, BATCH):
            _sort(plan, rows, new, told, by=by, at=at)
            done += len(rows)
            if progress is not None:
                progress.tell(done)
    return Preparation(plan, rests_on, new, told)


def _sort(
    plan: Plan,
    rows: tuple[UseCaseRow, ...],
    new: Packed[tuple[Steps, NewUseCase]],
    told: Packed[UseCaseRow],
    *,
    by: Member,
    at: datetime,
) -> None:
    """Tell apart what is new, what says something else, and what says the same."""
    domains, source = with_unsaved(plan.places), plan.reading.mapping.source
    for row in rows:
        steps, known = plan.places.steps[row.row], plan.known.get(row.reference)
        upsert = plan.upsert(row, domains[steps])
        if known is None:
            new.append((steps, prepared(upsert, source=source, by=by, at=at)))
        elif digest_of(upsert) != known.mark:
            told.append(row)


def still_holds(preparation: Preparation) -> bool:
    """Whether nothing changed since on which a prepared import rests; a few queries."""
    plan = preparation.plan
    if plan.reading.mapping.is_own:
        is_same = not changed_meanwhile(plan.known.values())
    else:
        references = (row.reference for row in plan.reading.rows.rows)
        is_same = known_use_cases(plan.reading.mapping.source, references) == plan.known
    return is_same and tree_and_people() == preparation.rests_on


def write_batches(
    preparation: Preparation, domains: Mapping[Steps, Domain], *, by: Member, at: datetime
) -> Iterator[UpsertOutcome]:
    """Write what was prepared, a batch at a time, each when it is asked for."""
    plan = preparation.plan
    source, stated = plan.reading.mapping.source, plan.reading.rows.stated
    if plan.reading.mapping.is_own:
        for register_rows in plan.register_batches(domains):
            yield upsert_register(register_rows, by=by, at=at, stated=stated)
        return
    for path in {domains[steps].path for steps in set(plan.places.steps.values())}:
        require(by, Capability.IMPORT_USE_CASES, path)
    for some in batched(preparation.new, BATCH):
        yield _created(some, domains, by=by, at=at)
    for rows in batched(preparation.told, BATCH):
        upserts = [plan.upsert(row, domains[plan.places.steps[row.row]]) for row in rows]
        yield bulk_upsert(upserts, source=source, by=by, at=at, stated=stated)


def _created(
    new: tuple[tuple[Steps, NewUseCase], ...],
    domains: Mapping[Steps, Domain],
    *,
    by: Member,
    at: datetime,
) -> UpsertOutcome:
    ids = store_new_use_cases([(each, domains[steps].pk) for steps, each in new], by=by, at=at)
    request_ranking(by=by, at=at)
    request_comparison(by=by, at=at)
    references = (each.reference for _steps, each in new)
    return UpsertOutcome(
        created=tuple(ids), updated=(), unchanged=(), ids=dict(zip(references, ids, strict=True))
    )
