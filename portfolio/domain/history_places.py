"""Where something stands in a history, written so that an address can hold it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Final

_WRITTEN: Final = re.compile(r"(\d{1,17})-([0-2])-(\d{1,18})", re.ASCII)
_START: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Kind(IntEnum):
    """What tells of it; of two at the same moment the higher is the later."""

    MADE = 0
    CHANGED = 1
    TOLD = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where one entry stands: its moment, what tells of it, and its number there."""

    at: datetime
    kind: int
    key: int

    def __str__(self) -> str:
        return f"{(self.at - _START) // timedelta(microseconds=1)}-{self.kind:d}-{self.key}"


def place_of(text: str) -> Place | None:
    """Read a place as `str` writes it.

    Parameters
    ----------
    text
        As it stood in an address.

    Returns
    -------
    Place or None
        Nothing when it is no place.

    Examples
    --------
    >>> place = Place(datetime(2026, 1, 5, 8, 30, 0, 25, tzinfo=UTC), Kind.TOLD, 7)
    >>> str(place)
    '1767601800000025-2-7'
    >>> place_of(str(place)) == place, place_of("yesterday")
    (True, None)
    """
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None
    micros, kind, key = (int(part) for part in match.groups())
    try:
        return Place(_START + timedelta(microseconds=micros), kind, key)
    except OverflowError:
        return None
