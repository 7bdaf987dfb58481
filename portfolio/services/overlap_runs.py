"""Looking for overlap: comparing every use case with every other, and keeping what was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched
from typing import Final

from django.db import transaction

from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portal.models import Job
from portal.services.jobs import Progress
from portfolio.domain.likeness import Pair
from portfolio.domain.overlap import ReviewState
from portfolio.domain.similarity import Report, near_duplicates
from portfolio.models import OverlapPair, OverlapProposal, OverlapRun
from portfolio.selectors.overlap_inputs import compared_texts, digests, pair_digest
from portfolio.services.follow_ups import comparison_job

BATCH: Final = 500
COMPARING: Final = gettext_noop("Compare use cases")
STORING: Final = gettext_noop("Store what was found")
_SCORES: Final = ("score", "name_score", "purpose_score", "name_words", "purpose_words")
_MEASURED: Final = (
    *_SCORES,
    *(f"entry_{name}" for name in _SCORES),
    *("texts_digest", "found_at", "version", "run"),
    *("entry_digest", "entry_found_at", "entry_version", "is_proposed"),
)
_DECIDED: Final = ("state", "reason", "decided_by", "decided_by_label", "decided_at")


@dataclass(frozen=True, slots=True)
class ComparisonOutcome:
    """How many use cases were compared, and what became of the pairs."""

    compared: int
    found: int
    new: int
    asked_again: int
    gone: int


@dataclass(frozen=True, slots=True)
class _Found:
    """What two comparisons found: by all that is said, and by entries alone."""

    pairs: Sequence[Pair]
    entries: Mapping[tuple[int, int], Pair]
    marks: Mapping[int, str]
    entry_marks: Mapping[int, str]


@dataclass(slots=True)
class _Sorted:
    new: list[OverlapPair] = field(default_factory=list)
    known: list[OverlapPair] = field(default_factory=list)
    asked_again: list[OverlapPair] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    #: Keys of pairs of which what was proposed spoke of other entries.
    outdated: list[int] = field(default_factory=list)


def compare_now(*, by: Member, at: datetime) -> Job:
    """Have the portfolio compared at once.

    Raises
    ------
    NotAllowed
        When the member may not change a use case anywhere.
    """
    require(by, Capability.EDIT_USE_CASE)
    with transaction.atomic():
        return comparison_job(by=by, at=at, after=timedelta())


def compare_portfolio(*, at: datetime, progress: Progress | None = None) -> ComparisonOutcome:
    """Find the pairs that read alike; doing it again changes nothing.

    Notes
    -----
    Everything is worked out before anything is written. A pair that nobody decided goes when its
    texts no longer read alike; a decision stays, except that what was told apart is asked again
    once one of the texts says something else. All of it is kept only while this worker holds the
    job. The ledger holds decisions, not what was found.

    Entries are compared apart, among those that the house finds. What the rest says, or what no
    entry shows, changes nothing in what is found by them.
    """
    texts = compared_texts()
    count = len(texts.whole)
    steps = 2 * count + 1

    def told(before: int) -> Report:
        def report(done: int, _total: int) -> None:
            if progress is not None:
                progress.report(before + done, steps, _(COMPARING))

        return report

    told(0)(0, count)
    by_entry = near_duplicates(texts.entries, among=texts.listed, report=told(0))
    entries = {(pair.first, pair.second): pair for pair in by_entry}
    pairs = near_duplicates(texts.whole, also=entries, report=told(count))
    found = _Found(pairs, entries, digests(texts.whole), digests(texts.entries))
    alike = sum(pair.band is not None for pair in pairs)
    with transaction.atomic():
        run = OverlapRun.objects.create(finished_at=at, use_case_count=count, pair_count=alike)
        kept = _sorted(found, run)
        _store(kept)
        OverlapRun.objects.exclude(pk=run.pk).delete()
        if progress is not None:
            progress.report(steps - 1, steps, _(STORING))
    counts = (len(kept.new), len(kept.asked_again), len(kept.gone))
    return ComparisonOutcome(count, alike, *counts)


def _sorted(found: _Found, run: OverlapRun) -> _Sorted:
    known = {(row.first_id, row.second_id): row for row in OverlapPair.objects.select_for_update()}
    kept = _Sorted()
    for pair in found.pairs:
        key = (pair.first, pair.second)
        row = known.pop(key, None) or OverlapPair(first_id=pair.first, second_id=pair.second)
        before, entry_before = row.texts_digest, row.entry_digest
        _measure(row, pair, _digest(pair, found.marks), run)
        _measure_entry(row, found.entries.get(key), _digest(pair, found.entry_marks), run)
        if row.pk and row.is_proposed and row.entry_digest != entry_before:
            row.is_proposed = False
            kept.outdated.append(row.pk)
        if not row.pk:
            kept.new.append(row)
        elif row.state == ReviewState.NOT_SAME and row.texts_digest != before:
            kept.asked_again.append(_asked_again(row))
        else:
            kept.known.append(row)
    for row in known.values():
        # What involves an archived use case was not compared; it waits for its return.
        if row.first_id in found.marks and row.second_id in found.marks:
            if row.state == ReviewState.OPEN:
                kept.gone.append(row.pk)
            elif row.entry_score is not None:
                row.entry_score = None
                kept.known.append(row)
    return kept


def _digest(pair: Pair, marks: Mapping[int, str]) -> str:
    return pair_digest(marks[pair.first], marks[pair.second])


def _measure(row: OverlapPair, pair: Pair, digest: str, run: OverlapRun) -> None:
    if row.texts_digest != digest:
        # Who decides on what it said before is told that it changed.
        row.version += bool(row.pk)
        row.texts_digest, row.found_at = digest, run.finished_at
    row.run = run
    row.score, row.name_score, row.purpose_score = pair.score, pair.name_score, pair.purpose_score
    row.name_words, row.purpose_words = list(pair.name_words), list(pair.purpose_words)


def _measure_entry(row: OverlapPair, pair: Pair | None, digest: str, run: OverlapRun) -> None:
    if row.entry_digest != digest or row.entry_found_at is None:
        row.entry_version += bool(row.pk and row.entry_digest)
        row.entry_digest, row.entry_found_at = digest, run.finished_at
    row.entry_score = None if pair is None else pair.score
    if pair is not None:
        row.entry_name_score, row.entry_purpose_score = pair.name_score, pair.purpose_score
        row.entry_name_words = list(pair.name_words)
        row.entry_purpose_words = list(pair.purpose_words)


def _asked_again(row: OverlapPair) -> OverlapPair:
    row.state, row.reason = ReviewState.OPEN.value, ""
    row.decided_by, row.decided_by_label, row.decided_at = None, "", None
    row.entry_version += 1
    return row


def _store(kept: _Sorted) -> None:
    OverlapPair.objects.bulk_create(kept.new, batch_size=BATCH)
    for rows, fields in ((kept.known, _MEASURED), (kept.asked_again, (*_MEASURED, *_DECIDED))):
        if rows:
            OverlapPair.objects.bulk_create(
                rows,
                batch_size=BATCH,
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=fields,
            )
    for keys in batched(kept.outdated, BATCH):
        OverlapProposal.objects.filter(pair__in=keys).delete()
    for keys in batched(kept.gone, BATCH):
        OverlapPair.objects.filter(pk__in=keys).delete()
