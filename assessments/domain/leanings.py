"""Leanings: who rates higher or lower than the others on the same capabilities."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assessments.domain.ratings import Floats, NotMeasured, Ratings, RatingsInvalid, Unmeasured
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext

type Whole = NDArray[np.int64]

FEWEST_IN_COMMON: Final = 6
"""On five levels one stray answer is at most 4 off, so among six it cannot make a leaning."""

FEWEST_OTHERS: Final = 2
"""Of two respondents who differ, neither is the one apart."""

NOTABLE: Final = 0.75
"""A leaning of fewer levels seldom carries a capability to the next level."""

CHANCE: Final = 0.05
"""How often, at most, a room whose respondents differ by chance alone sees anybody named."""

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

    Raises
    ------
    RatingsInvalid
        When a level lies between two; a respondent gives whole ones.

    Notes
    -----
    On each capability that a respondent shares with two others or more, the deviation is their
    level less the mean of the others. A respondent is compared on six such capabilities or more,
    and leans when both hold:

    - the mean deviation is three quarters of a level or more;
    - chance would seldom do it. Were respondents alike, each would be as likely as any other to
      have given any of the levels on a capability. So the sum of a respondent's levels is
      distributed as the sum of one draw from each capability's levels, which is found exactly by
      convolution. Twice the smaller tail is compared with .05 shared out equally among all who
      are compared (Bonferroni): in a large room somebody is always the strictest by chance. A
      normal approximation names too many where levels are skewed.

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
    if np.any(levels % 1 > 0):
        raise RatingsInvalid(_("Respondents are compared by whole levels."))
    deviations, common = _compare(levels)
    compared = int((common >= FEWEST_IN_COMMON).sum())
    if not compared:
        return NotMeasured(Unmeasured.FEW_IN_COMMON)
    found: list[Leaning[Respondent]] = []
    while furthest := _furthest(levels, deviations, common, CHANCE / compared):
        found += [
            Leaning(ratings.respondents[row], float(deviations[row]), int(common[row]))
            for row in furthest
        ]
        levels[furthest] = np.nan
        deviations, common = _compare(levels)
    return tuple(sorted(found, key=lambda each: -abs(each.deviation)))


def _compare(levels: Floats) -> tuple[Floats, Whole]:
    """Give each row's mean deviation from the others, and on how many columns it was compared."""
    shared, counts = _shared(levels)
    means = np.where(shared, levels, 0.0).sum(axis=0) / counts
    # m / (m - 1) times the distance from the mean of all is that from the mean of the others.
    deviations = np.where(shared, levels - means, 0.0) * counts / (counts - 1)
    common = shared.sum(axis=1)
    return deviations.sum(axis=1) / np.maximum(common, 1), common


def _shared(levels: Floats) -> tuple[NDArray[np.bool_], Whole]:
    """Give the cells that enough others answered too, and the answers per column, two at least."""
    given = np.isfinite(levels)
    counts = given.sum(axis=0)
    return given & (counts > FEWEST_OTHERS), np.maximum(counts, 2)


def _furthest(levels: Floats, deviations: Floats, common: Whole, limit: float) -> list[int]:
    """Give the row furthest apart; those equally far too, or the order of rows would decide."""
    sizes = np.where(common >= FEWEST_IN_COMMON, np.abs(deviations), 0.0)
    notable = [int(row) for row in np.argsort(-sizes) if sizes[row] >= NOTABLE - _ROUNDING]
    for row in notable:
        if _chance(levels, row) <= limit:
            equals = [each for each in notable if abs(sizes[each] - sizes[row]) < _ROUNDING]
            return [each for each in equals if _chance(levels, each) <= limit]
    return []


def _chance(levels: Floats, row: int) -> float:
    """Give the chance of a sum of levels as far out as this row's, were respondents alike."""
    shared, _counts = _shared(levels)
    steps = levels[:, shared[row]] - np.nanmin(levels)
    sums = np.ones(1)
    for column in steps.T:
        given = column[np.isfinite(column)].astype(int)
        sums = np.convolve(sums, np.bincount(given) / len(given))
    own = int(steps[row].sum())
    return min(1.0, 2 * float(min(sums[: own + 1].sum(), sums[own:].sum())))
