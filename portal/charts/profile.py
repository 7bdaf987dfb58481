"""The maturity profile of the PDF: a bar for each capability, against the target."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.charts import shapes, svg
from portal.charts import stack_slabs as slabs
from portal.charts.palette import BAD, INK, INK_3, LEVEL_4, LINE, SUNK
from portal.charts.shapes import LegendItem
from portal.charts.stack_words import level
from portal.charts.svg import Anchor, Medium
from portal.domain.chart_specs.bars import ProfileRow, ProfileSpec
from portal.domain.chart_specs.figures import Cell, ChartTable, Column, Unknown
from portal.domain.chart_specs.levels import LevelScale
from portal.domain.text_metrics import fit, text_width

WIDTHS = {Medium.WIDE: 673.0, Medium.PAGE: 673.0, Medium.NARROW: 340.0, Medium.REPORT: 673.0}
ROW = 22.0
HEAD = 26.0
BAR = 10.0
TOP = 8.0


@dataclass(frozen=True, slots=True)
class Axis:
    """Where the bars begin, how long a level is, and what is measured."""

    x: float
    unit: float
    scale: LevelScale

    def at(self, level: float) -> float:
        """Find the pixel of a level."""
        return self.x + self.scale.beyond_start(level) * self.unit


def draw(spec: ProfileSpec, medium: Medium = Medium.REPORT, width: float = 0) -> SafeString:
    """Draw the profile.

    Parameters
    ----------
    spec
        What is shown.
    medium
        Where it stands; narrow pages write the name above its bar.
    width
        In pixels; 0 for the usual one.

    Returns
    -------
    SafeString
        An ``<svg>``: solid is effective, dashed red what was built beyond it, the tick the target;
        "split" marks answers too far apart to average.
    """
    across = width or WIDTHS[medium]
    is_narrow = across < 500
    label = 0.0 if is_narrow else 236.0
    pitch = 36.0 if is_narrow else ROW
    axis = Axis(label, (across - label - 88) / spec.scale.length, spec.scale)
    y = TOP
    body: list[str] = []
    for group, rows in groupby(spec.rows, key=lambda row: row.group):
        if group:
            body += [
                svg.rect(0, y, across, 18, SUNK),
                svg.text(fit(group, 12, across - 12, is_bold=True), 6, y + 13, 12, is_bold=True),
            ]
            y += HEAD
        for row in rows:
            room = across - 80 if is_narrow else label - 12
            body.append(svg.text(fit(row.name, 12, room), 0, y + 12, 12))
            body += _bar(row, axis, y + (17 if is_narrow else 3))
            y += pitch
        y += 4
    grid = [
        part
        for step in spec.scale.steps
        for part in (
            svg.line(axis.at(step), TOP, axis.at(step), y, LINE),
            svg.text(str(step), axis.at(step), y + 14, 11, fill=INK_3, anchor=Anchor.MIDDLE),
        )
    ]
    return svg.svg([*grid, *body], across, y + 18, medium, title=spec.title)


def _bar(row: ProfileRow, axis: Axis, y: float) -> list[str]:
    if isinstance(row.level, Unknown):
        return [svg.text(row.level.words, axis.x + 4, y + 9, 12, fill=INK_3, is_haloed=True)]
    parts = []
    end = row.level
    if not isinstance(row.raw, Unknown) and row.raw > row.level:
        end = row.raw
        parts.append(slabs.outline_overhang(axis.at(row.level), axis.at(row.raw), y, BAR))
    length = max(axis.at(row.level) - axis.x, slabs.THINNEST)
    parts.append(svg.rect(axis.x, y, length, BAR, LEVEL_4, radius=1))
    if not isinstance(row.target, Unknown):
        tick = axis.at(row.target)
        parts.append(svg.line(tick, y - 3, tick, y + BAR + 3, INK, width=2))
        end = max(end, row.target)
    written = row.shown or level(row.level)
    after = axis.at(min(end, axis.scale.highest)) + 8
    parts.append(svg.text(written, after, y + 9, 12, is_bold=True, is_haloed=True))
    after += text_width(written, 12, is_bold=True) + 6
    if row.is_split:
        parts.append(svg.text(_("split"), after, y + 9, 12, fill=BAD, is_haloed=True))
        after += text_width(_("split"), 12) + 6
    if row.note:
        # The figure at the end of a full bar leaves no room for more than itself.
        note = fit(row.note, 11, max(axis.x + axis.unit * axis.scale.length + 88 - after, 0))
        parts.append(svg.text(note, after, y + 9, 11, fill=INK_3, is_haloed=True))
    return parts


def legend(spec: ProfileSpec) -> tuple[LegendItem, ...]:
    """Explain bar, overhang, tick and the word beside it, as far as they appear."""
    items = [LegendItem(shapes.slab_icon(LEVEL_4), _("Effective level"))]
    if any(_is_pressed(row) for row in spec.rows):
        items.append(LegendItem(shapes.overhang_icon(), _("Built, but nothing under it holds it")))
    if any(not isinstance(row.target, Unknown) for row in spec.rows):
        items.append(LegendItem(shapes.upright_icon(INK, width=2), _("Target")))
    if any(row.is_split for row in spec.rows):
        items.append(LegendItem(SafeString(""), _("split: answers too far apart to average")))
    return tuple(items)


def _is_pressed(row: ProfileRow) -> bool:
    match row.raw, row.level:
        case (int() | float() as raw, int() | float() as effective):
            return raw > effective
        case _:
            return False


def table(spec: ProfileSpec) -> ChartTable:
    """Write the profile as a table."""
    columns = (
        Column(_("Capability")),
        Column(_("Layer")),
        Column(_("Raw"), is_number=True),
        Column(_("Effective"), is_number=True),
        Column(_("Target"), is_number=True),
        Column(_("Agreement")),
    )
    rows = tuple(
        (
            Cell(row.name, row.url),
            Cell(row.group or "–"),
            Cell(level(row.level if isinstance(row.raw, Unknown) else row.raw)),
            Cell(row.shown or level(row.level)),
            Cell(level(row.target)),
            Cell(_("split") if row.is_split else _("agreed")),
        )
        for row in spec.rows
    )
    return ChartTable(columns, rows)
