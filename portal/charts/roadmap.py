"""The roadmap timeline: waves of bars, what depends on what, its legend and its table."""

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.charts import roadmap_columns, shapes, svg
from portal.charts.palette import INK, INK_2, INK_3, PAPER, SURFACE, Tone
from portal.charts.roadmap_arrows import draw_arrow
from portal.charts.roadmap_axis import Axis, draw_bar, draw_periods, make_axis
from portal.charts.shapes import LegendItem, bucket_legend
from portal.charts.svg import Anchor, Box, Medium
from portal.domain.chart_specs.figures import Cell, ChartTable, Column
from portal.domain.chart_specs.roadmap import RoadmapItem, RoadmapSpec
from portal.domain.text_metrics import fit, text_width

WIDTH = 1110.0
GUTTER = 40.0
TOP = 28.0
PITCH = 34.0
BAR = 26.0
WAVE_PADDING = 14.0
SHORTEST_WAVE = 54.0


def draw(spec: RoadmapSpec, medium: Medium = Medium.WIDE, width: float = 0) -> SafeString:
    """Draw the timeline.

    Parameters
    ----------
    spec
        What is shown.
    medium
        Wide pages get bars with words in them and dependencies behind them; the PDF gets names in a
        column before the bars; phones get names above thin bars.
    width
        In pixels; 0 for the usual one.

    Returns
    -------
    SafeString
        An ``<svg>``.
    """
    if medium is Medium.REPORT:
        return roadmap_columns.draw_report(spec, width or roadmap_columns.REPORT_WIDTH)
    if medium is Medium.NARROW:
        return roadmap_columns.draw_narrow(spec, width or roadmap_columns.NARROW_WIDTH)
    return _wide(spec, medium, width or WIDTH)


def _wide(spec: RoadmapSpec, medium: Medium, width: float) -> SafeString:
    axis = make_axis(spec, GUTTER, width)
    boxes: dict[str, Box] = {}
    grounds, words, bars = [], [], []
    y = TOP
    for place, wave in enumerate(spec.waves):
        ground = SURFACE if place % 2 else PAPER
        height = max(PITCH * len(wave.items) + WAVE_PADDING, SHORTEST_WAVE)
        if ground is PAPER:
            grounds.append(svg.rect(0, y, width, height, PAPER))
        words.append(_wave_name(wave.name, y, height))
        for row, item in enumerate(wave.items):
            top = y + 6 + row * PITCH
            left, right = axis.ends(item)
            boxes[item.key] = Box(left, top, right, top + BAR)
            bars.append(_item(item, boxes[item.key], axis, ground))
        y += height
    lines, names = draw_periods(spec, axis, (22, y), 13, 8)
    arrows = [
        draw_arrow(boxes[each.first], boxes[each.then], is_required=each.is_required)
        for each in spec.dependencies
        if each.first in boxes and each.then in boxes and each.first != each.then
    ]
    parts = [*grounds, *lines, *arrows, *words, *bars, *names]
    return svg.svg(parts, width, y, medium, title=spec.title, extra="st-road")


def _wave_name(name: str, y: float, height: float) -> str:
    words = fit(name, 12, height - 6, is_bold=True)
    return svg.text(
        words,
        18,
        y + height / 2,
        12,
        fill=INK_2,
        anchor=Anchor.MIDDLE,
        is_bold=True,
        is_upright=True,
    )


def _item(item: RoadmapItem, box: Box, axis: Axis, ground: Tone) -> str:
    drawn = draw_bar(item, box) + "".join(_words(item, box, axis, ground))
    told = f"{item.title}: {date_format(item.starts_on)} – {date_format(item.ends_on)}"
    return svg.link(item.url, told, drawn)


def _words(item: RoadmapItem, box: Box, axis: Axis, ground: Tone) -> list[str]:
    level, title = box.top + 17, text_width(item.title, 12, is_bold=True)
    inner = box.left + 28
    if inner + title + 6 <= box.right:
        detail = text_width(item.detail, 12)
        parts = [svg.text(item.title, inner, level, 12, is_bold=True)]
        if item.detail and inner + title + 8 + detail + 6 <= box.right:
            parts.append(svg.text(item.detail, inner + title + 8, level, 12, fill=INK_3))
        return parts
    if box.right + 10 + title <= axis.right:
        x, anchor = box.right + 10, Anchor.START
    elif box.left - 10 - title >= axis.left:
        x, anchor = box.left - 10, Anchor.END
    else:
        words = fit(item.title, 12, box.right - inner - 6, is_bold=True)
        return [svg.text(words, inner, level, 12, is_bold=True)] if words else []
    return [
        svg.text(
            item.title,
            x,
            level,
            12,
            fill=INK,
            anchor=anchor,
            is_bold=True,
            is_haloed=True,
            ground=ground,
        )
    ]


def legend(spec: RoadmapSpec) -> tuple[LegendItem, ...]:
    """Explain shapes, dashed bars and arrows, as far as they appear."""
    items = list(bucket_legend())
    if any(item.bucket is None for wave in spec.waves for item in wave.items):
        items.append(LegendItem(shapes.action_icon(), _("Foundation action")))
    if any(each.is_required for each in spec.dependencies):
        items.append(LegendItem(shapes.level_icon(), _("Must be done first")))
    if any(not each.is_required for each in spec.dependencies):
        items.append(LegendItem(shapes.level_icon(dashes="3 2"), _("Helps")))
    return tuple(items)


def table(spec: RoadmapSpec) -> ChartTable:
    """Write the roadmap as a table: the item first, then when and what it waits for."""
    titles = {item.key: item.title for wave in spec.waves for item in wave.items}
    columns = (
        Column(_("Use case or action")),
        Column(_("Wave")),
        Column(_("Starts")),
        Column(_("Ends")),
        Column(_("Needs first")),
        Column(_("Helped by")),
    )
    rows = tuple(
        (
            Cell(item.title, item.url, item.bucket),
            Cell(wave.name),
            Cell(date_format(item.starts_on, "j M Y")),
            Cell(date_format(item.ends_on, "j M Y")),
            Cell(_before(spec, item.key, titles, is_required=True)),
            Cell(_before(spec, item.key, titles, is_required=False)),
        )
        for wave in spec.waves
        for item in wave.items
    )
    return ChartTable(columns, rows)


def _before(spec: RoadmapSpec, key: str, titles: dict[str, str], *, is_required: bool) -> str:
    named = [
        titles[each.first]
        for each in spec.dependencies
        if each.then == key and each.is_required is is_required and each.first in titles
    ]
    return ", ".join(named) or "–"
