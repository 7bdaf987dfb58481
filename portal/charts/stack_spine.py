"""The stack picture at full size: slabs left and right of a spine, or all on one side of it."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.charts import stack_slabs as slabs
from portal.charts import svg
from portal.charts.palette import INK, INK_3, LINE, ON_SLAB, Tone
from portal.charts.stack_layout import StackKind, arrange, capped_runs, overhang, reach, short_title
from portal.charts.stack_words import first_line, level, second_line, target_words
from portal.charts.svg import Anchor, Medium
from portal.domain.chart_specs.figures import Unknown
from portal.domain.chart_specs.levels import LevelScale
from portal.domain.chart_specs.stack import StackLayer, StackSpec
from portal.domain.text_metrics import text_width, wrap

WIDTH = 1120.0
CHAIN_SPINE = 24.0
TOP = 48.0
PITCH = 88.0
SLAB = 82.0
AXIS_ROOM = 42.0
LONGEST_UNIT = 92.0
LONGEST_CHAIN_UNIT = 140.0
NUMBER = 26.0
NOTE_GAP = 16.0
MISSING_WIDTH = 150.0
USUAL_LENGTH = 5


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the spine.

    Attributes
    ----------
    layers
        Lowest first, beginning with the base.
    sign
        1 to the right, -1 to the left.
    spine, unit
        Where the scale begins, and how long a level is.
    scale
        What the levels are measured on.
    """

    layers: tuple[StackLayer, ...]
    sign: int
    spine: float
    unit: float
    scale: LevelScale

    def length(self, level: float) -> float:
        """Measure a level in pixels from the spine."""
        return self.scale.beyond_start(level) * self.unit

    def at(self, level: float) -> float:
        """Find the pixel of a level."""
        return self.spine + self.sign * self.length(level)

    def ends(self, low: float, high: float) -> tuple[float, float]:
        """Order the pixels of two levels from left to right."""
        one, other = self.at(low), self.at(high)
        return min(one, other), max(one, other)

    def slab(self, level: float) -> tuple[float, float]:
        """Find both ends of a slab, which is never so thin that it could not be seen."""
        far = self.spine + self.sign * max(self.length(level), slabs.THINNEST_AT_SPINE)
        return min(self.spine, far), max(self.spine, far)

    @property
    def outward(self) -> Anchor:
        """The anchor of a text that runs away from the spine."""
        return Anchor.START if self.sign > 0 else Anchor.END

    @property
    def inward(self) -> Anchor:
        """The anchor of a text that runs towards the spine."""
        return Anchor.END if self.sign > 0 else Anchor.START


@dataclass(frozen=True, slots=True)
class Written:
    """A slab's words: lines of its title on the slab, and lines of the note beside it."""

    on_slab: tuple[str, ...]
    has_number: bool
    beside: tuple[tuple[str, Tone, bool], ...]


def draw(spec: StackSpec, medium: Medium) -> SafeString:
    """Draw one chain or two branches.

    Parameters
    ----------
    spec
        What is shown; ``arrange`` must find a chain or a spine in it.
    medium
        Where it stands.

    Returns
    -------
    SafeString
        An ``<svg>``.
    """
    layout = arrange(spec.layers)
    is_chain = layout.kind is StackKind.CHAIN
    spine = CHAIN_SPINE if is_chain else WIDTH / 2
    rows = layout.height
    columns = [(*layout.base, *branch) for branch in layout.branches]
    unit = _unit(spec, columns, WIDTH - spine, LONGEST_CHAIN_UNIT if is_chain else LONGEST_UNIT)
    # The first branch of a framework stands on the left.
    signs = (1,) if is_chain else (-1, 1)
    sides = [
        Side(column, sign, spine, unit, spec.scale)
        for column, sign in zip(columns, signs, strict=True)
    ]
    bottom = TOP + rows * PITCH - (PITCH - SLAB)
    tops = [TOP + (rows - 1 - place) * PITCH for place in range(rows)]
    base = len(layout.base)
    ground, body, uprights, words = [], [], [], []
    for side in sides:
        ground += _ground(spec, side, bottom)
        body += [
            _body(side, layer, y) for layer, y in zip(side.layers[base:], tops[base:], strict=False)
        ]
        uprights += _uprights(side, tops, base)
        words += _words(spec, side, tops, base)
    body += [_base(sides, layer, y) for layer, y in zip(layout.base, tops, strict=False)]
    ends = [(y, y + SLAB) for y in reversed(tops)]
    thread = slabs.draw_thread(spine, ends, 18, bottom + 6)
    start = svg.text(
        str(spec.scale.start), spine, bottom + 24, 12, fill=INK_3, anchor=Anchor.MIDDLE
    )
    parts = [*ground, start, *body, *uprights, thread, *words]
    return svg.svg(parts, WIDTH, bottom + 8 + AXIS_ROOM, medium, title=spec.title)


