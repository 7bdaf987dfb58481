"""Balance: how the portfolio divides among the buckets, against what it is meant to be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import reduce
from operator import add
from typing import Final

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portfolio.domain.buckets import Bucket
from portfolio.domain.stages import Stage


class Horizon(StrEnum):
    """How far away the outcome of a use case is."""

    RUNNING = "running"
    UNDER_WAY = "under_way"
    AHEAD = "ahead"

    @property
    def label(self) -> str:
        """The horizon as a reader sees it.

        Examples
        --------
        >>> Horizon.UNDER_WAY.label, Horizon.UNDER_WAY.stages
        ('Under way', (<Stage.APPROVED: 'approved'>, <Stage.PILOT: 'pilot'>))
        """
        return _(_HORIZONS[self])

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages that lie in it. Retired, rejected and paused use cases lie in none."""
        return _STAGES[self]


_HORIZONS: Final = {
    Horizon.RUNNING: gettext_noop("In production"),
    Horizon.UNDER_WAY: gettext_noop("Under way"),
    Horizon.AHEAD: gettext_noop("Considered"),
}
_STAGES: Final = {
    Horizon.RUNNING: (Stage.PRODUCTION,),
    Horizon.UNDER_WAY: (Stage.APPROVED, Stage.PILOT),
    Horizon.AHEAD: (Stage.IDEA, Stage.ASSESSED),
}
_HORIZON_OF: Final = {stage: horizon for horizon, found in _STAGES.items() for stage in found}


def horizon_of(stage: Stage) -> Horizon | None:
    """Return the horizon of a stage; None where the use case is no longer, or not now, pursued.

    Examples
    --------
    >>> horizon_of(Stage.IDEA).label, horizon_of(Stage.ON_HOLD)
    ('Considered', None)
    """
    return _HORIZON_OF.get(stage)


class Measure(StrEnum):
    """What a balance is counted in."""

    COUNT = "count"
    COST = "cost"
    BENEFIT = "benefit"
    VALUE = "value"

    @property
    def label(self) -> str:
        """The measure as a reader sees it."""
        return _(_MEASURES[self])

    @property
    def divided(self) -> "Measure":
        """What is divided where this measure is asked for: a mean has no parts, so the number."""
        return Measure.COUNT if self is Measure.VALUE else self


_MEASURES: Final = {
    Measure.COUNT: gettext_noop("Use cases"),
    Measure.COST: gettext_noop("Planned cost"),
    Measure.BENEFIT: gettext_noop("Planned benefit"),
    Measure.VALUE: gettext_noop("Value"),
}


@dataclass(frozen=True, slots=True)
class Holding:
    """What some use cases add up to.

    Attributes
    ----------
    count
        How many there are.
    cost, benefit
        Sums of what was planned.
    costed, benefited
        How many of them have such a plan: the others are unknown, and not free.
    points
        Sum of their values, 0 to 100 each.
    valued
        How many have a value.
    """

    count: int = 0
    cost: Decimal = Decimal(0)
    costed: int = 0
    benefit: Decimal = Decimal(0)
    benefited: int = 0
    points: float = 0.0
    valued: int = 0

    def __add__(self, other: "Holding") -> "Holding":
        return Holding(
            self.count + other.count,
            self.cost + other.cost,
            self.costed + other.costed,
            self.benefit + other.benefit,
            self.benefited + other.benefited,
            self.points + other.points,
            self.valued + other.valued,
        )

    def amount(self, measure: Measure) -> float | None:
        """Return how much of a measure there is.

        Value is the mean of what has one, 0 to 100, and None where nothing has; cost and benefit
        are None where nobody has planned any.

        Examples
        --------
        >>> Holding(count=2, points=120.0, valued=2).amount(Measure.VALUE)
        60.0
        >>> Holding(count=2).amount(Measure.COST) is None
        True
        """
        match measure:
            case Measure.COUNT:
                return float(self.count)
            case Measure.COST:
                return float(self.cost) if self.costed else None
            case Measure.BENEFIT:
                return float(self.benefit) if self.benefited else None
            case Measure.VALUE:
                return self.points / self.valued if self.valued else None


def total(holdings: Iterable[Holding]) -> Holding:
    """Add holdings up.

    Examples
    --------
    >>> total([Holding(count=2), Holding(count=3)]).count
    5
    """
    return reduce(add, holdings, Holding())


@dataclass(frozen=True, slots=True)
class Band:
    """The share of the portfolio that a bucket is meant to hold, both ends included; 0 to 1."""

    low: float
    high: float


type Bands = Mapping[Bucket, Band]

