"""Perspectives: who looks from where at the same question, kept apart and never pooled."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from assessments.domain.answers import NotScored
from assessments.domain.consensus import agreement
from assessments.domain.scales import Scale
from assessments.domain.tallies import Tally, tally
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop

APART_FROM: Final = 1.0
"""Perspectives whose medians lie this many levels apart, or more, are talked over."""


class Perspective(StrEnum):
    """From where somebody looks at what is assessed."""

    SELF = "self"
    """The domain rates itself."""
    PEER = "peer"
    """Colleagues from elsewhere rate it."""
    EVIDENCE = "evidence"
    """Somebody rated it after looking at the evidence."""

    @property
    def label(self) -> str:
        """The word a reader sees."""
        return _(_LABELS[self])

    def clause(self, median: float | None) -> str:
        """Say its median, or that it says "does not apply", as part of a sentence."""
        if median is None:
            return _(_DENIALS[self])
        return _(_CLAUSES[self]).format(level=f"{median:g}")


_LABELS: Final = {
    Perspective.SELF: gettext_noop("Self-rating"),
    Perspective.PEER: gettext_noop("Peer rating"),
    Perspective.EVIDENCE: gettext_noop("Evidence checked"),
}
_CLAUSES: Final = {
    Perspective.SELF: gettext_noop("the domain says {level}"),
    Perspective.PEER: gettext_noop("peers say {level}"),
    Perspective.EVIDENCE: gettext_noop("checked evidence says {level}"),
}
_DENIALS: Final = {
    Perspective.SELF: gettext_noop("the domain says that it does not apply"),
    Perspective.PEER: gettext_noop("peers say that it does not apply"),
    Perspective.EVIDENCE: gettext_noop("checked evidence says that it does not apply"),
}


@dataclass(frozen=True, slots=True)
class Voice:
    """What one perspective says as a whole: a median, or None for "does not apply"."""

    perspective: Perspective
    median: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """That perspectives lie apart, and what each of them says, the lowest first."""

    voices: tuple[Voice, ...]

    @property
    def sentence(self) -> str:
        """Name who says what.

        Examples
        --------
        >>> Difference((Voice(Perspective.PEER, 2), Voice(Perspective.SELF, 4))).sentence
        'Peers say 2, the domain says 4.'
        """
        said = ", ".join(each.perspective.clause(each.median) for each in self.voices)
        return _("{clauses}.").format(clauses=said[:1].upper() + said[1:])


@dataclass(frozen=True, slots=True)
class Tallies:
    """What was said about one question, counted for each perspective on its own.

    Parameters
    ----------
    by
        Perspective to its counts; one that said nothing is left out.
    nothing
        The counts of nobody, on the question's scale.
    """

    by: Mapping[Perspective, Tally]
    nothing: Tally

    def of(self, perspective: Perspective) -> Tally:
        """Give the counts of one perspective, noughts when it said nothing."""
        return self.by.get(perspective, self.nothing)

    @property
    def total(self) -> int:
        """How many answered in any way, from wherever they look."""
        return sum(each.total for each in self.by.values())

    @property
    def standing(self) -> Perspective:
        """Whose answers stand.

        Notes
        -----
        Those who checked the evidence, once one of them gave a level; else the domain, once it
        said anything at all; else peers, and last whoever is left. So a peer's answer never
        moves what the domain says of itself.
        """
        if self.of(Perspective.EVIDENCE).levels.total:
            return Perspective.EVIDENCE
        order = (Perspective.SELF, Perspective.PEER, Perspective.EVIDENCE)
        return next((each for each in order if self.of(each).total), Perspective.SELF)

    @property
    def difference(self) -> Difference | None:
        """How far perspectives lie apart; None while they do not.

        Notes
        -----
        They lie apart when two medians differ by `APART_FROM` or more, and when most of one
        perspective say that it does not apply where another gives levels. Who only says "don't
        know" contradicts nobody.
        """
        voices = [voice for each in Perspective if (voice := _voice(each, self.of(each)))]
        medians = sorted(each.median for each in voices if each.median is not None)
        if not medians or (len(medians) == len(voices) and medians[-1] - medians[0] < APART_FROM):
            return None
        # What does not apply comes last; equal medians keep the order of the perspectives.
        return Difference(
            tuple(sorted(voices, key=lambda each: (each.median is None, each.median or 0.0)))
        )


def tallies(scale: Scale, by: Mapping[Perspective, Tally]) -> Tallies:
    """Put the counts of each perspective side by side.

    Parameters
    ----------
    scale
        The scale that was asked on.
    by
        Perspective to its counts.

    Returns
    -------
    Tallies
        With what said nothing left out, in the order self, peer, evidence.

    Examples
    --------
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> selves, peers = tally(FIVE_LEVELS, [4, 4]), tally(FIVE_LEVELS, [2])
    >>> found = tallies(FIVE_LEVELS, {Perspective.PEER: peers, Perspective.SELF: selves})
    >>> found.standing.value, found.total
    ('self', 3)
    >>> found.difference.sentence
    'Peers say 2, the domain says 4.'
    """
    said = {each: by[each] for each in Perspective if each in by and by[each].total}
    return Tallies(said, tally(scale, ()))


def of_one(counted: Tally) -> Tallies:
    """Take counts without a perspective as what the domain says of itself.

    Parameters
    ----------
    counted
        The counts.

    Returns
    -------
    Tallies
        With the one perspective.

    Examples
    --------
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> of_one(tally(FIVE_LEVELS, [3])).standing.value
    'self'
    """
    return tallies(counted.levels.scale, {Perspective.SELF: counted})


def _voice(perspective: Perspective, counted: Tally) -> Voice | None:
    figures = agreement(counted.levels)
    if not isinstance(figures, NotScored) and counted.not_applicable < counted.levels.total:
        return Voice(perspective, figures.median)
    if counted.levels.total or counted.not_applicable > counted.dont_know:
        return Voice(perspective, None)
    return None
