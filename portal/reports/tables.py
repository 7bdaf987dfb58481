"""Tables of a report as ready words."""

from dataclasses import dataclass

from portal.domain.chart_specs.figures import ChartTable, Column


@dataclass(frozen=True, slots=True)
class TableTwin:
    """A table of words; each cell knows whether it is a number."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[tuple[str, bool], ...], ...]


def twin(table: ChartTable) -> TableTwin:
    """Write the table beneath a chart without its links."""
    numeric = [column.is_number for column in table.columns]
    return TableTwin(
        table.columns,
        tuple(tuple(zip((c.text for c in row), numeric, strict=True)) for row in table.rows),
    )
