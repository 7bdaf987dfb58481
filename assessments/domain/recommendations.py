"""Recommendations: which step to take next, and what it would lift."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.domain.answers import NotScored, Scored
from assessments.domain.figures import Figure, plainly
from assessments.domain.frameworks import Framework, Step
from assessments.domain.gaps import CapabilityGap, Gaps
from assessments.domain.scoring import ScoreCard
from assessments.domain.stack import EffectiveLevel, effective_levels
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One step worth taking, with the figures that put it where it is.

    Parameters
    ----------
    capability, layer
        Keys of what it raises.
    level, target, gap
        Where the capability stands, is meant to be, and the distance.
    weight
        The capability's weight.
    step
        What to do.
    unlocks
        Keys of capabilities that it makes easier and that are themselves below target.
    lifts
        Keys of other layers whose effective level it raises, because this layer caps them.
    held_down_by
        The layer that keeps this layer's own effective level where it is, or None. The step is
        worth taking all the same, but counts only once that layer is raised.
    priority
        Gap times weight times reach, divided by effort.
    """

    capability: str
    layer: str
    level: float
    target: float
    gap: float
    weight: float
    step: Step
    unlocks: tuple[str, ...]
    lifts: tuple[str, ...]
    held_down_by: str | None
    priority: float

    @property
    def raises_effective_level(self) -> bool:
        """Whether the step lifts a layer that stands on this one."""
        return bool(self.lifts)


@dataclass(frozen=True, slots=True)
class PriorityParts:
    r"""What the order of recommendations is made of; the one rule for it.

    Parameters
    ----------
    gap, weight
        Of the capability.
    unlocks, lifts
        How many capabilities the step makes easier, and how many other layers it lifts.
    effort
        From 1 to 5.

    Notes
    -----
    :math:`p = g \cdot w \cdot (1 + u + l) / e`.

    Examples
    --------
    >>> PriorityParts(1.0, 1.0, 2, 1, 2).priority
    2.0
    """

    gap: float
    weight: float
    unlocks: int
    lifts: int
    effort: int

    @property
    def priority(self) -> float:
        """Gap times weight times reach, divided by effort."""
        return self.gap * self.weight * (1 + self.unlocks + self.lifts) / self.effort


def priority_working(parts: PriorityParts) -> str:
    """Write the priority of a recommendation out.

    Parameters
    ----------
    parts
        What it is made of.

    Returns
    -------
    str
        Each number with its name, and what they come to.

    Examples
    --------
    >>> priority_working(PriorityParts(1.0, 1.0, 2, 1, 2))
    'Gap 1 × weight 1 × reach 4 (itself, 2 capabilities it makes easier, 1 layer it lifts) \
÷ effort 2 = 2'
    """
    easier = ngettext(
        "{count} capability it makes easier", "{count} capabilities it makes easier", parts.unlocks
    )
    lifted = ngettext("{count} layer it lifts", "{count} layers it lifts", parts.lifts)
    return _(
        "Gap {gap} × weight {weight} × reach {reach} (itself, {easier}, {lifted}) "
        "÷ effort {effort} = {priority}",
        gap=plainly(parts.gap),
        weight=plainly(parts.weight),
        reach=1 + parts.unlocks + parts.lifts,
        easier=easier,
        lifted=lifted,
        effort=parts.effort,
        priority=plainly(parts.priority),
    )


@dataclass(frozen=True, slots=True)
class _Stack:
    """The layers as they stand, to try a step out on."""

    raw: Mapping[str, Figure]
    stands_on: Mapping[str, tuple[str, ...]]
    headroom: float
    effective: Mapping[str, EffectiveLevel]
    weights: Mapping[str, float]
    scores: Mapping[str, float]

    def lifted_by(self, layer: str, weight: float, rise: float) -> tuple[str, ...]:
        """Layers other than the given one that rise when one of its capabilities does."""
        raw = self.raw[layer]
        if isinstance(raw, NotScored):
            return ()
        raised = {**self.raw, layer: raw + weight * rise / self.weights[layer]}
        after = effective_levels(raised, self.stands_on, self.headroom)
        return tuple(
            key
            for key, now in self.effective.items()
            if key != layer and after[key].press < now.press
        )


