"""Trace records: the answers a result was worked out from, kept with it, question by question."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.domain.answers import (
    Answer,
    Answered,
    DontKnow,
    Missing,
    NotApplicable,
    NotScored,
    Unanswered,
)
from assessments.domain.evidence import Evidence
from assessments.domain.figures import Figure, rounded, rounded_figure
from assessments.domain.frameworks import Framework, ScoringRule
from assessments.domain.results import Results
from assessments.domain.settling import Standpoint
from assessments.domain.snapshots import Plain, from_plain, to_plain


@dataclass(frozen=True, slots=True)
class TracedAnswer:
    """The answer that one question was scored with.

    Parameters
    ----------
    question, capability
        Keys of the question and of the capability it is about.
    level, stream
        Where it stands, for rules that ask level by level.
    option
        The number of the option that was settled on, also between two, or why there is none.
    value
        What that is worth, or why it is worth nothing that could be counted.
    """

    question: str
    capability: str
    level: int | None
    stream: str
    option: Figure
    value: Figure


@dataclass(frozen=True, slots=True)
class TraceRecord:
    """The rule of a framework, and every answer it was applied to, in the framework's order."""

    rule: ScoringRule
    answers: tuple[TracedAnswer, ...]

    def of_capability(self, key: str) -> tuple[TracedAnswer, ...]:
        """Give the answers about one capability; none for an unknown key."""
        return tuple(each for each in self.answers if each.capability == key)


def trace_record(framework: Framework, answers: Mapping[str, Answer]) -> TraceRecord:
    """Write down the answers that a framework is scored with.

    Parameters
    ----------
    framework
        The framework that was asked about.
    answers
        Question key to settled answer; what is left out is unanswered.

    Returns
    -------
    TraceRecord
        One entry per question, figures rounded.

    Raises
    ------
    NoSuchOption
        When an answer names an option that its question does not have.

    Examples
    --------
    >>> from assessments.domain.frameworks import Capability, Layer
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> lineage = Capability("lineage", "Lineage", "Is it known?", 1.0, (), ())
    >>> data = Layer("data", "Data", "What models feed on.", (), (lineage,))
    >>> small = Framework("s", "1", "S", "Small.", ScoringRule.LEVELS, FIVE_LEVELS, (data,))
    >>> trace_record(small, {"lineage": Answered(2.5)}).answers[0].value
    2.5
    """
    found: list[TracedAnswer] = []
    for capability in framework.capabilities:
        for question in framework.questions_of(capability):
            answer = answers.get(question.key, Unanswered())
            option, value = _missing(answer), _missing(answer)
            if isinstance(answer, Answered):
                option, value = rounded(answer.level), rounded(question.value_at(answer.level))
            found.append(
                TracedAnswer(
                    question.key, capability.key, question.level, question.stream, option, value
                )
            )
    return TraceRecord(framework.rule, tuple(found))


def recovered_record(
    framework: Framework, results: Results, evidence: Evidence
) -> TraceRecord | None:
    """Work the record out of a result that was published before records were kept.

    Parameters
    ----------
    framework
        The framework that was asked about.
    results, evidence
        What was published.

    Returns
    -------
    TraceRecord or None
        None where a capability has several questions: what each of them was settled on cannot be
        told from their sum.
    """
    if framework.rule.asks_by_level:
        return None
    levels = {each.key: each.level for each in results.capabilities}
    asked = {each.key: each for each in evidence.capabilities}
    found: list[TracedAnswer] = []
    for capability in framework.capabilities:
        question = framework.questions_of(capability)[0]
        value = levels[capability.key]
        option = value
        if not isinstance(value, NotScored) and framework.rule is ScoringRule.CONFORMITY:
            seen = asked[question.key]
            agreed = seen.standpoint is Standpoint.AGREED
            option = seen.median if agreed else float(question.number_of(value))
        found.append(
            TracedAnswer(
                question.key,
                capability.key,
                None,
                "",
                rounded_figure(option),
                rounded_figure(value),
            )
        )
    return TraceRecord(framework.rule, tuple(found))


def record_to_data(record: TraceRecord) -> Plain:
    """Write a record as plain data for a snapshot.

    Parameters
    ----------
    record
        The record.

    Returns
    -------
    plain data
        JSON-able.
    """
    return to_plain(record)


def record_from_data(data: object) -> TraceRecord:
    """Read a record back from a snapshot.

    Parameters
    ----------
    data
        What `record_to_data` wrote.

    Returns
    -------
    TraceRecord
        Equal to what was written.

    Raises
    ------
    SnapshotUnreadable
        When a field is missing or of the wrong kind.
    """
    return from_plain(TraceRecord, data)


def _missing(answer: Answer) -> Figure:
    match answer:
        case NotApplicable():
            return NotScored(Missing.NOT_APPLICABLE)
        case DontKnow():
            return NotScored(Missing.DONT_KNOW)
        case _:
            return NotScored(Missing.UNANSWERED)
