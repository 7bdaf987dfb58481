"""Merged cells: what a workbook says once for several rows, said in each of them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol

from portal.domain.wording import gettext as _
from portal.services.file_limits import FileRefused, Kind

MOST_COVERED: Final = 200_000
"""Cells that merged cells may cover together; no list for people has as many."""

_CHUNK: Final = 256 * 1024
_OVERLAP: Final = 128
_MERGED: Final = re.compile(
    rb"<(?:\w+:)?mergeCell\s+ref=[\"']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})[\"']"
)


class Part(Protocol):
    """A part of a workbook that is read piece by piece."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes; none at the end."""
        ...


def column_place(letters: str) -> int:
    """Return the position of a column from its letters, counted from 0.

    Examples
    --------
    >>> column_place("A"), column_place("ab")
    (0, 27)
    """
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def merged_below(part: Part, rows: Sequence[Sequence[str]]) -> dict[int, Mapping[int, str]]:
    """Say what merged cells mean in the rows they cover below their first.

    Parameters
    ----------
    part
        The XML of the sheet.
    rows
        Its rows as texts.

    Returns
    -------
    dict
        Row number, counted from 1, to position, counted from 0, to the text of the merged cell.

    Raises
    ------
    FileRefused
        When merged cells cover more than any list for people has.
    """
    covered: defaultdict[int, dict[int, str]] = defaultdict(dict)
    count = 0
    for top, place, bottom in _ranges(part):
        last = min(bottom, len(rows))
        text = rows[top - 1][place] if top <= last and place < len(rows[top - 1]) else ""
        if not text or last <= top:
            continue
        count += last - top
        if count > MOST_COVERED:
            sentence = _("The workbook merges more cells than any list needs. Save it as CSV.")
            raise FileRefused(Kind.SUSPICIOUS, sentence)
        for row in range(top + 1, last + 1):
            covered[row][place] = text
    return dict(covered)


def _ranges(part: Part) -> Iterator[tuple[int, int, int]]:
    """Return first row, position of the first column, and last row of each merged cell once."""
    before = b""
    seen: set[tuple[bytes, ...]] = set()
    while chunk := part.read(_CHUNK):
        window = before + chunk
        for found in _MERGED.finditer(window):
            if found.groups() not in seen:
                seen.add(found.groups())
                yield int(found[2]) or 1, column_place(found[1].decode()), int(found[4])
        before = window[-_OVERLAP:]
