"""What selectors hand to pages: small values with ready words, one for every kind of list item."""

from dataclasses import dataclass
from typing import NamedTuple


class OwnerBadge(NamedTuple):
    """One of the four owners of a use case, or the vacancy where that owner should be.

    A tuple, because a list looks up hundreds of them among the drawings it has already made.
    """

    role: str
    initials: str = ""
    name: str = ""

    @property
    def is_vacant(self) -> bool:
        """Tell whether nobody holds the role."""
        return not self.initials


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One thing that waits for the reader: what, where, more about it, and its clock."""

    what: str
    url: str
    meta: str = ""
    status: str = ""
    tone: str = "neutral"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class OutOfOrder:
    """A count of things that are not as they should be, with the rows behind it."""

    count: int
    what: str
    url: str
    meta: str = ""
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One card of a question. A choice that cannot be made says why in its text."""

    value: str
    name: str
    text: str = ""
    mark: str = ""
    is_checked: bool = False
    is_disabled: bool = False

    def __str__(self) -> str:
        """Return the name, so that a choice can be the label of a form field's option."""
        return self.name


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter at work: what it filters, by which value, and the list without it."""

    label: str
    value: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Tab:
    """A saved view or a section: its word, its address, how many rows it has."""

    label: str
    url: str
    count: int | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field of a stale form: what it was, what it is now, and what the reader wrote."""

    label: str
    base: str
    theirs: str
    yours: str
