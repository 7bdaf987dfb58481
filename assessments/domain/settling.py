"""Settling: from what many respondents said to the one answer an assessment stands by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessments.domain.answers import (
    Answer,
    Answered,
    DontKnow,
    NotApplicable,
    NotScored,
    Unanswered,
)
from assessments.domain.consensus import Agreement, Distribution, agreement, distribution
from assessments.domain.scales import Scale
from portal.domain.errors import Invalid, Refusal
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext

type Settlement = Answered | NotApplicable


class StillSplit(Refusal):
    """The room is split over capabilities that nobody has settled.

    Parameters
    ----------
    keys
        The capabilities, in the order of the framework.
    """

    code = "assessment_still_split"

    def __init__(self, keys: Sequence[str]) -> None:
        sentence = ngettext(
            "Respondents are split over one capability. Settle it first: "
            "a level that the room does not share is not published as if it were.",
            "Respondents are split over {count} capabilities. Settle them first: "
            "a level that the room does not share is not published as if it were.",
            len(keys),
        )
        each = _("Respondents are split and nothing has been settled.")
        super().__init__(sentence, fields=dict.fromkeys(keys, each))
        self.keys = tuple(keys)


class ReasonMissing(Invalid):
    """A settled answer, or one that does not apply, says why."""

    code = "reason_missing"


class LevelInvalid(Invalid):
    """The level is not one of the framework's."""

    code = "level_invalid"


class Standpoint(StrEnum):
    """Where a capability's answer comes from, or why it has none yet."""

    UNANSWERED = "unanswered"
    """Nobody has said anything."""
    AGREED = "agreed"
    """Respondents are close enough for their median to stand."""
    SPLIT = "split"
    """Respondents are too far apart; it waits for a facilitator."""
    SETTLED = "settled"
    """A facilitator settled it, with a reason."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What respondents said about one capability, counted.

    Parameters
    ----------
    levels
        How many chose each level.
    not_applicable
        How many said that it does not apply.
    dont_know
        How many could not say.
    """

    levels: Distribution
    not_applicable: int = 0
    dont_know: int = 0

    @property
    def total(self) -> int:
        """How many answered in any way."""
        return self.levels.total + self.not_applicable + self.dont_know


@dataclass(frozen=True, slots=True)
class Settled:
    """One capability as the assessment stands by it.

    Parameters
    ----------
    answer
        What is scored.
    standpoint
        Where it comes from.
    agreement
        The figures of the levels given, or why there are none.
    """

    answer: Answer
    standpoint: Standpoint
    agreement: Agreement | NotScored

    @property
    def needs_settling(self) -> bool:
        """Whether publishing waits for this capability."""
        return self.standpoint is Standpoint.SPLIT


def tally(
    scale: Scale, levels: Iterable[int], *, not_applicable: int = 0, dont_know: int = 0
) -> Tally:
    """Count what respondents said about one capability.

    Parameters
    ----------
    scale
        The scale that was asked on.
    levels
        One whole level per respondent who gave one.
    not_applicable, dont_know
        How many gave one of the other two answers.

    Returns
    -------
    Tally
        The counts.

    Raises
    ------
    DistributionInvalid
        When a level is not on the scale.

    Examples
    --------
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> tally(FIVE_LEVELS, [2, 2, 3], dont_know=1).total
    4
    """
    return Tally(distribution(levels, scale), not_applicable, dont_know)


def settle(counted: Tally, settlement: Settlement | None = None) -> Settled:
    r"""Give the one answer that an assessment stands by for a capability.

    Parameters
    ----------
    counted
        What respondents said.
    settlement
        What a facilitator settled, if anything.

    Returns
    -------
    Settled
        The answer and where it comes from.

    Notes
    -----
    In this order:

    1. What was settled stands, whatever the answers.
    2. Where levels were given, their **median** stands, provided that consensus (Tastle and
       Wierman) is at least 0.6 and fewer respondents said "does not apply" than gave
       a level. The median of an even number may lie between two levels. Otherwise the room is
       split: there is no answer until someone settles it, for an average of 1 and 5 describes
       nobody.
    3. Where no level was given, the more frequent of "does not apply" and "don't know" stands; of
       equals "don't know", which takes less away from the sums.
    4. Where nobody said anything, the capability stays unanswered.

    "Don't know" never counts against those who do.

    Examples
    --------
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> settle(tally(FIVE_LEVELS, [2, 3, 3])).answer
    Answered(level=3.0)
    >>> found = settle(tally(FIVE_LEVELS, [1, 5]))
    >>> found.answer, found.needs_settling
    (Unanswered(), True)
    >>> settle(tally(FIVE_LEVELS, [1, 5]), Answered(2)).answer
    Answered(level=2)
    """
    figures = agreement(counted.levels)
    if settlement is not None:
        return Settled(settlement, Standpoint.SETTLED, figures)
    if isinstance(figures, NotScored):
        return _without_levels(counted, figures)
    if figures.needs_discussion or counted.not_applicable >= counted.levels.total:
        return Settled(Unanswered(), Standpoint.SPLIT, figures)
    return Settled(Answered(figures.median), Standpoint.AGREED, figures)


def require_settled(settled: Mapping[str, Settled]) -> None:
    """Refuse while the room is split over something that nobody has settled.

    Parameters
    ----------
    settled
        Capability key to where it stands, in the order of the framework.

    Raises
    ------
    StillSplit
        Naming the capabilities.

    Examples
    --------
    >>> require_settled({})
    """
    open_keys = [key for key, each in settled.items() if each.needs_settling]
    if open_keys:
        raise StillSplit(open_keys)


def require_level(scale: Scale, level: float) -> None:
    """Refuse a level that is no whole level of the scale.

    Parameters
    ----------
    scale
        The framework's scale.
    level
        What was given.

    Raises
    ------
    LevelInvalid
        When it is off the scale or lies between two levels.

    Examples
    --------
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> require_level(FIVE_LEVELS, 3)
    """
    if level not in scale.levels:
        limits = {"low": scale.minimum, "high": scale.maximum}
        sentence = _("Choose a whole level from {low} to {high}.", **limits)
        raise LevelInvalid(sentence, fields={"level": sentence})


def require_reason(reason: str, *, field: str = "reason") -> str:
    """Give the reason without its edges, or refuse when there is none.

    Parameters
    ----------
    reason
        What was written.
    field
        The input it was written in.

    Returns
    -------
    str
        The reason, stripped.

    Raises
    ------
    ReasonMissing
        When nothing is left of it.

    Examples
    --------
    >>> require_reason(" Seen in the audit. ")
    'Seen in the audit.'
    """
    kept = reason.strip()
    if not kept:
        raise ReasonMissing(_("Say why."), fields={field: _("Say why, in a sentence.")})
    return kept


def _without_levels(counted: Tally, figures: NotScored) -> Settled:
    if not counted.total:
        return Settled(Unanswered(), Standpoint.UNANSWERED, figures)
    if counted.not_applicable > counted.dont_know:
        reason = ngettext(
            "{count} respondent said that it does not apply here.",
            "{count} respondents said that it does not apply here.",
            counted.not_applicable,
        )
        return Settled(NotApplicable(reason), Standpoint.AGREED, figures)
    return Settled(DontKnow(), Standpoint.AGREED, figures)
