"""Twins: rows that carry a title which is there already, in the file or in the register."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from portal.domain.search_words import folded
from portal.domain.wording import gettext as _
from portfolio.domain.import_rows import RowNote


@dataclass(frozen=True, slots=True)
class Titled:
    """A row by the title it would be registered under.

    Attributes
    ----------
    row
        Line number as a spreadsheet shows it.
    title
        The title of the row.
    is_new
        Whether the row would register a use case, not change one.
    """

    row: int
    title: str
    is_new: bool


def title_twins(rows: Iterable[Titled], registered: Mapping[str, str]) -> Iterator[RowNote]:
    """Name the new rows whose title is taken, without taking any of them for another.

    Parameters
    ----------
    rows
        The rows of the file, in its order.
    registered
        Folded title to the code of a use case of that title.

    Yields
    ------
    RowNote
        One for each such row. Two rows of one title may be two use cases, so nothing is merged.

    Examples
    --------
    >>> rows = [Titled(2, "Chat for staff", True), Titled(3, "CHAT  for staff", True)]
    >>> for note in title_twins(rows, {}):
    ...     print(note.row, note.message)
    3 Row 2 has the same title. Both are registered, nothing is merged by itself.
    """
    first: dict[str, int] = {}
    for row in rows:
        title = folded(row.title)
        before = first.setdefault(title, row.row)
        if not row.is_new:
            continue
        if title in registered:
            sentence = _(
                "{code} has the same title. This row is registered beside it,"
                " nothing is merged by itself.",
                code=registered[title],
            )
            yield RowNote(row.row, "", sentence)
        elif before != row.row:
            sentence = _(
                "Row {row:,} has the same title. Both are registered, nothing is merged by itself.",
                row=before,
            )
            yield RowNote(row.row, "", sentence)
