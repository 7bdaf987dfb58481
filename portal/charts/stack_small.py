"""The stack picture at a glance, for a panel of the overview: no axis, short titles, one number."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.charts import stack_slabs as slabs
from portal.charts import svg
from portal.charts.palette import BAD, INK, INK_2, INK_3, ON_SLAB
from portal.charts.stack_layout import (
    StackKind,
    StackLayout,
    arrange,
    capped_runs,
    overhang,
    short_title,
)
from portal.charts.stack_spine import Side
from portal.charts.stack_words import level
from portal.charts.svg import Anchor, Medium
from portal.domain.chart_specs.figures import Unknown
from portal.domain.chart_specs.levels import LevelScale
from portal.domain.chart_specs.stack import StackLayer, StackSpec
from portal.domain.text_metrics import fit, text_width

WIDTH = 252.0
TOP = 20.0
PITCH = 34.0
SLAB = 30.0
NUMBER_ROOM = 32.0
ROW = 22.0
LABEL_ROOM = 96.0
MISSING_WIDTH = 26.0


def draw(spec: StackSpec, medium: Medium = Medium.PAGE) -> SafeString:
    """Draw the stack small.

    Parameters
    ----------
    spec
        What is shown.
    medium
        Where it stands; the same drawing serves wide and narrow pages.

    Returns
    -------
    SafeString
        An ``<svg>`` 252 pixels wide: two sides of a spine, or else a bar for each layer.
    """
    layout = arrange(spec.layers)
    if layout.kind is StackKind.SPINE:
        return _spine(spec, layout, medium)
    ordered = [*layout.base, *(layer for branch in layout.branches for layer in branch)]
    return _bars(spec, list(dict.fromkeys(ordered))[::-1], medium)


def _spine(spec: StackSpec, layout: StackLayout, medium: Medium) -> SafeString:
    half = WIDTH / 2
    unit = _unit(spec, half)
    rows, base = layout.height, len(layout.base)
    tops = [TOP + (rows - 1 - place) * PITCH for place in range(rows)]
    bottom = tops[0] + SLAB
    sides = [
        Side((*layout.base, *branch), sign, half, unit, spec.scale)
        for branch, sign in zip(layout.branches, (-1, 1), strict=True)
    ]
    parts = [part for side in sides for part in _dotted(spec, side, bottom)]
    parts += [
        _slab(side, layer, y, is_base=place < base)
        for side in sides
        for place, (layer, y) in enumerate(zip(side.layers, tops, strict=False))
    ]
    for side in sides:
        for low, high, edge in capped_runs(side.layers):
            below = tops[low] + (2 if low < base else SLAB)
            parts.append(slabs.draw_upright(side.at(edge), tops[high] - 5, below, arm=6, width=2))
    ends = [(y, y + SLAB) for y in reversed(tops)]
    parts.append(slabs.draw_thread(half, ends, 8, bottom + 4, width=2.5))
    for side in sides:
        shown = side.layers[base:] if side.sign < 0 else side.layers
        skipped = base if side.sign < 0 else 0
        for layer, y in zip(shown, tops[skipped:], strict=False):
            parts += _words(side, layer, y, _target(spec))
    return svg.svg(parts, WIDTH, bottom + 6, medium, title=spec.title)


def _unit(spec: StackSpec, half: float) -> float:
    scale = spec.scale
    ends = [_target(spec), *(_end(layer, scale) for layer in spec.layers)]
    reach = max([*map(scale.beyond_start, ends), scale.length * 0.6])
    unit = (half - NUMBER_ROOM) / reach
    beside = [
        text_width(short_title(layer), 11)
        for layer in spec.layers
        if not _title_fits(layer, scale, unit)
    ]
    # Titles too long for their slab stand beside it, which needs room there.
    return (half - max([NUMBER_ROOM, *(width + 8 for width in beside)])) / reach


def _title_fits(layer: StackLayer, scale: LevelScale, unit: float) -> bool:
    if isinstance(layer.effective, Unknown):
        return False
    return text_width(short_title(layer), 11) <= scale.beyond_start(layer.effective) * unit - 14


def _beside(side: Side, layer: StackLayer, target: float, words: str) -> float:
    x = side.at(_end(layer, side.scale)) + side.sign * 6
    line, width = side.at(target), text_width(words, 12, is_bold=True)
    crosses = target > side.scale.start and -4 < (line - x) * side.sign < width + 4
    return line + side.sign * 6 if crosses else x


def _target(spec: StackSpec) -> float:
    return spec.scale.start if isinstance(spec.target, Unknown) else spec.target


def _end(layer: StackLayer, scale: LevelScale) -> float:
    effective = layer.effective
    return scale.start if isinstance(effective, Unknown) else effective + overhang(layer)


def _dotted(spec: StackSpec, side: Side, bottom: float) -> list[str]:
    if isinstance(spec.target, Unknown):
        return []
    x = side.at(spec.target)
    return [
        svg.line(x, 14, x, bottom, INK, width=1.25, dashes="2 3"),
        svg.text(_("target"), x, 10, 11, fill=INK_2, anchor=Anchor.MIDDLE),
    ]


def _slab(side: Side, layer: StackLayer, y: float, *, is_base: bool) -> str:
    if isinstance(layer.effective, Unknown):
        far = side.spine + side.sign * MISSING_WIDTH
        return slabs.missing(min(side.spine, far), max(side.spine, far), y, SLAB)
    drawn = slabs.slab(*side.slab(layer.effective), y, SLAB, is_base=is_base)
    if overhang(layer) > 0:
        ends = side.ends(layer.effective, _end(layer, side.scale))
        drawn += slabs.draw_overhang(*ends, y, SLAB)
    return drawn


def _words(side: Side, layer: StackLayer, y: float, target: float) -> list[str]:
    title, number = short_title(layer), level(layer.effective)
    tone = BAD if overhang(layer) > 0 else INK
    x = _beside(side, layer, target, number)
    if isinstance(layer.effective, Unknown):
        return [svg.text(title, x, y + 19, 11, fill=INK_3, anchor=side.outward)]
    parts = []
    if _title_fits(layer, side.scale, side.unit):
        inner = side.spine + side.sign * 9
        parts.append(svg.text(title, inner, y + 19, 11, fill=ON_SLAB, anchor=side.outward))
    else:
        room = abs((WIDTH if side.sign > 0 else 0) - x)
        words = fit(title, 11, room)
        parts.append(svg.text(words, x, y + 11, 11, anchor=side.outward, is_haloed=True))
        y += 7
    parts.append(svg.text(number, x, y + 19, 12, fill=tone, anchor=side.outward, is_bold=True))
    return parts


def _bars(spec: StackSpec, layers: list[StackLayer], medium: Medium) -> SafeString:
    unit = (WIDTH - LABEL_ROOM - NUMBER_ROOM) / spec.scale.length
    bottom = TOP + ROW * len(layers)
    base = Side(tuple(layers), 1, LABEL_ROOM, unit, spec.scale)
    parts = _dotted(spec, base, bottom)
    for place, layer in enumerate(layers):
        y = TOP + ROW * place
        title = fit(short_title(layer), 11, LABEL_ROOM - 8)
        parts.append(svg.text(title, 0, y + 12, 11, fill=INK))
        if isinstance(layer.effective, Unknown):
            parts.append(svg.text(layer.effective.words, base.spine, y + 12, 11, fill=INK_3))
            continue
        if overhang(layer) > 0:
            ends = base.ends(layer.effective, _end(layer, spec.scale))
            parts.append(slabs.draw_overhang(*ends, y, 16))
        end = max(base.at(layer.effective), base.spine + slabs.THINNEST)
        parts.append(slabs.slab(base.spine, end, y, 16, is_base=False))
        tone = BAD if overhang(layer) > 0 else INK
        x = _beside(base, layer, _target(spec), level(layer.effective))
        parts.append(svg.text(level(layer.effective), x, y + 12, 12, fill=tone, is_bold=True))
    return svg.svg(parts, WIDTH, bottom, medium, title=spec.title)