def recommendations(
    framework: Framework, card: ScoreCard, gaps: Gaps, *, headroom: float = 0.0
) -> tuple[Recommendation, ...]:
    r"""Name the next step for each capability below its target, the most worthwhile first.

    Parameters
    ----------
    framework
        Where the steps are written.
    card
        The scores.
    gaps
        The gaps of the same card.
    headroom
        As for `effective_levels`.

    Returns
    -------
    tuple of Recommendation
        One per scored capability below target. Where there is no score there is no advice.

    Notes
    -----
    :math:`p = (t - s) \cdot w \cdot (1 + u + l) / e`: gap, weight, reach and effort. Reach counts
    the capability itself, the :math:`u` capabilities the step unlocks that are below target, and
    the :math:`l` layers whose effective level rises when the step is done, found by raising the
    capability and capping the stack again. Equal priorities go by effort, then weeks, then the
    order of the framework. The step is the one that leaves the level the capability has fully
    reached, so 2.5 gets the step from 2 to 3.

    Examples
    --------
    >>> from assessments.domain.frameworks import Capability, Layer, ScoringRule
    >>> from assessments.domain.gaps import gaps, target_profile
    >>> from assessments.domain.scales import Scale
    >>> from assessments.domain.answers import Answered
    >>> from assessments.domain.scoring import score
    >>> step = Step(0, 1, "Name owners", "Each data set gets one.", 2, 6, "Data lead", ())
    >>> owners = Capability("owners", "Owners", "Who owns data?", 1.0, (), (step,))
    >>> data = Layer("data", "Data", "What models feed on.", (), (owners,))
    >>> scale = Scale(0, 1, ("no", "yes"))
    >>> small = Framework("s", "1", "S", "Small.", ScoringRule.LEVELS, scale, (data,))
    >>> card = score(small, {"owners": Answered(0)})
    >>> first = recommendations(small, card, gaps(card, target_profile(small, 1)))[0]
    >>> first.step.title, first.priority
    ('Name owners', 0.5)
    """
    stack = _stack(framework, card, headroom)
    below = {each.key: each for each in gaps.capabilities if each.weighted > 0}
    found = [
        _recommend(each, step, below, stack)
        for each in below.values()
        if (step := _next_step(framework, each.key, stack.scores[each.key])) is not None
    ]
    # The sort is stable, so what is equal in all three stays in the order of the framework.
    return tuple(sorted(found, key=lambda one: (-one.priority, one.step.effort, one.step.weeks)))


def _next_step(framework: Framework, key: str, level: float) -> Step | None:
    return framework.capability(key).step_from(framework.scale.reached(level))


def _recommend(
    each: CapabilityGap, step: Step, below: Mapping[str, CapabilityGap], stack: _Stack
) -> Recommendation:
    level = stack.scores[each.key]
    unlocks = tuple(key for key in step.unlocks if key in below)
    lifts = stack.lifted_by(each.layer, each.weight, step.to_level - level)
    return Recommendation(
        capability=each.key,
        layer=each.layer,
        level=level,
        target=each.target,
        gap=each.target - level,
        weight=each.weight,
        step=step,
        unlocks=unlocks,
        lifts=lifts,
        held_down_by=stack.effective[each.layer].capped_by,
        priority=PriorityParts(
            each.target - level, each.weight, len(unlocks), len(lifts), step.effort
        ).priority,
    )


def _stack(framework: Framework, card: ScoreCard, headroom: float) -> _Stack:
    raw: dict[str, Figure] = {
        layer.key: layer.mean.value if isinstance(layer.mean, Scored) else layer.mean
        for layer in card.layers
    }
    weights = dict.fromkeys(raw, 0.0)
    scores: dict[str, float] = {}
    for each in card.capabilities:
        if isinstance(each.outcome, Scored):
            weights[each.layer] += each.weight
            scores[each.key] = each.outcome.value
    stands_on = framework.stands_on
    effective = effective_levels(raw, stands_on, headroom)
    return _Stack(raw, stands_on, headroom, effective, weights, scores)
