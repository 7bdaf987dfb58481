"""Surveys: what the columns of a file hold, in a size that pages can show and rows can keep."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from portfolio.domain.import_cells import clean
from portfolio.domain.import_tables import Table

MOST_VALUES: Final = 200
"""Different values that are listed of one column; with more it is no column of choices."""

LONGEST_VALUE: Final = 120
EXAMPLES: Final = 3
LONGEST_EXAMPLE: Final = 60
PREVIEW_ROWS: Final = 12
PREVIEW_COLUMNS: Final = 12


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file.

    Attributes
    ----------
    name
        The file's own name, on one line.
    filled
        How many rows have anything there.
    examples
        Its first different values, shortened.
    values
        Its different values with how often each occurs, the most frequent first; none when there
        are more than `MOST_VALUES` or one of them is a longer text.
    """

    name: str
    filled: int
    examples: tuple[str, ...] = ()
    values: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """A file as it was read, and what its columns hold.

    Attributes
    ----------
    rows
        Rows with anything in them.
    header_row
        Number of the row that names the columns, counted from 1; 0 for records.
    sheet, sheets, encoding, delimiter
        How it was read, and the sheets there are to choose from.
    columns
        Its columns in their order.
    preview
        Its first rows with their numbers, cut to a few cells.
    notes
        What there is to know about how it was read.
    """

    rows: int
    header_row: int
    columns: tuple[Column, ...]
    preview: tuple[tuple[int, tuple[str, ...]], ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def as_data(self) -> dict[str, Any]:
        """Return the survey as plain values, to be stored."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Survey":
        """Read what `as_data` returned, perhaps after a journey through JSON.

        Examples
        --------
        >>> found = Survey(1, 1, (Column("Title", 1, ("a",), (("a", 1),)),), ((1, ("Title",)),))
        >>> Survey.from_data(found.as_data()) == found
        True
        """
        columns = tuple(
            Column(
                name=each["name"],
                filled=each["filled"],
                examples=tuple(each["examples"]),
                values=tuple((text, count) for text, count in each["values"]),
            )
            for each in data["columns"]
        )
        preview = tuple((number, tuple(cells)) for number, cells in data["preview"])
        return cls(
            **dict(data)
            | {
                "columns": columns,
                "preview": preview,
                "sheets": tuple(data["sheets"]),
                "notes": tuple(data["notes"]),
            }
        )


def survey(table: Table) -> Survey:
    """Look through a table.

    Parameters
    ----------
    table
        A file as rows of texts.

    Returns
    -------
    Survey
        What its columns hold.

    Examples
    --------
    >>> rows = (("Title", "Stage"), ("a", "Live"), ("b", " live"), ("c",))
    >>> survey(Table(0, rows)).columns[1].values
    (('Live', 1), ('live', 1))
    """
    width = max(len(table.header), 1)
    counts: list[Counter[str] | None] = [Counter() for _place in range(width)]
    filled = [0] * width
    examples: list[dict[str, None]] = [{} for _place in range(width)]
    rows = 0
    for cells in table.body:
        rows += any(map(str.strip, cells))
        for place, cell in enumerate(cells[:width]):
            if not cell or not (text := clean(cell)):
                continue
            filled[place] += 1
            if len(examples[place]) < EXAMPLES:
                examples[place].setdefault(_shortened(text))
            counts[place] = _counted(counts[place], text)
    columns = tuple(
        Column(
            name=clean(name),
            filled=filled[place],
            examples=tuple(examples[place]),
            values=tuple((counts[place] or Counter()).most_common()),
        )
        for place, name in enumerate(table.header)
    )
    return Survey(
        rows=rows,
        header_row=0 if table.is_records else table.header_row_index + 1,
        columns=columns,
        preview=tuple(_preview(table)),
        sheet=table.sheet,
        sheets=table.sheets,
        encoding=table.encoding,
        delimiter=table.delimiter,
        notes=table.notes,
    )


def _counted(counts: Counter[str] | None, text: str) -> Counter[str] | None:
    if counts is None or len(text) > LONGEST_VALUE:
        return None
    counts[text] += 1
    return counts if len(counts) <= MOST_VALUES else None


def _preview(table: Table) -> list[tuple[int, tuple[str, ...]]]:
    """Return the rows around the header, cut to what fits a page."""
    start = max(0, table.header_row_index - PREVIEW_ROWS // 2)
    shift = 0 if table.is_records else 1
    return [
        (number + shift, tuple(_shortened(clean(cell)) for cell in cells[:PREVIEW_COLUMNS]))
        for number, cells in enumerate(table.rows[start : start + PREVIEW_ROWS], start=start)
    ]


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_EXAMPLE else text[: LONGEST_EXAMPLE - 1] + "…"
