"""Consensus: how far respondents agree, and where the middle of them lies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from assessments.domain.answers import Missing, NotScored
from assessments.domain.scales import Scale
from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _

DISCUSS_BELOW = 0.6
"""A capability whose consensus is lower is talked over before a level is settled."""


class DistributionInvalid(Invalid):
    """The counts do not describe a set of answers, or there is nothing to agree on."""

    code = "distribution_invalid"


@dataclass(frozen=True, slots=True)
class Distribution:
    """How many respondents chose each level of a scale.

    Parameters
    ----------
    scale
        The scale that was asked on.
    counts
        One count per level, lowest first.

    Raises
    ------
    DistributionInvalid
        When the counts do not match the levels, or one is negative.
    """

    scale: Scale
    counts: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.counts) != len(self.scale.levels) or min(self.counts) < 0:
            sentence = _("Give one count, zero or more, for each level of the scale.")
            raise DistributionInvalid(sentence)

    @property
    def total(self) -> int:
        """How many respondents gave a level."""
        return sum(self.counts)

    @property
    def levels(self) -> tuple[int, ...]:
        """Every level that was given, lowest first, repeated as often as it was given."""
        pairs = zip(self.scale.levels, self.counts, strict=True)
        return tuple(level for level, count in pairs for _ in range(count))


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a distribution says, in the figures a facilitator settles by.

    Parameters
    ----------
    count
        How many respondents gave a level.
    consensus
        Tastle and Wierman's measure, 0 (split between the ends) to 1 (all the same).
    median, lower_quartile, upper_quartile
        The middle respondent and the middle half.
    needs_discussion
        Whether consensus lies below `DISCUSS_BELOW`.
    """

    count: int
    consensus: float
    median: float
    lower_quartile: float
    upper_quartile: float
    needs_discussion: bool

    @property
    def interquartile_range(self) -> float:
        """The width of the middle half."""
        return self.upper_quartile - self.lower_quartile


def distribution(levels: Iterable[int], scale: Scale) -> Distribution:
    """Count how often each level was given.

    Parameters
    ----------
    levels
        One whole level per respondent who gave one.
    scale
        The scale that was asked on.

    Returns
    -------
    Distribution
        The counts, lowest level first.

    Raises
    ------
    DistributionInvalid
        When a level is not on the scale.

    Examples
    --------
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> distribution([2, 4, 2, 5], FIVE_LEVELS).counts
    (0, 2, 0, 1, 1)
    """
    given = list(levels)
    strays = sorted(set(given) - set(scale.levels))
    if strays:
        raise DistributionInvalid(_("Level {level} is not on the scale.", level=strays[0]))
    return Distribution(scale, tuple(given.count(level) for level in scale.levels))


def consensus(distribution: Distribution | Sequence[float]) -> float:
    r"""Measure how far respondents agree on an ordered scale.

    Parameters
    ----------
    distribution
        A distribution, or bare frequencies of equally spaced levels, lowest first.

    Returns
    -------
    float
        1 when all agree, 0 when half sit at each end.

    Raises
    ------
    DistributionInvalid
        When nobody answered, or a frequency is negative or not a number.

    Notes
    -----
    :math:`C = 1 + \sum_i p_i \log_2 (1 - |x_i - \mu| / d)`, with :math:`p_i` the share at level
    :math:`x_i`, :math:`\mu` the mean and :math:`d` the range of the scale.

    References
    ----------
    W. J. Tastle and M. J. Wierman (2007), "Consensus and dissention: a measure of ordinal
    dispersion", International Journal of Approximate Reasoning 45(3), 531-545.

    Examples
    --------
    >>> round(consensus([30, 40, 210, 130, 530, 50, 10]), 7)
    0.7256876
    >>> consensus([7, 0, 0, 0, 7])
    0.0
    """
    counts = distribution.counts if isinstance(distribution, Distribution) else distribution
    frequencies = np.asarray(counts, dtype=float)
    if not np.all(np.isfinite(frequencies)) or np.any(frequencies < 0):
        raise DistributionInvalid(_("Frequencies must be zero or more."))
    total = float(frequencies.sum())
    if total == 0:
        raise DistributionInvalid(_("Nobody has answered, so there is nothing to agree on."))
    positions = np.arange(len(frequencies), dtype=float)
    chosen = frequencies > 0
    if np.count_nonzero(chosen) == 1:
        return 1.0
    shares = frequencies[chosen] / total
    distances = np.abs(positions[chosen] - float(shares @ positions[chosen]))
    agreement = 1.0 + float(shares @ np.log2(1.0 - distances / (len(frequencies) - 1)))
    return min(max(agreement, 0.0), 1.0)


def needs_discussion(distribution: Distribution | Sequence[float]) -> bool:
    """Say whether respondents are too far apart for a level to be settled unheard.

    Parameters
    ----------
    distribution
        As for `consensus`.

    Returns
    -------
    bool
        True when consensus lies below `DISCUSS_BELOW`.

    Raises
    ------
    DistributionInvalid
        As for `consensus`.

    Examples
    --------
    >>> needs_discussion([3, 4, 2, 4, 1]), needs_discussion([0, 0, 3, 2, 0])
    (True, False)
    """
    return consensus(distribution) < DISCUSS_BELOW


def agreement(distribution: Distribution) -> Agreement | NotScored:
    """Gather the figures that a facilitator settles a capability by.

    Parameters
    ----------
    distribution
        How many respondents chose each level.

    Returns
    -------
    Agreement or NotScored
        `NotScored` when nobody gave a level.

    Notes
    -----
    Quartiles interpolate linearly between neighbouring answers: type 7 of Hyndman and Fan (1996),
    "Sample quantiles in statistical packages", The American Statistician 50(4), 361-365.

    Examples
    --------
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> found = agreement(Distribution(FIVE_LEVELS, (3, 4, 2, 4, 1)))
    >>> found.median, found.lower_quartile, found.upper_quartile, found.needs_discussion
    (2.5, 2.0, 4.0, True)
    """
    if not distribution.total:
        return NotScored(Missing.UNANSWERED)
    agreed = consensus(distribution)
    lower, median, upper = np.quantile(distribution.levels, (0.25, 0.5, 0.75))
    return Agreement(
        count=distribution.total,
        consensus=agreed,
        median=float(median),
        lower_quartile=float(lower),
        upper_quartile=float(upper),
        needs_discussion=agreed < DISCUSS_BELOW,
    )
