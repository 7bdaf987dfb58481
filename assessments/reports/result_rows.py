"""Tables of the assessment report as ready words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.domain.answers import NotScored
from assessments.domain.capability_results import RecommendationResult
from assessments.domain.consensus import DISCUSS_BELOW
from assessments.domain.evidence import CapabilityEvidence, Evidence
from assessments.domain.figures import Figure
from assessments.domain.frameworks import Framework
from assessments.domain.layer_results import LayerResult
from assessments.domain.profiles import level_scale
from assessments.domain.results import Results
from assessments.domain.settling import Standpoint

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One layer against its target, with the sentence that says why."""

    title: str
    raw: str
    effective: str
    staged: str
    target: str
    gap: str
    is_pressed: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class HeatTile:
    """One capability of the heat map; ``tone`` is its colour, 0 for none."""

    title: str
    level: str
    tone: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One layer of the heat map."""

    title: str
    tiles: tuple[HeatTile, ...]


@dataclass(frozen=True, slots=True)
class GapRow:
    """One capability below its target."""

    title: str
    layer: str
    level: str
    target: str
    gap: str
    weight: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """One recommendation, in the order of what it brings for its effort."""

    number: int
    title: str
    text: str
    capability: str
    course: str
    effort: int
    weeks: int
    who: str
    sentence: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """How one question was answered, and what stands."""

    title: str
    counts: tuple[str, ...]
    not_applicable: str
    dont_know: str
    median: str
    consensus: str
    is_split: bool
    stands: str
    reason: str


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """The questions of one layer."""

    title: str
    rows: tuple[AnswerRow, ...]


def shown(figure: Figure, places: int = 1) -> str:
    """Write a figure, or a dash where there is none."""
    return NOTHING if isinstance(figure, NotScored) else f"{figure:.{places}f}"


def layer_rows(results: Results) -> tuple[LayerRow, ...]:
    """Write the layers in the order of the framework."""
    return tuple(_layer_row(each) for each in results.layers)


def heat_rows(results: Results) -> tuple[HeatRow, ...]:
    """Write the heat map: a row for each layer, a tile for each capability."""
    scale = level_scale(results.framework.scale)
    return tuple(
        HeatRow(
            layer.title,
            tuple(
                HeatTile(
                    each.title,
                    each.level.reason.sentence
                    if isinstance(each.level, NotScored)
                    else shown(each.level),
                    0 if isinstance(each.level, NotScored) else scale.tone(each.level),
                )
                for each in results.capabilities
                if each.layer == layer.key
            ),
        )
        for layer in results.layers
    )


def gap_rows(results: Results) -> tuple[GapRow, ...]:
    """Write the capabilities below target, the widest weighted gap first."""
    layers = {layer.key: layer.title for layer in results.layers}
    below = [
        (each.gap * each.weight, each)
        for each in results.capabilities
        if not isinstance(each.gap, NotScored) and each.gap > 0
    ]
    below.sort(key=lambda pair: (-pair[0], pair[1].title))
    return tuple(
        GapRow(
            each.title,
            layers[each.layer],
            shown(each.level),
            f"{each.target:.1f}",
            shown(each.gap),
            f"{each.weight:g}",
        )
        for _weighted, each in below
    )


def step_rows(steps: Sequence[RecommendationResult]) -> tuple[StepRow, ...]:
    """Write recommendations in their order."""
    return tuple(
        StepRow(
            number,
            each.title,
            each.text,
            each.capability_title,
            f"{each.from_level} → {each.to_level}",
            each.effort,
            each.weeks,
            each.who,
            each.sentence,
        )
        for number, each in enumerate(steps, start=1)
    )


def answer_groups(framework: Framework, evidence: Evidence) -> tuple[AnswerGroup, ...]:
    """Write how every question was answered, by layer."""
    known = {each.key: each for each in evidence.capabilities}
    titles = question_titles(framework)
    return tuple(
        AnswerGroup(
            layer.title,
            tuple(
                _answer_row(titles[question.key], known[question.key])
                for capability in layer.capabilities
                for question in framework.questions_of(capability)
                if question.key in known
            ),
        )
        for layer in framework.layers
    )


def disagreement_rows(framework: Framework, evidence: Evidence) -> tuple[AnswerRow, ...]:
    """Write what divided the room, the least agreed first; settled or not."""
    titles = question_titles(framework)
    divided = [
        (1.0 if isinstance(each.consensus, NotScored) else each.consensus, each)
        for each in evidence.capabilities
        if _is_split(each) or each.standpoint in {Standpoint.SETTLED, Standpoint.SPLIT}
    ]
    divided.sort(key=lambda pair: pair[0])
    return tuple(_answer_row(titles.get(each.key, each.key), each) for _order, each in divided)


def question_titles(framework: Framework) -> Mapping[str, str]:
    """Return what a table calls each question: its capability, with its level where it has one."""
    return {
        question.key: f"{capability.title} · {question.level}{question.stream}"
        if framework.rule.asks_by_level
        else capability.title
        for capability in framework.capabilities
        for question in framework.questions_of(capability)
    }


def option_heads(framework: Framework) -> tuple[str, ...]:
    """Return the heads of the columns of counts: the most options that any question has."""
    most = max((question.options for question in framework.questions), key=len, default=())
    return tuple(str(option.number) for option in most)


def _layer_row(layer: LayerResult) -> LayerRow:
    return LayerRow(
        layer.title,
        shown(layer.raw),
        shown(layer.effective),
        shown(layer.staged, 0),
        shown(layer.target),
        shown(layer.gap),
        layer.capped_by is not None,
        layer.sentence,
    )


def _is_split(each: CapabilityEvidence) -> bool:
    return not isinstance(each.consensus, NotScored) and each.consensus < DISCUSS_BELOW


def _answer_row(title: str, each: CapabilityEvidence) -> AnswerRow:
    return AnswerRow(
        title=title,
        counts=tuple(str(count) if count else "" for count in each.counts),
        not_applicable=str(each.not_applicable or ""),
        dont_know=str(each.dont_know or ""),
        median=NOTHING if isinstance(each.median, NotScored) else f"{each.median:g}",
        consensus=shown(each.consensus, 2),
        is_split=_is_split(each),
        stands=stands_word(each.standpoint),
        reason=each.reason,
    )


def stands_word(standpoint: Standpoint) -> str:
    """Say in a word or two where what stands comes from."""
    return _STANDS[standpoint]()


_STANDS = {
    Standpoint.UNANSWERED: lambda: _("nobody answered"),
    Standpoint.AGREED: lambda: _("agreed"),
    Standpoint.SPLIT: lambda: _("split"),
    Standpoint.DIFFERING: lambda: _("perspectives differ"),
    Standpoint.SETTLED: lambda: _("settled"),
}
