"""Capacity beneath the roadmap: what each period asks for, a tick at the limit, red beyond it."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.charts import shapes, svg
from portal.charts.palette import BAD, INK, INK_3, LEVEL_4, LINE, SUNK, Tone
from portal.charts.shapes import LegendItem
from portal.charts.svg import Anchor, Medium
from portal.domain.chart_specs.figures import Cell, ChartTable, Column
from portal.domain.chart_specs.roadmap import CapacityLane, CapacityLoad, CapacitySpec
from portal.domain.text_metrics import text_width

WIDTHS = {Medium.WIDE: 1110.0, Medium.PAGE: 1110.0, Medium.NARROW: 326.0, Medium.REPORT: 673.0}
GUTTER = 40.0
LANE = 50.0
BAR = 12.0
NUMBER_ROOM = 44.0
NARROW_ROW = 18.0
HEADROOM = 1.2


def draw(spec: CapacitySpec, medium: Medium = Medium.WIDE, width: float = 0) -> SafeString:
    """Draw a lane for each resource, on phones a block.

    Parameters
    ----------
    spec
        What is shown.
    medium
        Where it stands; wide drawings keep the quarters of the roadmap above them.
    width
        In pixels; 0 for the usual one.

    Returns
    -------
    SafeString
        An ``<svg>``.
    """
    across = width or WIDTHS[medium]
    if medium is Medium.NARROW:
        return _blocks(spec, across)
    gutter = GUTTER if medium is Medium.WIDE else 0.0
    share = (across - gutter) / max(len(spec.periods), 1)
    head = 0.0 if medium is Medium.WIDE else 20.0
    height = head + LANE * len(spec.lanes) - 6
    parts = []
    for place, period in enumerate(spec.periods):
        x = gutter + place * share
        parts += _divider(spec, x, gutter + 8, head, height)
        if head:
            parts.append(svg.text(period, x + 8, 13, 12, is_bold=True))
    for row, lane in enumerate(spec.lanes):
        y = head + row * LANE
        parts.append(svg.text(lane.name, gutter + 8, y + 12, 12, is_bold=True, is_haloed=True))
        top = _top(lane)
        for place, load in enumerate(lane.loads):
            slot = Slot(gutter + place * share + 8, y + 20, share - 16 - NUMBER_ROOM, BAR, top)
            words = svg.text(
                amount(load.used),
                slot.x + slot.width + 8,
                slot.y + 11,
                13,
                fill=_tone(load),
                is_bold=True,
            )
            url = "" if medium is Medium.REPORT else load.url
            parts += [*slot.draw(load), slot.tick(load, 4), svg.link(url, "", words)]
    return svg.svg(parts, across, height, medium, title=spec.title)


def _divider(spec: CapacitySpec, x: float, start: float, head: float, height: float) -> list[str]:
    """Draw the line before a period, which makes way for the name of a lane that reaches it."""
    parts, y = [], 0.0
    for row, lane in enumerate(spec.lanes):
        top = head + row * LANE
        if start < x < start + text_width(lane.name, 12, is_bold=True) + 4:
            if top > y:
                parts.append(svg.line(x, y, x, top, LINE))
            y = top + 16
    return [*parts, svg.line(x, y, x, height, LINE)]


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one bar, and the amount that would fill it."""

    x: float
    y: float
    width: float
    height: float
    top: float

    def length(self, used: float) -> float:
        """Measure an amount."""
        return min(used / self.top, 1) * self.width

    def draw(self, load: CapacityLoad) -> list[str]:
        """Draw what is used, and in red what is beyond the limit."""
        within = self.length(min(load.used, load.limit))
        parts = [
            svg.rect(self.x, self.y, self.width, self.height, SUNK, radius=1),
            svg.rect(self.x, self.y, within, self.height, LEVEL_4, radius=1),
        ]
        if load.used > load.limit:
            beyond = self.length(load.used) - within
            parts.append(svg.rect(self.x + within, self.y, beyond, self.height, BAD))
        return parts

    def tick(self, load: CapacityLoad, over: float) -> str:
        """Draw the limit."""
        x = self.x + self.length(load.limit)
        return svg.line(x, self.y - over, x, self.y + self.height + over, INK, width=2)


def _top(lane: CapacityLane) -> float:
    most = max((max(load.used, load.limit * HEADROOM) for load in lane.loads), default=0.0)
    return most or 1.0


def _tone(load: CapacityLoad) -> Tone:
    return BAD if load.used > load.limit else INK


def _blocks(spec: CapacitySpec, width: float) -> SafeString:
    label = max((text_width(period, 12) for period in spec.periods), default=0) + 12
    y, parts = 0.0, []
    for lane in spec.lanes:
        parts.append(svg.text(lane.name, 0, y + 12, 13, is_bold=True))
        top = _top(lane)
        for place, (period, load) in enumerate(zip(spec.periods, lane.loads, strict=True)):
            slot = Slot(label, y + 21 + place * NARROW_ROW, width - label - 48, 11, top)
            parts += [
                svg.text(period, 0, slot.y + 10, 12, fill=INK_3),
                *slot.draw(load),
                slot.tick(load, 3.5),
                svg.text(
                    amount(load.used),
                    width,
                    slot.y + 10,
                    13,
                    fill=_tone(load),
                    anchor=Anchor.END,
                    is_bold=True,
                ),
            ]
        y += 34 + NARROW_ROW * len(lane.loads)
    return svg.svg(parts, width, max(y - 10, 0), Medium.NARROW, title=spec.title)


def amount(value: float) -> str:
    """Write an amount: whole where it is whole, else with one decimal."""
    return f"{value:,.0f}" if round(value, 1) == round(value) else f"{value:,.1f}"


def legend(spec: CapacitySpec) -> tuple[LegendItem, ...]:
    """Explain bar, tick and red, as far as they appear."""
    items = [
        LegendItem(shapes.slab_icon(LEVEL_4), _("Asked for")),
        LegendItem(shapes.upright_icon(INK, width=2), _("Available")),
    ]
    if any(load.used > load.limit for lane in spec.lanes for load in lane.loads):
        items.append(LegendItem(shapes.slab_icon(BAD), _("Beyond what is available")))
    return tuple(items)


def table(spec: CapacitySpec) -> ChartTable:
    """Write capacity as a table: used of available, for each resource and period."""
    columns = (Column(_("Resource")), *(Column(period, is_number=True) for period in spec.periods))
    rows = tuple(
        (
            Cell(lane.name),
            *(
                Cell(
                    _("%(used)s of %(limit)s")
                    % {"used": amount(load.used), "limit": amount(load.limit)},
                    load.url,
                )
                for load in lane.loads
            ),
        )
        for lane in spec.lanes
    )
    return ChartTable(columns, rows)
