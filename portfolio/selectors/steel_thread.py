"""Reading which use case to carry end to end first, with the rows behind the choice."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from portal.domain.page_parts import OwnerBadge
from portal.domain.roles import Member
from portal.models import Domain
from portfolio.domain.scoring import NotScored
from portfolio.domain.steel_thread import Contender, Examined, recommend
from portfolio.selectors.readiness import ReadinessBook
from portfolio.selectors.standard_books import StandardBook
from portfolio.selectors.use_case_orders import Order, SortKey
from portfolio.selectors.use_case_rows import Standing, UseCaseRow
from portfolio.selectors.use_cases import UseCaseFilters, use_case_page

LOOKED_AT: Final = 1_000
"""So many of the highest priorities are put to the tests."""


@dataclass(frozen=True, slots=True)
class ExaminedRow:
    """A use case as a list shows it, beside how it did on the tests."""

    row: UseCaseRow
    standing: Standing
    examined: Examined

    @property
    def badges(self) -> tuple[OwnerBadge, ...]:
        """The four owners by their initials."""
        return tuple(seat.badge for seat in self.row.owners)


@dataclass(frozen=True, slots=True)
class SteelThread:
    """The recommendation with its rows.

    Attributes
    ----------
    choice
        The use case to carry first; None when none passes every test.
    runners_up
        The next ones, the nearest first.
    fit
        How many pass every test.
    looked_at
        How many were put to the tests, the highest priorities first.
    eligible
        How many could have been.
    """

    choice: ExaminedRow | None
    runners_up: tuple[ExaminedRow, ...]
    fit: int
    looked_at: int
    eligible: int


def steel_thread(member: Member, filters: UseCaseFilters) -> SteelThread:
    """Recommend the use case to carry end to end first; seven queries.

    Only use cases that the member may see, that pass the filters, that have a priority and are
    not in production yet are put to the tests.
    """
    eligible = replace(filters, is_scored=True, is_before_production=True)
    best_first = Order(SortKey.PRIORITY, is_descending=True)
    page = use_case_page(member, eligible, best_first, size=LOOKED_AT)
    rows = {
        row.pk: (row, row.standing) for row in page.rows if not isinstance(row.standing, NotScored)
    }
    standards = StandardBook.read()
    contenders = _contenders(rows.values(), standards)
    found = recommend(contenders, high_value=standards.model.value_threshold)

    def shown(examined: Examined) -> ExaminedRow:
        return ExaminedRow(*rows[examined.contender.key], examined)

    return SteelThread(
        choice=None if found.choice is None else shown(found.choice),
        runners_up=tuple(shown(each) for each in found.runners_up),
        fit=found.fit,
        looked_at=len(rows),
        eligible=page.total,
    )


def _contenders(
    rows: Collection[tuple[UseCaseRow, Standing]], standards: StandardBook
) -> list[Contender]:
    book = ReadinessBook.read()
    wanted = {row.domain_id for row, _standing in rows}
    paths = dict(Domain.objects.filter(pk__in=wanted).values_list("pk", "path"))
    return [
        Contender(
            key=row.pk,
            value=standing.value,
            priority=standing.priority,
            tier=row.tier,
            vacant=tuple(seat.key for seat in row.owners if seat.is_vacant),
            readiness=book.answer(paths[row.domain_id], row.techniques, row.tier),
            high_value=standards.thresholds(paths[row.domain_id]).value,
        )
        for row, standing in rows
    ]
