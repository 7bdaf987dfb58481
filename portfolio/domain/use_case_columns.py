"""The columns of the list of use cases: one register for the screen, for files and for programs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portfolio.domain.ownership import LABELS as OWNER_LABELS
from portfolio.domain.ownership import OwnerRole


class ColumnKind(StrEnum):
    """What a column holds, and with that how it is printed.

    A score and a plain number are whole numbers on the screen and in a file. An amount is
    written with its currency on the screen and as a bare number in a file; a day in the reader's
    words on the screen and as ISO 8601 in a file. Everything else is the same words in both.
    What is not known is a dash or nothing on the screen, and nothing in a file.
    """

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    PERSON = "person"
    PEOPLE = "people"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in addresses, what it is called, what it holds, how it sorts."""

    key: str
    label: str
    kind: ColumnKind
    #: What the head of a narrow column says; the whole label everywhere else.
    short: str = ""
    is_sortable: bool = True
    #: The first click on its head puts the highest first, as a reader expects of a score.
    is_highest_first: bool = False

    @property
    def name(self) -> str:
        """The label in the reader's language."""
        return _(self.label)

    @property
    def heading(self) -> str:
        """What stands over the column on a page, in the reader's language."""
        return _(self.short or self.label)

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands over the column in a file: the four owners are four columns there.

        Examples
        --------
        >>> COLUMNS["owners"].headings[0], COLUMNS["title"].headings
        ('Business owner', ('Use case',))
        """
        if self.kind is ColumnKind.PEOPLE:
            return tuple(_(label) for label in OWNER_LABELS.values())
        return (self.name,)

    @property
    def is_number(self) -> bool:
        """Whether its cells line up by their last digit."""
        return self.kind in {ColumnKind.NUMBER, ColumnKind.MONEY}


def _register() -> Iterable[Column]:
    text, choice, number = ColumnKind.TEXT, ColumnKind.CHOICE, ColumnKind.NUMBER
    money, day, long = ColumnKind.MONEY, ColumnKind.DAY, ColumnKind.LONG_TEXT
    yield Column("rank", gettext_noop("Rank"), number)
    yield Column("title", gettext_noop("Use case"), text)
    yield Column("code", gettext_noop("Id"), text)
    yield Column("outcome", gettext_noop("Outcome"), long, is_sortable=False)
    yield Column("problem", gettext_noop("Problem"), long, is_sortable=False)
    yield Column("domain", gettext_noop("Domain"), text)
    yield Column("bucket", gettext_noop("Bucket"), choice)
    yield Column("technique", gettext_noop("Technique"), choice, is_sortable=False)
    yield _score("priority", gettext_noop("Priority"))
    yield _score("value", gettext_noop("Value"))
    yield _score(
        "adjusted_feasibility", gettext_noop("Adjusted feasibility"), gettext_noop("Adj. feas.")
    )
    yield _score("feasibility", gettext_noop("Feasibility"))
    yield Column("quadrant", gettext_noop("Quadrant"), choice)
    yield Column("bucket_rank", gettext_noop("Place in its bucket"), number)
    yield Column("domain_rank", gettext_noop("Place in its domain"), number)
    yield Column("tier", gettext_noop("Risk tier"), choice, gettext_noop("Tier"))
    yield Column("impact", gettext_noop("Impact"), choice)
    yield Column("autonomy", gettext_noop("Autonomy"), choice)
    yield Column("stage", gettext_noop("Stage"), choice)
    yield Column("owners", gettext_noop("Owners"), ColumnKind.PEOPLE, is_sortable=False)
    for role in OwnerRole:
        yield Column(role.value, OWNER_LABELS[role], ColumnKind.PERSON)
    yield _amount("planned_cost", gettext_noop("Planned cost"), money)
    yield _amount("planned_benefit", gettext_noop("Planned benefit a year"), money)
    yield _amount("effort_weeks", gettext_noop("Person-weeks"), number)
    yield _amount("reach", gettext_noop("People reached in a quarter"), number)
    yield Column("initiated_on", gettext_noop("Initiated on"), day)
    yield Column("development_started_on", gettext_noop("Development started on"), day)
    yield Column("live_on", gettext_noop("Live on"), day)
    yield Column("retired_on", gettext_noop("Retired on"), day)
    yield Column("source", gettext_noop("Source"), text)
    yield Column("external_reference", gettext_noop("Reference"), text)
    yield Column("registered", gettext_noop("Registered"), day, is_highest_first=True)
    yield Column("changed", gettext_noop("Changed"), day, is_highest_first=True)


def _score(key: str, label: str, short: str = "") -> Column:
    return Column(key, label, ColumnKind.NUMBER, short, is_highest_first=True)


def _amount(key: str, label: str, kind: ColumnKind) -> Column:
    return Column(key, label, kind, is_highest_first=True)


COLUMNS: Final[Mapping[str, Column]] = {column.key: column for column in _register()}
"""Every column, in the order in which a reader is offered them."""

NAME: Final = "title"
"""The column that leads to the use case; a list never goes without it."""

USUAL: Final = (
    *("rank", "title", "code", "domain", "bucket", "priority", "value", "adjusted_feasibility"),
    *("tier", "stage", "owners", "changed"),
)
"""The columns of a list of which nobody said which it should have."""

LONGEST: Final = 1_000
"""Characters of an address that are read for columns."""


@dataclass(frozen=True, slots=True)
class ChosenColumns:
    """The columns a list has, in order, and the keys that were asked for and mean nothing."""

    keys: tuple[str, ...] = USUAL
    unknown: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns themselves."""
        return tuple(COLUMNS[key] for key in self.keys)

    @property
    def are_usual(self) -> bool:
        """Whether they are those of a list of which nobody said which it should have."""
        return self.keys == USUAL

    def __str__(self) -> str:
        """Return what an address says of them; nothing where they are the usual ones."""
        return "" if self.are_usual else ",".join(self.keys)


def choose(texts: Iterable[str]) -> ChosenColumns:
    """Read the columns an address asks for.

    Parameters
    ----------
    texts
        Keys, or several of them between commas.

    Returns
    -------
    ChosenColumns
        Each once, in the order asked for; the usual ones where none is asked for that exists.
        The name of the use case comes first where it was left out.

    Examples
    --------
    >>> choose(["domain,priority", "stage"]).keys
    ('title', 'domain', 'priority', 'stage')
    >>> choose(["code,title,colour"])
    ChosenColumns(keys=('code', 'title'), unknown=('colour',))
    >>> choose([]).are_usual, str(choose([",".join(USUAL)]))
    (True, '')
    """
    asked = dict.fromkeys(key.strip() for key in ",".join(texts)[:LONGEST].split(","))
    known = [key for key in asked if key in COLUMNS]
    unknown = tuple(key for key in asked if key and key not in COLUMNS)
    if not known:
        return ChosenColumns(unknown=unknown)
    named = known if NAME in known else [NAME, *known]
    return ChosenColumns(tuple(named), unknown)


def moved(keys: tuple[str, ...], key: str, *, by: int) -> tuple[str, ...]:
    """Move one column before or behind its neighbour.

    Examples
    --------
    >>> moved(("code", "title", "stage"), "stage", by=-1)
    ('code', 'stage', 'title')
    >>> moved(("code", "title"), "code", by=-1), moved(("code", "title"), "stage", by=1)
    (('code', 'title'), ('code', 'title'))
    """
    if key not in keys:
        return keys
    rest = [each for each in keys if each != key]
    rest.insert(max(0, keys.index(key) + by), key)
    return tuple(rest)
