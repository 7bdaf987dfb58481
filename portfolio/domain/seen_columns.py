"""Columns of a list exported as it was seen: recognised as a whole, or not at all."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from portal.domain.wording import gettext as _
from portfolio.domain.buckets import Bucket
from portfolio.domain.import_cells import DateRules, clean
from portfolio.domain.import_mappings import CHOICES, ChoiceField, DateField, ImportMapping
from portfolio.domain.import_suggestions import ValueTable
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.register_columns import SEEN_SOURCE
from portfolio.domain.use_case_columns import COLUMNS, ColumnKind

ID: Final = "code"
TITLE: Final = "title"
DOMAIN: Final = "domain"
CHANGED: Final = "changed"
BUCKET: Final = "bucket"
STAGE: Final = "stage"
REACH: Final = "reach"
TAKEN: Final = (
    *("title", "outcome", "problem", "domain", "bucket", "technique", "impact", "autonomy"),
    *("stage", *OwnerRole, "planned_cost", "planned_benefit", "effort_weeks", "reach"),
    *DateField,
)
"""Keys of the columns that a use case takes from a list; the portal says all others itself."""

NEEDED: Final = ("title", "outcome", "domain")
"""Keys of the columns without which nothing can be registered."""

_FIELDS: Final[Mapping[str, str]] = {"technique": ChoiceField.TECHNIQUES.value}
_CODE: Final = re.compile(r"\s*uc[\s-]?[0-9]+\s*", re.IGNORECASE)
_PEOPLE: Final = next(each.key for each in COLUMNS.values() if each.kind is ColumnKind.PEOPLE)
_DOTTED: Final = "%d.%m.%Y"


@dataclass(frozen=True, slots=True)
class SeenColumns:
    """Where the columns of such a file are.

    Attributes
    ----------
    places
        Key of a column to its positions, for what is matched by, compared and taken; an owner may
        stand there twice, alone and among the four.
    titles
        The same keys to the names the columns have in the file.
    left_alone
        The file's own names of the columns that the portal says itself.
    width
        How many columns there are.
    """

    places: Mapping[str, tuple[int, ...]]
    titles: Mapping[str, str]
    left_alone: tuple[str, ...]
    width: int

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the columns that are taken, in the order of the register of columns."""
        return tuple(key for key in TAKEN if key in self.places)


def field_of(key: str) -> str:
    """Name the field of a use case that a column fills.

    Examples
    --------
    >>> field_of("technique"), field_of("stage")
    ('techniques', 'stage')
    """
    return _FIELDS.get(key, key)


def seen_columns(header: Sequence[str], *, is_records: bool = False) -> SeenColumns | None:
    """Recognise the columns of a list exported as it was seen, in the language being spoken.

    Parameters
    ----------
    header
        The names of the columns; for records the names of their values.
    is_records
        Whether the file holds records, whose names are keys and belong to no language.

    Returns
    -------
    SeenColumns or None
        None unless every column is one of the list, the id and the title among them, and none
        but an owner stands there twice.

    Examples
    --------
    >>> found = seen_columns(["Rank", "Use case", "Id"])
    >>> found.keys, found.left_alone
    (('title',), ('Rank',))
    >>> seen_columns(["Use case", "Id", "Remark"]), seen_columns(["Use case", "Domain"])
    (None, None)
    """
    named = dict(_records() if is_records else _headings())
    keys = [named.get(clean(cell), "") for cell in header]
    often = {key for key, count in Counter(keys).items() if count > 1 + (key in set(OwnerRole))}
    if not all(keys) or often or not {ID, TITLE} <= set(keys):
        return None
    used = (ID, CHANGED, *TAKEN)
    places = {
        key: tuple(place for place, each in enumerate(keys) if each == key)
        for key in used
        if key in keys
    }
    titles = {key: clean(header[found[0]]) for key, found in places.items()}
    others = [clean(cell) for key, cell in zip(keys, header, strict=True) if key not in titles]
    changed = [titles[CHANGED]] if CHANGED in titles else []
    return SeenColumns(places, titles, (*others, *changed), len(header))


def strange_headings(header: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of a file that no list has.

    Examples
    --------
    >>> strange_headings(["Use case", "Id", "Priority", "Remark"])
    ('Remark',)
    """
    named = _known()
    return tuple(name for cell in header if (name := clean(cell)) not in named)


def is_nearly_seen(header: Sequence[str]) -> bool:
    """Tell whether a file has the title of a list and a column that only the portal can fill.

    Examples
    --------
    >>> is_nearly_seen(["Use case", "Domain", "Priority"]), is_nearly_seen(["Use case", "Domain"])
    (True, False)
    """
    named = _known()
    keys = {named.get(clean(cell), "") for cell in header}
    # What a use case takes, many files have; what the portal works out, only its own.
    return TITLE in keys and bool(keys - {"", ID, *TAKEN})


def are_codes(cells: Iterable[str]) -> bool:
    """Tell whether more than half of the cells that say anything are ids of use cases.

    Examples
    --------
    >>> are_codes(["UC-001", "", "UC-2133"]), are_codes(["A-1", "UC-001"]), are_codes(["", ""])
    (True, False, False)
    """
    said = [cell for cell in cells if cell.strip()]
    return 2 * sum(_CODE.fullmatch(cell) is not None for cell in said) > len(said)


def seen_mapping() -> ImportMapping:
    """Return how the words of such a file become ours, in the language being spoken."""
    choices = {
        name: ValueTable.of(
            {_(label): value for value, label in ours.items()} | {value: value for value in ours}
        )
        for name, ours in CHOICES.items()
    }
    buckets = {each.label: each.value for each in Bucket} | {
        each.value: each.value for each in Bucket
    }
    return ImportMapping(
        source=SEEN_SOURCE,
        columns={},
        adds_domains=True,
        may_lack_domain=True,
        choices=choices,
        values={BUCKET: ValueTable.of(buckets)},
        nothing=frozenset(),
        dates=DateRules((_DOTTED,)),
        decimal_mark=".",
        is_own=True,
    )


def _known() -> dict[str, str]:
    return dict(_headings()) | dict(_records())


def _headings() -> Iterator[tuple[str, str]]:
    """Yield what columns are called in a file, and what they are; not what two are called."""
    single = (each for each in COLUMNS.values() if each.kind is not ColumnKind.PEOPLE)
    pairs = [(each.name, each.key) for each in single]
    often = Counter(name for name, _key in pairs)
    return ((name, key) for name, key in pairs if often[name] == 1)


def _records() -> Iterator[tuple[str, str]]:
    for key in COLUMNS:
        if key != _PEOPLE:
            yield key, key
    for role in OwnerRole:
        yield f"{_PEOPLE}.{role}", role.value
