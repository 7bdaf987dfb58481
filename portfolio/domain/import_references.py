"""References: a stable name for every row of a file that brings none of its own."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.packed import packed_by_field
from portfolio.domain.import_cells import clean, plain

REFERENCE_LENGTH = 16
"""Hexadecimal digits of a reference: two of a million rows meet by chance once in 30 million."""


@packed_by_field
@dataclass(frozen=True, slots=True)
class Named:
    """What a row is recognised by.

    Attributes
    ----------
    name
        The parts that together name the use case.
    told_apart_by
        What distinguishes it from others of the same name, steadiest first.
    """

    name: tuple[str, ...]
    told_apart_by: tuple[str, ...]


def references(rows: Sequence[Named]) -> list[str]:
    """Give every row a reference that the next file with the same row gives again.

    Parameters
    ----------
    rows
        What each row is recognised by.

    Returns
    -------
    list of str
        One reference per row, unique within the file and independent of the order of rows.

    Notes
    -----
    A reference is the beginning of the SHA-256 of the row's name in plain form, so that spelling,
    case and punctuation do not matter and edits elsewhere keep it. Rows of the same name are
    numbered in the order of what tells them apart: the first keeps the bare reference, the next
    are ``-2``, ``-3``. An edit may at worst swap numbers within such a group; it can neither lose
    a row nor make one twice.

    Examples
    --------
    >>> rows = [Named(("Supply", "Chatbot"), ("orders",)), Named(("supply", "chatbot"), ("faq",))]
    >>> [reference[-2:] == "-2" for reference in references(rows)]
    [True, False]
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        groups[_digest(row.name)].append(index)
    found = [""] * len(rows)
    alike = {index for members in groups.values() if len(members) > 1 for index in members}
    apart = {index: _apart(row) for index, row in enumerate(rows) if index in alike}
    for digest, members in groups.items():
        if len(members) > 1:
            members.sort(key=apart.__getitem__)
        for number, index in enumerate(members, start=1):
            found[index] = digest if number == 1 else f"{digest}-{number}"
    return found


def repetitions(rows: Sequence[Named], made: Sequence[str]) -> list[tuple[int, int]]:
    """Find the rows that say in every cell what a row before them says.

    Parameters
    ----------
    rows
        What each row is recognised by and told apart by.
    made
        The references that `references` gave them.

    Returns
    -------
    list of tuple
        Positions of the first of the rows that say the same, and of each further one.

    Examples
    --------
    >>> rows = [Named(("Supply", "Chatbot"), (text,)) for text in ("faq", "orders", " FAQ")]
    >>> repetitions(rows, references(rows))
    [(0, 2)]
    """
    alike = Counter(name.partition("-")[0] for name in made)
    first: dict[tuple[str, ...], int] = {}
    found = []
    for index, (row, name) in enumerate(zip(rows, made, strict=True)):
        digest = name.partition("-")[0]
        if alike[digest] > 1:
            cells = tuple(clean(cell).casefold() for cell in row.told_apart_by)
            before = first.setdefault((digest, *cells), index)
            if before != index:
                found.append((before, index))
    return found


def _digest(name: tuple[str, ...]) -> str:
    """Hash the plain form of a name."""
    joined = "\x1f".join(plain(part) for part in name)
    return hashlib.sha256(joined.encode()).hexdigest()[:REFERENCE_LENGTH]


def _apart(row: Named) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Order rows of one name by plain words first, so that a lost accent does not reorder them."""
    return tuple(plain(part) for part in row.told_apart_by), row.told_apart_by
