"""Importing use cases: check what a file would do, and do it as a whole or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from portal.domain.errors import NotAllowed, Refusal
from portal.domain.roles import Capability, Grant, Member, Role, require
from portal.domain.wording import gettext as _
from portal.models import Domain
from portal.selectors.domains import enterprise
from portal.services import ledger
from portal.services.domain_branches import add_branches
from portal.services.domains import add_root
from portal.services.jobs import Progress
from portfolio.domain.import_places import Steps
from portfolio.domain.import_reports import LIST_SOURCE, ImportReport
from portfolio.domain.import_tables import TableChoices
from portfolio.models import ImportRun
from portfolio.services.domain_checks import check_domain
from portfolio.services.events import PortfolioEvent
from portfolio.services.follow_ups import asked_once
from portfolio.services.import_forecasts import forecast, report
from portfolio.services.import_memories import (
    remember_ratings,
    remember_use_cases,
    suggestions_of,
)
from portfolio.services.import_plans import Plan, plan_import
from portfolio.services.import_preparations import (
    Preparation,
    prepare_import,
    still_holds,
    write_batches,
)
from portfolio.services.import_readings import NamedMapping, Reading, read_import
from portfolio.services.ratings import store_suggested_ratings

#: The command line acts for the centre, over everything, also before there is an enterprise.
PORTAL_ITSELF: Final = Member(0, "the portal itself", (Grant(Role.COE_LEAD, "", 0),))


def check_import(
    content: bytes,
    *,
    filename: str,
    mapping: NamedMapping | None = None,
    domain: Domain | None = None,
    choices: TableChoices | None = None,
    by: Member,
    at: datetime,
    progress: Progress | None = None,
) -> ImportReport:
    """Say what importing a file would do; nothing is written.

    Parameters
    ----------
    content, filename
        The bytes, and what the file is called.
    mapping
        How its columns become ours; without one, a shipped mapping that fits or a guess.
    domain
        The domain its rows hang under; the enterprise unless told otherwise.
    choices
        How the file is to be read, where somebody knows better.
    by, at
        Who would import it, and when.
    progress
        Where to say how far it is.

    Raises
    ------
    NotAllowed
        When the member may not import into the domain.
    FileRefused, HeaderDoesNotFit
        With one sentence, when the file as a whole cannot be imported.
    """
    node = target(domain)
    check_target(node, by=by)
    reading = read_import(
        content,
        filename=filename,
        mapping=mapping,
        source=source_of(node),
        choices=choices,
        progress=progress,
    )
    if progress is not None:
        progress.begin(_("Checking the rows against the portfolio"))
    return forecast(plan_import(reading, node=node, by=by, at=at))


def commit_import(
    content: bytes,
    *,
    filename: str,
    mapping: NamedMapping | None = None,
    domain: Domain | None = None,
    choices: TableChoices | None = None,
    by: Member,
    at: datetime,
) -> ImportReport:
    """Import a file: all of it, or nothing when anything is wrong with a row.

    Takes, refuses and counts what `check_import` does. Returns the report; when it names errors,
    nothing was written.
    """
    node = target(domain)
    check_target(node, by=by)
    reading = read_import(
        content, filename=filename, mapping=mapping, source=source_of(node), choices=choices
    )
    run = ImportRun(filename=filename[:255], domain=domain, created_at=at)
    run.created_by_id = by.user_id or None
    prepared = prepare_import(reading, node=node, by=by, at=at)
    done = write_import(prepared, run=run, by=by, at=at)
    return done.with_nothing_done() if done.is_refused else done


class ImportStopped(Refusal):
    """Somebody cancelled the import while it was being written; nothing of it stays."""

    code = "import_stopped"

    def __init__(self) -> None:
        super().__init__(_("This import was cancelled. Nothing of it was kept."))


@transaction.atomic
def write_import(
    prepared: Preparation,
    *,
    run: ImportRun,
    by: Member,
    at: datetime,
    is_stopped: Callable[[], bool] = lambda: False,
    progress: Progress | None = None,
) -> ImportReport:
    """Write what was prepared from a file, unless a row has an error, and close the run.

    Where domains, people or the use cases that are meant changed since, it is prepared again,
    while nobody else can change them. With an error the report says what the sound rows would do.

    ``is_stopped`` is asked between batches; once it says so, nothing stays. ``progress`` is told
    then how many rows are written.

    Raises
    ------
    NotAllowed
        When the member may not import into the domain, or may not add domains there.
    ImportStopped
        When it was cancelled meanwhile.
    """
    node = target(run.domain)
    check_target(node, by=by)
    if not _is_alone_and_holds(prepared):
        prepared = prepare_import(prepared.plan.reading, node=node, by=by, at=at)
    plan = prepared.plan
    if plan.errors:
        return forecast(plan)
    if node.pk is None:
        node = add_root(node.name, by=by, at=at)
    there = {domain.pk for domain in plan.places.domains.values() if domain is not None}
    domains = _domains(plan, node, by=by, at=at)
    run.domain_ids = sorted({each.pk for each in domains.values()} - there - {node.pk})
    # Undoing the import needs to know what it did, so the run is there first.
    run.save()

    def went_on(rows: int) -> None:
        if is_stopped():
            raise ImportStopped
        if progress is not None:
            progress.tell(rows)

    # Asked for at the end: the row of a waiting job would be locked for as long as this writes.
    with asked_once(by=by, at=at):
        done = _store(prepared, domains, run=run, by=_where_now(by), at=at, went_on=went_on)
    _close(run, plan.reading, done, at=at)
    told = {"sha256": run.sha256, "mapping": run.mapping_name, "source": done.source}
    ledger.record(
        PortfolioEvent.USE_CASES_IMPORTED,
        subject=run,
        by=by,
        at=at,
        changes={"file": run.filename, "domain": node, **told, **done.counts()},
    )
    return done


def target(domain: Domain | None) -> Domain:
    """Return the domain that rows hang under: the given one, else the enterprise.

    An organisation that has no enterprise yet gets one of its own name with its first import.
    """
    return domain or enterprise() or Domain(name=settings.ORGANISATION)


def source_of(node: Domain) -> str:
    """Name where rows come from when their mapping does not: a list of that domain."""
    return f"{LIST_SOURCE}-{node.pk}" if node.pk and node.depth > 1 else LIST_SOURCE


def check_target(node: Domain, *, by: Member) -> None:
    """Refuse a domain into which the member may not import, or that is archived."""
    elsewhere = by.can(Capability.IMPORT_USE_CASES)
    if elsewhere and not by.can(Capability.IMPORT_USE_CASES, node.path):
        raise NotAllowed(
            _(
                "You may not import use cases into {domain}. Name a domain in which you may.",
                domain=node.name,
            )
        )
    require(by, Capability.IMPORT_USE_CASES, node.path)
    check_domain(node)


def _domains(plan: Plan, node: Domain, *, by: Member, at: datetime) -> Mapping[Steps, Domain]:
    wanted = {path: domain for path, domain in plan.places.domains.items() if path}
    if plan.places.missing:
        return add_branches(node, wanted, by=by, at=at)
    return {path: domain for path, domain in wanted.items() if domain is not None} | {(): node}


def _where_now(by: Member) -> Member:
    """Return the member with the paths their grants have after the tree was changed."""
    rows = Domain.objects.in_bulk([grant.domain_id for grant in by.grants])
    grants = tuple(
        replace(grant, path=rows[grant.domain_id].path) if grant.domain_id in rows else grant
        for grant in by.grants
    )
    return Member(by.user_id, by.label, grants, by.root_path)


def _is_alone_and_holds(prepared: Preparation) -> bool:
    """Wait for any other import, and say whether what was prepared still holds."""
    # Others go on registering: their rows only hold on to the key of this one.
    list(Domain.objects.select_for_update(no_key=True).filter(depth=1))
    return still_holds(prepared)


def _store(
    prepared: Preparation,
    domains: Mapping[Steps, Domain],
    *,
    run: ImportRun,
    by: Member,
    at: datetime,
    went_on: Callable[[int], None],
) -> ImportReport:
    """Write use cases and suggested ratings in batches, and tell what became of the rows."""
    created: set[int] = set()
    updated: set[int] = set()
    plan = prepared.plan
    ids = {reference: known.pk for reference, known in plan.known.items()} if plan.rates else {}
    kept: set[str] = set()
    written = len(plan.rows) - len(prepared.new) - len(prepared.told)
    written = 0 if plan.reading.mapping.is_own else written
    went_on(0)
    for outcome in write_batches(prepared, domains, by=by, at=at):
        created.update(outcome.created)
        updated.update(outcome.updated)
        written += len(outcome.ids)
        if plan.rates:
            ids.update(outcome.ids)
        kept |= outcome.kept_outcomes
        remember_use_cases(run, outcome)
        went_on(written)
    for ratings in plan.suggested_ratings(ids):
        before = suggestions_of(pk for pk in ratings if pk not in created)
        rated = store_suggested_ratings(ratings, by=by, at=at) - created
        remember_ratings(run, {pk: before.get(pk, []) for pk in rated})
        updated |= rated
        went_on(written)
    return report(plan, created=len(created), updated=len(updated), kept_outcomes=kept)


def _close(run: ImportRun, reading: Reading, done: ImportReport, *, at: datetime) -> None:
    run.sha256, run.mapping_name = reading.sha256, reading.mapping_name
    run.state, run.error, run.content = ImportRun.State.COMMITTED, "", None
    run.report, run.committed_at = done.as_data(), at
    run.save()
