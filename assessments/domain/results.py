"""Results: everything an assessment found, as one frozen value that can be stored and read back."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.domain.answers import Answer
from assessments.domain.capability_results import (
    CapabilityResult,
    RecommendationResult,
    capability_result,
    recommendation_result,
)
from assessments.domain.figures import figure_of, rounded
from assessments.domain.findings import Standing, headline
from assessments.domain.frameworks import Framework
from assessments.domain.gaps import TargetProfile, gaps
from assessments.domain.layer_results import (
    LayerResult,
    OverallResult,
    layer_results,
    overall_result,
)
from assessments.domain.recommendations import recommendations
from assessments.domain.scales import Scale
from assessments.domain.scoring import score
from assessments.domain.snapshots import Plain, SnapshotUnreadable, from_plain, record_to_plain
from assessments.domain.stack import effective_levels
from portal.domain.wording import gettext as _

SCHEMA = 1
"""The version of the stored form; it rises when a field changes its meaning or goes."""


@dataclass(frozen=True, slots=True)
class FrameworkReference:
    """Which framework was asked, with what a page needs of it for ever."""

    key: str
    version: str
    title: str
    scale: Scale


@dataclass(frozen=True, slots=True)
class Results:
    """Everything an assessment found."""

    schema: int
    framework: FrameworkReference
    headroom: float
    headline: str
    overall: OverallResult
    layers: tuple[LayerResult, ...]
    capabilities: tuple[CapabilityResult, ...]
    recommendations: tuple[RecommendationResult, ...]

    def layer(self, key: str) -> LayerResult:
        """Give one layer's result; raises `KeyError` when there is none."""
        return {layer.key: layer for layer in self.layers}[key]

    def capability(self, key: str) -> CapabilityResult:
        """Give one capability's result; raises `KeyError` when there is none."""
        return {capability.key: capability for capability in self.capabilities}[key]


def build_results(
    framework: Framework,
    answers: Mapping[str, Answer],
    target: TargetProfile,
    *,
    headroom: float = 0.0,
) -> Results:
    """Work out everything that follows from settled answers.

    Parameters
    ----------
    framework
        The framework that was asked about.
    answers
        Capability key to settled answer.
    target
        The target of every capability.
    headroom
        As for `effective_levels`.

    Returns
    -------
    Results
        With every figure rounded to four places, so that a page of the live result and one of its
        stored form show the same.

    Raises
    ------
    AnswersInvalid
        When an answer does not fit the framework.
    TargetInvalid
        When a capability has no target.
    StackInvalid
        When the headroom is negative.

    Examples
    --------
    >>> from assessments.domain.frameworks import Capability, Layer, ScoringRule
    >>> from assessments.domain.gaps import target_profile
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> from assessments.domain.answers import Answered
    >>> lineage = Capability("lineage", "Lineage", "Is it known?", 1.0, (), ())
    >>> testing = Capability("testing", "Testing", "Is it tested?", 1.0, (), ())
    >>> layers = (
    ...     Layer("data", "Data", "What models feed on.", (), (lineage,)),
    ...     Layer("mlops", "MLOps", "How models are made.", ("data",), (testing,)),
    ... )
    >>> small = Framework("s", "1", "S", "Small.", ScoringRule.LEVELS, FIVE_LEVELS, layers)
    >>> answers = {"lineage": Answered(2), "testing": Answered(3)}
    >>> found = build_results(small, answers, target_profile(small, 3))
    >>> found.headline
    'Data, at 2.0, holds back MLOps, which was built to 3.0.'
    >>> found.overall.mean, found.overall.effective, found.overall.staged
    (2.5, 2.0, 2.0)
    """
    card = score(framework, answers)
    gap = gaps(card, target)
    raw = {layer.key: figure_of(layer.mean) for layer in card.layers}
    effective = effective_levels(raw, framework.stands_on, headroom)
    layers = layer_results(framework, card, gap, effective)
    return Results(
        schema=SCHEMA,
        framework=FrameworkReference(
            framework.key, framework.version, framework.title, framework.scale
        ),
        headroom=rounded(headroom),
        headline=headline([_standing(layer) for layer in layers]),
        overall=overall_result(card.overall, gap.overall, effective),
        layers=layers,
        capabilities=tuple(
            capability_result(framework, each, its)
            for each, its in zip(card.capabilities, gap.capabilities, strict=True)
        ),
        recommendations=tuple(
            recommendation_result(framework, each)
            for each in recommendations(framework, card, gap, headroom=headroom)
        ),
    )


def results_to_data(results: Results) -> dict[str, Plain]:
    """Write results as plain data for a snapshot.

    Parameters
    ----------
    results
        The results.

    Returns
    -------
    dict
        JSON-able; a missing score reads ``{"not_scored": reason}``.

    Raises
    ------
    TypeError
        When a field has no plain form.
    """
    return record_to_plain(results)


def results_from_data(data: Mapping[str, object]) -> Results:
    """Read results back from a snapshot.

    Parameters
    ----------
    data
        What `results_to_data` wrote, also after a round through JSON.

    Returns
    -------
    Results
        Equal to what was written.

    Raises
    ------
    SnapshotUnreadable
        When the data has another schema, or a field is missing or of the wrong kind.

    Examples
    --------
    >>> results_from_data({"schema": 99})
    Traceback (most recent call last):
    assessments.domain.snapshots.SnapshotUnreadable: The stored result has schema 99; \
this version reads 1.
    """
    if data.get("schema") != SCHEMA:
        raise SnapshotUnreadable(
            _(
                "The stored result has schema {schema}; this version reads {known}.",
                schema=data.get("schema"),
                known=SCHEMA,
            )
        )
    return from_plain(Results, data)


def _standing(layer: LayerResult) -> Standing:
    return Standing(
        layer.key, layer.title, layer.raw, layer.effective, layer.capped_by, layer.target
    )
