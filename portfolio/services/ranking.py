"""Ranking the portfolio, and working out the standing of one use case at once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isnan
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portal.services.jobs import Progress
from portfolio.domain.places import Places, all_places
from portfolio.domain.ranking import DECIMALS, Place, Standings, standings
from portfolio.domain.second_views import Inputs, SecondView, view_score
from portfolio.models import RankingDay, UseCase
from portfolio.selectors.rank_inputs import (
    PLACE_COLUMNS,
    SCORE_COLUMNS,
    VIEW_COLUMNS,
    RankInput,
    candidate_of,
    rank_input,
    ratings_row,
    readiness_factors,
    readiness_sources,
)
from portfolio.selectors.readiness import ReadinessBook
from portfolio.selectors.standard_books import StandardBook

#: What one use case is given: its key, and its score and place columns.
type Change = tuple[int, tuple[Any, ...]]

BATCH: Final = 1_000
STEPS: Final = (
    gettext_noop("Read ratings"),
    gettext_noop("Score"),
    gettext_noop("Rank under varying weights"),
    gettext_noop("Store"),
)
_WRITTEN: Final = (*SCORE_COLUMNS, *PLACE_COLUMNS, *VIEW_COLUMNS, "scored_at", "ranked_at")
_NO_SCORE: Final = (None, None, None, None, None, "", False, None, "")
_NO_PLACE: Final = (None,) * len(PLACE_COLUMNS)
_NO_VIEW: Final = (None,) * len(VIEW_COLUMNS)


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
    scored = standings(found.model, found.ratings, found.factors, thresholds=found.thresholds)
    _report(progress, 2)
    placed = all_places(
        found.model,
        found.ratings,
        scored,
        buckets=[each.bucket for each in found.candidates],
        domains=[each.domain_path for each in found.candidates],
        grounds=found.grounds,
        ranges=found.ranges,
    )
    _report(progress, 3)
    moved = _moved(found, scored, placed)
    left = [(each.pk, (*_NO_SCORE, *_NO_PLACE, *_NO_VIEW)) for each in found.leaving]
    for changes, moment in ((moved, at), (left, None)):
        for start in range(0, len(changes), BATCH):
            with transaction.atomic():
                _store(changes[start : start + BATCH], at=moment)
                _report(progress, 3)
    with transaction.atomic():
        _keep_day(found, placed, at=at)
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
        path = candidate.domain_path
        standards = StandardBook.read_for(path)
        book = ReadinessBook.read_for(path)
        factors = readiness_factors([candidate], book)
        scored = standings(
            standards.model,
            [ratings_row(standards.model, ratings)],
            factors,
            thresholds=[standards.thresholds(path)],
        )
        sources = readiness_sources([candidate], book)
        row = _score_columns(scored, sources, [standards.stamp(path)])[0]
    columns = dict(zip(SCORE_COLUMNS, row, strict=True))
    columns["scored_at"] = at if candidate.is_running else None
    UseCase.objects.filter(pk=use_case.pk).update(**columns)
    for name, value in columns.items():
        setattr(use_case, name, value)


def _report(progress: Progress | None, step: int) -> None:
    if progress is not None:
        progress.report(step, len(STEPS), _(STEPS[step]))


def _keep_day(found: RankInput, placed: Sequence[Places | None], *, at: datetime) -> None:
    """Keep how the ranking stands, so that a later day can say what moved since."""
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for candidate, place in zip(found.candidates, placed, strict=True):
        if place is not None:
            groups[place.overall.rank].append(candidate.pk)
    last = RankingDay.objects.order_by("-day").first()
    order = [groups[rank] for rank in sorted(groups)]
    if last is not None and (last.digest, last.order) == (found.digest, order):
        return
    RankingDay.objects.update_or_create(
        day=timezone.localdate(at),
        defaults={
            "ranked_at": at,
            "model_version": found.model.version,
            "digest": found.digest,
            "order": order,
        },
    )


def _moved(found: RankInput, scored: Standings, placed: Sequence[Places | None]) -> list[Change]:
    rows = zip(
        found.candidates,
        _score_columns(scored, found.sources, found.stamps),
        map(_place_columns, placed),
        _view_columns(found),
        strict=True,
    )
    return [
        (candidate.pk, (*score, *place, *views))
        for candidate, score, place, views in rows
        if candidate.stored != (*score, *place, *views)
    ]


def _view_columns(found: RankInput) -> Iterator[tuple[float | None, ...]]:
    keys = [criterion.key for criterion in found.model.criteria]
    rows = zip(found.candidates, found.ratings.tolist(), found.confirmed.tolist(), strict=True)
    for candidate, points, confirmed in rows:
        rated = zip(keys, points, confirmed, strict=True)
        ratings = {key: (score, is_sure) for key, score, is_sure in rated if not isnan(score)}
        inputs = Inputs(
            ratings={key: score for key, (score, _is_sure) in ratings.items()},
            confirmed=frozenset(key for key, (_score, is_sure) in ratings.items() if is_sure),
            effort_weeks=candidate.effort_weeks,
            reach=candidate.reach,
        )
        scores = (view_score(view, found.model, inputs).score for view in SecondView)
        yield tuple(None if score is None else round(score, DECIMALS) for score in scores)


def _score_columns(
    scored: Standings, sources: Sequence[int | None], stamps: Sequence[str]
) -> list[tuple[Any, ...]]:
    numbers = (scored.value, scored.feasibility, scored.factor, scored.adjusted, scored.priority)
    columns = ([None if isnan(each) else each for each in column.tolist()] for column in numbers)
    quadrants = ("" if quadrant is None else quadrant.value for quadrant in scored.quadrants)
    provisional = scored.is_provisional.tolist()
    return list(zip(*columns, quadrants, provisional, sources, stamps, strict=True))


def _place_columns(places: Places | None) -> tuple[Any, ...]:
    if places is None:
        return _NO_PLACE
    return (
        *_range(places.overall),
        places.overall.is_robust,
        *_range(places.in_bucket),
        *(_range(places.in_domain) if places.in_domain else (None, None, None)),
        places.is_on_front,
    )


def _range(place: Place) -> tuple[int, int, int]:
    return place.rank, place.low, place.high


def _store(changes: Sequence[Change], *, at: datetime | None) -> None:
    # One statement, prepared once: bulk_update would build a CASE for each row and column, which
    # takes longer than reading, scoring and ranking together.
    by_name = {field.attname: field for field in UseCase._meta.concrete_fields}  # noqa: SLF001
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
