"""Rating panels: how what several people said about one criterion becomes one rating."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from assessments.domain.confidence import Confidence
from assessments.domain.consensus import DISCUSS_BELOW, consensus
from portfolio.domain.criteria import HIGHEST_RATING

SPREAD: Final = {Confidence.CERTAIN: 0.0, Confidence.FAIRLY_SURE: 0.5, Confidence.GUESS: 1.5}
"""How far to either side of what somebody said the truth may lie, by how sure they are."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one person said about one criterion.

    Attributes
    ----------
    likely
        Points from 0 to 5.
    low, high
        Between which points they would not be surprised; ``None`` where they did not say.
    confidence
        How sure they are; ``None`` where they did not say.
    """

    likely: float
    low: float | None = None
    high: float | None = None
    confidence: Confidence | None = None

    @property
    def ends(self) -> tuple[float, float]:
        """The range that counts: as they gave it, else as wide as they are unsure.

        Examples
        --------
        >>> Opinion(4, 2, 5).ends, Opinion(4, confidence=Confidence.GUESS).ends, Opinion(4).ends
        ((2, 5), (2.5, 5), (4, 4))
        """
        if self.low is not None and self.high is not None:
            return self.low, self.high
        spread = SPREAD[self.confidence] if self.confidence else 0
        return max(0, self.likely - spread), min(HIGHEST_RATING, self.likely + spread)


@dataclass(frozen=True, slots=True)
class Panel:
    """What several people said, in one.

    Attributes
    ----------
    likely
        The rating that counts, 0 to 5.
    low, high
        Between which points it may lie.
    count
        How many people said something.
    consensus
        How far they agree, 0 to 1; 1 for one person alone.
    """

    likely: float
    low: float
    high: float
    count: int
    consensus: float

    @property
    def needs_discussion(self) -> bool:
        """Whether they are too far apart for the middle to be taken unheard."""
        return self.consensus < DISCUSS_BELOW


def is_withheld(*, may_rate: bool, has_rated: bool, others: int) -> bool:
    """Say whether who said what about one criterion is kept from a reader for now.

    Parameters
    ----------
    may_rate
        Whether the reader may rate the use case.
    has_rated
        Whether they said something about this criterion themselves.
    others
        How many other people did.

    Notes
    -----
    A number heard first pulls the own one towards it, so whoever has a say gives it unheard.
    Nobody who only reads has anything to keep free of that. What all ratings make together
    (value, feasibility, priority, rank) is never withheld.

    References
    ----------
    A. Tversky and D. Kahneman (1974), "Judgment under uncertainty: heuristics and biases",
    Science 185(4157), 1124-1131.

    Examples
    --------
    >>> is_withheld(may_rate=True, has_rated=False, others=1)
    True
    >>> is_withheld(may_rate=False, has_rated=False, others=1)
    False
    """
    return may_rate and not has_rated and others > 0


def panel(opinions: Iterable[Opinion]) -> Panel:
    """Combine what several people said about one criterion.

    Parameters
    ----------
    opinions
        One for each person, at least one.

    Returns
    -------
    Panel
        The rating that counts, its range, and how far the people agree.

    Raises
    ------
    ValueError
        Without an opinion.

    Notes
    -----
    The rating is the median, which no single person can drag along. The range runs from the lower
    quartile of the low ends to the upper quartile of the high ends, interpolated linearly: with
    one person it is theirs, with several it is wide where they disagree, and it always holds the
    median. Agreement is the consensus of Tastle and Wierman over the points 0 to 5.

    References
    ----------
    W. J. Tastle and M. J. Wierman (2007), "Consensus and dissention: a measure of ordinal
    dispersion", International Journal of Approximate Reasoning 45(3), 531-545.

    Examples
    --------
    >>> found = panel([Opinion(1), Opinion(5)])
    >>> found.likely, found.low, found.high, round(found.consensus, 2), found.needs_discussion
    (3.0, 2.0, 4.0, 0.26, True)
    """
    said = list(opinions)
    if not said:
        raise ValueError("A panel needs at least one opinion.")
    if len(said) == 1:
        low, high = said[0].ends
        return Panel(said[0].likely, low, high, 1, 1.0)
    likely = [each.likely for each in said]
    return Panel(
        likely=float(np.median(likely)),
        low=float(np.quantile([each.ends[0] for each in said], 0.25)),
        high=float(np.quantile([each.ends[1] for each in said], 0.75)),
        count=len(said),
        consensus=consensus(_frequencies(likely)),
    )


def _frequencies(likely: Sequence[float]) -> list[int]:
    whole = [round(each) for each in likely]
    return [whole.count(points) for points in range(HIGHEST_RATING + 1)]
