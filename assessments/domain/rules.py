"""Rules: how the answers about one capability become its score, as its framework wants it."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from assessments.domain.answers import (
    Answer,
    Answered,
    DontKnow,
    Missing,
    NotApplicable,
    NotScored,
    Outcome,
    Scored,
    Unanswered,
)
from assessments.domain.frameworks import ScoringRule
from assessments.domain.questions import Question
from assessments.domain.traces import Coverage, FromAnswer, FromParts, Trace, TraceRule


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a rule makes of the answers about one capability.

    Parameters
    ----------
    outcome
        The score, or why there is none.
    trace
        How it came about.
    coverage
        How many of the questions were answered.
    is_beyond
        Whether something of the next level is there already (AIMA writes ``1+``).
    """

    outcome: Outcome
    trace: Trace
    coverage: Coverage
    is_beyond: bool = False


_MADE_BY = {
    ScoringRule.SAMM: TraceRule.SUM_OF_LEVELS,
    ScoringRule.STAGED: TraceRule.HIGHEST_COMPLETE_LEVEL,
}


def rule_on(
    rule: ScoringRule,
    key: str,
    weight: float,
    questions: Sequence[Question],
    answers: Mapping[str, Answer],
) -> Ruling:
    r"""Score one capability.

    Parameters
    ----------
    rule
        The framework's rule.
    key, weight
        The capability's, for the trace.
    questions
        What is asked about it.
    answers
        Question key to answer; what is left out is unanswered.

    Returns
    -------
    Ruling
        The score with its trace.

    Notes
    -----
    *levels* and *conformity*: the value of the one answer.

    *samm*: :math:`\sum_l \operatorname{mean}_s v_{l,s}` over levels :math:`l` and streams
    :math:`s`, with values 0, ¼, ½ and 1 (OWASP SAMM v2, as in its toolbox). What is unanswered or
    not known counts as 0; a stream that does not apply leaves the mean of its level.

    *staged*: the highest level up to which all questions that apply are answered with the best
    option (OWASP AIMA v1). As long as nothing at all is answered there is no score.

    Under every rule, raising an answer never lowers the score.

    Examples
    --------
    >>> from assessments.domain.questions import Option
    >>> half = (Option(0, "No", 0), Option(1, "Some", 0.5), Option(2, "All", 1))
    >>> asked = [Question(f"{level}{s}", "?", half, level, s) for level in (1, 2) for s in "AB"]
    >>> said = {"1A": Answered(2), "1B": Answered(1), "2A": Answered(1)}
    >>> rule_on(ScoringRule.SAMM, "practice", 1.0, asked, said).outcome
    Scored(value=1.0)
    """
    parts = tuple(_from_answer(each, answers.get(each.key, Unanswered())) for each in questions)
    coverage = _coverage(parts)
    if not rule.asks_by_level:
        only = parts[0]
        return Ruling(
            only.outcome, FromAnswer(only.key, weight, only.outcome, only.answer), coverage
        )
    levels = _by_level(questions, parts)
    if rule is ScoringRule.SAMM and coverage.applicable:
        return _sum_of_levels(key, weight, levels, coverage)
    if rule is ScoringRule.STAGED and coverage.answered:
        return _staged(key, weight, questions, levels, coverage=coverage)
    nothing = NotScored(_first_reason(part.outcome for part in parts))
    return Ruling(nothing, FromParts(key, weight, nothing, _MADE_BY[rule], parts), coverage)


def mean_of(parts: Iterable[tuple[float, Outcome]]) -> Outcome:
    """Give the weighted mean of what has a score, or the reason why nothing has.

    Parameters
    ----------
    parts
        Weight and outcome of each.

    Returns
    -------
    Outcome
        Between the least and the greatest score, bounds included.

    Examples
    --------
    >>> mean_of([(1.0, Scored(2)), (3.0, Scored(4)), (5.0, NotScored(Missing.UNANSWERED))])
    Scored(value=3.5)
    """
    parts = list(parts)
    scored = [(weight, part.value) for weight, part in parts if isinstance(part, Scored)]
    if not scored:
        return NotScored(_first_reason(outcome for _, outcome in parts))
    values = [value for _, value in scored]
    mean = math.fsum(weight * value for weight, value in scored) / math.fsum(
        weight for weight, _ in scored
    )
    # Rounding can carry the quotient of equal scores one ulp outside the range they span.
    return Scored(min(max(mean, min(values)), max(values)))


