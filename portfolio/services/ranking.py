"""Ranking the portfolio, and working out the standing of one use case at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isnan
from typing import Any, Final

from django.db import connection, transaction

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portal.services.jobs import Progress
from portfolio.domain.ranking import Place, Standings, places, standings
from portfolio.models import UseCase
from portfolio.selectors.rank_inputs import (
    PLACE_COLUMNS,
    SCORE_COLUMNS,
    RankInput,
    candidate_of,
    rank_input,
    ratings_row,
    readiness_factors,
)
from portfolio.selectors.readiness import ReadinessBook
from portfolio.selectors.scoring_models import active_model

#: What one use case is given: its key, and its score and place columns.
type Change = tuple[int, tuple[Any, ...]]

BATCH: Final = 1_000
STEPS: Final = (
    gettext_noop("Read ratings"),
    gettext_noop("Score"),
    gettext_noop("Rank under varying weights"),
    gettext_noop("Store"),
)
_WRITTEN: Final = (*SCORE_COLUMNS, *PLACE_COLUMNS, "scored_at", "ranked_at")
_NO_SCORE: Final = (None, None, None, None, None, "", False)
_NO_PLACE: Final = (None, None, None, None)


@dataclass(frozen=True, slots=True)
class RankingOutcome:
    """How many use cases have a place, how many have too few ratings, how many rows changed."""

    ranked: int
    unranked: int
    changed: int


def rank_portfolio(*, at: datetime, progress: Progress | None = None) -> RankingOutcome:
    """Score and rank every use case that competes; doing it again changes nothing.

    Notes
    -----
    Everything is worked out before anything is written, so no row is locked meanwhile. Whoever
    rates a use case in between asks for another ranking, which waits for this one. The ledger
    holds the decisions that ranks follow from, not the ranks. Each batch is kept only while this
    worker holds the job: whoever takes it over finds no older rank written after its own.
    """
    _report(progress, 0)
    found = rank_input()
    _report(progress, 1)
    scored = standings(found.model, found.ratings, found.factors)
    _report(progress, 2)
    placed = places(found.model, found.ratings, scored)
    _report(progress, 3)
    moved = _moved(found, scored, placed)
    left = [(each.pk, (*_NO_SCORE, *_NO_PLACE)) for each in found.leaving]
    for changes, moment in ((moved, at), (left, None)):
        for start in range(0, len(changes), BATCH):
            with transaction.atomic():
                _store(changes[start : start + BATCH], at=moment)
                _report(progress, 3)
    ranked = sum(place is not None for place in placed)
    return RankingOutcome(ranked, len(placed) - ranked, len(moved) + len(left))


def score_use_case(use_case: UseCase, ratings: Mapping[str, float], *, at: datetime) -> None:
    """Work out the score of one locked use case at once; its place follows with the next ranking.

    Parameters
    ----------
    use_case
        A row the caller has locked, with its domain.
    ratings
        All its ratings by criterion.
    at
        When.
    """
    candidate = candidate_of(use_case)
    row: tuple[Any, ...] = _NO_SCORE
    if candidate.is_running:
        model = active_model()
        factors = readiness_factors([candidate], ReadinessBook.read_for(candidate.domain_path))
        row = _score_columns(standings(model, [ratings_row(model, ratings)], factors))[0]
    columns = dict(zip(SCORE_COLUMNS, row, strict=True))
    columns["scored_at"] = at if candidate.is_running else None
    UseCase.objects.filter(pk=use_case.pk).update(**columns)
    for name, value in columns.items():
        setattr(use_case, name, value)


def _report(progress: Progress | None, step: int) -> None:
    if progress is not None:
        progress.report(step, len(STEPS), _(STEPS[step]))


def _moved(found: RankInput, scored: Standings, placed: Sequence[Place | None]) -> list[Change]:
    rows = zip(found.candidates, _score_columns(scored), map(_place_columns, placed), strict=True)
    return [
        (candidate.pk, (*score, *place))
        for candidate, score, place in rows
        if candidate.stored != (*score, *place)
    ]


def _score_columns(scored: Standings) -> list[tuple[Any, ...]]:
    numbers = (scored.value, scored.feasibility, scored.factor, scored.adjusted, scored.priority)
    columns = ([None if isnan(each) else each for each in column.tolist()] for column in numbers)
    quadrants = ("" if quadrant is None else quadrant.value for quadrant in scored.quadrants)
    return list(zip(*columns, quadrants, scored.is_provisional.tolist(), strict=True))


def _place_columns(place: Place | None) -> tuple[Any, ...]:
    return _NO_PLACE if place is None else (place.rank, place.low, place.high, place.is_robust)


def _store(changes: Sequence[Change], *, at: datetime | None) -> None:
    # One statement, prepared once: bulk_update would build a CASE for each row and column, which
    # takes longer than reading, scoring and ranking together.
    by_name = {field.name: field for field in UseCase._meta.concrete_fields}  # noqa: SLF001
    fields = [by_name[name] for name in _WRITTEN]
    quote = connection.ops.quote_name
    assigned = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    rows = [
        [
            *(
                field.get_db_prep_save(value, connection)
                for field, value in zip(fields, (*columns, at, at), strict=True)
            ),
            pk,
        ]
        for pk, columns in changes
    ]
    table = quote(UseCase._meta.db_table)  # noqa: SLF001
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {assigned} WHERE id = %s", rows)  # noqa: S608
