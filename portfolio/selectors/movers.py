"""Reading who moved in the ranking since a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.domain.roles import Member
from portfolio.domain.movers import Move, moves, places_of
from portfolio.models import RankingDay, UseCase


@dataclass(frozen=True, slots=True)
class MoverRow:
    """A use case that moved; a place is nothing where it had none."""

    pk: int
    title: str
    domain: str
    before: int | None
    now: int | None
    rank: tuple[int | None, int | None, int | None]
    shift: int | None


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
    """

    asked: date
    since: date | None
    moves: tuple[Move, ...]


def movers(member: Member, since: date) -> Movers:
    """Return who of those the member may see moved since a day; at most three queries."""
    days = RankingDay.objects
    day = days.filter(day__lte=since).order_by("-day").first() or days.order_by("day").first()
    if day is None:
        return Movers(since, None, ())
    seen = UseCase.objects.visible_to(member).order_by().values_list("pk", "rank")
    now = dict(seen)
    before = places_of(day.order)
    return Movers(since, day.day, moves({pk: before.get(pk) for pk in now}, now))


def mover_rows(found: Sequence[Move]) -> list[MoverRow]:
    """Return moves as rows, in their order; one query."""
    names = ("pk", "title", "domain__name", "rank", "rank_low", "rank_high")
    rows = UseCase.objects.filter(pk__in=[move.key for move in found]).values_list(*names)
    known: Mapping[int, tuple[object, ...]] = {row[0]: row for row in rows}
    return [
        MoverRow(
            pk=move.key,
            title=str(known[move.key][1]),
            domain=str(known[move.key][2]),
            before=move.before,
            now=move.now,
            rank=known[move.key][3:6],  # type: ignore[arg-type]
            shift=move.shift,
        )
        for move in found
        if move.key in known
    ]
