"""Overlap: what becomes of two use cases that read alike, and what building twice costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop


class ReviewState(StrEnum):
    """What people said about a pair that was found."""

    OPEN = "open"
    LINKED = "linked"
    NOT_SAME = "not_same"
    MERGED = "merged"

    @property
    def label(self) -> str:
        """The state as a reader sees it.

        Examples
        --------
        >>> ReviewState.NOT_SAME.label
        'Not the same'
        """
        return _(_STATES[self])


class PairSide(StrEnum):
    """One of the two use cases of a pair; the first is the one registered earlier."""

    FIRST = "first"
    SECOND = "second"

    @property
    def opposite(self) -> "PairSide":
        """The other one."""
        return PairSide.SECOND if self is PairSide.FIRST else PairSide.FIRST


class LinkKind(StrEnum):
    """How one use case stands to another."""

    RELATED = "related"
    EXTENDS = "extends"
    MERGED_INTO = "merged_into"


class Answer(StrEnum):
    """What somebody who registers says of a use case that reads the same."""

    JOIN = "join"
    EXTEND = "extend"
    DIFFERENT = "different"


class Proposal(StrEnum):
    """What the owner of one side proposes to make of a pair."""

    KEEP_FIRST = "keep_first"
    KEEP_SECOND = "keep_second"
    LINK = "link"
    NOT_SAME = "not_same"

    @property
    def keeps(self) -> PairSide | None:
        """The side that stays when the other is merged into it."""
        return _KEPT.get(self)

    def words(self, first: str, second: str) -> str:
        """Return the proposal as a reader sees it, by the codes of both sides.

        Examples
        --------
        >>> Proposal.KEEP_SECOND.words("UC-3", "UC-7")
        'Merge them, keep UC-7'
        """
        return _(_PROPOSALS[self], first=first, second=second)


_KEPT: Final = {Proposal.KEEP_FIRST: PairSide.FIRST, Proposal.KEEP_SECOND: PairSide.SECOND}
_PROPOSALS: Final[Mapping[Proposal, str]] = {
    Proposal.KEEP_FIRST: gettext_noop("Merge them, keep {first}"),
    Proposal.KEEP_SECOND: gettext_noop("Merge them, keep {second}"),
    Proposal.LINK: gettext_noop("Link them, both go on"),
    Proposal.NOT_SAME: gettext_noop("They are not the same"),
}

_STATES: Final[Mapping[ReviewState, str]] = {
    ReviewState.OPEN: gettext_noop("To review"),
    ReviewState.LINKED: gettext_noop("Linked"),
    ReviewState.NOT_SAME: gettext_noop("Not the same"),
    ReviewState.MERGED: gettext_noop("Merged"),
}

_LINKS: Final[Mapping[tuple[LinkKind, bool], str]] = {
    (LinkKind.RELATED, True): gettext_noop("Linked with"),
    (LinkKind.RELATED, False): gettext_noop("Linked with"),
    (LinkKind.EXTENDS, True): gettext_noop("Extends"),
    (LinkKind.EXTENDS, False): gettext_noop("Extended by"),
    (LinkKind.MERGED_INTO, True): gettext_noop("Merged into"),
    (LinkKind.MERGED_INTO, False): gettext_noop("Took in"),
}


class ReasonMissing(Invalid):
    """Whoever says that two are different says why."""

    code = "reason_missing"

    def __init__(self) -> None:
        sentence = _("Say what makes it different.")
        super().__init__(sentence, fields={"reason": sentence})


@dataclass(frozen=True, slots=True)
class DoubleSpend:
    """What was or would be spent twice.

    Attributes
    ----------
    amount
        In the currency of the portal.
    counted
        Groups of the same thing whose costs are known well enough to count.
    unknown
        Groups in which fewer than two planned costs are known.
    """

    amount: Decimal
    counted: int
    unknown: int


def link_words(kind: LinkKind, *, is_from: bool) -> str:
    """Say how a use case stands to another.

    Parameters
    ----------
    kind
        The link.
    is_from
        Whether it leads from the use case that is looked at.

    Returns
    -------
    str
        Words before the title of the other.

    Examples
    --------
    >>> link_words(LinkKind.EXTENDS, is_from=False)
    'Extended by'
    """
    return _(_LINKS[kind, is_from])


def ordered(one: int, two: int) -> tuple[int, int]:
    """Return two keys, the lower first: the one way in which a pair is kept."""
    return (one, two) if one < two else (two, one)


def checked_reason(reason: str) -> str:
    """Return the reason for calling two different.

    Raises
    ------
    ReasonMissing
        When it is blank.
    """
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def duplicate_rate(duplicates: int, registered: int) -> float | None:
    """Return how much of what was registered, or about to be, existed already.

    Parameters
    ----------
    duplicates
        Use cases merged into another, and registrations that joined one instead.
    registered
        Use cases ever registered, merged ones among them, and those same joins.

    Returns
    -------
    float or None
        From 0 to 1; nothing where nothing was registered.

    Examples
    --------
    >>> duplicate_rate(3, 120), duplicate_rate(0, 0)
    (0.025, None)
    """
    return duplicates / registered if registered else None


def double_spend(
    pairs: Iterable[tuple[int, int]], costs: Mapping[int, Decimal | None]
) -> DoubleSpend:
    """Add up what the same thing costs more than once.

    Parameters
    ----------
    pairs
        Keys of use cases that are the same. Pairs that share one make a group.
    costs
        Key to planned cost; ``None`` or no key where it is not known.

    Returns
    -------
    DoubleSpend
        Of each group every known cost but the highest: of a pair, the smaller one. Nothing is
        counted twice, however many pairs a group is told by.

    Examples
    --------
    >>> costs = {1: Decimal(90), 2: Decimal(60), 3: Decimal(50), 4: Decimal(80)}
    >>> double_spend([(1, 2), (2, 3), (1, 3), (4, 5)], costs)
    DoubleSpend(amount=Decimal('110'), counted=1, unknown=1)
    """
    amount, counted, unknown = Decimal(0), 0, 0
    for group in _groups(pairs):
        known = [cost for key in group if (cost := costs.get(key)) is not None]
        if len(known) < 2:
            unknown += 1
        else:
            counted += 1
            amount += sum(known, Decimal(0)) - max(known)
    return DoubleSpend(amount, counted, unknown)


def _groups(pairs: Iterable[tuple[int, int]]) -> list[set[int]]:
    group_of: dict[int, set[int]] = {}
    for one, two in pairs:
        joined = group_of.get(one, {one}) | group_of.get(two, {two})
        group_of |= dict.fromkeys(joined, joined)
    return list({id(group): group for group in group_of.values()}.values())
