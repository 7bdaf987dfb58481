"""Reading what respondents said, counted per question, and where each question stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from assessments.domain.answers import Answered, NotApplicable
from assessments.domain.frameworks import Framework
from assessments.domain.scales import Scale
from assessments.domain.settling import Settled, Settlement, Tally, settle, tally
from assessments.models import Assessment, Response, SettledLevel


@dataclass(frozen=True, slots=True)
class Standings:
    """Everything an assessment's answers come to, by question.

    Parameters
    ----------
    tallies, settled
        Question key to counts and to where it stands, in the order of the framework.
    settlements
        Question key to what a facilitator settled.
    """

    tallies: Mapping[str, Tally]
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
    tallies = {
        each.key: _tally(each.scale, counts.get(each.key, {})) for each in framework.questions
    }
    settled = {
        key: settle(counted, _settlement(settlements.get(key))) for key, counted in tallies.items()
    }
    return Standings(tallies, settled, settlements)


type _Said = tuple[str, int | None]


def _counts(assessment: Assessment) -> dict[str, dict[_Said, int]]:
    counts: dict[str, dict[_Said, int]] = {}
    rows = Response.objects.filter(assessment=assessment).values_list("question", "kind", "level")
    for question, kind, level, count in rows.annotate(count=Count("pk")).order_by():
        counts.setdefault(question, {})[kind, level] = count
    return counts


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


def _settlement(row: SettledLevel | None) -> Settlement | None:
    if row is None:
        return None
    if row.kind == SettledLevel.Kind.NOT_APPLICABLE or row.level is None:
        return NotApplicable(row.reason)
    return Answered(float(row.level))
