"""Scoring: from answers to a score for each capability, each layer and the whole."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from assessments.domain.answers import (
    Answer,
    Answered,
    Missing,
    NotApplicable,
    NotScored,
    Outcome,
    Scored,
)
from assessments.domain.frameworks import Capability, Framework, Layer, no_question
from assessments.domain.rules import mean_of, rule_on
from assessments.domain.traces import Coverage, FromParts, Trace, TraceRule, leaves
from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext


@dataclass(frozen=True, slots=True)
class CapabilityScore:
    """One capability's score, and how it came from the answers.

    Parameters
    ----------
    key, layer, weight
        The capability, its layer and its weight there.
    outcome
        The score, or why there is none.
    trace
        How it came about.
    coverage
        How many of its questions were answered.
    is_beyond
        Whether something of the next level is there already.
    """

    key: str
    layer: str
    weight: float
    outcome: Outcome
    trace: Trace
    coverage: Coverage
    is_beyond: bool = False

    @property
    def applies(self) -> bool:
        """Whether any of its questions applies."""
        return self.coverage.applicable > 0

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why questions about it do not apply, each reason once."""
        found = (each.answer for each in leaves(self.trace))
        return tuple(
            dict.fromkeys(each.reason for each in found if isinstance(each, NotApplicable))
        )


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
        Question key to answer, each on its question's own scale of option numbers. A question
        that is left out counts as `Unanswered`. Under the rules *levels* and *conformity* a
        question has the key of its capability.

    Returns
    -------
    ScoreCard
        Per capability, per layer and overall. What has no score says why.

    Raises
    ------
    AnswersInvalid
        When an answer is for an unknown question or off its scale.

    Notes
    -----
    *Capability.* As the framework's rule has it; see `rule_on`.

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
        layer.key: tuple(
            _score_capability(framework, each, layer, answers) for each in layer.capabilities
        )
        for layer in framework.layers
    }
    layers = tuple(
        _group(key, scores, _layer_trace(key, scores)) for key, scores in by_layer.items()
    )
    every = tuple(each for scores in by_layer.values() for each in scores)
    trace = FromParts(
        framework.key,
        1.0,
        mean_of([(1.0, layer.mean) for layer in layers]),
        TraceRule.MEAN_OF_LAYERS,
        tuple(layer.trace for layer in layers),
    )
    return ScoreCard(_group(framework.key, every, trace), layers, every)


def _refuse_strays(framework: Framework, answers: Mapping[str, Answer]) -> None:
    known = {question.key: question for question in framework.questions}
    strays: dict[str, str] = {}
    for key, answer in answers.items():
        if key not in known:
            strays[key] = no_question(framework.title, key)
        elif isinstance(answer, Answered) and not known[key].scale.contains(answer.level):
            scale = known[key].scale
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
    framework: Framework, capability: Capability, layer: Layer, answers: Mapping[str, Answer]
) -> CapabilityScore:
    asked = framework.questions_of(capability)
    ruling = rule_on(framework.rule, capability.key, capability.weight, asked, answers)
    return CapabilityScore(
        key=capability.key,
        layer=layer.key,
        weight=capability.weight,
        outcome=ruling.outcome,
        trace=ruling.trace,
        coverage=ruling.coverage,
        is_beyond=ruling.is_beyond,
    )


def _layer_trace(key: str, scores: tuple[CapabilityScore, ...]) -> FromParts:
    return FromParts(
        key,
        1.0,
        mean_of([(each.weight, each.outcome) for each in scores]),
        TraceRule.WEIGHTED_MEAN,
        tuple(each.trace for each in scores),
    )


def _group(key: str, scores: tuple[CapabilityScore, ...], trace: FromParts) -> GroupScore:
    values = {each.key: each.outcome.value for each in scores if isinstance(each.outcome, Scored)}
    coverage = sum((each.coverage for each in scores), start=Coverage(0, 0, 0))
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