def _notes_width(spec: StackSpec, layer: StackLayer) -> float:
    lines = (first_line(layer), second_line(layer, spec, is_base=False)[0], layer.title)
    return max(text_width(line, 13, is_bold=True) for line in lines)


def _outer(spec: StackSpec, layers: tuple[StackLayer, ...]) -> float:
    ends = [reach(layer) for layer in layers]
    if not isinstance(spec.target, Unknown):
        ends.append(spec.target)
    return max((end for end in ends if end is not None), default=float(spec.scale.start))


def _unit(
    spec: StackSpec, columns: list[tuple[StackLayer, ...]], half: float, longest: float
) -> float:
    # A short scale has longer levels, so that its picture is as large as any other.
    stretch = max(1.0, USUAL_LENGTH / spec.scale.length)
    units = [longest * stretch, (half - 40) / spec.scale.length]
    for layers in columns:
        notes = max(_notes_width(spec, layer) for layer in layers)
        outer = max(spec.scale.beyond_start(_outer(spec, layers)), 1 / stretch)
        units.append((half - notes - 2 * NOTE_GAP) / outer)
    return min(units)


def _ground(spec: StackSpec, side: Side, bottom: float) -> list[str]:
    parts = []
    # The first step is where both sides begin, so it is written once, and never named.
    steps = spec.scale.steps[1:]
    names_fit = all(text_width(spec.scale.name(step), 11) < side.unit - 4 for step in steps)
    for step in steps:
        x = side.at(step)
        parts += [
            svg.line(x, TOP - 8, x, bottom + 8, LINE),
            svg.text(str(step), x, bottom + 24, 12, fill=INK_3, anchor=Anchor.MIDDLE),
        ]
        if names_fit:
            name = spec.scale.name(step)
            parts.append(svg.text(name, x, bottom + 39, 11, fill=INK_3, anchor=Anchor.MIDDLE))
    if not isinstance(spec.target, Unknown):
        x = side.at(spec.target)
        parts += [
            slabs.draw_target(x, TOP - 16, bottom + 8),
            svg.text(target_words(spec), x, 26, 12, anchor=Anchor.MIDDLE, is_bold=True),
        ]
    return parts


def _body(side: Side, layer: StackLayer, y: float) -> str:
    if isinstance(layer.effective, Unknown):
        far = side.spine + side.sign * MISSING_WIDTH
        return slabs.missing(min(side.spine, far), max(side.spine, far), y, SLAB)
    parts = []
    if overhang(layer) > 0:
        ends = side.ends(layer.effective, layer.effective + overhang(layer))
        parts.append(slabs.draw_overhang(*ends, y, SLAB))
    parts.append(slabs.slab(*side.slab(layer.effective), y, SLAB, is_base=False))
    return "".join(parts)


def _base(sides: list[Side], layer: StackLayer, y: float) -> str:
    if isinstance(layer.effective, Unknown):
        return "".join(_body(side, layer, y) for side in sides)
    ends = [end for side in sides for end in side.slab(layer.effective)]
    return slabs.slab(min(ends), max(ends), y, SLAB, is_base=True)


