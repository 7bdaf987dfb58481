"""How many use cases stand in each stage; the stage over its clock is red."""

from dataclasses import replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.charts import svg
from portal.charts.palette import BAD, INK, INK_2, INK_3, LINE_STRONG, SLAB
from portal.charts.svg import Anchor, Medium, number
from portal.domain.chart_specs.figures import Cell, ChartTable, Column
from portal.domain.chart_specs.funnel import FunnelSpec, StageCount
from portal.domain.text_metrics import fit, text_width

WIDTH = 460.0
NARROW_WIDTH = 326.0
TALLEST = 102.0
SHORTEST = 4.0
FLOOR = 134.0
GAP = 22.0
PITCH = 42.0


def draw(spec: FunnelSpec, medium: Medium = Medium.WIDE, width: float = 0) -> SafeString:
    """Draw a column for each stage, or on phones a bar.

    Parameters
    ----------
    spec
        What is shown.
    medium
        Where it stands.
    width
        In pixels; 0 for the usual one.

    Returns
    -------
    SafeString
        An ``<svg>``. Heights are proportional to counts; a stage with any is never invisible.
    """
    if medium is Medium.REPORT:
        spec = replace(spec, stages=tuple(replace(stage, url="") for stage in spec.stages))
    top = max((stage.count for stage in spec.stages), default=0) or 1
    if medium is Medium.NARROW:
        across = width or NARROW_WIDTH
        parts = [
            _bar(stage, place * PITCH, across, stage.count / top)
            for place, stage in enumerate(spec.stages)
        ]
        return svg.svg(parts, across, len(spec.stages) * PITCH - 6, medium, title=spec.title)
    across = width or WIDTH
    share = (across + GAP) / max(len(spec.stages), 1)
    last = len(spec.stages) - 1
    parts = [
        _column(stage, place * share, share - GAP, stage.count / top, is_last=place == last)
        for place, stage in enumerate(spec.stages)
    ]
    return svg.svg(parts, across, FLOOR + 52, medium, title=spec.title)


def _column(stage: StageCount, x: float, width: float, share: float, *, is_last: bool) -> str:
    tone, bar = (BAD, BAD) if stage.is_late else (INK, SLAB)
    height = max(TALLEST * share, SHORTEST) if stage.count else 0
    room = width + GAP - 6
    column = [
        svg.rect(x, FLOOR - height, width, height, bar, radius=2, mark="st-mark"),
        svg.text(f"{stage.count:,}", x, FLOOR - height - 7, 20, fill=tone, is_bold=True),
    ]
    parts = [svg.link(stage.url, _told(stage), "".join(column))]
    if not is_last:
        course = f"M{number(x + width + 7)} {number(FLOOR - 5)}l7 -5l-7 -5"
        parts.append(svg.path(course, stroke=LINE_STRONG, stroke_width=1.5, is_round=True))
    parts += [
        svg.text(
            fit(stage.name, 13, room, is_bold=True), x, FLOOR + 17, 13, fill=tone, is_bold=True
        ),
        svg.text(
            fit(stage.time, 12, room, is_bold=stage.is_late),
            x,
            FLOOR + 33,
            12,
            fill=BAD if stage.is_late else INK_2,
            is_bold=stage.is_late,
        ),
        svg.text(fit(stage.clock, 12, room), x, FLOOR + 48, 12, fill=INK_3),
    ]
    return "".join(parts)


def _bar(stage: StageCount, y: float, width: float, share: float) -> str:
    tone, bar = (BAD, BAD) if stage.is_late else (INK, SLAB)
    count = f"{stage.count:,}"
    longest = width - 16 - text_width(count, 13, is_bold=True) - 20
    length = max(longest * share, SHORTEST) if stage.count else 0
    times = ", ".join(words for words in (stage.time, stage.clock) if words)
    room = width - text_width(stage.name, 13, is_bold=True) - 12
    parts = [
        svg.text(stage.name, 0, y + 16, 13, fill=tone, is_bold=True),
        svg.text(
            fit(times, 12, room, is_bold=stage.is_late),
            width,
            y + 16,
            12,
            fill=BAD if stage.is_late else INK_3,
            anchor=Anchor.END,
            is_bold=stage.is_late,
        ),
        svg.rect(0, y + 22, length, 10, bar, radius=2),
        svg.text(count, length + 7 if stage.count else 0, y + 32, 13, is_bold=True),
    ]
    return svg.link(stage.url, _told(stage), "".join(parts))


def _told(stage: StageCount) -> str:
    return f"{stage.name}: {stage.count:,}"


def table(spec: FunnelSpec) -> ChartTable:
    """Write the stages as a table, without the times where no stage has one."""
    has_times = any(stage.time or stage.clock or stage.is_late for stage in spec.stages)
    columns = [Column(_("Stage")), Column(_("Use cases"), is_number=True)]
    if has_times:
        columns += [Column(_("Time in stage")), Column(_("Clock")), Column(_("Over its clock"))]
    rows = tuple(
        (
            Cell(stage.name, stage.url),
            Cell(f"{stage.count:,}"),
            *(_times(stage) if has_times else ()),
        )
        for stage in spec.stages
    )
    return ChartTable(tuple(columns), rows)


def _times(stage: StageCount) -> tuple[Cell, ...]:
    return (
        Cell(stage.time or "–"),
        Cell(stage.clock or "–"),
        Cell(_("yes") if stage.is_late else _("no")),
    )
