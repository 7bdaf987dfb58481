"""Reading what respondents said, counted per question, and where each question stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery

from assessments.domain.answers import Answered, NotApplicable
from assessments.domain.frameworks import Framework
from assessments.domain.perspectives import Perspective, Tallies, tallies
from assessments.domain.scales import Scale
from assessments.domain.settling import Settled, Settlement, settle, settlement_mark
from assessments.domain.tallies import Tally, tally
from assessments.models import Assessment, AssessmentRespondent, Response, SettledLevel


@dataclass(frozen=True, slots=True)
class Standings:
    """Everything an assessment's answers come to, by question.

    Parameters
    ----------
    tallies, answered, settled
        Question key to counts, to where the answers alone leave it, and to where it stands, in
        the order of the framework.
    settlements
        Question key to what a facilitator settled.
    """

    tallies: Mapping[str, Tallies]
    answered: Mapping[str, Settled]
    settled: Mapping[str, Settled]
    settlements: Mapping[str, SettledLevel]

    @property
    def reasons(self) -> dict[str, str]:
        """Question key to the reason given by who settled it."""
        return {key: row.reason for key, row in self.settlements.items()}


def standings(assessment: Assessment, framework: Framework) -> Standings:
    """Count the answers and settle what can be settled; two queries, however many answers."""
    counts = _counts(assessment)
    settlements = {
        row.question: row
        for row in SettledLevel.objects.filter(assessment=assessment).select_related("settled_by")
    }
    counted = {
        each.key: tallies_of(each.scale, counts.get(each.key, {})) for each in framework.questions
    }
    answered = {key: settle(each) for key, each in counted.items()}
    settled = answered | {
        key: settle(counted[key], settlement_of(row))
        for key, row in settlements.items()
        if key in counted
    }
    return Standings(counted, answered, settled, settlements)


def perspective_in_response() -> Subquery:
    """Return what reads the perspective of a response's author, to annotate responses with."""
    invitation = AssessmentRespondent.objects.filter(
        assessment=OuterRef("assessment_id"), user=OuterRef("user_id")
    )
    return Subquery(invitation.values("perspective")[:1])


def perspective_of(value: str | None) -> Perspective:
    """Return a respondent's perspective; an answer without an invitation is the domain's own."""
    return Perspective(value) if value else Perspective.SELF


type _Said = tuple[str, int | None]
type Counts = dict[Perspective, dict[_Said, int]]


def _counts(assessment: Assessment) -> dict[str, Counts]:
    counts: dict[str, Counts] = {}
    rows = (
        Response.objects.filter(assessment=assessment)
        .annotate(perspective=perspective_in_response())
        .values_list("question", "kind", "level", "perspective")
        .annotate(count=Count("pk"))
        .order_by()
    )
    for question, kind, level, perspective, count in rows:
        side = counts.setdefault(question, {}).setdefault(perspective_of(perspective), {})
        side[kind, level] = side.get((kind, level), 0) + count
    return counts


def tallies_of(scale: Scale, counts: Counts) -> Tallies:
    """Return what was counted of one question as the rules know it."""
    return tallies(scale, {each: _tally(scale, its) for each, its in counts.items()})


def _tally(scale: Scale, counts: Mapping[_Said, int]) -> Tally:
    levels = [
        level
        for (kind, level), count in counts.items()
        if kind == Response.Kind.LEVEL and level is not None
        for _ in range(count)
    ]
    return tally(
        scale,
        levels,
        not_applicable=counts.get((Response.Kind.NOT_APPLICABLE, None), 0),
        dont_know=counts.get((Response.Kind.DONT_KNOW, None), 0),
    )


def settlement_of(row: SettledLevel) -> Settlement:
    """Return what a facilitator settled, as the rules know it."""
    if row.kind == SettledLevel.Kind.NOT_APPLICABLE or row.level is None:
        return NotApplicable(row.reason)
    return Answered(float(row.level))


def mark_of(row: SettledLevel | None) -> str:
    """Return what stands for a stored settlement; see `settlement_mark`."""
    if row is None:
        return settlement_mark(None)
    return settlement_mark(settlement_of(row), row.reason)
