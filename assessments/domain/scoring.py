"""Scoring: from answers to a score for each capability, each layer and the whole."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

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
from assessments.domain.frameworks import Capability, Framework, Layer, no_capability
from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext


class TraceRule(StrEnum):
    """How a traced number came from its parts."""

    WEIGHTED_MEAN = "weighted_mean"
    MEAN_OF_LAYERS = "mean_of_layers"


@dataclass(frozen=True, slots=True)
class FromAnswer:
    """The end of a trace: a capability's score and the answer it is."""

    key: str
    weight: float
    outcome: Outcome
    answer: Answer


@dataclass(frozen=True, slots=True)
class FromParts:
    """A step of a trace: a number, the rule that made it and what it was made of."""

    key: str
    weight: float
    outcome: Outcome
    rule: TraceRule
    parts: tuple["Trace", ...]


type Trace = FromAnswer | FromParts


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many capabilities were answered, apply, and exist."""

    answered: int
    applicable: int
    total: int

    @property
    def is_complete(self) -> bool:
        """Whether everything that applies was answered, and anything was."""
        return self.answered == self.applicable > 0


@dataclass(frozen=True, slots=True)
class CapabilityScore:
    """One capability's score, beside the answer it came from."""

    key: str
    layer: str
    weight: float
    answer: Answer
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class GroupScore:
    """The scores of a layer, or of the whole.

    Parameters
    ----------
    key
        The layer's key, or the framework's for the whole.
    mean
        The continuous score.
    staged
        The whole level that every capability has reached.
    highest
        The score of the strongest capability.
    coverage
        How much of it was answered.
    held_back_by
        Keys of the weakest scored capabilities: the trace of the staged level.
    trace
        How the mean came about, down to the answers.
    """

    key: str
    mean: Outcome
    staged: Outcome
    highest: Outcome
    coverage: Coverage
    held_back_by: tuple[str, ...]
    trace: FromParts


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """Everything that follows from a set of answers."""

    overall: GroupScore
    layers: tuple[GroupScore, ...]
    capabilities: tuple[CapabilityScore, ...]

    def layer(self, key: str) -> GroupScore:
        """Give the scores of one layer; raises `KeyError` when there is none."""
        return {layer.key: layer for layer in self.layers}[key]

    def capability(self, key: str) -> CapabilityScore:
        """Give the score of one capability; raises `KeyError` when there is none."""
        return {capability.key: capability for capability in self.capabilities}[key]


class AnswersInvalid(Invalid):
    """An answer names a capability or a level that the framework does not have."""

    code = "answers_invalid"


def score(framework: Framework, answers: Mapping[str, Answer]) -> ScoreCard:
    r"""Score a set of answers against a framework.

    Parameters
    ----------
    framework
        The framework that was asked about.
    answers
        Capability key to answer. A capability that is left out counts as `Unanswered`.

    Returns
    -------
    ScoreCard
        Per capability, per layer and overall. What has no score says why.

    Raises
    ------
    AnswersInvalid
        When an answer is for an unknown capability or off the scale.

    Notes
    -----
    *Mean.* A layer's mean is :math:`\sum w_c s_c / \sum w_c` over its scored capabilities. The
    overall mean is the plain mean of the layers that have one, so that a layer does not weigh
    more for asking more questions; OWASP SAMM v2 rolls its functions up in the same way.

    *Staged.* The floor of the lowest score, as in the staged representation of CMMI: a level is
    reached when every capability has reached it. That is a statement about all of them, so it is
    `NotScored` with `Missing.INCOMPLETE` as long as one that applies has no answer.

    *Coverage.* Answered out of applicable. "Not applicable" leaves both; "don't know" and
    "unanswered" stay applicable.

    Always staged ≤ mean ≤ highest, and raising an answer lowers none of them.

    Examples
    --------
    >>> from assessments.domain.frameworks import ScoringRule
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> asked = tuple(Capability(key, key, key, 1.0, (), ()) for key in ("catalogue", "lineage"))
    >>> data = Layer("data", "Data", "What models feed on.", (), asked)
    >>> small = Framework("s", "1", "S", "Small.", ScoringRule.LEVELS, FIVE_LEVELS, (data,))
    >>> card = score(small, {"catalogue": Answered(4), "lineage": Answered(1)})
    >>> card.overall.mean, card.overall.staged, card.overall.held_back_by
    (Scored(value=2.5), Scored(value=1.0), ('lineage',))
    >>> score(small, {"catalogue": Answered(4)}).overall.staged
    NotScored(reason=<Missing.INCOMPLETE: 'incomplete'>)
    """
    _refuse_strays(framework, answers)
    by_layer = {
        layer.key: tuple(_score_capability(each, layer, answers) for each in layer.capabilities)
        for layer in framework.layers
    }
    layers = tuple(
        _group(key, scores, _layer_trace(key, scores)) for key, scores in by_layer.items()
    )
    every = tuple(each for scores in by_layer.values() for each in scores)
    trace = FromParts(
        framework.key,
        1.0,
        _weighted_mean([(1.0, layer.mean) for layer in layers]),
        TraceRule.MEAN_OF_LAYERS,
        tuple(layer.trace for layer in layers),
    )
    return ScoreCard(_group(framework.key, every, trace), layers, every)


