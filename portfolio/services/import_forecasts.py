"""Forecasts: what writing a plan would do, and the report of what became of its rows."""

from collections.abc import Collection, Iterable, Iterator

from portal.domain.wording import gettext as _
from portfolio.domain.import_mappings import AmountField, TextField
from portfolio.domain.import_places import ARROW
from portfolio.domain.import_reports import ImportReport, SampleRow
from portfolio.domain.import_rows import RowNote
from portfolio.domain.imports import UseCaseRow
from portfolio.selectors.register_imports import meant_use_cases
from portfolio.services.import_plans import Plan, bucket_of, column_of, with_unsaved
from portfolio.services.ratings import forecast_suggested_ratings
from portfolio.services.register_upserts import news_of
from portfolio.services.use_case_upserts import forecast_upsert


def forecast(plan: Plan) -> ImportReport:
    """Say what writing the sound rows of a plan would do, without writing.

    With an error nothing is written; it is told all the same, so that everything that is to be
    looked at is looked at once.
    """
    if plan.reading.mapping.is_own:
        return _forecast_register(plan)
    unsaved = with_unsaved(plan.places)
    source, stated = plan.reading.mapping.source, plan.reading.rows.stated
    created = 0
    updated: set[str] = set()
    kept: set[str] = set()
    for upserts in plan.batches(unsaved):
        rows = forecast_upsert(upserts, source=source, stated=stated)
        created += len(rows.created)
        updated |= rows.updated
        kept |= rows.kept_outcomes
    ids = {reference: known.pk for reference, known in plan.known.items()}
    rated = {pk for some in plan.suggested_ratings(ids) for pk in forecast_suggested_ratings(some)}
    updated |= {reference for reference, pk in ids.items() if pk in rated}
    return report(plan, created=created, updated=len(updated), kept_outcomes=kept)


def _forecast_register(plan: Plan) -> ImportReport:
    created = updated = 0
    kept: set[str] = set()
    for upserts in plan.register_batches(with_unsaved(plan.places)):
        meant, _errors = meant_use_cases([each.row for each in upserts])
        created += len(upserts) - len(meant)
        news = news_of(upserts, meant, plan.reading.rows.stated)
        updated += sum(each.is_news for each in news)
        kept |= {each.upsert.row.reference for each in news if each.keeps_outcome}
    return report(plan, created=created, updated=updated, kept_outcomes=kept)


def report(
    plan: Plan, *, created: int = 0, updated: int = 0, kept_outcomes: Collection[str] = ()
) -> ImportReport:
    """Tell what became, or would become, of every row that was read.

    ``kept_outcomes`` names the rows whose empty outcome leaves the one that was given.
    """
    read = plan.reading.rows
    kept = len(plan.rows) + plan.same
    notes = (*read.notes, *read.doubts, *plan.left_alone, *plan.twins)
    return ImportReport(
        read=read.read,
        created=created,
        updated=updated,
        unchanged=kept - created - updated,
        skipped=read.read - kept,
        errors=plan.errors,
        notes=tuple(sorted((*notes, *_kept(plan, kept_outcomes)), key=lambda note: note.row)),
        remarks=plan.reading.remarks,
        source=plan.reading.mapping.source,
        mapping_name=plan.reading.mapping_name,
        columns=plan.reading.columns,
        kept_as_details=read.kept_as_details,
        missing=read.missing,
        new_domains=plan.places.missing,
        beneath=plan.places.beneath,
        look_alikes=tuple(plan.places.look_alikes.values()),
        samples=tuple(_samples(plan, plan.first)),
    )


def _kept(plan: Plan, references: Collection[str]) -> Iterator[RowNote]:
    sentence = _("The outcome is empty here. The one that was given stays.")
    rows = [row.row for row in plan.rows if row.reference in references] if references else []
    for row in (*plan.outcomes_kept, *rows):
        yield RowNote(row, column_of(plan.reading, TextField.OUTCOME), sentence)


def _samples(plan: Plan, rows: Iterable[UseCaseRow]) -> Iterator[SampleRow]:
    for row in rows:
        steps = plan.places.steps[row.row]
        yield SampleRow(
            row=row.row,
            title=row.title,
            domain=ARROW.join(steps) or plan.node.name,
            stage=row.stage.value,
            bucket=bucket_of(row).bucket.value,
            amounts=dict(_amounts(row)),
        )


def _amounts(row: UseCaseRow) -> Iterator[tuple[str, str]]:
    for field in AmountField:
        amount = getattr(row, field)
        if amount is not None:
            yield field.value, str(amount)
