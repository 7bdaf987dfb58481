"""What is wrong with rows that somebody hands in: every cell, all at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.errors import Invalid
from portal.domain.wording import ngettext


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one cell.

    Parameters
    ----------
    row
        Number of the row, counted from 1 as a spreadsheet does.
    column
        Name of the column.
    sentence
        What is wrong and what to do.
    """

    row: int
    column: str
    sentence: str


class RowsRefused(Invalid):
    """A list of rows that cannot be taken in; ``errors`` says everything that is wrong with it."""

    code = "rows_refused"

    def __init__(self, errors: Sequence[RowError]) -> None:
        sentence = ngettext(
            "{count} cell needs another value. Nothing was changed.",
            "{count} cells need another value. Nothing was changed.",
            len(errors),
        )
        fields = {f"{each.row}.{each.column}": each.sentence for each in errors}
        super().__init__(sentence, fields=fields)
        self.errors = tuple(errors)
