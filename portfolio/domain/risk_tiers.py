"""Risk tiers: how bad it could get times how much it does on its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, IntEnum
from itertools import pairwise
from typing import Final

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop


class Unknown(Enum):
    """An input to the tier that nobody has stated yet."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN


class Impact(IntEnum):
    """How bad it could get if the system is wrong."""

    SLIGHT = 1
    LIMITED = 2
    SERIOUS = 3
    SEVERE = 4

    @property
    def label(self) -> str:
        """The level as a reader sees it."""
        return _(IMPACT_LABELS[self])


IMPACT_LABELS: Final = {
    Impact.SLIGHT: gettext_noop("Slight"),
    Impact.LIMITED: gettext_noop("Limited"),
    Impact.SERIOUS: gettext_noop("Serious"),
    Impact.SEVERE: gettext_noop("Severe"),
}


class Autonomy(IntEnum):
    """How much the system does on its own."""

    ADVISES = 1
    ASKS_EACH_TIME = 2
    WITHIN_LIMITS = 3
    ACTS_ALONE = 4

    @property
    def label(self) -> str:
        """The level as a reader sees it."""
        return _(AUTONOMY_LABELS[self])


AUTONOMY_LABELS: Final = {
    Autonomy.ADVISES: gettext_noop("Advises"),
    Autonomy.ASKS_EACH_TIME: gettext_noop("Asks each time"),
    Autonomy.WITHIN_LIMITS: gettext_noop("Within limits"),
    Autonomy.ACTS_ALONE: gettext_noop("Acts alone"),
}


class Tier(IntEnum):
    """How closely a use case is governed; 4 is the closest."""

    T1 = 1
    T2 = 2
    T3 = 3
    T4 = 4

    @property
    def label(self) -> str:
        """The tier as a reader sees it.

        Examples
        --------
        >>> Tier.T3.label, Tier.T3.title
        ('T3', 'Evidence and the board')
        """
        return self.name

    @property
    def title(self) -> str:
        """What the tier is called on the policy page."""
        return _(_TITLES[self])

    @property
    def demands(self) -> str:
        """What a use case in this tier must show, and to whom, in one sentence."""
        return _(_DEMANDS[self])


_TITLES = {
    Tier.T1: gettext_noop("Certify yourself"),
    Tier.T2: gettext_noop("Domain and centre"),
    Tier.T3: gettext_noop("Evidence and the board"),
    Tier.T4: gettext_noop("Board, executive and a stop"),
}

_DEMANDS = {
    Tier.T1: gettext_noop(
        "The domain owner certifies it alone on one page, and some are checked afterwards."
    ),
    Tier.T2: gettext_noop(
        "The domain lead and the centre agree, with three documents and a yearly review."
    ),
    Tier.T3: gettext_noop(
        "Security, privacy and the risk board look at the evidence; it is reviewed quarterly."
    ),
    Tier.T4: gettext_noop(
        "The risk board and the executive decide, and a stop switch is tested before it runs."
    ),
}


@dataclass(frozen=True, slots=True)
class NotTiered:
    """A use case whose tier cannot be said yet.

    Attributes
    ----------
    reason
        What is missing, fit for the reader.
    """

    reason: str


class PolicyRefused(Invalid):
    """A tier table that would treat a worse case more lightly."""

    code = "policy_refused"


_DEFAULT_TABLE = (
    (Tier.T1, Tier.T1, Tier.T2, Tier.T2),
    (Tier.T1, Tier.T2, Tier.T2, Tier.T3),
    (Tier.T2, Tier.T2, Tier.T3, Tier.T3),
    (Tier.T3, Tier.T3, Tier.T4, Tier.T4),
)


@dataclass(frozen=True, slots=True)
class TierPolicy:
    """The table that turns impact and autonomy into a tier.

    Attributes
    ----------
    table
        Four rows, slight impact first; in each row four tiers, advising first.

    Raises
    ------
    PolicyRefused
        When the table is not four by four, or falls as impact or autonomy grows.
    """

    table: tuple[tuple[Tier, ...], ...] = _DEFAULT_TABLE

    def __post_init__(self) -> None:
        """Refuse a table that is incomplete or not monotone."""
        if len(self.table) != len(Impact) or any(len(row) != len(Autonomy) for row in self.table):
            raise PolicyRefused(_("The tier table needs four rows of four tiers."))
        columns = tuple(zip(*self.table, strict=True))
        if any(low > high for line in (*self.table, *columns) for low, high in pairwise(line)):
            raise PolicyRefused(_("The tier must not fall when impact or autonomy grows."))

    def is_as_strict_as(self, other: "TierPolicy") -> bool:
        """Whether no use case gets a lighter tier here than under the other policy.

        Parameters
        ----------
        other
            The policy of the centre.

        Returns
        -------
        bool
            True when every cell is at least as high.
        """
        return all(
            mine >= theirs
            for my_row, their_row in zip(self.table, other.table, strict=True)
            for mine, theirs in zip(my_row, their_row, strict=True)
        )


DEFAULT_POLICY = TierPolicy()


def tier(
    impact: Impact | Unknown, autonomy: Autonomy | Unknown, policy: TierPolicy = DEFAULT_POLICY
) -> Tier | NotTiered:
    r"""Place a use case in a risk tier.

    Parameters
    ----------
    impact
        How bad it could get, the worst of all dimensions.
    autonomy
        How much it does on its own.
    policy
        The table in force.

    Returns
    -------
    Tier or NotTiered
        The tier, or what has to be stated first.

    Notes
    -----
    With :math:`I` and :math:`A` from 1 to 4 the default table is the highest rule that
    matches: T1 for :math:`I + A \le 3`, T2 for :math:`I + A \ge 4`, T3 for
    :math:`I + A \ge 6` or :math:`I = 4`, T4 for :math:`I = 4` and :math:`A \ge 3`.
    The worst dimension counts, as in the high-water mark of FIPS 199 (NIST, 2004).

    Examples
    --------
    >>> tier(Impact.SERIOUS, Autonomy.WITHIN_LIMITS)
    <Tier.T3: 3>
    >>> tier(Impact.SERIOUS, UNKNOWN).reason
    'No tier yet: autonomy is not stated.'
    """
    if isinstance(impact, Unknown) and isinstance(autonomy, Unknown):
        return NotTiered(_("No tier yet: impact and autonomy are not stated."))
    if isinstance(impact, Unknown):
        return NotTiered(_("No tier yet: impact is not stated."))
    if isinstance(autonomy, Unknown):
        return NotTiered(_("No tier yet: autonomy is not stated."))
    return policy.table[impact - 1][autonomy - 1]


def worst_impact(levels: Iterable[Impact | Unknown]) -> Impact | Unknown:
    """Take the worst of several dimensions of impact.

    Parameters
    ----------
    levels
        One level per dimension: people, money, law, service, reputation.

    Returns
    -------
    Impact or Unknown
        The highest level. Unknown while a dimension is open, unless one is severe
        already, because nothing could then change the answer.

    Examples
    --------
    >>> worst_impact([Impact.LIMITED, Impact.SERIOUS])
    <Impact.SERIOUS: 3>
    >>> worst_impact([Impact.LIMITED, UNKNOWN])
    <Unknown.UNKNOWN: 'unknown'>
    """
    stated = list(levels)
    known = [level for level in stated if not isinstance(level, Unknown)]
    if not known:
        return UNKNOWN
    worst = max(known)
    return worst if len(known) == len(stated) or worst is Impact.SEVERE else UNKNOWN
