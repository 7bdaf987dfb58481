"""Looking for overlap: comparing every use case with every other, and keeping what was found."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portal.models import Job
from portal.services.jobs import Progress
from portfolio.domain.likeness import Pair
from portfolio.domain.overlap import ReviewState
from portfolio.domain.similarity import near_duplicates
from portfolio.models import OverlapPair, OverlapRun
from portfolio.selectors.overlap_inputs import compared_texts, digests, pair_digest
from portfolio.services.follow_ups import request_comparison

BATCH: Final = 500
COMPARING: Final = gettext_noop("Compare use cases")
STORING: Final = gettext_noop("Store what was found")
_MEASURED: Final = ("score", "name_score", "purpose_score", "name_words", "purpose_words")


@dataclass(frozen=True, slots=True)
class ComparisonOutcome:
    """How many use cases were compared, and what became of the pairs."""

    compared: int
    found: int
    new: int
    asked_again: int
    gone: int


@dataclass(slots=True)
class _Sorted:
    new: list[OverlapPair]
    known: list[OverlapPair]
    asked_again: list[OverlapPair]
    gone: list[int]


def compare_now(*, by: Member, at: datetime) -> Job:
    """Have the portfolio compared at once.

    Raises
    ------
    NotAllowed
        When the member may not change a use case anywhere.
    """
    require(by, Capability.EDIT_USE_CASE)
    with transaction.atomic():
        return request_comparison(by=by, at=at, after=timedelta())


def compare_portfolio(*, at: datetime, progress: Progress | None = None) -> ComparisonOutcome:
    """Find the pairs that read alike; doing it again changes nothing.

    Notes
    -----
    Everything is worked out before anything is written. A pair that nobody decided goes when its
    texts no longer read alike; a decision stays, except that what was told apart is asked again
    once one of the texts says something else. All of it is kept only while this worker holds the
    job. The ledger holds decisions, not what was found.
    """
    texts = compared_texts()

    def told(done: int, total: int) -> None:
        if progress is not None:
            progress.report(done, total + 1, _(COMPARING))

    told(0, len(texts))
    pairs = near_duplicates(texts, report=told)
    marks = digests(texts)
    with transaction.atomic():
        run = OverlapRun.objects.create(
            finished_at=at, use_case_count=len(texts), pair_count=len(pairs)
        )
        found = _sorted(pairs, marks, run)
        _store(found)
        OverlapRun.objects.exclude(pk=run.pk).delete()
        if progress is not None:
            progress.report(len(texts), len(texts) + 1, _(STORING))
    counts = (len(found.new), len(found.asked_again), len(found.gone))
    return ComparisonOutcome(len(texts), len(pairs), *counts)


def _sorted(pairs: Sequence[Pair], marks: Mapping[int, str], run: OverlapRun) -> _Sorted:
    known = {(row.first_id, row.second_id): row for row in OverlapPair.objects.select_for_update()}
    found = _Sorted([], [], [], [])
    for pair in pairs:
        key = (pair.first, pair.second)
        digest = pair_digest(marks[pair.first], marks[pair.second])
        row = known.pop(key, None)
        if row is None:
            fresh = OverlapPair(first_id=pair.first, second_id=pair.second)
            found.new.append(_measured(fresh, pair, digest, run))
        elif row.state == ReviewState.NOT_SAME and row.texts_digest != digest:
            found.asked_again.append(_asked_again(_measured(row, pair, digest, run)))
        else:
            found.known.append(_measured(row, pair, digest, run))
    found.gone = _gone(known.values(), marks)
    return found


def _measured(row: OverlapPair, pair: Pair, digest: str, run: OverlapRun) -> OverlapPair:
    if row.texts_digest != digest:
        # Who decides on what it said before is told that it changed.
        row.version += bool(row.pk)
        row.texts_digest, row.found_at = digest, run.finished_at
    row.run = run
    row.score, row.name_score, row.purpose_score = pair.score, pair.name_score, pair.purpose_score
    row.name_words, row.purpose_words = list(pair.name_words), list(pair.purpose_words)
    return row


def _asked_again(row: OverlapPair) -> OverlapPair:
    row.state, row.reason = ReviewState.OPEN.value, ""
    row.decided_by, row.decided_by_label, row.decided_at = None, "", None
    return row


def _gone(rows: Collection[OverlapPair], marks: Mapping[int, str]) -> list[int]:
    # What involves an archived use case was not compared; it waits for its return.
    return [
        row.pk
        for row in rows
        if row.state == ReviewState.OPEN and row.first_id in marks and row.second_id in marks
    ]


def _store(found: _Sorted) -> None:
    measured = [*_MEASURED, "texts_digest", "found_at", "run", "version"]
    decided = ["state", "reason", "decided_by", "decided_by_label", "decided_at"]
    OverlapPair.objects.bulk_create(found.new, batch_size=BATCH)
    for rows, fields in ((found.known, measured), (found.asked_again, [*measured, *decided])):
        if rows:
            OverlapPair.objects.bulk_create(
                rows,
                batch_size=BATCH,
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=fields,
            )
    for start in range(0, len(found.gone), BATCH):
        OverlapPair.objects.filter(pk__in=found.gone[start : start + BATCH]).delete()
