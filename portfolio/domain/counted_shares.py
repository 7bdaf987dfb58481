"""Counted shares: what a share of draws tells, said no finer than the draws can show."""

from dataclasses import dataclass
from math import ceil, floor
from typing import Final

from portal.domain.wording import gettext as _
from portfolio.domain.rank_draws import share_interval

#: A share is told to a tenth of a point; what lies nearer to none or all is told as a bound.
FINEST: Final = 0.1
#: Within so many points of none or all the two ends of the interval lie unevenly about the share.
EDGE: Final = 1.0


@dataclass(frozen=True, slots=True)
class CountedShare:
    """A share of draws with the interval that holds the true one, in points of a hundred.

    Attributes
    ----------
    points
        The share as it was counted.
    lower, upper
        Between which the true one lies, 19 times in 20.
    """

    points: float
    lower: float
    upper: float

    @classmethod
    def of(cls, share: float, draws: int) -> "CountedShare":
        """Return a share from 0 to 1 that was counted in so many draws."""
        low, high = share_interval(share, draws)
        return cls(100 * share, 100 * float(low), 100 * float(high))

    @property
    def half_width(self) -> float:
        """Half of what lies between both ends, in points."""
        return (self.upper - self.lower) / 2

    @property
    def is_hardly_any(self) -> bool:
        """Whether it lies too near to none for the draws to tell it from none, by a tenth."""
        return self.lower < FINEST / 2

    @property
    def is_nearly_all(self) -> bool:
        """Whether it lies too near to all for the draws to tell it from all, by a tenth."""
        return self.upper > 100 - FINEST / 2

    @property
    def told(self) -> str:
        """The share in words, without how far it may be off.

        Examples
        --------
        >>> [CountedShare.of(share, 10_000).told for share in (0, 0.0001, 0.0009, 0.004, 0.12, 1)]
        ['under 0.1%', 'under 0.1%', 'under 0.2%', '0.4%', '12%', 'over 99.9%']
        """
        if self.is_hardly_any:
            return _("under {bound}%", bound=f"{max(FINEST, ceil(10 * self.upper) / 10):.1f}")
        if self.is_nearly_all:
            bound = min(100 - FINEST, floor(10 * self.lower) / 10)
            return _("over {bound}%", bound=f"{bound:.1f}")
        return f"{self.points:.1f}%" if self._is_at_the_edge else f"{self.points:.0f}%"

    @property
    def margin(self) -> str:
        """How far it may be off; empty where the share is told as a bound.

        Examples
        --------
        >>> [CountedShare.of(share, 10_000).margin for share in (0.0001, 0.004, 0.12)]
        ['', '0.3 to 0.5', '± 0.6']
        """
        if self.is_hardly_any or self.is_nearly_all:
            return ""
        if self._is_at_the_edge:
            return _("{low} to {high}", low=f"{self.lower:.1f}", high=f"{self.upper:.1f}")
        return f"± {self.half_width:.1f}"

    @property
    def words(self) -> str:
        """The share and how far it may be off, in the middle of a sentence.

        Examples
        --------
        >>> [CountedShare.of(share, 10_000).words for share in (0.0001, 0.004, 0.12)]
        ['under 0.1%', '0.4% (0.3 to 0.5)', '12% ± 0.6']
        """
        if not self.margin:
            return self.told
        margin = f"({self.margin})" if self._is_at_the_edge else self.margin
        return f"{self.told} {margin}"

    @property
    def _is_at_the_edge(self) -> bool:
        return not EDGE <= self.points <= 100 - EDGE
