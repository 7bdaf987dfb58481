"""Reading who moved in the ranking since a day, and why."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from portal.domain.roles import Member
from portal.models import LedgerEntry
from portfolio.domain.movers import Cause, Move, Passed, moves, passed, places_of
from portfolio.models import RankingDay, Rating, UseCase
from portfolio.selectors.scoring_models import active_model
from portfolio.selectors.standing_heads import why_left_out

#: What a change of a use case is called in the ledger, where a rank follows from it.
RANKED_BY: Final = frozenset({"domain", "tier", "techniques"})
RATED: Final = "portfolio.use_case.rated"


@dataclass(frozen=True, slots=True)
class MoverRow:
    """A use case that moved; a place is nothing where it had none.

    Attributes
    ----------
    causes
        What has changed meanwhile that its place follows from.
    passed
        How others moved past it.
    why
        All of it in sentences.
    """

    pk: int
    title: str
    domain: str
    before: int | None
    now: int | None
    rank: tuple[int | None, int | None, int | None]
    shift: int | None
    causes: tuple[Cause, ...]
    passed: Passed
    why: str


@dataclass(frozen=True, slots=True)
class Movers:
    """Who moved since a day.

    Attributes
    ----------
    asked
        The day that was asked for.
    since
        The day whose ranking is compared with: the last one kept until then, or else the first
        one ever; nothing before the first ranking.
    moves
        Everybody who moved, the longest way first.
    ranked_at, model_version
        When that ranking was made, and by which version of the scoring model.
    before, now
        The place of everybody then and now, whether the member may see them or not.
    """

    asked: date
    since: date | None
    moves: tuple[Move, ...]
    ranked_at: datetime | None = None
    model_version: int = 0
    before: Mapping[int, int | None] = field(default_factory=dict)
    now: Mapping[int, int | None] = field(default_factory=dict)


def movers(member: Member, since: date) -> Movers:
    """Return who of those the member may see moved since a day; at most four queries."""
    days = RankingDay.objects
    day = days.filter(day__lte=since).order_by("-day").first() or days.order_by("day").first()
    if day is None:
        return Movers(since, None, ())
    seen = set(UseCase.objects.visible_to(member).order_by().values_list("pk", flat=True))
    ranked = UseCase.objects.filter(rank__isnull=False).order_by()
    now: dict[int, int | None] = dict(ranked.values_list("pk", "rank"))
    before: dict[int, int | None] = dict(places_of(day.order))
    found = moves({pk: before.get(pk) for pk in seen}, {pk: now.get(pk) for pk in seen})
    return Movers(since, day.day, found, day.ranked_at, day.model_version, before, now)


def mover_rows(found: Movers, shown: Sequence[Move]) -> list[MoverRow]:
    """Return some of the moves as rows, in their order, with why; four queries."""
    ids = [move.key for move in shown]
    if not ids or found.ranked_at is None:
        return []
    rows = UseCase.objects.select_related("domain", "readiness_assessment").in_bulk(ids)
    causes = _causes(rows, found)
    return [_row(rows[m.key], m, causes[m.key], found) for m in shown if m.key in rows]


def _row(use_case: UseCase, move: Move, causes: tuple[Cause, ...], found: Movers) -> MoverRow:
    past = passed(move.key, found.before, found.now)
    if past:
        causes = (*causes, Cause.OTHERS)
    return MoverRow(
        pk=move.key,
        title=use_case.title,
        domain=use_case.domain.name,
        before=move.before,
        now=move.now,
        rank=(use_case.rank, use_case.rank_low, use_case.rank_high),
        shift=move.shift,
        causes=causes,
        passed=past,
        why=" ".join(_sentences(use_case, move, causes, past)),
    )


def _sentences(
    use_case: UseCase, move: Move, causes: Sequence[Cause], past: Passed
) -> Iterator[str]:
    if move.before is None:
        yield _("It had no place then.")
    if move.now is None:
        yield why_left_out(use_case) or _("Too little of it is rated.")
    yield from (cause.sentence for cause in causes if cause is not Cause.OTHERS)
    if past:
        yield past.sentence


def _causes(rows: Mapping[int, UseCase], found: Movers) -> dict[int, tuple[Cause, ...]]:
    since = found.ranked_at
    told: defaultdict[int, set[Cause]] = defaultdict(set)
    for pk, cause in _changed_since(rows, since):
        told[pk].add(cause)
    is_other_model = active_model().version != found.model_version
    for pk, row in rows.items():
        source = row.readiness_assessment
        published = source.published_at if source else None
        if published is not None and since is not None and published > since:
            told[pk].add(Cause.READINESS)
        if is_other_model:
            told[pk].add(Cause.MODEL)
    return {pk: tuple(cause for cause in Cause if cause in told[pk]) for pk in rows}


def _changed_since(ids: Collection[int], since: datetime | None) -> Iterator[tuple[int, Cause]]:
    entries = LedgerEntry.objects.filter(
        subject_type=UseCase._meta.label_lower,  # noqa: SLF001
        subject_id__in=[str(pk) for pk in ids],
        recorded_at__gt=since,
    )
    for subject, event, payload in entries.values_list("subject_id", "event", "payload"):
        if event == RATED:
            yield int(subject), Cause.RATED
        elif RANKED_BY & json.loads(bytes(payload)).get("changes", {}).keys():
            yield int(subject), Cause.FACTS
    # What an import suggests is part of the import's own entry.
    suggested = Rating.objects.filter(
        use_case__in=ids, source=Rating.Source.SUGGESTION, rated_at__gt=since
    )
    for pk in suggested.order_by().values_list("use_case_id", flat=True).distinct():
        yield pk, Cause.RATED