def _from_answer(question: Question, answer: Answer) -> FromAnswer:
    outcome: Outcome
    match answer:
        case Answered(level):
            outcome = Scored(question.value_at(level))
        case Unanswered():
            outcome = NotScored(Missing.UNANSWERED)
        case DontKnow():
            outcome = NotScored(Missing.DONT_KNOW)
        case NotApplicable():
            outcome = NotScored(Missing.NOT_APPLICABLE)
    return FromAnswer(question.key, 1.0, outcome, answer)


def _coverage(parts: Sequence[FromAnswer]) -> Coverage:
    return Coverage(
        answered=sum(isinstance(part.answer, Answered) for part in parts),
        applicable=sum(not isinstance(part.answer, NotApplicable) for part in parts),
        total=len(parts),
    )


def _by_level(
    questions: Sequence[Question], parts: Sequence[FromAnswer]
) -> dict[int, tuple[FromAnswer, ...]]:
    rows = sorted(zip(questions, parts, strict=True), key=lambda row: row[0].level or 0)
    return {
        level: tuple(part for _, part in group)
        for level, group in groupby(rows, key=lambda row: row[0].level or 0)
    }


def _sum_of_levels(
    key: str, weight: float, levels: Mapping[int, tuple[FromAnswer, ...]], coverage: Coverage
) -> Ruling:
    steps = tuple(
        FromParts(
            f"{key}-{level}", 1.0, _mean_of_streams(streams), TraceRule.MEAN_OF_STREAMS, streams
        )
        for level, streams in levels.items()
    )
    total = math.fsum(step.outcome.value for step in steps if isinstance(step.outcome, Scored))
    outcome = Scored(total)
    return Ruling(
        outcome, FromParts(key, weight, outcome, _MADE_BY[ScoringRule.SAMM], steps), coverage
    )


def _mean_of_streams(streams: Sequence[FromAnswer]) -> Outcome:
    counted = [each for each in streams if not isinstance(each.answer, NotApplicable)]
    if not counted:
        return NotScored(Missing.NOT_APPLICABLE)
    values = [each.outcome.value if isinstance(each.outcome, Scored) else 0.0 for each in counted]
    return Scored(math.fsum(values) / len(values))


def _staged(
    key: str,
    weight: float,
    questions: Sequence[Question],
    levels: Mapping[int, tuple[FromAnswer, ...]],
    *,
    coverage: Coverage,
) -> Ruling:
    best = {each.key: each.options[-1].value for each in questions}
    reached = 0
    for level, asked in levels.items():
        if not all(_is_yes(each, best) for each in asked):
            break
        reached = level
    above = [each for each in levels.get(reached + 1, ()) if isinstance(each.answer, Answered)]
    is_beyond = any(_is_yes(each, best) for each in above)
    outcome = Scored(float(reached))
    parts = tuple(part for asked in levels.values() for part in asked)
    trace = FromParts(key, weight, outcome, _MADE_BY[ScoringRule.STAGED], parts)
    return Ruling(outcome, trace, coverage, is_beyond)


def _is_yes(part: FromAnswer, best: Mapping[str, float]) -> bool:
    if isinstance(part.answer, NotApplicable):
        return True
    return isinstance(part.outcome, Scored) and part.outcome.value >= best[part.key]


def _first_reason(outcomes: Iterable[Outcome]) -> Missing:
    reasons = {outcome.reason for outcome in outcomes if isinstance(outcome, NotScored)}
    for reason in (Missing.UNANSWERED, Missing.DONT_KNOW):
        if reason in reasons:
            return reason
    return Missing.NOT_APPLICABLE
