"""The roadmap timeline: waves of bars, what depends on what, its legend and its table."""

from datetime import date

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.charts import roadmap_columns, shapes, svg
from portal.charts.palette import INK_2, PAPER, SURFACE, Tone
from portal.charts.roadmap_arrows import Arrows, Row
from portal.charts.roadmap_axis import draw_bar, draw_periods, make_axis
from portal.charts.roadmap_names import Name, place_name
from portal.charts.shapes import LegendItem, bucket_legend
from portal.charts.svg import Anchor, Box, Medium
from portal.domain.chart_specs.figures import Cell, ChartTable, Column
from portal.domain.chart_specs.roadmap import RoadmapItem, RoadmapSpec
from portal.domain.text_metrics import fit

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
        Wide pages get bars with their names in or beside them and dependencies around
        them; the PDF gets names in a column before the bars; phones get names above thin bars.
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
    rows: dict[str, Row] = {}
    grounds, words, bars = [], [], []
    y = TOP
    for place, wave in enumerate(spec.waves):
        ground = SURFACE if place % 2 else PAPER
        height = max(PITCH * len(wave.items) + WAVE_PADDING, SHORTEST_WAVE)
        if ground is PAPER:
            grounds.append(svg.rect(0, y, width, height, PAPER))
        words.append(_wave_name(wave.name, y, height))
        for number, item in enumerate(wave.items):
            top = y + 6 + number * PITCH
            left, right = axis.ends(item)
            bar = Box(left, top, right, top + BAR)
            name = place_name(item, bar, axis)
            rows[item.key] = name.row(bar)
            bars.append(_item(item, bar, name, ground))
        y += height
    lines, names = draw_periods(spec, axis, (22, y), 13, 8)
    ways = Arrows(rows)
    arrows = [
        ways.draw(each.first, each.then, is_required=each.is_required)
        for each in spec.dependencies
        if each.first in rows and each.then in rows and each.first != each.then
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


def _item(item: RoadmapItem, bar: Box, name: Name, ground: Tone) -> str:
    drawn = draw_bar(item, bar) + name.draw(bar, ground)
    told = f"{item.title}: {_day(item.starts_on)} – {_day(item.ends_on)}"
    return svg.link(item.url, told, drawn)


def _day(day: date) -> str:
    return date_format(day, "j M Y")


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
            Cell(_day(item.starts_on)),
            Cell(_day(item.ends_on)),
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
