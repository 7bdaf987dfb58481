"""Reading what a workshop takes up, one question at a time."""

from dataclasses import dataclass

from assessments.domain.agenda import Agenda, Item, agenda
from assessments.models import Assessment
from assessments.selectors.reviews import Review, ReviewRow, review


@dataclass(frozen=True, slots=True)
class Workshop:
    """The questions of an assessment in the order in which a workshop takes them up."""

    review: Review
    agenda: Agenda

    @property
    def rows(self) -> tuple[ReviewRow, ...]:
        """The questions in that order."""
        known = {row.key: row for row in self.review.rows}
        return tuple(known[each.key] for each in self.agenda.items)


def workshop(assessment: Assessment) -> Workshop:
    """Return the agenda with where each question stands; three queries."""
    found = review(assessment)
    known = {row.key: row for row in found.rows}
    # In the order of the framework, so that settling one moves none of the others.
    rows = [known[each.key] for each in found.framework.questions]
    return Workshop(found, agenda([_item(row) for row in rows]))


def _item(row: ReviewRow) -> Item:
    return Item(row.key, row.need, row.consensus, row.is_settled)
