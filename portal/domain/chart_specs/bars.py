"""Charts made of horizontal bars: contributions, shares of the buckets, maturity profiles."""

from dataclasses import dataclass, field
from enum import StrEnum

from portal.domain.chart_specs.figures import NO_TARGET, NOT_KNOWN, BucketMark, Finding, Unknown
from portal.domain.chart_specs.levels import LevelScale
from portal.domain.wording import gettext as _


class BarTone(StrEnum):
    """What a bar says: an amount, something that presses, or the accent."""

    AMOUNT = "amount"
    BAD = "bad"
    ACCENT = "accent"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its length, the words at its end, and a quieter note before them."""

    label: str
    value: float
    shown: str
    note: str = ""
    url: str = ""
    tone: BarTone = BarTone.AMOUNT


@dataclass(frozen=True, slots=True)
class BarsSpec:
    """Horizontal bars, for instance what each criterion contributes to a score.

    Attributes
    ----------
    finding, title
        The claim, and the name of the chart in the PDF.
    bars
        From top to bottom. A negative value is drawn as long as its amount.
    maximum
        The value of a full bar; 0 takes the largest amount.
    label_head, value_head, note_head
        Heads of the table twin.
    """

    finding: Finding
    bars: tuple[Bar, ...]
    maximum: float = 0.0
    title: str = field(default_factory=lambda: _("Contributions"))
    label_head: str = field(default_factory=lambda: _("Criterion"))
    value_head: str = field(default_factory=lambda: _("Contribution"))
    note_head: str = field(default_factory=lambda: _("Weight"))

    @property
    def full(self) -> float:
        """The value of a full bar: the maximum given, or the largest amount."""
        return self.maximum or max((abs(bar.value) for bar in self.bars), default=0.0) or 1.0


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One stacked bar: a name, the total as it is written, and an amount for each bucket."""

    name: str
    total: str
    amounts: tuple[tuple[BucketMark, float], ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class SharesSpec:
    """How something is divided among the buckets, one stacked bar for each measure."""

    finding: Finding
    rows: tuple[ShareRow, ...]
    title: str = field(default_factory=lambda: _("Balance across buckets"))


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One capability: its level against the target, and whether the answers split.

    Attributes
    ----------
    name, group
        The capability, and the layer it belongs to; a new group gets a head.
    level, raw
        Effective and raw level, or why there is none.
    target
        The level aimed at.
    is_split
        Whether the respondents disagreed too much to average.
    shown
        How the level is written, where that is not with one decimal.
    note
        A quiet word behind it.
    url
        Where the row of the table leads.
    """

    name: str
    level: float | Unknown
    raw: float | Unknown = NOT_KNOWN
    target: float | Unknown = NO_TARGET
    group: str = ""
    is_split: bool = False
    shown: str = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class ProfileSpec:
    """The maturity profile of the PDF: a bar for each capability on the scale of the framework."""

    finding: Finding
    rows: tuple[ProfileRow, ...]
    scale: LevelScale
    title: str = field(default_factory=lambda: _("Maturity profile against target"))
