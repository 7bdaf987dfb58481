"""Leanings: who rates higher or lower than the others on the same capabilities."""

import math
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assessments.domain.ratings import Floats, NotMeasured, Ratings, Unmeasured
from portal.domain.wording import ngettext

FEWEST_IN_COMMON: Final = 6
"""On five levels one stray answer is at most 4 off, so among six it cannot make a leaning."""

FEWEST_OTHERS: Final = 2
"""Of two respondents who differ, neither is the one apart."""

NOTABLE: Final = 0.75
"""A leaning of fewer levels seldom carries a capability to the next level."""

CHANCE: Final = 0.05
"""How often a set of respondents who differ by chance alone may see anybody named."""

_ROUNDING: Final = 1e-9
"""Sums that the order of rows changes in their last digit come to the same verdict."""


@dataclass(frozen=True, slots=True)
class Leaning[Respondent: Hashable]:
    """A respondent who rates higher or lower than the others.

    Parameters
    ----------
    respondent
        Who.
    deviation
        By how many levels on average, negative for lower.
    capabilities
        On how many capabilities that others answered too.
    """

    respondent: Respondent
    deviation: float
    capabilities: int

    def sentence(self, name: str) -> str:
        """Say it of a name.

        Examples
        --------
        >>> Leaning(7, -1.24, 18).sentence("Ada")
        'Ada rates 1.2 levels lower than the others on 18 capabilities.'
        """
        values = {"name": name, "levels": f"{abs(self.deviation):.1f}"}
        if self.deviation < 0:
            return ngettext(
                "{name} rates {levels} levels lower than the others on {count} capability.",
                "{name} rates {levels} levels lower than the others on {count} capabilities.",
                self.capabilities,
                **values,
            )
        return ngettext(
            "{name} rates {levels} levels higher than the others on {count} capability.",
            "{name} rates {levels} levels higher than the others on {count} capabilities.",
            self.capabilities,
            **values,
        )


def leanings[Respondent: Hashable](
    ratings: Ratings[Respondent],
) -> tuple[Leaning[Respondent], ...] | NotMeasured:
    r"""Find who rates systematically higher or lower than the others.

    Parameters
    ----------
    ratings
        Levels by respondent and capability.

    Returns
    -------
    tuple of Leaning, or NotMeasured
        The furthest first; empty when nobody stands apart. `Unmeasured.FEW_IN_COMMON` when nobody
        could be compared.

    Notes
    -----
    On each capability that a respondent shares with two others or more, the deviation is their
    level less the mean of the others. A respondent is compared on six such capabilities or more,
    and leans when both hold:

    - the mean deviation is three quarters of a level or more;
    - chance would seldom do it. Were respondents alike, each would be as likely as any other to
      have given any of the levels on a capability, so the deviation :math:`d_i` has mean 0 and
      standard deviation :math:`m_i s_i / (m_i - 1)`, with :math:`s_i` the standard deviation of
      its :math:`m_i` levels. :math:`z = \sum d_i / \sqrt{\sum (m_i s_i / (m_i - 1))^2}` is
      referred to the normal distribution, two-sided, at .05 shared out equally among all who are
      compared (Bonferroni): in a large room somebody is always the strictest by chance.

    The mean of the others is the yardstick, and not their median, because levels are skewed: when
    six of ten answer 2 and four answer 4 on every capability, everybody lies on average .8 above
    the median of the others, and never below. A sign test fails alike. The weakness of a mean,
    that one strict respondent makes all others look lenient, is met by naming in steps: the
    furthest is named and set aside, and the rest are compared once more among themselves.

    A leaning is no error. It may be another part of the business, or knowledge others lack.

    References
    ----------
    Exchangeable answers within blocks: E. J. G. Pitman (1938), "Significance tests which may be
    applied to samples from any populations: III. The analysis of variance test", Biometrika
    29(3/4), 322-335.

    Examples
    --------
    >>> from assessments.domain.ratings import ratings
    >>> rooms = {"ada": "112311", "ben": "334533", "cleo": "324433", "dev": "233534"}
    >>> found = leanings(ratings(
    ...     (who, f"c{column}", int(level))
    ...     for who, levels in rooms.items() for column, level in enumerate(levels)
    ... ))
    >>> [(each.respondent, round(each.deviation, 1), each.capabilities) for each in found]
    [('ada', -1.8, 6)]
    """
    levels = ratings.levels.copy()
    deviations, chances, common = _compare(levels)
    compared = int((common >= FEWEST_IN_COMMON).sum())
    if not compared:
        return NotMeasured(Unmeasured.FEW_IN_COMMON)
    found: list[Leaning[Respondent]] = []
    while True:
        apart = (
            (common >= FEWEST_IN_COMMON)
            & (np.abs(deviations) >= NOTABLE - _ROUNDING)
            & (chances <= CHANCE / compared)
        )
        if not apart.any():
            return tuple(sorted(found, key=lambda each: -abs(each.deviation)))
        size = np.where(apart, np.abs(deviations), 0.0)
        # Those equally far are named together, or the order of rows would decide.
        furthest = np.flatnonzero(np.isclose(size, size.max()))
        found += [
            Leaning(ratings.respondents[row], float(deviations[row]), int(common[row]))
            for row in furthest
        ]
        levels[furthest] = np.nan
        deviations, chances, common = _compare(levels)


def _compare(levels: Floats) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Give each row's mean deviation from the others, its chance, and the capabilities shared."""
    given = np.isfinite(levels)
    counts = given.sum(axis=0)
    shared = given & (counts > FEWEST_OTHERS)
    answers = np.maximum(counts, 2)
    means = np.where(given, levels, 0.0).sum(axis=0) / answers
    from_mean = np.where(shared, levels - means, 0.0)
    # m / (m - 1) times the distance from the mean of all is that from the mean of the others.
    stretch = answers / (answers - 1)
    spread = stretch**2 * (from_mean**2).sum(axis=0) / answers
    common = shared.sum(axis=1)
    totals = (from_mean * stretch).sum(axis=1)
    errors = np.sqrt(np.where(shared, spread, 0.0).sum(axis=1))
    scores = np.divide(np.abs(totals), errors, out=np.zeros_like(totals), where=errors > 0)
    chances = np.array([math.erfc(score / math.sqrt(2)) for score in scores])
    return totals / np.maximum(common, 1), chances, common
