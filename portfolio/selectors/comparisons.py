"""Reading a few use cases side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.domain.money import money
from portal.domain.roles import Member
from portfolio.domain.buckets import Bucket
from portfolio.domain.criteria import Axis, Criterion, ScoringModel
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.priority import Quadrant
from portfolio.domain.scoring import Rating as Points
from portfolio.domain.scoring import Scored, UseCaseScore, score
from portfolio.domain.stages import Stage
from portfolio.models import Rating, UseCase
from portfolio.selectors.standard_books import StandardBook
from portfolio.selectors.use_case_rows import rank_label

#: How many use cases can be told apart at a glance.
MOST: Final = 5

#: How each number on the row is called, in the order in which it is shown.
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
    left_out
        How many more were asked for than are shown.
    """

    use_cases: tuple[Compared, ...]
    parts: tuple[ComparedPart, ...]
    left_out: int


def comparison(member: Member, ids: Sequence[int]) -> Comparison:
    """Put use cases side by side, up to five of them; three queries.

    Parameters
    ----------
    member
        Who asks.
    ids
        The use cases in the order wanted; one named twice counts once.
    """
    wanted = list(dict.fromkeys(ids))
    kept = wanted[:MOST]
    seen = UseCase.objects.visible_to(member).filter(pk__in=kept).select_related("domain")
    found = {row.pk: row for row in seen}
    rows = [found[pk] for pk in kept if pk in found]
    book = StandardBook.read()
    model = book.model
    scored = _scored(model, [row.pk for row in rows])
    parts = (
        ComparedPart(_("Standing"), tuple(_standing(rows))),
        *(
            ComparedPart(title, tuple(_criteria(model.on(axis), axis, scored)))
            for axis, title in ((Axis.VALUE, _("Value")), (Axis.FEASIBILITY, _("Feasibility")))
        ),
        *_asked_by_domains(book, rows, [rated for rated, _score in scored]),
        ComparedPart(_("Work and money"), tuple(_plan(rows))),
    )
    cases = tuple(Compared(row.pk, row.code, row.title, row.domain.name) for row in rows)
    return Comparison(cases, parts if rows else (), max(0, len(wanted) - MOST))


def _scored(
    model: ScoringModel, ids: Sequence[int]
) -> list[tuple[Mapping[str, int], UseCaseScore]]:
    ratings: dict[int, dict[str, int]] = {pk: {} for pk in ids}
    for pk, criterion, points in Rating.objects.filter(use_case__in=ids).values_list(
        "use_case_id", "criterion", "score"
    ):
        ratings[pk][criterion] = points
    return [
        (rated, score(model, {key: Points(points) for key, points in rated.items()}))
        for rated in ratings.values()
    ]


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
    scored: Sequence[tuple[Mapping[str, int], UseCaseScore]],
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
                _rated(rated.get(criterion.key), points.get(criterion.key))
                for (rated, _scores), points in zip(scored, added, strict=True)
            ),
        )


def _asked_by_domains(
    book: StandardBook, rows: Sequence[UseCase], rated: Sequence[Mapping[str, int]]
) -> Iterable[ComparedPart]:
    asked = [book.at(row.domain.path).standard.criteria for row in rows]
    known = {criterion.key: criterion for criteria in asked for criterion in criteria}
    lines = [
        _line(
            _(criterion.title),
            (
                _rated(points.get(key), None) if criterion in criteria else _("not asked")
                for criteria, points in zip(asked, rated, strict=True)
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


def _rated(points: int | None, added: float | None) -> str:
    if points is None:
        return _("not rated")
    if added is None:
        return _("%(points)d of 5") % {"points": points}
    return _("%(points)d of 5, adds %(added)d") % {"points": points, "added": round(added)}


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
