"""Packed rows: a long sequence in little memory, of which one block at a time is unpacked."""

import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import islice
from operator import attrgetter
from typing import Final, overload

BLOCK: Final = 1_000
"""Items that are packed together; a shorter sequence is not packed at all."""

_FASTEST: Final = 1


def packed_by_field[Item](cls: type[Item]) -> type[Item]:
    """Let a dataclass of several fields be packed as their values, in a third of the time."""
    values = attrgetter(*(each.name for each in fields(cls)))  # type: ignore[arg-type]

    def reduce(self: Item) -> tuple[type[Item], tuple[object, ...]]:
        return cls, values(self)

    cls.__reduce__ = reduce  # type: ignore[assignment, method-assign]
    return cls


class _Compared[Item](Sequence[Item]):
    """A sequence that equals any other with the same items."""

    def __eq__(self, other: object) -> bool:
        """Whether another sequence holds the same items in the same order."""
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(
            mine == theirs for mine, theirs in zip(self, other, strict=True)
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Show the items."""
        return f"{type(self).__name__}({list(self)!r})"


class Packed[Item](_Compared[Item]):
    """A sequence that grows at its end and keeps its full blocks compressed.

    Parameters
    ----------
    items
        What it holds, in order. Items that are taken out are copies, so they should not change.

    Notes
    -----
    Going through it in order costs each block once. Looking up single items costs a block for
    each that lies in another one than the last.

    Examples
    --------
    >>> squares = Packed(number * number for number in range(2_500))
    >>> len(squares), squares[-1], squares[1_000], squares[2:5] == (4, 9, 16)
    (2500, 6245001, 1000000, True)
    """

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._blocks: list[bytes] = []
        self._tail: list[Item] = []
        self._unpacked: tuple[int, list[Item]] = (-1, [])
        self.extend(items)

    def append(self, item: Item) -> None:
        """Add an item at the end."""
        self._tail.append(item)
        if len(self._tail) == BLOCK:
            self._blocks.append(zlib.compress(pickle.dumps(self._tail), _FASTEST))
            self._tail = []

    def extend(self, items: Iterable[Item]) -> None:
        """Add items at the end."""
        for item in items:
            self.append(item)

    def __len__(self) -> int:
        """Count the items."""
        return len(self._blocks) * BLOCK + len(self._tail)

    def __iter__(self) -> Iterator[Item]:
        """Go through the items, a block at a time."""
        return self.after(0)

    def after(self, count: int) -> Iterator[Item]:
        """Go through the items but the first ones."""
        first, skipped = divmod(count, BLOCK)
        for number in range(first, len(self._blocks) + 1):
            yield from islice(self._block(number), skipped, None)
            skipped = 0

    @overload
    def __getitem__(self, place: int) -> Item: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Item]: ...
    def __getitem__(self, place: int | slice) -> Item | Sequence[Item]:
        """Return an item, or some of them as a tuple."""
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(len(self))))
        at = place + len(self) if place < 0 else place
        if not 0 <= at < len(self):
            raise IndexError(place)
        number, within = divmod(at, BLOCK)
        if number < len(self._blocks) and number != self._unpacked[0]:
            self._unpacked = (number, self._block(number))
        block = self._tail if number == len(self._blocks) else self._unpacked[1]
        return block[within]

    def _block(self, number: int) -> list[Item]:
        if number >= len(self._blocks):
            return self._tail
        # Nothing but what this very object packed.
        block: list[Item] = pickle.loads(zlib.decompress(self._blocks[number]))  # noqa: S301
        return block


class Rest[Item](_Compared[Item]):
    """What follows the first items of a sequence, without a copy of it.

    Examples
    --------
    >>> Rest(("header", "a", "b"), 1)
    Rest(['a', 'b'])
    """

    def __init__(self, whole: Sequence[Item], skipped: int) -> None:
        self._whole, self._skipped = whole, skipped

    def __len__(self) -> int:
        """Count the items that follow."""
        return max(0, len(self._whole) - self._skipped)

    def __iter__(self) -> Iterator[Item]:
        """Go through what follows."""
        if isinstance(self._whole, Packed):
            return self._whole.after(self._skipped)
        return islice(self._whole, self._skipped, None)

    @overload
    def __getitem__(self, place: int) -> Item: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Item]: ...
    def __getitem__(self, place: int | slice) -> Item | Sequence[Item]:
        """Return an item, or some of them as a tuple."""
        found = range(self._skipped, max(self._skipped, len(self._whole)))[place]
        if isinstance(found, range):
            return tuple(self._whole[each] for each in found)
        return self._whole[found]
