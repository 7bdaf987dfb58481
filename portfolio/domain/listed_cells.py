"""Cells of the list of use cases in a file: what a reader sees, as values a spreadsheet takes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from portfolio.domain.buckets import Bucket
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.priority import Quadrant
from portfolio.domain.register_cells import listed_cell
from portfolio.domain.risk_tiers import Autonomy, Impact
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.domain.use_case_columns import Column, ColumnKind

type Cell = str | int | float | None
type Row = Sequence[Any]
"""The values of one use case, one for each column in their order."""

NOTHING: Final = (None, "", ())
"""What stands in a list where nothing is known."""

WORDS: Final[Mapping[str, Callable[[Any], str]]] = {
    "bucket": lambda value: Bucket(value).label,
    "technique": lambda value: ", ".join(Technique(each).label for each in value),
    "quadrant": lambda value: Quadrant(value).label,
    "tier": lambda value: f"T{value}",
    "impact": lambda value: Impact(value).label,
    "autonomy": lambda value: Autonomy(value).label,
    "stage": lambda value: Stage(value).label,
}
"""What a choice is called, on the screen and in a file."""


def file_header(columns: Iterable[Column]) -> list[str]:
    """Return the names of the columns of a file."""
    return [heading for column in columns for heading in column.headings]


def file_rows(rows: Iterable[Row], columns: Sequence[Column]) -> Iterator[list[Cell]]:
    """Yield rows as cells of a file that no spreadsheet runs.

    Numbers are numbers, days ISO 8601, owners names; `text_of_listed_cell` reads a text again.

    Examples
    --------
    >>> from portfolio.domain.use_case_columns import COLUMNS
    >>> list(file_rows([["=1", "pilot"]], [COLUMNS["title"], COLUMNS["stage"]]))
    [["'=1", 'Pilot']]
    """
    writers = [(column, _written(column)) for column in columns]
    for row in rows:
        cells: list[Cell] = []
        for (column, write), value in zip(writers, row, strict=True):
            if column.kind is ColumnKind.PEOPLE:
                cells.extend(value)
            else:
                cells.append("" if value in NOTHING else write(value))
        yield [listed_cell(cell) if isinstance(cell, str) else cell for cell in cells]


def file_records(
    rows: Iterable[Row], columns: Sequence[Column]
) -> Iterator[dict[str, Cell | dict[str, Cell]]]:
    """Yield rows by the keys of their columns; what is not known is nothing."""
    writers = [(column, _written(column)) for column in columns]
    for row in rows:
        record: dict[str, Cell | dict[str, Cell]] = {}
        for (column, write), value in zip(writers, row, strict=True):
            if column.kind is ColumnKind.PEOPLE:
                names = zip(OwnerRole, value, strict=True)
                record[column.key] = {role.value: name or None for role, name in names}
            else:
                record[column.key] = None if value in NOTHING else write(value)
        yield record


def file_texts(rows: Iterable[Row], columns: Sequence[Column]) -> Iterator[tuple[str, ...]]:
    """Yield rows as the texts that are read from a file again; no column may be of people.

    Examples
    --------
    >>> from portfolio.domain.use_case_columns import COLUMNS
    >>> list(file_texts([["=1", Decimal("5.00")]], [COLUMNS["title"], COLUMNS["planned_cost"]]))
    [('=1', '5')]
    """
    writers = [_written(column) for column in columns]
    for row in rows:
        yield tuple(
            "" if value in NOTHING else str(write(value))
            for write, value in zip(writers, row, strict=True)
        )


def _written(column: Column) -> Callable[[Any], Cell]:
    if column.key in WORDS:
        return lru_cache(maxsize=256)(WORDS[column.key])
    if column.kind is ColumnKind.MONEY:
        return _bare_amount
    if column.kind is ColumnKind.NUMBER:
        return _bare_number
    return date.isoformat if column.kind is ColumnKind.DAY else _as_it_is


def _bare_number(value: int | str) -> Cell:
    # A rank is written out, for it may be a range; what is one number is a number in a file too.
    return int(value) if isinstance(value, str) and value.isdigit() else value


def _as_it_is(value: Cell) -> Cell:
    return value


def _bare_amount(amount: Decimal) -> Cell:
    return int(amount) if amount == amount.to_integral_value() else float(amount)