def _refuse_strays(framework: Framework, answers: Mapping[str, Answer]) -> None:
    known = {capability.key for capability in framework.capabilities}
    scale = framework.scale
    strays: dict[str, str] = {}
    for key, answer in answers.items():
        if key not in known:
            strays[key] = no_capability(framework.title, key)
        elif isinstance(answer, Answered) and not scale.contains(answer.level):
            strays[key] = _(
                "The level must lie between {low} and {high}.",
                low=scale.minimum,
                high=scale.maximum,
            )
    if strays:
        sentence = ngettext(
            "{count} of the answers does not fit the framework.",
            "{count} of the answers do not fit the framework.",
            len(strays),
        )
        raise AnswersInvalid(sentence, fields=strays)


def _score_capability(
    capability: Capability, layer: Layer, answers: Mapping[str, Answer]
) -> CapabilityScore:
    answer = answers.get(capability.key, Unanswered())
    outcome: Outcome
    match answer:
        case Answered(level):
            outcome = Scored(float(level))
        case Unanswered():
            outcome = NotScored(Missing.UNANSWERED)
        case DontKnow():
            outcome = NotScored(Missing.DONT_KNOW)
        case NotApplicable():
            outcome = NotScored(Missing.NOT_APPLICABLE)
    return CapabilityScore(capability.key, layer.key, capability.weight, answer, outcome)


def _layer_trace(key: str, scores: tuple[CapabilityScore, ...]) -> FromParts:
    return FromParts(
        key,
        1.0,
        _weighted_mean([(each.weight, each.outcome) for each in scores]),
        TraceRule.WEIGHTED_MEAN,
        tuple(FromAnswer(each.key, each.weight, each.outcome, each.answer) for each in scores),
    )


def _group(key: str, scores: tuple[CapabilityScore, ...], trace: FromParts) -> GroupScore:
    values = {each.key: each.outcome.value for each in scores if isinstance(each.outcome, Scored)}
    applicable = [each for each in scores if not isinstance(each.answer, NotApplicable)]
    coverage = Coverage(len(values), len(applicable), len(scores))
    if not values:
        nothing = trace.outcome
        return GroupScore(key, nothing, nothing, nothing, coverage, (), trace)
    lowest = min(values.values())
    staged = Scored(float(math.floor(lowest)))
    return GroupScore(
        key=key,
        mean=trace.outcome,
        staged=staged if coverage.is_complete else NotScored(Missing.INCOMPLETE),
        highest=Scored(max(values.values())),
        coverage=coverage,
        held_back_by=tuple(each for each, value in values.items() if value == lowest),
        trace=trace,
    )


def _weighted_mean(parts: Iterable[tuple[float, Outcome]]) -> Outcome:
    parts = list(parts)
    scored = [(weight, part.value) for weight, part in parts if isinstance(part, Scored)]
    if not scored:
        return NotScored(_why_nothing(outcome for _, outcome in parts))
    values = [value for _, value in scored]
    mean = math.fsum(weight * value for weight, value in scored) / math.fsum(
        weight for weight, _ in scored
    )
    # Rounding can carry the quotient of equal scores one ulp outside the range they span.
    return Scored(min(max(mean, min(values)), max(values)))


def _why_nothing(outcomes: Iterable[Outcome]) -> Missing:
    reasons = {outcome.reason for outcome in outcomes if isinstance(outcome, NotScored)}
    for reason in (Missing.UNANSWERED, Missing.DONT_KNOW):
        if reason in reasons:
            return reason
    return Missing.NOT_APPLICABLE
