"""Within-group agreement: how much less respondents scatter than answers at random would."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from assessments.domain.ratings import (
    Floats,
    NotMeasured,
    RatingsInvalid,
    Table,
    Unmeasured,
    level_table,
)
from assessments.domain.scales import Scale
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop


class Strength(StrEnum):
    """How strong the agreement within a group is."""

    NONE = "none"
    WEAK = "weak"
    MODERATE = "moderate"
    STRONG = "strong"
    VERY_STRONG = "very_strong"

    @property
    def label(self) -> str:
        """The words a reader sees."""
        return _(_LABELS[self])


_LABELS: Final = {
    Strength.NONE: gettext_noop("No agreement"),
    Strength.WEAK: gettext_noop("Weak agreement"),
    Strength.MODERATE: gettext_noop("Moderate agreement"),
    Strength.STRONG: gettext_noop("Strong agreement"),
    Strength.VERY_STRONG: gettext_noop("Very strong agreement"),
}
_UP_TO: Final = (
    (0.30, Strength.NONE),
    (0.50, Strength.WEAK),
    (0.70, Strength.MODERATE),
    (0.90, Strength.STRONG),
)


@dataclass(frozen=True, slots=True)
class WithinGroup:
    """r_wg of one capability, or r_wg(J) of several.

    Parameters
    ----------
    value
        0 (as scattered as answers at random, or more) to 1 (all the same).
    untruncated
        One minus the ratio of the variances as it came out; below 0 when respondents scatter
        more than answers at random, as a split room does.
    capabilities
        How many capabilities it speaks of: those that two respondents or more gave a level.
    """

    value: float
    untruncated: float
    capabilities: int

    @property
    def strength(self) -> Strength:
        """How strong the agreement is, judged to the two decimals in which the bands are stated."""
        value = round(self.value, 2)
        return next((band for end, band in _UP_TO if value <= end), Strength.VERY_STRONG)


def within_group(levels: Table, scale: Scale) -> WithinGroup | NotMeasured:
    r"""Compare how respondents scatter with how answers at random would.

    Parameters
    ----------
    levels
        One row per respondent, one column per capability; None or NaN where no level was given.
        With one column this is r_wg, with J columns r_wg(J).
    scale
        The scale that was asked on.

    Returns
    -------
    WithinGroup or NotMeasured
        `Unmeasured.FEW_PAIRS` when no capability was given a level by two respondents.

    Raises
    ------
    RatingsInvalid
        When the levels are no table of numbers, or one is off the scale.

    Notes
    -----
    :math:`r_{wg} = 1 - s^2 / \sigma_E^2`, with :math:`s^2` the sample variance and
    :math:`\sigma_E^2 = (A^2 - 1) / 12` that of a uniform choice among A levels. Over J
    capabilities with mean variance :math:`\bar s^2` and :math:`q = \bar s^2 / \sigma_E^2`,
    :math:`r_{wg(J)} = J (1 - q) / (J (1 - q) + q)`. Where q exceeds 1 both are 0, as their
    authors prescribe; the formula for J would else pass through infinity.

    The uniform null flatters a room that leans to one end of the scale, and r_wg(J) rises with J
    alone. Neither is read without the other figures of the page.

    References
    ----------
    L. R. James, R. G. Demaree and G. Wolf (1984), "Estimating within-group interrater reliability
    with and without response bias", Journal of Applied Psychology 69(1), 85-98. Bands: J. M.
    LeBreton and J. L. Senter (2008), "Answers to 20 questions about interrater reliability and
    interrater agreement", Organizational Research Methods 11(4), 815-852.

    Examples
    --------
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> one = within_group([[3], [3], [4], [4], [3]], FIVE_LEVELS)
    >>> round(one.value, 2), one.strength.label
    (0.85, 'Strong agreement')
    >>> split = within_group([[1], [5], [1], [5]], FIVE_LEVELS)
    >>> split.value, round(split.untruncated, 3)
    (0.0, -1.667)
    """
    table = level_table(levels)
    given = np.isfinite(table)
    strays = table[given & ~((table >= scale.minimum) & (table <= scale.maximum))]
    if len(strays):
        raise RatingsInvalid(_("Level {level:g} is not on the scale.", level=strays.min()))
    measured = given.sum(axis=0) >= 2
    count = int(measured.sum())
    if not count:
        return NotMeasured(Unmeasured.FEW_PAIRS)
    random = ((scale.span + 1) ** 2 - 1) / 12
    ratio = float(_variances(table[:, measured]).mean()) / random
    less = max(0.0, 1.0 - ratio)
    value = count * less / (count * less + ratio)
    return WithinGroup(value=value, untruncated=1.0 - ratio, capabilities=count)


def _variances(table: Floats) -> Floats:
    return np.asarray(np.nanvar(table, axis=0, ddof=1), dtype=float)
