"""Tables of the assessment report as ready words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.domain.answers import NotScored
from assessments.domain.capability_results import CapabilityResult, RecommendationResult
from assessments.domain.consensus import DISCUSS_BELOW
from assessments.domain.evidence import CapabilityEvidence, Evidence, PerspectiveEvidence
from assessments.domain.figures import Figure
from assessments.domain.frameworks import Framework, ScoringRule
from assessments.domain.layer_results import LayerResult
from assessments.domain.profiles import level_scale
from assessments.domain.questions import Option
from assessments.domain.results import Results
from assessments.domain.settling import Standpoint
from portal.domain.chart_specs.levels import LevelScale

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
    """One capability of the heat map; ``tone`` is its colour, 0 where nobody gave a level."""

    title: str
    level: str
    tone: int
    note: str = ""


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
    note: str = ""


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
class VoiceRow:
    """How one question was answered from one perspective; named where there are several.

    ``stands`` is said of the perspective whose answers stand, and empty for the others.
    """

    perspective: str
    counts: tuple[str, ...]
    not_applicable: str
    dont_know: str
    median: str
    consensus: str
    is_split: bool
    stands: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """How one question was answered from every perspective, never pooled, and what stands."""

    title: str
    reason: str
    voices: tuple[VoiceRow, ...]


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
                HeatTile(each.title, each.shown, _tone(each, scale), each.open_words)
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
            each.shown,
            f"{each.target:.1f}",
            shown(each.gap),
            f"{each.weight:g}",
            each.open_words,
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
    titles, options = question_titles(framework), len(option_heads(framework))
    return tuple(
        AnswerGroup(
            layer.title,
            tuple(
                _answer_row(titles[question.key], known[question.key], options)
                for capability in layer.capabilities
                for question in framework.questions_of(capability)
                if question.key in known
            ),
        )
        for layer in framework.layers
    )


def disagreement_rows(framework: Framework, evidence: Evidence) -> tuple[AnswerRow, ...]:
    """Write what divided the room, the least agreed first; settled or not."""
    titles, options = question_titles(framework), len(option_heads(framework))
    divided = [
        (_least(each), each)
        for each in evidence.capabilities
        if any(_is_split(voice) for voice in _voices(each)) or each.standpoint in _DISCUSSED
    ]
    divided.sort(key=lambda pair: pair[0])
    return tuple(
        _answer_row(titles.get(each.key, each.key), each, options) for _order, each in divided
    )


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
    return tuple(str(option.number) for option in _most_options(framework))


def options_sentence(framework: Framework) -> str:
    """Say what the heads of the columns of counts stand for; empty where they are the levels."""
    if framework.rule is ScoringRule.LEVELS:
        return ""
    options = _most_options(framework)
    worded = {tuple(option.label for option in each.options) for each in framework.questions}
    if len(worded) == 1:
        named = ", ".join(f"{option.number} {option.label}" for option in options)
        return _("The columns: %(options)s.") % {"options": named}
    return _(
        "The columns are the options of each question in their order; they count %(values)s."
    ) % {"values": ", ".join(f"{option.value:g}" for option in options)}


def _most_options(framework: Framework) -> tuple[Option, ...]:
    return max((question.options for question in framework.questions), key=len, default=())


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


def _tone(each: CapabilityResult, scale: LevelScale) -> int:
    if isinstance(each.level, NotScored) or each.has_nothing:
        return 0
    return scale.tone(each.level)


type _Voice = CapabilityEvidence | PerspectiveEvidence

_DISCUSSED = {Standpoint.SETTLED, Standpoint.SPLIT, Standpoint.DIFFERING}


def _voices(each: CapabilityEvidence) -> tuple[_Voice, ...]:
    # Snapshots from before there were perspectives hold what domains said of themselves alone.
    return each.perspectives or (each,)


def _least(each: CapabilityEvidence) -> float:
    known = [voice.consensus for voice in _voices(each)]
    return min((level for level in known if not isinstance(level, NotScored)), default=1.0)


def _is_split(voice: _Voice) -> bool:
    return not isinstance(voice.consensus, NotScored) and voice.consensus < DISCUSS_BELOW


def _answer_row(title: str, each: CapabilityEvidence, options: int) -> AnswerRow:
    voices = _voices(each)
    rows = [_voice_row(voice, each, options, is_one_of=len(voices) > 1) for voice in voices]
    return AnswerRow(title, each.reason, tuple(rows))


def _voice_row(
    voice: _Voice, each: CapabilityEvidence, options: int, *, is_one_of: bool
) -> VoiceRow:
    does_stand = not is_one_of or voice.perspective is each.perspective
    return VoiceRow(
        perspective=voice.perspective.label if is_one_of else "",
        counts=(
            *(str(count or "") for count in voice.counts),
            *[""] * (options - len(voice.counts)),
        ),
        not_applicable=str(voice.not_applicable or ""),
        dont_know=str(voice.dont_know or ""),
        median=NOTHING if isinstance(voice.median, NotScored) else f"{voice.median:g}",
        consensus=shown(voice.consensus, 2),
        is_split=_is_split(voice),
        stands=stands_word(each.standpoint) if does_stand else "",
    )


def stands_word(standpoint: Standpoint) -> str:
    """Say in a word or two where what stands comes from."""
    return _STANDS[standpoint]()


_STANDS = {
    Standpoint.UNANSWERED: lambda: _("nobody answered"),
    Standpoint.DONT_KNOW: lambda: _("could not say"),
    Standpoint.AGREED: lambda: _("agreed"),
    Standpoint.SPLIT: lambda: _("split"),
    Standpoint.DIFFERING: lambda: _("perspectives differ"),
    Standpoint.SETTLED: lambda: _("settled"),
}
