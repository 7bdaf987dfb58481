"""Figures: a claim, its drawing, and the table that says the same."""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import SafeString, mark_safe

from portal.charts.figures import Figure, write_finding
from portal.domain.chart_specs.figures import ChartTable, Finding
from portal.domain.chart_specs.heat import HeatCell, HeatSpec
from portal.web.components import draw

register = template.Library()


@register.simple_tag
def chart(figure: Figure, *, interactive: Mapping[str, Any] | None = None) -> SafeString:
    """Draw a chart; ``interactive`` is its Plotly twin, which takes the drawing's place."""
    return draw(
        "figure",
        finding=figure.finding,
        drawing_wide=figure.drawing_wide,
        drawing_narrow=figure.drawing_narrow,
        data=packed(interactive),
        legend=figure.legend,
        note=figure.note,
        table=_table_twin(figure.table),
    )


@register.simple_block_tag(name="figure")
def figure_block(
    content: SafeString,
    finding: str,
    *,
    strong: str = "",
    wide: str = "",
    narrow: str = "",
    data: Mapping[str, Any] | None = None,
) -> SafeString:
    """Draw a finding and its drawing; the body is the table that says the same."""
    return draw(
        "figure",
        finding=write_finding(Finding(finding, strong)),
        drawing_wide=wide,
        drawing_narrow=narrow,
        data=packed(data),
        legend=(),
        note="",
        table=mark_safe(content.strip()),  # noqa: S308
    )


@register.simple_tag
def heat_map(spec: HeatSpec) -> SafeString:
    """Draw effective levels by row and column, marked where a layer below presses them."""
    # A map of sixty domains has hundreds of cells: the template gets plain words for each.
    rows = [(row.name, row.url, [_heat_cell(cell) for cell in row.cells]) for row in spec.rows]
    return draw("heat_map", finding=write_finding(spec.finding), spec=spec, rows=rows)


def _heat_cell(cell: HeatCell) -> tuple[str, str, str, str]:
    """Return look, url, words and the raw level where the cell is pressed below it."""
    if not cell.is_known:
        kind = f" st-heat__none--{cell.absence}" if cell.absence else ""
        return f"st-heat__none{kind}", "", cell.shown, ""
    return f"st-level--{cell.step}", cell.url, cell.shown, cell.raw_shown if cell.is_capped else ""


def packed(figure: Mapping[str, Any] | None) -> str:
    """Return a Plotly figure as text for an attribute.

    htmx drops every script element from what it swaps in, even one that holds only data.
    """
    return json.dumps(figure, cls=DjangoJSONEncoder, separators=(",", ":")) if figure else ""


def _table_twin(table: ChartTable) -> SafeString:
    numeric = [column.is_number for column in table.columns]
    rows = [list(zip(row, numeric, strict=True)) for row in table.rows]
    return draw("chart_table", columns=table.columns, rows=rows)
