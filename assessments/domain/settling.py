"""Settling: from what many respondents said to the one answer an assessment stands by."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from assessments.domain.answers import (
    Answer,
    Answered,
    DontKnow,
    NotApplicable,
    NotScored,
    Unanswered,
)
from assessments.domain.consensus import Agreement, agreement
from assessments.domain.perspectives import Difference, Perspective, Tallies, of_one
from assessments.domain.scales import Scale
from assessments.domain.tallies import Tally
from portal.domain.errors import Invalid, Refusal, StaleVersion
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext

type Settlement = Answered | NotApplicable

NO_SETTLEMENT: Final = "none"
"""The mark of a question that nothing was settled for."""


class StillSplit(Refusal):
    """The room is split over capabilities that nobody has settled.

    Parameters
    ----------
    reasons
        The capabilities, in the order of the framework, each with what divides the room.
    """

    code = "assessment_still_split"

    def __init__(self, reasons: Mapping[str, str]) -> None:
        sentence = ngettext(
            "Respondents are split over one capability. Settle it first: "
            "a level that the room does not share is not published as if it were.",
            "Respondents are split over {count} capabilities. Settle them first: "
            "a level that the room does not share is not published as if it were.",
            len(reasons),
        )
        super().__init__(sentence, fields=dict(reasons))
        self.keys = tuple(reasons)


class ReasonMissing(Invalid):
    """A settled answer, or one that does not apply, says why."""

    code = "reason_missing"


class LevelInvalid(Invalid):
    """The level is not one of the framework's."""

    code = "level_invalid"


class SettledMeanwhile(StaleVersion):
    """Somebody else settled it, or took it back, since it was looked at."""


class Standpoint(StrEnum):
    """Where a capability's answer comes from, or why it has none yet."""

    UNANSWERED = "unanswered"
    """Nobody has said anything."""
    DONT_KNOW = "dont_know"
    """Those asked could not say; nothing was agreed on."""
    AGREED = "agreed"
    """Respondents are close enough for their median to stand."""
    SPLIT = "split"
    """Respondents are too far apart; it waits for a facilitator."""
    DIFFERING = "differing"
    """Each perspective agrees within itself, and they are too far apart; it waits as well."""
    SETTLED = "settled"
    """A facilitator settled it, with a reason."""


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
        The figures of the levels given from the perspective that stands, or why there are none.
    perspective
        Whose answers stand.
    difference
        How far the perspectives lie apart; None while they do not.
    """

    answer: Answer
    standpoint: Standpoint
    agreement: Agreement | NotScored
    perspective: Perspective = Perspective.SELF
    difference: Difference | None = None

    @property
    def needs_settling(self) -> bool:
        """Whether publishing waits for this capability."""
        return self.standpoint in {Standpoint.SPLIT, Standpoint.DIFFERING}


def settle(counted: Tallies | Tally, settlement: Settlement | None = None) -> Settled:
    r"""Give the one answer that an assessment stands by for a capability.

    Parameters
    ----------
    counted
        What respondents said, for each perspective; a bare tally is the domain's own.
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
    2. Answers of two perspectives are never pooled. Those who checked the evidence stand, once one
       of them gave a level; else the domain's own answers, once there are any; else those of
       peers. The rest of the rules reads the answers of that one perspective alone.
    3. Where levels were given, their **median** stands, provided that consensus (Tastle and
       Wierman) is at least 0.6 and fewer respondents said "does not apply" than gave
       a level. The median of an even number may lie between two levels. Otherwise the room is
       split: there is no answer until someone settles it, for an average of 1 and 5 describes
       nobody.
    4. Where no level was given, the more frequent of "does not apply" and "don't know" stands; of
       equals "don't know", which takes less away from the sums.
    5. Where nobody said anything, the capability stays unanswered.

    6. What would stand by 3 or 4 waits for a facilitator all the same where perspectives lie
       apart: two medians differ by a level or more, or one perspective says "does not apply"
       where another gives levels.

    "Don't know" never counts against those who do.

    Examples
    --------
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> from assessments.domain.tallies import tally
    >>> settle(tally(FIVE_LEVELS, [2, 3, 3])).answer
    Answered(level=3.0)
    >>> found = settle(tally(FIVE_LEVELS, [1, 5]))
    >>> found.answer, found.needs_settling
    (Unanswered(), True)
    >>> settle(tally(FIVE_LEVELS, [1, 5]), Answered(2)).answer
    Answered(level=2)
    """
    sides = of_one(counted) if isinstance(counted, Tally) else counted
    stands, difference = sides.standing, sides.difference
    its = sides.of(stands)
    figures = agreement(its.levels)
    if settlement is not None:
        return Settled(settlement, Standpoint.SETTLED, figures, stands, difference)
    answer, standpoint = _said_by(its, figures)
    if difference is not None and standpoint is not Standpoint.SPLIT:
        answer, standpoint = Unanswered(), Standpoint.DIFFERING
    return Settled(answer, standpoint, figures, stands, difference)


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
    waiting = {key: _what_divides(each) for key, each in settled.items() if each.needs_settling}
    if waiting:
        raise StillSplit(waiting)


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


def settlement_mark(settlement: Settlement | None, reason: str = "") -> str:
    """Give what stands for a settlement, so that a later one can say what it has seen.

    Parameters
    ----------
    settlement
        What was settled, if anything.
    reason
        Why; that of what does not apply is part of it already.

    Returns
    -------
    str
        Sixteen characters, the same for the same settlement, also after it was taken back and
        made again; ``none`` while nothing is settled.

    Examples
    --------
    >>> settlement_mark(None)
    'none'
    >>> settlement_mark(Answered(2), "Seen.") == settlement_mark(Answered(2.0), "Seen.")
    True
    """
    if settlement is None:
        return NO_SETTLEMENT
    said = settlement.reason if isinstance(settlement, NotApplicable) else f"{settlement.level:g}"
    parts = (type(settlement).__name__, said, reason)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def require_seen(current: str, seen: str | None) -> None:
    """Refuse to replace a settlement that whoever settles has not seen.

    Parameters
    ----------
    current
        The mark of what is settled now.
    seen
        The mark of what was on the screen; without one nothing is compared.

    Raises
    ------
    SettledMeanwhile
        When they are not the same.

    Examples
    --------
    >>> require_seen("none", "none")
    """
    if seen is not None and seen != current:
        raise SettledMeanwhile(
            _("Somebody settled this while you talked. Look at it, then settle again if you must.")
        )


def _what_divides(settled: Settled) -> str:
    if settled.standpoint is Standpoint.DIFFERING and settled.difference is not None:
        return settled.difference.sentence
    return _("Respondents are split and nothing has been settled.")


def _said_by(counted: Tally, figures: Agreement | NotScored) -> tuple[Answer, Standpoint]:
    if isinstance(figures, NotScored):
        return _without_levels(counted)
    if figures.needs_discussion or counted.not_applicable >= counted.levels.total:
        return Unanswered(), Standpoint.SPLIT
    return Answered(figures.median), Standpoint.AGREED


def _without_levels(counted: Tally) -> tuple[Answer, Standpoint]:
    if not counted.total:
        return Unanswered(), Standpoint.UNANSWERED
    if counted.not_applicable > counted.dont_know:
        reason = ngettext(
            "{count} respondent said that it does not apply here.",
            "{count} respondents said that it does not apply here.",
            counted.not_applicable,
        )
        return NotApplicable(reason), Standpoint.AGREED
    return DontKnow(), Standpoint.DONT_KNOW
