"""Columns: which one of a file's header is meant, and which row is the header."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from portfolio.domain.import_cells import clean, plain

HEADER_SEARCH_ROWS = 30
"""How far down a header is looked for, below titles and notes."""

ENOUGH_KNOWN = 2
"""Known names that make a row the header, and its sheet the one that is meant."""

NEAR_ENOUGH = 0.6
"""Share of the fullest row's words that a header has at least."""


@dataclass(frozen=True, slots=True)
class ColumnName:
    """A name a column may go by in a file.

    Attributes
    ----------
    text
        The name in plain form.
    is_prefix
        True when the name only begins like this.
    occurrence
        Which of several columns of that name is meant, counted from 1.
    """

    text: str
    is_prefix: bool = False
    occurrence: int = 1

    @classmethod
    def parse(cls, spelling: str, occurrence: int = 1) -> "ColumnName":
        """Read a spelling from a mapping file, where a trailing ``*`` leaves the end open."""
        if spelling.endswith("*"):
            return cls(plain(spelling[:-1]), is_prefix=True, occurrence=occurrence)
        return cls(plain(spelling), occurrence=occurrence)

    def position(self, names: Sequence[str]) -> int | None:
        """Find the column among the plain names of a header; None when it is not there."""
        if self.is_prefix:
            hits = [index for index, name in enumerate(names) if name.startswith(self.text)]
        else:
            hits = [index for index, name in enumerate(names) if name == self.text]
        return hits[self.occurrence - 1] if len(hits) >= self.occurrence else None


def locate(columns: Mapping[str, tuple[ColumnName, ...]], header: Sequence[str]) -> dict[str, int]:
    """Find the columns of a mapping in the header of a file.

    Parameters
    ----------
    columns
        Our name of each column to the names it may go by.
    header
        The cells of the header row.

    Returns
    -------
    dict
        Our name to position, for the columns that are there.

    Examples
    --------
    >>> names = {"note": (ColumnName.parse("If other", 2),), "title": (ColumnName.parse("What*"),)}
    >>> locate(names, ["What is it?", "If other", "If Other "])
    {'note': 2, 'title': 0}
    """
    names = [plain(cell) for cell in header]
    found = {}
    for ours, spellings in columns.items():
        places = (spelling.position(names) for spelling in spellings)
        place = next((place for place in places if place is not None), None)
        if place is not None:
            found[ours] = place
    return found


def detail_labels(header: Sequence[str], taken: Mapping[int, str]) -> dict[int, str]:
    """Name the columns that are kept as details, each differently.

    Parameters
    ----------
    header
        The cells of the header row.
    taken
        Position to our name, for the columns a mapping names.

    Returns
    -------
    dict
        Position to label: our name in words, or the file's own name.

    Examples
    --------
    >>> detail_labels(["A", "Remark", "Remark", ""], {0: "data_catalogue"})
    {0: 'Data catalogue', 1: 'Remark', 2: 'Remark (2)'}
    """
    labels: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for position, cell in enumerate(header):
        named = taken.get(position)
        label = named.replace("_", " ").capitalize() if named else clean(cell)
        if label:
            seen[label] += 1
            labels[position] = label if seen[label] == 1 else f"{label} ({seen[label]})"
    return labels


def find_header_row(rows: Iterable[Sequence[str]], known: Collection[str] = ()) -> int | None:
    """Find the row that names the columns.

    Parameters
    ----------
    rows
        The first rows of a file.
    known
        Plain names that columns are known to have, which settle the matter.

    Returns
    -------
    int or None
        Position of the header, counted from 0; None when no row looks like one.

    Notes
    -----
    A row with at least two known names is the header; of several, the one with most. Otherwise
    rows are counted by their different cells with a letter in them, and the header is the first
    row that comes near the highest count: rows of data may fill a column that the header leaves
    empty, while a title above the header fills few.

    Examples
    --------
    >>> find_header_row([["AI list, May"], [], ["Title", "Stage"], ["Yard plan", "Pilot"]])
    2
    """
    first = [row for _, row in zip(range(HEADER_SEARCH_ROWS), rows, strict=False)]
    hits = [known_columns([row], known) for row in first]
    if max(hits, default=0) >= ENOUGH_KNOWN:
        return hits.index(max(hits))
    counts = [len({plain(cell) for cell in row if any(map(str.isalpha, cell))}) for row in first]
    enough = max(counts, default=0) * NEAR_ENOUGH
    return next((index for index, count in enumerate(counts) if count >= enough > 0), None)


def known_columns(rows: Sequence[Sequence[str]], known: Collection[str]) -> int:
    """Count the known names in the row of a table that has most of them.

    Parameters
    ----------
    rows
        The rows of a table.
    known
        Plain names that columns are known to have.

    Returns
    -------
    int
        How many different known names the best of the first rows holds.

    Examples
    --------
    >>> known_columns([["Read me first"], ["Title", "Stage", "Hue"]], {"title", "stage"})
    2
    """
    names = frozenset(known)
    first = rows[:HEADER_SEARCH_ROWS]
    return max((len(names.intersection(map(plain, row))) for row in first), default=0)
