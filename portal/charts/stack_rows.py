"""The stack picture in a column: title above, slab beneath it, raw level at its end.

Phones and the PDF get one such column, with a head for each branch; three or more towers stand in
columns side by side, each on its own piece of the shared base.
"""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.charts import stack_slabs as slabs
from portal.charts import svg
from portal.charts.palette import BAD, INK_3, LINE, ON_SLAB
from portal.charts.stack_layout import (
    StackKind,
    StackLayout,
    arrange,
    capped_runs,
    overhang,
    short_title,
)
from portal.charts.stack_words import level, target_words
from portal.charts.svg import Anchor, Medium
from portal.domain.chart_specs.figures import Unknown
from portal.domain.chart_specs.levels import LevelScale
from portal.domain.chart_specs.stack import StackLayer, StackSpec
from portal.domain.text_metrics import fit, text_width

PITCH = 54.0
SLAB_TOP = 20.0
SLAB_HEIGHT = 26.0
HEAD = 21.0
LEFT = 8.0
RAW_ROOM = 58.0
AXIS_ROOM = 24.0
MISSING_WIDTH = 54.0
WIDTH = 340.0
WIDE = 1120.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of rows: where its scale begins, how long a level is, and how wide it may be."""

    x: float
    unit: float
    room: float
    scale: LevelScale

    def at(self, level: float) -> float:
        """Find the pixel of a level."""
        return self.x + self.scale.beyond_start(level) * self.unit


def draw(spec: StackSpec, medium: Medium, width: float = WIDTH) -> SafeString:
    """Draw all layers in one column.

    Parameters
    ----------
    spec
        What is shown.
    medium
        Phones or the PDF; a wide page for layers that do not stand on each other.
    width
        In pixels.

    Returns
    -------
    SafeString
        An ``<svg>``: the layers of each branch from the top down, the base last.
    """
    layout = arrange(spec.layers)
    column = _column(LEFT, width, spec)
    y = 6.0 if layout.kind is StackKind.SPINE or isinstance(spec.target, Unknown) else 22.0
    body: list[str] = []
    for words, layers in _groups(layout):
        if words:
            body.append(svg.text(words, LEFT, y + 16, 12, fill=INK_3, is_haloed=True))
            y += HEAD
        base = {layer.key for layer in layout.base}
        body += _rows(layers, column, y, base, spec.target)
        y += PITCH * len(layers) + (3 if words else 0)
    bottom = y + 6
    parts = [*_axis(column, 6, bottom), *_target(spec, column, 6, bottom), *body]
    return svg.svg(parts, width, bottom + AXIS_ROOM, medium, title=spec.title)


def draw_towers(spec: StackSpec, medium: Medium, width: float = WIDE) -> SafeString:
    """Draw three or more branches side by side, each on its piece of the shared base."""
    layout = arrange(spec.layers)
    share = width / len(layout.branches)
    top, bottom = 6.0, 6.0 + 18 + PITCH * layout.height + 6
    base = {layer.key for layer in layout.base}
    ground = bottom - 6 - PITCH * len(layout.base) - 3
    grid, body = [], []
    for place, branch in enumerate(layout.branches):
        column = _column(LEFT + place * share, share - 16, spec)
        layers = (*layout.base, *branch)[::-1]
        grid += [*_axis(column, top, bottom), *_target(spec, column, top, bottom)]
        body += _rows(layers, column, bottom - 6 - PITCH * len(layers), base, spec.target)
    if base:
        grid.append(svg.line(0, ground, width, ground, INK_3, width=1.25))
    return svg.svg([*grid, *body], width, bottom + AXIS_ROOM, medium, title=spec.title)


def _column(x: float, width: float, spec: StackSpec) -> Column:
    unit = (width - LEFT - RAW_ROOM) / spec.scale.length
    return Column(x, unit, width - 2 * LEFT, spec.scale)


def _groups(layout: StackLayout) -> list[tuple[str, tuple[StackLayer, ...]]]:
    match layout.kind:
        case StackKind.LIST:
            return [("", tuple(branch[0] for branch in layout.branches))]
        case StackKind.CHAIN:
            return [("", (*layout.base, *layout.branches[0])[::-1])]
        case StackKind.SPINE | StackKind.TOWERS:
            side = _("%(layer)s side") if layout.kind is StackKind.SPINE else _("%(layer)s tower")
            groups = [
                (side % {"layer": short_title(branch[0])}, branch[::-1])
                for branch in layout.branches
            ]
            if layout.base:
                words = _("Base of both") if len(groups) == 2 else _("Base of all")
                groups.append((words, layout.base[::-1]))
            return groups


def _axis(column: Column, top: float, bottom: float) -> list[str]:
    parts = []
    for step in column.scale.steps:
        x = column.at(step)
        parts += [
            svg.line(x, top, x, bottom, LINE),
            svg.text(str(step), x, bottom + 14, 12, fill=INK_3, anchor=Anchor.MIDDLE),
        ]
    return parts


def _target(spec: StackSpec, column: Column, top: float, bottom: float) -> list[str]:
    if isinstance(spec.target, Unknown):
        return []
    x, words = column.at(spec.target), target_words(spec)
    fits = x + 6 + text_width(words, 12, is_bold=True) <= column.x + column.room + LEFT
    label = svg.text(
        words,
        x + 6 if fits else x - 6,
        top + 8,
        12,
        anchor=Anchor.START if fits else Anchor.END,
        is_bold=True,
        is_haloed=True,
    )
    return [slabs.draw_target(x, top, bottom), label]


def _rows(
    layers: tuple[StackLayer, ...],
    column: Column,
    top: float,
    base: set[str],
    target: float | Unknown,
) -> list[str]:
    parts, titles = [], []
    tops = [top + place * PITCH for place in range(len(layers))]
    for layer, y in zip(layers, tops, strict=True):
        title = fit(layer.title, 13, column.room, is_bold=True)
        titles.append(svg.text(title, column.x, y + 13, 13, is_bold=True, is_haloed=True))
        parts += _slab(layer, column, y + SLAB_TOP, is_base=layer.key in base, target=target)
    lowest_first = layers[::-1]
    for low, high, edge in capped_runs(lowest_first):
        above = tops[::-1][high] + SLAB_TOP - 4
        below = tops[::-1][low] + SLAB_TOP + SLAB_HEIGHT
        parts.append(slabs.draw_upright(column.at(edge), above, below, arm=0, width=2.5))
    # Titles come last, so that an upright never runs through the words between two slabs.
    return parts + titles


def _slab(
    layer: StackLayer, column: Column, y: float, *, is_base: bool, target: float | Unknown
) -> list[str]:
    effective = layer.effective
    if isinstance(effective, Unknown):
        end = column.x + MISSING_WIDTH
        return [
            slabs.missing(column.x, end, y, SLAB_HEIGHT),
            svg.text(effective.words, end + 8, y + 18, 12, fill=INK_3, is_haloed=True),
        ]
    edge, end = column.at(effective), column.at(effective + overhang(layer))
    parts = []
    if overhang(layer) > 0:
        parts.append(slabs.draw_overhang(edge, end, y, SLAB_HEIGHT))
    thinnest = column.x + slabs.THINNEST
    parts.append(slabs.slab(column.x, max(edge, thinnest), y, SLAB_HEIGHT, is_base=is_base))
    written = level(effective)
    raw = _("raw %(level)s") % {"level": level(layer.raw)}
    if edge - column.x > text_width(written, 14, is_bold=True) + 12:
        number = svg.text(
            written, edge - 8, y + 18, 14, fill=ON_SLAB, anchor=Anchor.END, is_bold=True
        )
        parts.append(number)
    else:
        raw = f"{written}, {raw}"
    tone = BAD if overhang(layer) > 0 else INK_3
    x = _beside(raw, end + 8, column, target)
    parts.append(svg.text(raw, x, y + 18, 12, fill=tone, is_haloed=True))
    return parts


def _beside(words: str, x: float, column: Column, target: float | Unknown) -> float:
    """Move words that stand on the line of the target behind it, where there is room.

    What was built far beyond almost nothing leaves less room than its words take.
    """
    width, right = text_width(words, 12), column.at(column.scale.highest) + RAW_ROOM
    x = min(x, right - width)
    if isinstance(target, Unknown):
        return x
    line = column.at(target)
    has_room = line + 8 + width <= right
    return line + 8 if x - 4 < line < x + width + 4 and has_room else x
