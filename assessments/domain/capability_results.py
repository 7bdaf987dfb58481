"""Capability results: each capability against its target, and the step it is to take next."""

from dataclasses import dataclass

from assessments.domain.answers import NotScored
from assessments.domain.figures import Figure, figure_of, rounded, rounded_figure
from assessments.domain.findings import in_words, mid_sentence
from assessments.domain.frameworks import Capability, Framework, ScoringRule
from assessments.domain.gaps import CapabilityGap
from assessments.domain.recommendations import Recommendation
from assessments.domain.scoring import CapabilityScore
from portal.domain.wording import gettext as _


@dataclass(frozen=True, slots=True)
class CapabilityResult:
    """One capability: its settled level, or why it has none, against its target.

    Parameters
    ----------
    level_name, level_text
        Name and description of the level it has fully reached, or of the degree of conformity;
        empty without a level.
    note
        The reason given when it does not apply; empty otherwise.
    answered, applicable
        How many of its questions have an answer, of those that apply; None in snapshots from
        before this was kept.
    is_beyond
        Whether something of the next level is there already, which is written ``1+``.
    """

    key: str
    title: str
    layer: str
    weight: float
    level: Figure
    level_name: str
    level_text: str
    note: str
    target: float
    gap: Figure
    answered: int | None = None
    applicable: int | None = None
    is_beyond: bool = False

    @property
    def has_nothing(self) -> bool:
        """Whether its level is a nought that nobody gave: the rule counts what is open as 0."""
        return self.answered == 0 and not isinstance(self.level, NotScored)

    @property
    def shown(self) -> str:
        """The level as it is written, or the reason why there is none."""
        if isinstance(self.level, NotScored):
            return self.level.reason.sentence
        # Only whole levels can have something of the next one.
        return f"{self.level:.0f}+" if self.is_beyond else f"{self.level:.1f}"

    @property
    def open_words(self) -> str:
        """How much of it has no answer although it has a level; empty where all has."""
        if isinstance(self.level, NotScored) or not self.applicable or self.answered is None:
            return ""
        if not self.answered:
            return _("nothing answered, counts as 0")
        if self.answered == self.applicable:
            return ""
        return _("{answered} of {all} answered", answered=self.answered, all=self.applicable)


@dataclass(frozen=True, slots=True)
class RecommendationResult:
    """One step worth taking, complete enough to become a foundation action."""

    capability: str
    capability_title: str
    layer: str
    layer_title: str
    level: float
    target: float
    gap: float
    weight: float
    from_level: int
    to_level: int
    title: str
    text: str
    effort: int
    weeks: int
    who: str
    unlocks: tuple[str, ...]
    lifts: tuple[str, ...]
    held_down_by: str | None
    priority: float
    sentence: str


def capability_result(
    framework: Framework, scored: CapabilityScore, gap: CapabilityGap
) -> CapabilityResult:
    """Put a capability's score beside its target, in words and figures.

    Parameters
    ----------
    framework
        The framework that was asked about.
    scored, gap
        The capability's score and gap.

    Returns
    -------
    CapabilityResult
        With every figure rounded.
    """
    capability = framework.capability(scored.key)
    level = figure_of(scored.outcome)
    name = text = ""
    if not isinstance(level, NotScored):
        reached = framework.scale.reached(level)
        name = _name(framework, capability, level)
        text = next((each.text for each in capability.levels if each.level == reached), "")
    return CapabilityResult(
        key=capability.key,
        title=capability.title,
        layer=scored.layer,
        weight=rounded(capability.weight),
        level=rounded_figure(level),
        level_name=name,
        level_text=text,
        note="" if scored.applies else " ".join(scored.reasons),
        target=rounded(gap.target),
        gap=rounded_figure(gap.gap),
        answered=scored.coverage.answered,
        applicable=scored.coverage.applicable,
        is_beyond=scored.is_beyond,
    )


def _name(framework: Framework, capability: Capability, level: float) -> str:
    if framework.rule is not ScoringRule.CONFORMITY:
        return framework.scale.name(framework.scale.reached(level))
    # Partly met is none of the two ends that shares run between.
    (asked,) = framework.questions_of(capability)
    return next((each.label for each in asked.options if each.value == level), "")


def recommendation_result(framework: Framework, each: Recommendation) -> RecommendationResult:
    """Write a recommendation out so that it can be read without its framework.

    Parameters
    ----------
    framework
        The framework that was asked about.
    each
        The recommendation.

    Returns
    -------
    RecommendationResult
        With titles and a sentence on what it lifts, waits for and makes easier.
    """
    step = each.step
    return RecommendationResult(
        capability=each.capability,
        capability_title=framework.capability(each.capability).title,
        layer=each.layer,
        layer_title=framework.layer(each.layer).title,
        level=rounded(each.level),
        target=rounded(each.target),
        gap=rounded(each.gap),
        weight=rounded(each.weight),
        from_level=step.from_level,
        to_level=step.to_level,
        title=step.title,
        text=step.text,
        effort=step.effort,
        weeks=step.weeks,
        who=step.who,
        unlocks=each.unlocks,
        lifts=each.lifts,
        held_down_by=each.held_down_by,
        priority=rounded(each.priority),
        sentence=_recommendation_sentence(framework, each),
    )


def _recommendation_sentence(framework: Framework, each: Recommendation) -> str:
    said: list[str] = []
    if each.lifts:
        lifted = in_words([framework.layer(key).title for key in each.lifts])
        said.append(_("Also lifts {layers}.", layers=lifted))
    if each.held_down_by is not None:
        cap = mid_sentence(framework.layer(each.held_down_by).title)
        said.append(_("Counts in full once {layer} is raised.", layer=cap))
    if each.unlocks:
        # Capability titles often hold an "and" of their own, so they are listed, not joined.
        easier = "; ".join(framework.capability(key).title for key in each.unlocks)
        said.append(_("Makes easier: {capabilities}.", capabilities=easier))
    return " ".join(said)
