"""Lines over time: what was and what is likely, against the plan or the target."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.charts import shapes, svg
from portal.charts.palette import (
    ACCENT,
    INK,
    INK_2,
    INK_3,
    LEVEL_2,
    LINE,
    LINE_STRONG,
    SURFACE,
    Tone,
)
from portal.charts.shapes import LegendItem
from portal.charts.svg import Anchor, Medium
from portal.domain.chart_specs.figures import Cell, ChartTable, Column, Unknown
from portal.domain.chart_specs.lines import Line, LinesSpec, LineStyle
from portal.domain.text_metrics import text_width

SIZES = {
    Medium.WIDE: (460.0, 150.0),
    Medium.PAGE: (460.0, 150.0),
    Medium.NARROW: (326.0, 150.0),
    Medium.REPORT: (322.0, 190.0),
}
LEFT = 6.0
TOP = 14.0
LABEL_PITCH = 15.0


@dataclass(frozen=True, slots=True)
class Look:
    """How a style is drawn."""

    tone: Tone
    width: float
    dashes: str = ""
    is_bold: bool = False


LOOKS = {
    LineStyle.MAIN: Look(ACCENT, 3, is_bold=True),
    LineStyle.LIKELY: Look(ACCENT, 1.5, is_bold=True),
    LineStyle.PLAN: Look(INK_3, 1.5, "3 3"),
    LineStyle.QUIET: Look(LINE_STRONG, 1.5),
}
LABEL_TONES = {
    LineStyle.MAIN: ACCENT,
    LineStyle.LIKELY: ACCENT,
    LineStyle.PLAN: INK_2,
    LineStyle.QUIET: INK_3,
}


@dataclass(frozen=True, slots=True)
class Plot:
    """Where positions and values lie."""

    left: float
    right: float
    top: float
    bottom: float
    steps: int
    low: float
    high: float

    def across(self, position: float) -> float:
        """Find the pixel of a position on the axis."""
        return self.left + position * (self.right - self.left) / max(self.steps, 1)

    def up(self, value: float) -> float:
        """Find the pixel of a value."""
        span = self.high - self.low or 1
        return self.bottom - (value - self.low) / span * (self.bottom - self.top)


def draw(
    spec: LinesSpec, medium: Medium = Medium.WIDE, size: tuple[float, float] | None = None
) -> SafeString:
    """Draw the lines.

    Parameters
    ----------
    spec
        What is shown.
    medium
        Where it stands.
    size
        Width and height in pixels; each medium has its own otherwise.

    Returns
    -------
    SafeString
        An ``<svg>``. An unknown value leaves a gap; labels at the ends move apart where they would
        overlap.
    """
    width, height = size or SIZES[medium]
    plot = _lay_out(spec, width, height)
    parts = _grid(spec, plot)
    parts += _fan(spec, plot)
    if not isinstance(spec.target, Unknown):
        y = plot.up(spec.target)
        parts.append(svg.line(plot.left, y, plot.right, y, INK, width=1.25, dashes="2 3"))
    for line in spec.lines:
        parts += _line(line, plot)
    parts += _ends(spec, plot)
    return svg.svg(parts, width, height, medium, title=spec.title)


def _lay_out(spec: LinesSpec, width: float, height: float) -> Plot:
    labels = [line.end_label for line in spec.lines]
    if spec.fan:
        labels.append(spec.fan.label)
    if not isinstance(spec.target, Unknown):
        labels.append(_target_words(spec.target))
    room = max((text_width(words, 12, is_bold=True) for words in labels if words), default=0)
    low = min((value for value, _words in spec.ticks), default=0.0)
    right = width - (room + 10 if room else LEFT)
    last = len(spec.axis) - 1
    return Plot(LEFT, right, TOP, height - 20, last, low, spec.maximum)


def _target_words(target: float) -> str:
    return _("target %(level)s") % {"level": f"{target:g}"}


def _grid(spec: LinesSpec, plot: Plot) -> list[str]:
    parts = []
    for value, words in spec.ticks:
        y = plot.up(value)
        parts.append(svg.line(plot.left, y, plot.right, y, LINE))
        if words:
            parts.append(svg.text(words, plot.left, y - 4, 11, fill=INK_3))
    now = spec.now % len(spec.axis) if spec.axis else 0
    free = plot.left - 20
    for position in _kept(len(spec.axis), now):
        words, is_now = spec.axis[position], position == now
        x = plot.across(position)
        half = text_width(words, 11, is_bold=is_now) / 2
        x = max(x, half) if position == 0 else x
        if x - half < free + 4:
            continue
        tone = INK if is_now else INK_3
        parts.append(
            svg.text(
                words, x, plot.bottom + 16, 11, fill=tone, anchor=Anchor.MIDDLE, is_bold=is_now
            )
        )
        free = x + half
    return parts


def _kept(count: int, now: int) -> list[int]:
    # More than about a dozen labels would run into each other: keep every n-th, and the present.
    step = max(1, -(-count // 13))
    return [position for position in range(count) if position % step == now % step]


def _fan(spec: LinesSpec, plot: Plot) -> list[str]:
    if not spec.fan:
        return []
    places = [plot.across(spec.fan.start + step) for step in range(len(spec.fan.low))]
    upper = [(x, plot.up(value)) for x, value in zip(places, spec.fan.high, strict=True)]
    lower = [(x, plot.up(value)) for x, value in zip(places, spec.fan.low, strict=True)]
    return [svg.path(svg.polyline([*upper, *lower[::-1]]) + "Z", fill=LEVEL_2)]


def _line(line: Line, plot: Plot) -> list[str]:
    look = LOOKS[line.style]
    parts, run = [], []
    ends: list[tuple[float, float]] = []
    for position, value in enumerate([*line.values, Unknown()]):
        if not isinstance(value, Unknown):
            run.append((plot.across(position), plot.up(value)))
            continue
        if len(run) > 1:
            parts.append(
                svg.path(
                    svg.polyline(run),
                    stroke=look.tone,
                    stroke_width=look.width,
                    dashes=look.dashes,
                    is_round=True,
                )
            )
        elif run:
            # A value between two gaps has no line to show it.
            parts.append(svg.circle(*run[0], 2.5, fill=look.tone))
        ends += run[-1:]
        run = []
    if line.style is LineStyle.MAIN and ends:
        parts.append(svg.circle(*ends[-1], 4.5, fill=look.tone, stroke=SURFACE, stroke_width=2))
    return parts


def _ends(spec: LinesSpec, plot: Plot) -> list[str]:
    wanted: list[tuple[float, str, Tone, bool]] = []
    for line in spec.lines:
        known = [value for value in line.values if not isinstance(value, Unknown)]
        if line.end_label and known:
            look = LOOKS[line.style]
            place = plot.up(known[-1]) + 4
            wanted.append((place, line.end_label, LABEL_TONES[line.style], look.is_bold))
    if spec.fan and spec.fan.label:
        wanted.append((plot.up(spec.fan.low[-1]) + 13, spec.fan.label, INK_3, False))
    if not isinstance(spec.target, Unknown):
        wanted.append((plot.up(spec.target) + 4, _target_words(spec.target), INK, False))
    wanted.sort(key=lambda each: each[0])
    return [
        svg.text(words, plot.right + 8, y, 12, fill=tone, is_bold=is_bold)
        for y, (_place, words, tone, is_bold) in zip(
            spread([each[0] for each in wanted], LABEL_PITCH, plot.bottom + 8), wanted, strict=True
        )
    ]


def spread(places: list[float], pitch: float, bottom: float) -> list[float]:
    """Move places apart until no two are closer than the pitch.

    Parameters
    ----------
    places
        From top to bottom.
    pitch
        The least distance.
    bottom
        The lowest place there may be.

    Returns
    -------
    list of float
        The places in the same order.

    Examples
    --------
    >>> spread([10, 12, 60], 15, 100)
    [10, 25, 60]
    >>> spread([90, 99], 15, 100)
    [85, 100]
    """
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + pitch) if moved else place)
    limit = bottom
    for index in range(len(moved) - 1, -1, -1):
        moved[index] = min(moved[index], limit)
        limit = moved[index] - pitch
    return moved


def legend(spec: LinesSpec) -> tuple[LegendItem, ...]:
    """Explain lines that carry no label at their end."""
    return tuple(
        LegendItem(
            shapes.level_icon(
                LOOKS[line.style].tone,
                width=LOOKS[line.style].width,
                dashes=LOOKS[line.style].dashes,
            ),
            line.name,
        )
        for line in spec.lines
        if not line.end_label
    )


def table(spec: LinesSpec) -> ChartTable:
    """Write the lines as a table, a row for each position."""
    heads = [Column(line.name, is_number=True) for line in spec.lines]
    if spec.fan:
        heads += [Column(_("Low"), is_number=True), Column(_("High"), is_number=True)]
    rows = []
    for position, label in enumerate(spec.axis):
        cells = [Cell(_written(line.values[position], spec)) for line in spec.lines]
        rows.append((Cell(label), *cells, *_bounds(spec, position)))
    return ChartTable((Column(spec.axis_head), *heads), tuple(rows))


def _bounds(spec: LinesSpec, position: int) -> tuple[Cell, ...]:
    if not spec.fan:
        return ()
    step = position - spec.fan.start
    if not 0 <= step < len(spec.fan.low):
        return (Cell("–"), Cell("–"))
    return tuple(Cell(_written(bound[step], spec)) for bound in (spec.fan.low, spec.fan.high))


def _written(value: float | Unknown, spec: LinesSpec) -> str:
    return "–" if isinstance(value, Unknown) else f"{value:,.{spec.decimals}f}"
