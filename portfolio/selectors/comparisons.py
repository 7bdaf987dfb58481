"""Reading a few use cases side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.domain.money import money
from portal.domain.roles import Member
from portfolio.domain.buckets import Bucket
from portfolio.domain.criteria import Axis, Criterion
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.priority import Quadrant
from portfolio.domain.scoring import Rating as Points
from portfolio.domain.scoring import Scored, UseCaseScore, score
from portfolio.domain.stages import Stage
from portfolio.models import UseCase
from portfolio.selectors.counted_ratings import CountedRatings, counted_ratings
from portfolio.selectors.standard_books import StandardBook
from portfolio.selectors.use_case_rows import rank_label

#: How many use cases can be told apart at a glance.
MOST: Final = 5

#: How each number on the row is called and which axes tell it, in the order in which it is shown.
_SCORES: Final = {
    "priority": gettext_lazy("Priority"),
    "value": gettext_lazy("Value"),
    "feasibility": gettext_lazy("Feasibility as rated"),
    "adjusted_feasibility": gettext_lazy("Adjusted feasibility"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One of the use cases."""

    pk: int
    code: str
    title: str
    domain: str


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line of the comparison: what it is about, and what each use case has."""

    label: str
    cells: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether they do not all have the same."""
        return len(set(self.cells)) > 1


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """A group of lines."""

    title: str
    lines: tuple[ComparedLine, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Use cases side by side.

    Attributes
    ----------
    use_cases
        In the order asked for; what the member may not see is not among them.
    parts
        Groups of lines, each with a cell for each use case.
    beyond
        How many more the member may see were asked for than stand side by side.
    unseen
        How many were asked for that do not exist, or not for this member.
    """

    use_cases: tuple[Compared, ...]
    parts: tuple[ComparedPart, ...]
    beyond: int
    unseen: int

    @property
    def left_out(self) -> int:
        """How many of those asked for are not among them."""
        return self.beyond + self.unseen

    @property
    def why_left_out(self) -> tuple[str, ...]:
        """Why, in a sentence for each reason."""
        return (*self._why_beyond(), *self._why_unseen())

    def _why_beyond(self) -> Iterable[str]:
        if self.beyond:
            yield ngettext(
                "At most %(most)d stand side by side; one more was left out.",
                "At most %(most)d stand side by side; %(n)d more were left out.",
                self.beyond,
            ) % {"most": MOST, "n": self.beyond}

    def _why_unseen(self) -> Iterable[str]:
        if self.unseen:
            yield ngettext(
                "%(n)d was left out: it does not exist, or it lies where you hold no role.",
                "%(n)d were left out: they do not exist, or they lie where you hold no role.",
                self.unseen,
            ) % {"n": self.unseen}


def comparison(member: Member, ids: Sequence[int]) -> Comparison:
    """Put use cases side by side, the first five that the member may see.

    Parameters
    ----------
    member
        Who asks.
    ids
        The use cases in the order wanted; one named twice counts once.

    Notes
    -----
    A handful of queries, however many are asked for. What the member may not see takes no
    place from what they may, and is counted with what does not exist.
    """
    wanted = list(dict.fromkeys(ids))
    visible = UseCase.objects.visible_to(member).filter(pk__in=wanted).order_by()
    seen = set(visible.values_list("pk", flat=True))
    kept = [pk for pk in wanted if pk in seen][:MOST]
    found = UseCase.objects.select_related("domain").in_bulk(kept)
    rows = [found[pk] for pk in kept]
    book = StandardBook.read()
    model = book.model
    ratings = counted_ratings(rows)
    counted = [ratings[row.pk] for row in rows]
    scored = [
        (each, score(model, {key: Points(points) for key, points in each.points.items()}))
        for each in counted
    ]
    parts = (
        ComparedPart(_("Standing"), tuple(_standing(rows))),
        *(
            ComparedPart(title, tuple(_criteria(model.on(axis), axis, scored)))
            for axis, title in ((Axis.VALUE, _("Value")), (Axis.FEASIBILITY, _("Feasibility")))
        ),
        *_asked_by_domains(book, rows, counted),
        ComparedPart(_("Work and money"), tuple(_plan(rows))),
    )
    cases = tuple(Compared(row.pk, row.code, row.title, row.domain.name) for row in rows)
    return Comparison(
        cases, parts if rows else (), beyond=len(seen) - len(kept), unseen=len(wanted) - len(seen)
    )


def _line(label: object, cells: Iterable[str]) -> ComparedLine:
    return ComparedLine(str(label), tuple(cells))


def _standing(rows: Sequence[UseCase]) -> Iterable[ComparedLine]:
    yield _line(_("Rank"), (rank_label(r.rank, r.rank_low, r.rank_high) for r in rows))
    yield _line(
        _("Place in its bucket"),
        (rank_label(r.bucket_rank, r.bucket_rank_low, r.bucket_rank_high) for r in rows),
    )
    yield _line(
        _("Place in its domain"),
        (rank_label(r.domain_rank, r.domain_rank_low, r.domain_rank_high) for r in rows),
    )
    for name, label in _SCORES.items():
        yield _line(label, (_rounded(getattr(row, name)) for row in rows))
    yield _line(_("Left by readiness"), (_share(row.readiness_factor) for row in rows))
    yield _line(_("Quadrant"), (_quadrant(row.quadrant) for row in rows))
    yield _line(_("On the Pareto front"), (_yes(row.is_on_front) for row in rows))
    yield _line(_("Bucket"), (Bucket(row.bucket).label for row in rows))
    yield _line(_("Stage"), (Stage(row.stage).label for row in rows))
    yield _line(_("Risk tier"), (f"T{row.tier}" if row.tier else "–" for row in rows))


def _criteria(
    criteria: Sequence[Criterion],
    axis: Axis,
    scored: Sequence[tuple[CountedRatings, UseCaseScore]],
) -> Iterable[ComparedLine]:
    added = []
    for _points, both in scored:
        found = both.value if axis is Axis.VALUE else both.feasibility
        parts = found.contributions if isinstance(found, Scored) else ()
        added.append({part.criterion.key: part.points for part in parts})
    for criterion in criteria:
        yield _line(
            _(criterion.title),
            (
                _rated(counted, criterion.key, points.get(criterion.key))
                for (counted, _scores), points in zip(scored, added, strict=True)
            ),
        )


def _asked_by_domains(
    book: StandardBook, rows: Sequence[UseCase], counted: Sequence[CountedRatings]
) -> Iterable[ComparedPart]:
    asked = [book.at(row.domain.path).standard.criteria for row in rows]
    known = {criterion.key: criterion for criteria in asked for criterion in criteria}
    lines = [
        _line(
            _(criterion.title),
            (
                _rated(each, key, None) if criterion in criteria else _("not asked")
                for criteria, each in zip(asked, counted, strict=True)
            ),
        )
        for key, criterion in known.items()
    ]
    if lines:
        yield ComparedPart(_("What their domains ask besides"), tuple(lines))


def _plan(rows: Sequence[UseCase]) -> Iterable[ComparedLine]:
    yield _line(_("Planned cost"), (_money(row.planned_cost) for row in rows))
    yield _line(_("Planned benefit a year"), (_money(row.planned_benefit) for row in rows))
    yield _line(_("Person-weeks"), (_number(row.effort_weeks) for row in rows))
    yield _line(_("Reaches in a quarter"), (_number(row.reach) for row in rows))
    yield _line(_("Owners named"), (_("%d of 4") % _owners(row) for row in rows))


def _owners(row: UseCase) -> int:
    return sum(getattr(row, f"{role}_id") is not None for role in OwnerRole)


def _rated(counted: CountedRatings, key: str, added: float | None) -> str:
    points = counted.points.get(key)
    if points is None:
        return _("not rated")
    if added is None:
        return _("%(points)s of 5") % {"points": f"{points:g}"}
    return _("%(points)s of 5, adds %(added)d") % {"points": f"{points:g}", "added": round(added)}


def _rounded(number: float | None) -> str:
    return "–" if number is None else f"{round(number)}"


def _share(factor: float | None) -> str:
    return _("not assessed") if factor is None else f"{factor:.0%}"


def _quadrant(name: str) -> str:
    return Quadrant(name).label if name else "–"


def _yes(is_so: bool | None) -> str:
    return _("yes") if is_so else _("no")


def _money(amount: Decimal | None) -> str:
    return "–" if amount is None else money(amount, settings.CURRENCY)


def _number(number: int | None) -> str:
    return "–" if number is None else f"{number:,}"
