"""Reading how a number of a result came about, down to the answers.

Numbers come from what was published alone; the words of questions come from the version of the
framework that was asked, which never changes either.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from assessments.domain.answers import NotScored
from assessments.domain.derivations import Subject, Traced, subject
from assessments.domain.evidence import CapabilityEvidence, PerspectiveEvidence
from assessments.domain.figures import Figure, plainly
from assessments.domain.frameworks import Framework, ScoringRule
from assessments.domain.questions import Question
from assessments.domain.rule_words import counts_open_as_zero
from assessments.domain.trace_records import TracedAnswer
from assessments.domain.workings import level_sums
from assessments.selectors.frameworks import framework_of
from assessments.selectors.result_pages import ResultPage


@dataclass(frozen=True, slots=True)
class TracedOption:
    """One option of a question, how many chose it, and how many from each perspective."""

    number: int
    label: str
    value: float
    count: int
    by: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TracedQuestion:
    """One question: what was said to it, what was settled, and what that is worth.

    Parameters
    ----------
    settled
        The option that was settled on in words; empty where there is none.
    answer
        What was scored; None where a result was published without that.
    """

    key: str
    text: str
    stream: str
    options: tuple[TracedOption, ...]
    evidence: CapabilityEvidence
    answer: TracedAnswer | None
    settled: str

    @property
    def voices(self) -> tuple[PerspectiveEvidence, ...]:
        """What each perspective said, where more than one did."""
        heard = self.evidence.perspectives
        return heard if len(heard) > 1 else ()


@dataclass(frozen=True, slots=True)
class TracedLevel:
    """The questions of one level of a capability and what they count together.

    Parameters
    ----------
    level
        None where questions do not go level by level.
    counts
        The mean of the streams, where levels add up; None otherwise.
    """

    level: int | None
    counts: Figure | None
    questions: tuple[TracedQuestion, ...]

    @property
    def shown(self) -> str:
        """What it counts, as workings write it; empty where levels do not add up."""
        return "" if self.counts is None else plainly(self.counts)


@dataclass(frozen=True, slots=True)
class TracePage:
    """What a trace is about, each of its numbers, and the answers beneath."""

    subject: Subject
    levels: tuple[TracedLevel, ...]
    rule: ScoringRule | None
    layer: str

    @property
    def counts_open_as_zero(self) -> bool:
        """Whether a question that nobody answered counts as nothing achieved."""
        return counts_open_as_zero(self.rule)


def trace_page(page: ResultPage, key: str) -> TracePage:
    """Return how the numbers under a key came about; one query where the framework is new here.

    Raises
    ------
    NotTraced
        When the result has no number under that key.
    """
    found = subject(page.results, page.record, key, page.evidence)
    if found.kind is not Traced.CAPABILITY:
        return TracePage(found, (), page.rule, "")
    framework = framework_of(page.assessment.framework)
    levels = tuple(_levels(page, framework, found.key))
    layer = page.results.layer(page.results.capability(found.key).layer)
    return TracePage(found, levels, page.rule, layer.title)


def _levels(page: ResultPage, framework: Framework, key: str) -> Iterable[TracedLevel]:
    answers = {each.question: each for each in page.record.answers} if page.record else {}
    evidence = {each.key: each for each in page.evidence.capabilities}
    asked = framework.questions_of(framework.capability(key))
    known = [question for question in asked if question.key in evidence]
    own = page.record.of_capability(key) if page.record else ()
    sums = dict(level_sums(own)) if counts_open_as_zero(page.rule) else {}
    ordered = sorted(known, key=lambda question: question.level or 0)
    for level, questions in groupby(ordered, key=lambda question: question.level):
        traced = tuple(
            _question(each, evidence[each.key], answers.get(each.key)) for each in questions
        )
        yield TracedLevel(level, sums.get(level or 0), traced)


def _question(
    question: Question, evidence: CapabilityEvidence, answer: TracedAnswer | None
) -> TracedQuestion:
    options = tuple(
        TracedOption(
            option.number,
            option.label,
            option.value,
            count,
            tuple(voice.counts[place] for voice in evidence.perspectives),
        )
        for place, (option, count) in enumerate(zip(question.options, evidence.counts, strict=True))
    )
    return TracedQuestion(
        key=question.key,
        text=question.text,
        stream=question.stream,
        options=options,
        evidence=evidence,
        answer=answer,
        settled=_settled(question, answer),
    )


def _settled(question: Question, answer: TracedAnswer | None) -> str:
    if answer is None or isinstance(answer.option, NotScored):
        return ""
    number = answer.option
    if number == int(number):
        return question.option(int(number)).label
    below, above = question.option(int(number)), question.option(int(number) + 1)
    return f"{below.label} – {above.label}"
