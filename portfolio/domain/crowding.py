"""Crowding out: visible generative AI bought while the data work that it waits for is not.

A demonstration of generative AI wins a budget in an afternoon. The access, quality and retrieval
that it needs to work in earnest win none, and the same use cases then wait for them.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext
from portfolio.domain.techniques import Technique

VISIBLE: Final = frozenset({Technique.GENERATIVE, Technique.AGENTIC})
"""The techniques that everybody sees at work."""

MUCH: Final = 0.5
"""Share of what is planned from which visible AI dominates it."""

MANY: Final = 1 / 3
"""Share of the visible use cases that have to wait before it is a pattern and not an accident."""

FEW: Final = 0.5
"""Share of the missing data work that has to be taken on for the warning to go away."""


@dataclass(frozen=True, slots=True)
class Pursued:
    """A use case that is not in production yet.

    Attributes
    ----------
    domain_id
        Where it belongs.
    techniques
        What it is made of.
    cost
        What it is planned to cost; None where nobody has planned it.
    missing
        Keys of the data capabilities that it needs and its domain cannot do yet.
    """

    domain_id: int
    techniques: frozenset[Technique]
    cost: Decimal | None
    missing: frozenset[str]

    @property
    def is_visible(self) -> bool:
        """Whether it is generative or agentic."""
        return bool(self.techniques & VISIBLE)


@dataclass(frozen=True, slots=True)
class CrowdingOut:
    """Visible AI takes most of what is planned, waits for data work, and nobody does that work.

    Attributes
    ----------
    visible, pursued
        How many are visible, and how many there are.
    share
        Their share of the planned cost, of the number where nothing is costed; 0 to 1.
    is_money
        Whether the share is one of money.
    waiting
        How many of the visible wait for data work.
    missing
        Data capability and how many of the visible wait for it, the most wanted first.
    taken_on, needed
        Of so many places where a capability is missing, in so many somebody is at work.
    """

    visible: int
    pursued: int
    share: float
    is_money: bool
    waiting: int
    missing: tuple[tuple[str, int], ...]
    taken_on: int
    needed: int

    @property
    def sentence(self) -> str:
        """The warning for the reader."""
        share = f"{self.share:.0%}"
        if self.is_money:
            first = _(
                "Generative and agentic use cases take {share} of the planned cost.", share=share
            )
        else:
            first = _("{share} of the use cases ahead are generative or agentic.", share=share)
        second = ngettext(
            "{count} of {visible} waits for data work that its domain has not done,",
            "{count} of {visible} wait for data work that their domains have not done,",
            self.waiting,
            visible=self.visible,
        )
        if not self.taken_on:
            return f"{first} {second} {_('and nobody has planned it.')}"
        third = _(
            "and only {taken} of {needed} such gaps are being worked on.",
            taken=self.taken_on,
            needed=self.needed,
        )
        return f"{first} {second} {third}"


def crowding_out(
    pursued: Iterable[Pursued], taken_on: Collection[tuple[int, str]]
) -> CrowdingOut | None:
    """Say whether visible AI crowds out the data work that it waits for.

    Parameters
    ----------
    pursued
        Every use case that is not in production yet.
    taken_on
        Domain and data capability wherever a foundation action is planned or in progress.

    Returns
    -------
    CrowdingOut or None
        The warning; None where there is no reason for one.

    Notes
    -----
    All three have to hold: generative and agentic use cases take at least `MUCH` of the planned
    cost (of the number, where nothing is costed), at least `MANY` of them miss a data capability,
    and less than `FEW` of the places where one is missing are being worked on. The limits are
    this portal's own.

    Examples
    --------
    >>> case = Pursued(1, frozenset({Technique.GENERATIVE}), None, frozenset({"data-access"}))
    >>> crowding_out([case, case], []).waiting
    2
    >>> crowding_out([case, case], [(1, "data-access")]) is None
    True
    """
    everyone = list(pursued)
    visible = [each for each in everyone if each.is_visible]
    waiting = [each for each in visible if each.missing]
    gaps = {(each.domain_id, key) for each in waiting for key in each.missing}
    if not waiting or len(waiting) < MANY * len(visible):
        return None
    done = len(gaps.intersection(taken_on))
    share, is_money = _share(visible, everyone)
    if share < MUCH or done >= FEW * len(gaps):
        return None
    wanted = Counter(key for each in waiting for key in each.missing)
    return CrowdingOut(
        visible=len(visible),
        pursued=len(everyone),
        share=share,
        is_money=is_money,
        waiting=len(waiting),
        missing=tuple(sorted(wanted.items(), key=lambda found: (-found[1], found[0]))),
        taken_on=done,
        needed=len(gaps),
    )


def _share(visible: list[Pursued], everyone: list[Pursued]) -> tuple[float, bool]:
    whole = sum((each.cost for each in everyone if each.cost is not None), Decimal(0))
    if whole > 0:
        part = sum((each.cost for each in visible if each.cost is not None), Decimal(0))
        return float(part / whole), True
    return len(visible) / len(everyone), False