def _uprights(side: Side, tops: list[float], base: int) -> list[str]:
    drawn = []
    for low, high, edge in capped_runs(side.layers):
        is_topmost = high == len(side.layers) - 1
        top = tops[high] - (14 if is_topmost else 6)
        bottom = tops[low] + (2 if low < base else SLAB)
        drawn.append(slabs.draw_upright(side.at(edge), top, bottom, arm=12 if is_topmost else 8))
    return drawn


def _words(spec: StackSpec, side: Side, tops: list[float], base: int) -> list[str]:
    parts = []
    far = side.length(_outer(spec, side.layers))
    if any(isinstance(layer.effective, Unknown) for layer in side.layers):
        far = max(far, MISSING_WIDTH)
    beside = side.spine + side.sign * (far + NOTE_GAP)
    for place, (layer, y) in enumerate(zip(side.layers, tops, strict=False)):
        if place < base and side.sign < 0:
            parts += _other_half(side, layer, y)
            continue
        written = _write(spec, side, layer, is_base=place < base)
        parts += _on_slab(side, layer, y, written)
        parts += _beside(side, beside, y, written)
    return parts


def _write(spec: StackSpec, side: Side, layer: StackLayer, *, is_base: bool) -> Written:
    second, tone = second_line(layer, spec, is_base=is_base)
    note = [(first_line(layer), INK, True)]
    if second:
        note.append((second, tone, False))
    if isinstance(layer.effective, Unknown):
        lines = wrap(layer.title, 14, MISSING_WIDTH - 30, lines=2, is_bold=True)
        return Written(tuple(lines), has_number=False, beside=tuple(note))
    length = side.length(layer.effective)
    number = text_width(level(layer.effective), NUMBER, is_bold=True)
    has_number = length > number + 24
    room = length - 20 - 12 - (number + 12 if has_number else 0)
    for title in (layer.title, short_title(layer)):
        lines = wrap(title, 14, room, lines=2, is_bold=True) if room > 0 else []
        if lines and not any(not line or line.endswith("…") for line in lines):
            return Written(tuple(lines), has_number=has_number, beside=tuple(note))
    return Written((), has_number=has_number, beside=((layer.title, INK, True), *note))


def _on_slab(side: Side, layer: StackLayer, y: float, written: Written) -> list[str]:
    is_missing = isinstance(layer.effective, Unknown)
    starts = {1: (46.0,), 2: (37.0, 55.0)}.get(len(written.on_slab), ())
    parts = [
        svg.text(
            words,
            side.spine + side.sign * 20,
            y + start,
            14,
            fill=INK if is_missing else ON_SLAB,
            anchor=side.outward,
            is_bold=True,
        )
        for words, start in zip(written.on_slab, starts, strict=True)
    ]
    if written.has_number and not isinstance(layer.effective, Unknown):
        x = side.at(layer.effective) - side.sign * 12
        number = level(layer.effective)
        parts.append(
            svg.text(number, x, y + 50, NUMBER, fill=ON_SLAB, anchor=side.inward, is_bold=True)
        )
    return parts


def _beside(side: Side, x: float, y: float, written: Written) -> list[str]:
    start = {1: 46.0, 2: 38.0}.get(len(written.beside), 29.0)
    return [
        svg.text(
            words,
            x,
            y + start + 18 * place,
            13 if is_bold else 12,
            fill=tone,
            anchor=side.outward,
            is_bold=is_bold,
            is_haloed=True,
        )
        for place, (words, tone, is_bold) in enumerate(written.beside)
    ]


def _other_half(side: Side, layer: StackLayer, y: float) -> list[str]:
    if isinstance(layer.effective, Unknown):
        return []
    room = side.length(layer.effective) - 32
    for words in (_("The base both sides stand on"), _("Base of both")):
        if text_width(words, 13) <= room:
            return [svg.text(words, side.spine - 20, y + 46, 13, fill=ON_SLAB, anchor=side.outward)]
    return []
