"""Gaps: how far capabilities and layers are from where they are meant to be."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from assessments.domain.answers import Missing, NotScored
from assessments.domain.figures import Figure
from assessments.domain.frameworks import Framework
from assessments.domain.scoring import CapabilityScore, ScoreCard
from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _


class TargetInvalid(Invalid):
    """A target names something the framework does not have, or a level off its scale."""

    code = "target_invalid"


@dataclass(frozen=True, slots=True)
class TargetProfile:
    """The level that each capability is meant to reach.

    Parameters
    ----------
    levels
        Capability key to target level, for every capability of the framework.
    """

    levels: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class CapabilityGap:
    """One capability against its target.

    Parameters
    ----------
    key, layer
        The capability and its layer.
    weight
        Its weight in the layer.
    target
        The level it is meant to reach.
    gap
        ``max(0, target - score)``, or the reason there is no score to compare.
    """

    key: str
    layer: str
    weight: float
    target: float
    gap: Figure

    @property
    def weighted(self) -> float:
        """The gap times the weight; nothing where the gap is not known."""
        return 0.0 if isinstance(self.gap, NotScored) else self.weight * self.gap


@dataclass(frozen=True, slots=True)
class GroupGap:
    """A layer, or the whole, against its target.

    Parameters
    ----------
    key
        The layer's key, or the framework's for the whole.
    target
        The mean target of what applies, weighted as the scores are.
    weighted
        The sum of weight times gap over the scored capabilities.
    unknown
        Keys of capabilities that apply and have no score: their gap is in no sum.
    """

    key: str
    target: Figure
    weighted: float
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Every gap, by capability, by layer and overall."""

    overall: GroupGap
    layers: tuple[GroupGap, ...]
    capabilities: tuple[CapabilityGap, ...]


def target_profile(
    framework: Framework,
    default: float,
    *,
    layers: Mapping[str, float] | None = None,
    capabilities: Mapping[str, float] | None = None,
) -> TargetProfile:
    """Set a target for every capability, the most particular word winning.

    Parameters
    ----------
    framework
        The framework whose capabilities get a target.
    default
        The target of a capability that nothing else speaks of.
    layers
        Layer key to the target of all its capabilities.
    capabilities
        Capability key to its own target.

    Returns
    -------
    TargetProfile
        One target for each capability.

    Raises
    ------
    TargetInvalid
        When a key is unknown or a target is off the scale.

    Examples
    --------
    >>> from assessments.domain.frameworks import Capability, Layer, ScoringRule
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> asked = tuple(Capability(key, key, key, 1.0, (), ()) for key in ("catalogue", "lineage"))
    >>> data = Layer("data", "Data", "What models feed on.", (), asked)
    >>> small = Framework("s", "1", "S", "Small.", ScoringRule.LEVELS, FIVE_LEVELS, (data,))
    >>> target_profile(small, 3, capabilities={"lineage": 4}).levels
    {'catalogue': 3.0, 'lineage': 4.0}
    """
    by_layer, by_capability = dict(layers or {}), dict(capabilities or {})
    known = {layer.key for layer in framework.layers}
    asked = {capability.key for capability in framework.capabilities}
    unknown = sorted((by_layer.keys() - known) | (by_capability.keys() - asked))
    if unknown:
        words = {"framework": framework.title, "key": unknown[0]}
        raise TargetInvalid(_("“{framework}” has nothing called “{key}”.", **words))
    scale = framework.scale
    for level in (default, *by_layer.values(), *by_capability.values()):
        if not scale.contains(level):
            limits = {"low": scale.minimum, "high": scale.maximum}
            raise TargetInvalid(_("A target lies between {low} and {high}.", **limits))
    levels = {
        capability.key: float(by_capability.get(capability.key, by_layer.get(layer.key, default)))
        for layer in framework.layers
        for capability in layer.capabilities
    }
    return TargetProfile(levels)


def gaps(card: ScoreCard, target: TargetProfile) -> Gaps:
    r"""Compare scores with targets.

    Parameters
    ----------
    card
        The scores.
    target
        The target of every capability on the card.

    Returns
    -------
    Gaps
        Per capability, per layer and overall.

    Raises
    ------
    TargetInvalid
        When a capability has no target.

    Notes
    -----
    :math:`g = \sum_c w_c \max(0, t_c - s_c)`. A capability above its target makes up for none
    below it. Without a score the gap is not known; it is neither zero nor the whole target. The
    overall target is the plain mean of the layers' targets, as the overall score is of theirs.

    Examples
    --------
    >>> from assessments.domain.frameworks import Capability, Layer, ScoringRule
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> from assessments.domain.answers import Answered
    >>> from assessments.domain.scoring import score
    >>> asked = tuple(Capability(key, key, key, 2.0, (), ()) for key in ("catalogue", "lineage"))
    >>> data = Layer("data", "Data", "What models feed on.", (), asked)
    >>> small = Framework("s", "1", "S", "Small.", ScoringRule.LEVELS, FIVE_LEVELS, (data,))
    >>> card = score(small, {"catalogue": Answered(5), "lineage": Answered(1.5)})
    >>> gaps(card, target_profile(small, 3)).overall.weighted
    3.0
    """
    missing = [each.key for each in card.capabilities if each.key not in target.levels]
    if missing:
        raise TargetInvalid(_("The capability “{key}” has no target.", key=missing[0]))
    every = tuple(_capability_gap(each, target.levels[each.key]) for each in card.capabilities)
    layers = tuple(
        _group_gap(layer.key, tuple(each for each in every if each.layer == layer.key))
        for layer in card.layers
    )
    overall = GroupGap(
        card.overall.key,
        _mean_target([(1.0, layer.target) for layer in layers]),
        math.fsum(layer.weighted for layer in layers),
        tuple(key for layer in layers for key in layer.unknown),
    )
    return Gaps(overall, layers, every)


def _capability_gap(each: CapabilityScore, target: float) -> CapabilityGap:
    outcome = each.outcome
    gap = outcome if isinstance(outcome, NotScored) else max(0.0, target - outcome.value)
    return CapabilityGap(each.key, each.layer, each.weight, target, gap)


def _group_gap(key: str, parts: tuple[CapabilityGap, ...]) -> GroupGap:
    applicable = [part for part in parts if part.gap != NotScored(Missing.NOT_APPLICABLE)]
    return GroupGap(
        key,
        _mean_target([(part.weight, part.target) for part in applicable]),
        math.fsum(part.weighted for part in parts),
        tuple(part.key for part in applicable if isinstance(part.gap, NotScored)),
    )


def _mean_target(parts: list[tuple[float, Figure]]) -> Figure:
    known = [(weight, value) for weight, value in parts if not isinstance(value, NotScored)]
    if not known:
        return NotScored(Missing.NOT_APPLICABLE)
    return math.fsum(weight * value for weight, value in known) / math.fsum(
        weight for weight, _ in known
    )
