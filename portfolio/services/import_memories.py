"""Memories: what an import did to each use case, kept so that it can be undone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import batched
from typing import Any, Final

from django.db import connection

from portfolio.models import ImportedUseCase, ImportRun, Rating, UseCase
from portfolio.services.use_case_inserts import insert_rows
from portfolio.services.use_case_upserts import UpsertOutcome

RATINGS: Final = "ratings"
"""Where `ImportedUseCase.before` holds the suggested ratings that were replaced."""

_BATCH: Final = 500
_BEFORE: Final = ImportedUseCase._meta.get_field("before")  # noqa: SLF001


def remember_use_cases(run: ImportRun, outcome: UpsertOutcome) -> None:
    """Keep which use cases a batch created, and what it replaced in others."""
    nothing = _BEFORE.get_db_prep_save({}, connection)
    insert_rows(
        ImportedUseCase,
        ("run_id", "use_case_id", "is_created", "version", "before"),
        ((run.pk, pk, True, outcome.versions.get(pk, 1), nothing) for pk in outcome.created),
    )
    rows = [
        ImportedUseCase(
            run=run,
            use_case_id=pk,
            is_created=False,
            version=outcome.versions[pk],
            before=dict(outcome.before[pk]),
        )
        for pk in outcome.updated
    ]
    ImportedUseCase.objects.bulk_create(rows, batch_size=_BATCH)


def suggestions_of(use_cases: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Return the suggested ratings of use cases, as plain values."""
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for ids in batched(use_cases, _BATCH):
        rows = Rating.objects.filter(use_case__in=ids, source=Rating.Source.SUGGESTION)
        for pk, criterion, score, evidence in rows.values_list(
            "use_case_id", "criterion", "score", "evidence"
        ):
            found[pk].append({"criterion": criterion, "score": score, "evidence": evidence})
    return dict(found)


def remember_ratings(run: ImportRun, before: Mapping[int, list[dict[str, Any]]]) -> None:
    """Keep the suggested ratings an import replaced, beside what else it changed."""
    for ids in batched(sorted(before), _BATCH):
        known = {
            row.use_case_id: row
            for row in ImportedUseCase.objects.filter(run=run, use_case__in=ids)
        }
        versions = dict(UseCase.objects.filter(pk__in=ids).values_list("pk", "version"))
        changed = []
        for pk in ids:
            row = known.get(pk)
            if row is None:
                row = ImportedUseCase(
                    run=run, use_case_id=pk, is_created=False, version=versions[pk]
                )
            row.before = row.before | {RATINGS: before[pk]}
            changed.append(row)
        ImportedUseCase.objects.bulk_create(
            changed,
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=["run", "use_case"],
            update_fields=["before"],
        )
