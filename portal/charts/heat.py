"""The heat map is a table on the page; this is its plain twin, for exports and the PDF."""

from django.utils.translation import gettext as _

from portal.domain.chart_specs.figures import Cell, ChartTable, Column
from portal.domain.chart_specs.heat import HeatCell, HeatSpec


def cell_label(cell: HeatCell) -> str:
    """Say what a cell shows, with the raw level where it was pressed below it."""
    if cell.is_capped:
        return _("%(level)s, pressed from %(raw)s") % {"level": cell.shown, "raw": cell.raw_shown}
    return cell.shown


def table(spec: HeatSpec) -> ChartTable:
    """Write the heat map as words and numbers."""
    columns = (Column(_("Domain")), *(Column(name, is_number=True) for name in spec.columns))
    rows = tuple(
        (Cell(row.name, row.url), *(Cell(cell_label(cell), cell.url) for cell in row.cells))
        for row in spec.rows
    )
    return ChartTable(columns, rows)
