"""Reading where an assessment stands before it is published, for whoever settles it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assessments.domain.agenda import Need, is_unsure, need_of
from assessments.domain.answers import Answered, NotApplicable, NotScored
from assessments.domain.consensus import Agreement, agreement
from assessments.domain.frameworks import Capability, Framework
from assessments.domain.perspectives import Perspective, Tallies
from assessments.domain.questions import Question
from assessments.domain.ratings import NotMeasured
from assessments.domain.settling import Settled, Standpoint
from assessments.domain.tallies import Tally
from assessments.domain.within_group import within_group
from assessments.models import Assessment, Response, Reveal, SettledLevel
from assessments.selectors.frameworks import framework_of
from assessments.selectors.said import Exhibit, Said, exhibits, said_about
from assessments.selectors.tallies import (
    Standings,
    mark_of,
    perspective_in_response,
    perspective_of,
    standings,
)


@dataclass(frozen=True, slots=True)
class PerspectiveRow:
    """One perspective on a question: its counts and figures."""

    perspective: Perspective
    tally: Tally
    agreement: Agreement | None


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One question of the review: its answers in counts, and where it stands.

    Parameters
    ----------
    tallies
        What each perspective said.
    answered, settled
        Where its answers alone leave it, and where it stands.
    is_unsure
        Whether half of those who stand behind it, or more, were guessing.
    """

    key: str
    title: str
    layer: str
    tallies: Tallies
    answered: Settled
    settled: Settled
    is_unsure: bool

    @property
    def standpoint(self) -> Standpoint:
        """Where its answer comes from."""
        return self.settled.standpoint

    @property
    def perspective(self) -> Perspective:
        """Whose answers stand."""
        return self.settled.perspective

    @property
    def counts(self) -> tuple[int, ...]:
        """How many of them chose each level, lowest first."""
        return self._standing.levels.counts

    @property
    def not_applicable(self) -> int:
        """How many of them said that it does not apply."""
        return self._standing.not_applicable

    @property
    def dont_know(self) -> int:
        """How many of them could not say."""
        return self._standing.dont_know

    @property
    def level(self) -> float | None:
        """What it would be published at, or None."""
        answer = self.settled.answer
        return float(answer.level) if isinstance(answer, Answered) else None

    @property
    def applies(self) -> bool:
        """Whether it counts at all."""
        return not isinstance(self.settled.answer, NotApplicable)

    @property
    def agreement(self) -> Agreement | None:
        """The figures of the levels that stand, if there are any."""
        return _figures(self.settled.agreement)

    @property
    def consensus(self) -> float | None:
        """Of the levels that stand, or None."""
        return None if self.agreement is None else self.agreement.consensus

    @property
    def median(self) -> float | None:
        """Of the levels that stand, or None."""
        return None if self.agreement is None else self.agreement.median

    @property
    def lower_quartile(self) -> float | None:
        """Where the middle half of the levels that stand begins, or None."""
        return None if self.agreement is None else self.agreement.lower_quartile

    @property
    def upper_quartile(self) -> float | None:
        """Where the middle half of the levels that stand ends, or None."""
        return None if self.agreement is None else self.agreement.upper_quartile

    @property
    def within_group(self) -> float | None:
        """How much less the levels that stand scatter than answers at random (r_wg), or None."""
        levels = self._standing.levels
        found = within_group([[level] for level in levels.levels], levels.scale)
        return None if isinstance(found, NotMeasured) else found.value

    @property
    def perspectives(self) -> tuple[PerspectiveRow, ...]:
        """Every perspective that said something, each on its own."""
        return perspective_rows(self.tallies)

    @property
    def difference(self) -> str:
        """How perspectives lie apart, in a sentence; empty while they do not."""
        return "" if self.settled.difference is None else self.settled.difference.sentence

    @property
    def need(self) -> Need:
        """Why a workshop takes it up."""
        return need_of(self.answered, is_unsure=self.is_unsure)

    @property
    def needs_settling(self) -> bool:
        """Whether publishing waits for it."""
        return self.settled.needs_settling

    @property
    def is_settled(self) -> bool:
        """Whether a facilitator settled it."""
        return self.standpoint is Standpoint.SETTLED

    @property
    def _standing(self) -> Tally:
        return self.tallies.of(self.settled.perspective)


@dataclass(frozen=True, slots=True)
class ReviewedQuestion:
    """One question in full, for the person who settles it.

    Parameters
    ----------
    said
        What each respondent said, with names only when they were revealed.
    mark
        What stands for the settlement that is shown; whoever settles says which one they saw.
    """

    question: Question
    title: str
    layer_title: str
    row: ReviewRow
    said: tuple[Said, ...]
    exhibits: tuple[Exhibit, ...]
    settlement: SettledLevel | None
    mark: str
    reveal: Reveal | None
    last_time: str
    last_time_at: datetime | None

    @property
    def tally(self) -> Tally:
        """What those said whose answers stand."""
        return self.row.tallies.of(self.row.perspective)

    @property
    def settled(self) -> Settled:
        """Where it stands."""
        return self.row.settled

    @property
    def perspectives(self) -> tuple[PerspectiveRow, ...]:
        """Every perspective that said something, each on its own."""
        return self.row.perspectives

    @property
    def among_others(self) -> Perspective | None:
        """Whose answers stand, where there are others beside them."""
        return self.row.perspective if len(self.row.tallies.by) > 1 else None

    @property
    def has_words(self) -> bool:
        """Whether anybody wrote anything."""
        return any(each.comment for each in self.said)