#: What the portal ships with, until an organisation sets its own. An opinion, like every band.
DEFAULT_BANDS: Final[Bands] = {
    Bucket.EFFICIENCY: Band(0.4, 0.6),
    Bucket.AUGMENTATION: Band(0.25, 0.4),
    Bucket.TRANSFORMATION: Band(0.1, 0.25),
}


class BandsInvalid(Invalid):
    """Bands that no portfolio can keep; ``fields`` names the buckets."""

    code = "bands_invalid"


def check_bands(bands: Bands) -> Bands:
    """Return the bands when a portfolio can lie within all of them, and refuse them otherwise.

    Parameters
    ----------
    bands
        One for each bucket.

    Raises
    ------
    BandsInvalid
        When a band is off the scale or upside down, or when no division fits all of them.

    Examples
    --------
    >>> check_bands(DEFAULT_BANDS) is DEFAULT_BANDS
    True
    """
    wrong = {bucket.value: said for bucket, band in bands.items() if (said := _flaw(band))}
    if wrong:
        raise BandsInvalid(" ".join(wrong.values()), fields=wrong)
    lows, highs = (
        round(sum(getattr(b, end) for b in bands.values()), 9) for end in ("low", "high")
    )
    if lows > 1:
        raise BandsInvalid(
            _("The lower ends add up to {share:.0%}: no portfolio can hold that much.", share=lows)
        )
    if highs < 1:
        raise BandsInvalid(
            _("The upper ends add up to {share:.0%}: something would lie in none.", share=highs)
        )
    return bands


def _flaw(band: Band) -> str:
    if not (0 <= band.low <= 1 and 0 <= band.high <= 1):
        return _("A share goes from 0% to 100%.")
    if band.low > band.high:
        return _("The lower end lies above the upper end.")
    return ""


class Verdict(StrEnum):
    """Where a share lies against its band."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class BucketBalance:
    """How much of a measure one bucket holds.

    Attributes
    ----------
    bucket
        The bucket.
    holding
        What it holds.
    share
        Its part of the whole, 0 to 1; None where there is nothing to divide.
    band
        What it is meant to hold.
    verdict
        Where the share lies; None where there is no share.
    """

    bucket: Bucket
    holding: Holding
    share: float | None
    band: Band
    verdict: Verdict | None

    @property
    def percent(self) -> str:
        """The share in whole per cent; "" where there is none."""
        return "" if self.share is None else f"{self.share:.0%}"

    @property
    def sentence(self) -> str:
        """The share against its band, for the reader."""
        words = {"low": f"{self.band.low:.0%}", "high": f"{self.band.high:.0%}"}
        match self.verdict:
            case None:
                return _("Nothing to divide yet.")
            case Verdict.WITHIN:
                return _("Within its band of {low} to {high}.", **words)
            case Verdict.BELOW:
                return _("Below its band of {low} to {high}.", **words)
            case Verdict.ABOVE:
                return _("Above its band of {low} to {high}.", **words)


def balance(
    holdings: Mapping[Bucket, Holding], bands: Bands, measure: Measure
) -> tuple[BucketBalance, ...]:
    """Divide a measure among the buckets and hold each share against its band.

    Parameters
    ----------
    holdings
        What each bucket holds; a bucket left out holds nothing.
    bands
        What each is meant to hold.
    measure
        Count, cost or benefit. A mean cannot be divided: for value the counts are.

    Returns
    -------
    tuple of BucketBalance
        One for each bucket, in their order; the shares add up to 1 or are all None.

    Examples
    --------
    >>> held = {Bucket.EFFICIENCY: Holding(count=3), Bucket.TRANSFORMATION: Holding(count=1)}
    >>> [each.share for each in balance(held, DEFAULT_BANDS, Measure.COUNT)]
    [0.75, 0.0, 0.25]
    """
    divided = Measure.COUNT if measure is Measure.VALUE else measure
    amounts = {bucket: holdings.get(bucket, Holding()).amount(divided) or 0.0 for bucket in Bucket}
    whole = sum(amounts.values())
    return tuple(
        _against(
            bucket,
            holdings.get(bucket, Holding()),
            amounts[bucket] / whole if whole > 0 else None,
            bands[bucket],
        )
        for bucket in Bucket
    )


def _against(bucket: Bucket, holding: Holding, share: float | None, band: Band) -> BucketBalance:
    verdict = None
    if share is not None:
        # What reads like the end of the band lies within it.
        read = round(share, 2)
        below, above = read < round(band.low, 2), read > round(band.high, 2)
        verdict = Verdict.BELOW if below else Verdict.ABOVE if above else Verdict.WITHIN
    return BucketBalance(bucket, holding, share, band, verdict)
