"""Layer results: what each layer, and the whole, was built to, counts for and is meant to be."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from assessments.domain.answers import NotScored
from assessments.domain.figures import Figure, figure_of, rounded, rounded_figure, shortfall
from assessments.domain.findings import Standing, layer_sentence
from assessments.domain.frameworks import Framework, Layer
from assessments.domain.gaps import Gaps, GroupGap
from assessments.domain.scoring import GroupScore, ScoreCard
from assessments.domain.stack import EffectiveLevel
from portal.domain.wording import gettext as _


@dataclass(frozen=True, slots=True)
class OverallResult:
    """The whole in figures.

    Parameters
    ----------
    mean, effective, staged, target
        Mean over the layers of raw levels, of effective levels and of targets; and the whole
        level that every capability has reached.
    gap
        How far the effective level lies below target.
    weighted_gap
        The sum of weight times gap over capabilities.
    held_back_by
        Keys of the weakest capabilities.
    answered, applicable, total
        Coverage.
    """

    mean: Figure
    effective: Figure
    staged: Figure
    target: Figure
    gap: Figure
    weighted_gap: float
    held_back_by: tuple[str, ...]
    answered: int
    applicable: int
    total: int


@dataclass(frozen=True, slots=True)
class LayerResult:
    """One layer: built to, relied on to, meant to be, and the sentence that says so.

    Parameters
    ----------
    raw, effective, press
        The mean of its capabilities, what is left of it under the cap, and the difference.
    capped_by
        The key of the layer in which the cap originates, or None.
    unknown_below
        Keys of layers below without a level.
    gap
        How far the effective level lies below target.
    weighted_gap
        The sum of weight times gap over its capabilities.
    """

    key: str
    title: str
    stands_on: tuple[str, ...]
    raw: Figure
    effective: Figure
    press: float
    capped_by: str | None
    unknown_below: tuple[str, ...]
    staged: Figure
    target: Figure
    gap: Figure
    weighted_gap: float
    held_back_by: tuple[str, ...]
    answered: int
    applicable: int
    total: int
    sentence: str

    @property
    def has_nothing(self) -> bool:
        """Whether its level is a nought that nobody gave: the rule counts what is open as 0."""
        return self.answered == 0 and not isinstance(self.raw, NotScored)


def overall_result(
    whole: GroupScore, gap: GroupGap, effective: Mapping[str, EffectiveLevel]
) -> OverallResult:
    """Bring the figures of the whole together.

    Parameters
    ----------
    whole
        Its scores.
    gap
        Its gap.
    effective
        Layer key to effective level.

    Returns
    -------
    OverallResult
        With every figure rounded.
    """
    values = [each.value for each in effective.values() if not isinstance(each.value, NotScored)]
    mean = rounded_figure(figure_of(whole.mean))
    relied = mean if isinstance(mean, NotScored) else rounded(math.fsum(values) / len(values))
    target = rounded_figure(gap.target)
    return OverallResult(
        mean=mean,
        effective=relied,
        staged=rounded_figure(figure_of(whole.staged)),
        target=target,
        gap=shortfall(target, relied),
        weighted_gap=rounded(gap.weighted),
        held_back_by=whole.held_back_by,
        answered=whole.coverage.answered,
        applicable=whole.coverage.applicable,
        total=whole.coverage.total,
    )


def layer_results(
    framework: Framework, card: ScoreCard, gaps: Gaps, effective: Mapping[str, EffectiveLevel]
) -> tuple[LayerResult, ...]:
    """Bring the figures of each layer together and say what they mean.

    Parameters
    ----------
    framework
        The framework that was asked about.
    card
        Its scores.
    gaps
        The gaps of the same card.
    effective
        Layer key to effective level.

    Returns
    -------
    tuple of LayerResult
        In the order of the framework, with every figure rounded.
    """
    titles = {layer.key: layer.title for layer in framework.layers}
    rows = zip(framework.layers, card.layers, gaps.layers, strict=True)
    return tuple(
        _layer_result(layer, group, its, effective[layer.key], titles) for layer, group, its in rows
    )


def _layer_result(
    layer: Layer, group: GroupScore, gap: GroupGap, level: EffectiveLevel, titles: Mapping[str, str]
) -> LayerResult:
    raw, effective, target = (
        rounded_figure(level.raw),
        rounded_figure(level.value),
        rounded_figure(gap.target),
    )
    # A cap too small to survive rounding would be a sentence about two equal figures.
    capped_by = None if raw == effective else level.capped_by
    standing = Standing(layer.key, layer.title, raw, effective, capped_by, target)
    sentence = layer_sentence(standing, titles)
    if not group.coverage.answered and not isinstance(raw, NotScored):
        sentence = _(
            "{title} has no answers; by the rule of this framework that counts as 0.",
            title=layer.title,
        )
    return LayerResult(
        key=layer.key,
        title=layer.title,
        stands_on=layer.stands_on,
        raw=raw,
        effective=effective,
        press=rounded(standing.press),
        capped_by=capped_by,
        unknown_below=level.unknown_below,
        staged=rounded_figure(figure_of(group.staged)),
        target=target,
        gap=shortfall(target, effective),
        weighted_gap=rounded(gap.weighted),
        held_back_by=group.held_back_by,
        answered=group.coverage.answered,
        applicable=group.coverage.applicable,
        total=group.coverage.total,
        sentence=sentence,
    )
