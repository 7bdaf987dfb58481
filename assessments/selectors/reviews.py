"""Reading where an assessment stands before it is published, for whoever settles it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from assessments.domain.answers import Answered, NotApplicable, NotScored
from assessments.domain.frameworks import Capability, Framework
from assessments.domain.questions import Question
from assessments.domain.settling import Settled, Standpoint, Tally
from assessments.models import Assessment, Response, SettledLevel
from assessments.selectors.frameworks import framework_of
from assessments.selectors.tallies import Standings, standings


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One question of the review: its answers in counts, and where it stands.

    Parameters
    ----------
    level
        What it would be published at, or None.
    consensus
        Of the levels given, or None.
    """

    key: str
    title: str
    layer: str
    counts: tuple[int, ...]
    not_applicable: int
    dont_know: int
    standpoint: Standpoint
    level: float | None
    applies: bool
    consensus: float | None

    @property
    def needs_settling(self) -> bool:
        """Whether publishing waits for it."""
        return self.standpoint is Standpoint.SPLIT


@dataclass(frozen=True, slots=True)
class Said:
    """What one respondent said, under a code that stands for them in this assessment alone."""

    code: str
    kind: str
    level: int | None
    comment: str


@dataclass(frozen=True, slots=True)
class ReviewedQuestion:
    """One question in full, for the person who settles it."""

    question: Question
    title: str
    layer_title: str
    tally: Tally
    settled: Settled
    said: tuple[Said, ...]
    settlement: SettledLevel | None
    last_time: str
    last_time_at: datetime | None


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
    """Return every question with its counts; two queries."""
    framework = framework_of(assessment.framework)
    found = standings(assessment, framework)
    rows = [
        _row(framework, capability, each, found)
        for capability in framework.capabilities
        for each in framework.questions_of(capability)
    ]
    return Review(framework, found, tuple(sorted(rows, key=_urgency)))


def reviewed_question(assessment: Assessment, found: Review, key: str) -> ReviewedQuestion:
    """Return one question with what each respondent said, unnamed; three queries."""
    framework = found.framework
    capability, asked = framework.capability_asked_by(key), framework.question(key)
    last = _last_time(assessment, capability.key)
    return ReviewedQuestion(
        question=asked,
        title=title_of(framework, capability, asked),
        layer_title=framework.layer_of(capability.key).title,
        tally=found.standings.tallies[key],
        settled=found.standings.settled[key],
        said=_said(assessment, key),
        settlement=found.standings.settlements.get(key),
        last_time=f"{last[0]:g}" if last else "",
        last_time_at=last[1] if last else None,
    )


def title_of(framework: Framework, capability: Capability, question: Question) -> str:
    """Return what a list calls a question: its capability, with its level where it has one."""
    if not framework.rule.asks_by_level:
        return capability.title
    return f"{capability.title} · {question.level}{question.stream}"


def _row(
    framework: Framework, capability: Capability, question: Question, found: Standings
) -> ReviewRow:
    counted, at = found.tallies[question.key], found.settled[question.key]
    return ReviewRow(
        key=question.key,
        title=title_of(framework, capability, question),
        layer=framework.layer_of(capability.key).title,
        counts=counted.levels.counts,
        not_applicable=counted.not_applicable,
        dont_know=counted.dont_know,
        standpoint=at.standpoint,
        level=float(at.answer.level) if isinstance(at.answer, Answered) else None,
        applies=not isinstance(at.answer, NotApplicable),
        consensus=None if isinstance(at.agreement, NotScored) else at.agreement.consensus,
    )


_ORDER: Mapping[Standpoint, int] = {
    Standpoint.SPLIT: 0,
    Standpoint.SETTLED: 1,
    Standpoint.AGREED: 2,
    Standpoint.UNANSWERED: 3,
}


def _urgency(row: ReviewRow) -> tuple[int, float]:
    return _ORDER[row.standpoint], 2.0 if row.consensus is None else row.consensus


def _said(assessment: Assessment, key: str) -> tuple[Said, ...]:
    # Codes follow the order of invitation, so a respondent keeps theirs from page to page.
    asked = assessment.respondents.order_by("pk").values_list("user_id", flat=True)
    codes = {user_id: f"R{number}" for number, user_id in enumerate(asked, start=1)}
    rows = Response.objects.filter(assessment=assessment, question=key)
    said = [Said(codes.get(row.user_id, "R"), row.kind, row.level, row.comment) for row in rows]
    return tuple(sorted(said, key=lambda each: (not each.comment, -(each.level or 0), each.code)))


def _last_time(assessment: Assessment, key: str) -> tuple[float, datetime] | None:
    earlier = (
        Assessment.objects.published()
        .filter(domain=assessment.domain_id, framework__key=assessment.framework.key)
        .exclude(pk=assessment.pk)
        .order_by("-published_at", "-pk")
        .values_list("snapshot__capability_levels", "published_at")
        .first()
    )
    if earlier is None or key not in earlier[0] or earlier[1] is None:
        return None
    return float(earlier[0][key]), earlier[1]
