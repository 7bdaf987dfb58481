"""From a spec to everything a page or a PDF needs: finding, drawings, legend, note and table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from portal.charts import (
    bars,
    capacity,
    funnel,
    lines,
    matrix,
    profile,
    roadmap,
    shares,
    stack,
    stack_words,
)
from portal.charts.shapes import LegendItem
from portal.charts.svg import Medium, escaped
from portal.domain.chart_specs.bars import BarsSpec, ProfileSpec, SharesSpec
from portal.domain.chart_specs.figures import ChartTable, Finding
from portal.domain.chart_specs.funnel import FunnelSpec
from portal.domain.chart_specs.lines import LinesSpec
from portal.domain.chart_specs.matrix import MatrixSpec
from portal.domain.chart_specs.roadmap import CapacitySpec, RoadmapSpec
from portal.domain.chart_specs.stack import StackSpec

type ChartSpec = (
    BarsSpec
    | CapacitySpec
    | FunnelSpec
    | LinesSpec
    | MatrixSpec
    | ProfileSpec
    | RoadmapSpec
    | SharesSpec
    | StackSpec
)


@dataclass(frozen=True, slots=True)
class Figure:
    """What the figure component shows.

    Attributes
    ----------
    finding
        The claim, with its bold part marked.
    drawing_wide, drawing_narrow
        One drawing for wide pages and one for phones; the narrow one is "" where one serves both.
    legend
        Marks and their meaning.
    note
        What the drawing leaves out; "" for nothing.
    table
        The same in rows and columns, with the links.
    """

    finding: SafeString
    drawing_wide: SafeString
    drawing_narrow: SafeString
    legend: tuple[LegendItem, ...]
    note: str
    table: ChartTable


@dataclass(frozen=True, slots=True)
class _Kit:
    draw: Callable[[Any, Medium], SafeString]
    table: Callable[[Any], ChartTable]
    legend: Callable[[Any], tuple[LegendItem, ...]] = lambda _spec: ()
    note: Callable[[Any], str] = lambda _spec: ""
    has_narrow: bool = True


_KITS: dict[type, _Kit] = {
    BarsSpec: _Kit(bars.draw, bars.table, has_narrow=False),
    CapacitySpec: _Kit(capacity.draw, capacity.table, capacity.legend),
    FunnelSpec: _Kit(funnel.draw, funnel.table),
    LinesSpec: _Kit(lines.draw, lines.table, lines.legend),
    MatrixSpec: _Kit(matrix.draw, matrix.table, matrix.legend, matrix.note),
    ProfileSpec: _Kit(profile.draw, profile.table, profile.legend),
    RoadmapSpec: _Kit(roadmap.draw, roadmap.table, roadmap.legend),
    SharesSpec: _Kit(shares.draw, shares.table, shares.legend),
    StackSpec: _Kit(stack.draw, stack_words.table, stack_words.legend),
}


def write_finding(finding: Finding) -> SafeString:
    """Write a finding with its bold part marked."""
    before, strong, after = finding.parts()
    bold = f"<strong>{escaped(strong)}</strong>" if strong else ""
    return SafeString(f"{escaped(before)}{bold}{escaped(after)}")


def on_page(spec: ChartSpec) -> Figure:
    """Draw a spec for a page.

    Parameters
    ----------
    spec
        What is shown.

    Returns
    -------
    Figure
        With a wide and a narrow drawing, both hidden from assistive technology: the table says
        the same.
    """
    kit = _KITS[type(spec)]
    wide = kit.draw(spec, Medium.WIDE if kit.has_narrow else Medium.PAGE)
    narrow = kit.draw(spec, Medium.NARROW) if kit.has_narrow else SafeString("")
    return _figure(spec, kit, wide, narrow)


def in_report(spec: ChartSpec) -> Figure:
    """Draw a spec for the PDF.

    Parameters
    ----------
    spec
        What is shown.

    Returns
    -------
    Figure
        ``drawing_wide`` is a figure with a text alternative and without links; there is no narrow
        drawing.
    """
    kit = _KITS[type(spec)]
    return _figure(spec, kit, kit.draw(spec, Medium.REPORT), SafeString(""))


def _figure(spec: ChartSpec, kit: _Kit, wide: SafeString, narrow: SafeString) -> Figure:
    return Figure(
        finding=write_finding(spec.finding),
        drawing_wide=wide,
        drawing_narrow=narrow,
        legend=kit.legend(spec),
        note=kit.note(spec),
        table=kit.table(spec),
    )