@dataclass(frozen=True, slots=True)
class Review:
    """Every question of an assessment, those that wait first."""

    framework: Framework
    standings: Standings
    rows: tuple[ReviewRow, ...]

    @property
    def split(self) -> tuple[ReviewRow, ...]:
        """What publishing waits for."""
        return tuple(row for row in self.rows if row.needs_settling)

    @property
    def unanswered(self) -> int:
        """How many questions nobody said anything about."""
        return sum(row.standpoint is Standpoint.UNANSWERED for row in self.rows)


def review(assessment: Assessment) -> Review:
    """Return every question with its counts; three queries."""
    framework = framework_of(assessment.framework)
    found, confidences = standings(assessment, framework), _confidences(assessment)
    rows = [
        _row(framework, capability, each, found, confidences)
        for capability in framework.capabilities
        for each in framework.questions_of(capability)
    ]
    return Review(framework, found, tuple(sorted(rows, key=_urgency)))


def reviewed_question(assessment: Assessment, found: Review, key: str) -> ReviewedQuestion:
    """Return one question with what each respondent said; five queries."""
    framework = found.framework
    capability, asked = framework.capability_asked_by(key), framework.question(key)
    settlement = found.standings.settlements.get(key)
    reveals = Reveal.objects.filter(assessment=assessment, question=key)
    reveal = reveals.select_related("revealed_by").first()
    last = _last_time(assessment, capability.key)
    return ReviewedQuestion(
        question=asked,
        title=title_of(framework, capability, asked),
        layer_title=framework.layer_of(capability.key).title,
        row=next(row for row in found.rows if row.key == key),
        said=said_about(assessment, key, with_names=reveal is not None),
        exhibits=exhibits(assessment, key),
        settlement=settlement,
        mark=mark_of(settlement),
        reveal=reveal,
        last_time=f"{last[0]:g}" if last else "",
        last_time_at=last[1] if last else None,
    )


def title_of(framework: Framework, capability: Capability, question: Question) -> str:
    """Return what a list calls a question: its capability, with its level where it has one."""
    if not framework.rule.asks_by_level:
        return capability.title
    return f"{capability.title} · {question.level}{question.stream}"


def perspective_rows(tallies: Tallies) -> tuple[PerspectiveRow, ...]:
    """Return every perspective that said something, with its own figures."""
    return tuple(
        PerspectiveRow(each, its, _figures(agreement(its.levels)))
        for each, its in tallies.by.items()
    )


type _Confidences = Mapping[tuple[str, Perspective], Sequence[int]]


def _confidences(assessment: Assessment) -> _Confidences:
    rows = Response.objects.filter(assessment=assessment, confidence__isnull=False)
    found: dict[tuple[str, Perspective], list[int]] = {}
    stated = rows.annotate(perspective=perspective_in_response())
    for question, perspective, confidence in stated.values_list(
        "question", "perspective", "confidence"
    ):
        said = found.setdefault((question, perspective_of(perspective)), [])
        said.append(int(confidence or 0))
    return found


def _row(
    framework: Framework,
    capability: Capability,
    question: Question,
    found: Standings,
    confidences: _Confidences,
) -> ReviewRow:
    at = found.settled[question.key]
    return ReviewRow(
        key=question.key,
        title=title_of(framework, capability, question),
        layer=framework.layer_of(capability.key).title,
        tallies=found.tallies[question.key],
        answered=found.answered[question.key],
        settled=at,
        is_unsure=is_unsure(confidences.get((question.key, at.perspective), ())),
    )


def _figures(found: Agreement | NotScored) -> Agreement | None:
    return None if isinstance(found, NotScored) else found


_ORDER: Mapping[Standpoint, int] = {
    Standpoint.SPLIT: 0,
    Standpoint.DIFFERING: 1,
    Standpoint.SETTLED: 2,
    Standpoint.AGREED: 3,
    Standpoint.DONT_KNOW: 4,
    Standpoint.UNANSWERED: 5,
}


def _urgency(row: ReviewRow) -> tuple[int, float]:
    return _ORDER[row.standpoint], 2.0 if row.consensus is None else row.consensus


def _last_time(assessment: Assessment, key: str) -> tuple[float, datetime] | None:
    earlier = (
        Assessment.objects.published()
        .filter(
            domain=assessment.domain_id,
            partner=assessment.partner_id,
            framework__key=assessment.framework.key,
        )
        .exclude(pk=assessment.pk)
        .order_by("-published_at", "-pk")
        .values_list("snapshot__capability_levels", "published_at")
        .first()
    )
    if earlier is None or key not in earlier[0] or earlier[1] is None:
        return None
    return float(earlier[0][key]), earlier[1]
