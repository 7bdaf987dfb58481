"""Continuations: rows that belong to the row above them, as merged cells leave them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from portal.domain.wording import gettext as _
from portfolio.domain.import_rows import RowNote
from portfolio.domain.import_tables import Covered


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns of a file are that decide what belongs together.

    Attributes
    ----------
    named_by
        Positions of what a use case is recognised by: its title, and its reference if any.
    texts
        Positions of columns whose text may run over several rows.
    filled_down
        Positions of columns in which an empty cell means the one above.
    """

    named_by: Collection[int]
    texts: Collection[int]
    filled_down: Collection[int] = ()


@dataclass(slots=True)
class Unmerged:
    """The rows of a file with what continues them.

    Parameters
    ----------
    layout
        Where the columns are.
    says_nothing
        Whether a cell says nothing.
    covered
        What merged cells say in the rows they cover below their first.

    Attributes
    ----------
    notes
        One for each row that was taken for a part of the row above it.
    """

    layout: Layout
    says_nothing: Callable[[str], bool]
    covered: Covered = field(default_factory=dict)
    notes: list[RowNote] = field(default_factory=list)

    def rows(
        self, rows: Iterable[Sequence[str]], first_row: int
    ) -> Iterator[tuple[int, Sequence[str]]]:
        """Return each row with its number, joined with the rows that continue it.

        Notes
        -----
        A row continues the one above when it has neither title nor reference and either lies
        beneath the merged cell of that title, or adds only to texts that are there already.
        """
        held: tuple[int, Sequence[str]] | None = None
        above: dict[int, str] = {}
        for number, cells in enumerate(rows, start=first_row):
            merged = self.covered.get(number, {})
            if held is not None and self._continues(cells, held[1], merged):
                held = (held[0], self._joined(held, number, cells))
                continue
            if held is not None:
                yield held
            held = (number, self._filled(cells, merged, above))
        if held is not None:
            yield held

    def _says(self, cells: Sequence[str], place: int) -> bool:
        return place < len(cells) and not self.says_nothing(cells[place])

    def _continues(
        self, cells: Sequence[str], before: Sequence[str], merged: Mapping[int, str]
    ) -> bool:
        if any(self._says(cells, place) for place in self.layout.named_by):
            return False
        said = [place for place in range(len(cells)) if self._says(cells, place)]
        if not said:
            return False
        if any(place in merged for place in self.layout.named_by):
            return True
        has_name = any(self._says(before, place) for place in self.layout.named_by)
        return has_name and all(
            place in self.layout.texts and self._says(before, place) for place in said
        )

    def _joined(
        self, held: tuple[int, Sequence[str]], number: int, cells: Sequence[str]
    ) -> Sequence[str]:
        first, before = held
        joined = [*before, *([""] * (len(cells) - len(before)))]
        left_out = []
        for place, cell in enumerate(cells):
            if not self._says(cells, place) or joined[place].strip() == cell.strip():
                continue
            if self.says_nothing(joined[place]):
                joined[place] = cell
            elif place in self.layout.texts:
                joined[place] = f"{joined[place]}\n{cell}"
            else:
                left_out.append(cell)
        self.notes.append(RowNote(number, "", self._told(number, first, left_out)))
        return joined

    def _told(self, number: int, first: int, left_out: Sequence[str]) -> str:
        sentence = _("Row {row} continues row {first}.", row=number, first=first)
        if not left_out:
            return sentence
        more = _("What it says otherwise is left out: {values}.", values=", ".join(left_out))
        return f"{sentence} {more}"

    def _filled(
        self, cells: Sequence[str], merged: Mapping[int, str], above: dict[int, str]
    ) -> Sequence[str]:
        """Fill what a merged cell covers, and the columns in which nothing means the same."""
        wanted = {place: text for place, text in merged.items() if not self._says(cells, place)}
        for place in self.layout.filled_down:
            if self._says(cells, place):
                above[place] = cells[place]
            elif place in above and any(map(str.strip, cells)):
                wanted.setdefault(place, above[place])
        if not wanted or not any(map(str.strip, cells)):
            return cells
        filled = [*cells, *([""] * (max(wanted) + 1 - len(cells)))]
        for place, text in wanted.items():
            filled[place] = text
        return filled
