"""Tallies: what was said about one question, counted."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.domain.consensus import Distribution, distribution
from assessments.domain.scales import Scale


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
