"""Editions: a published roadmap as one frozen value that can be stored and read back for ever."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assessments.domain.results import Results
from assessments.domain.snapshots import Plain, SnapshotUnreadable, from_plain, record_to_plain
from portal.domain.wording import gettext as _
from portfolio.domain.buckets import Bucket
from portfolio.domain.criteria import Axis
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.priority import Quadrant
from portfolio.domain.roadmaps import Frame
from portfolio.domain.stages import Stage
from portfolio.domain.waves import ItemKind

SCHEMA = 1
"""The version of the stored form; it rises when a field changes its meaning or goes."""


@dataclass(frozen=True, slots=True)
class EditionOwner:
    """One owner role of a use case, with who held it; empty when nobody did."""

    role: OwnerRole
    name: str
    has_left: bool = False

    @property
    def is_vacant(self) -> bool:
        """Whether nobody fills the role."""
        return self.has_left or not self.name


@dataclass(frozen=True, slots=True)
class EditionItem:
    """A use case or a foundation action on the roadmap, as it stood.

    Attributes
    ----------
    key
        Names the same thing in every edition.
    code
        The short name of a use case; empty for a foundation action.
    bucket, stage, tier, priority
        Of a use case; None for a foundation action, or where it has none.
    effort
        Person-weeks.
    cost, benefit
        Planned money to production and a year; None where nobody estimated it.
    owners
        The four roles of a use case; for a foundation action none.
    needs
        Keys of what had to be done first.
    """

    key: str
    kind: ItemKind
    code: str
    title: str
    domain: str
    bucket: Bucket | None
    stage: Stage | None
    tier: int | None
    priority: float | None
    effort: int
    cost: float | None
    benefit: float | None
    is_pinned: bool
    owners: tuple[EditionOwner, ...]
    needs: tuple[str, ...]

    @property
    def is_use_case(self) -> bool:
        """Whether it is a use case and not a foundation action."""
        return self.kind is ItemKind.USE_CASE


@dataclass(frozen=True, slots=True)
class EditionWave:
    """One wave: when it starts, what it holds, and how full it is, in person-weeks."""

    number: int
    starts_on: str
    ends_on: str
    capacity: int
    load: int
    items: tuple[EditionItem, ...]

    @property
    def first_day(self) -> date:
        """The day it starts on."""
        return date.fromisoformat(self.starts_on)

    @property
    def last_day(self) -> date:
        """The day it ends on."""
        return date.fromisoformat(self.ends_on)


@dataclass(frozen=True, slots=True)
class EditionLeftOut:
    """An item below the cut line, and why."""

    item: EditionItem
    reason: str


@dataclass(frozen=True, slots=True)
class EditionUseCase:
    """One scored use case of the domain, whether it is on the roadmap or not.

    Attributes
    ----------
    rank_low, rank_high
        The ranks it takes when the weights vary; None where ranks were not worked out.
    is_robust
        Whether its rank holds then; None where nobody knows.
    """

    key: str
    code: str
    title: str
    domain: str
    bucket: Bucket
    stage: Stage
    tier: int | None
    value: float
    feasibility: float
    adjusted: float
    priority: float
    quadrant: Quadrant
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    is_robust: bool | None
    is_provisional: bool
    cost: float | None

    @property
    def rank_label(self) -> str:
        """The rank as it is written: one number, or the range it may lie in."""
        if self.rank is None:
            return "–"
        low, high = self.rank_low or self.rank, self.rank_high or self.rank
        return f"{low}" if low == high else f"{low}–{high}"


@dataclass(frozen=True, slots=True)
class EditionLayer:
    """A layer of one domain; a level is None where there was none."""

    title: str
    raw: float | None
    effective: float | None
    target: float | None


@dataclass(frozen=True, slots=True)
class EditionDomain:
    """What one domain beneath can rely on, as its latest published assessment says."""

    domain: str
    published_on: str
    layers: tuple[EditionLayer, ...]


@dataclass(frozen=True, slots=True)
class EditionMaturity:
    """The assessment that speaks for the roadmap's domain, complete."""

    domain: str
    title: str
    published_on: str
    results: Results


@dataclass(frozen=True, slots=True)
class EditionCriterion:
    """One criterion of the scoring model and what it weighed."""

    title: str
    axis: Axis
    weight: float


@dataclass(frozen=True, slots=True)
class EditionMethod:
    """By which opinion use cases were scored, and which domains were stricter."""

    title: str
    version: int
    alpha: float
    value_threshold: float
    feasibility_threshold: float
    criteria: tuple[EditionCriterion, ...]
    ranked_at: str
    standards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionChange:
    """Something that entered, left or moved since the edition before, in words."""

    key: str
    title: str
    kind: ItemKind
    words: str


@dataclass(frozen=True, slots=True)
class EditionChanges:
    """What changed since the edition before."""

    number: int
    published_on: str
    entered: tuple[EditionChange, ...]
    left: tuple[EditionChange, ...]
    moved: tuple[EditionChange, ...]

    @property
    def count(self) -> int:
        """How many things changed."""
        return len(self.entered) + len(self.left) + len(self.moved)


@dataclass(frozen=True, slots=True)
class EditionFigure:
    """One of the four numbers of the first page."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class EditionAsk:
    """A decision the reader is asked for: what, and until when or why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class EditionSummary:
    """The first page: one message, four numbers, and what has to be decided."""

    message: str
    figures: tuple[EditionFigure, ...]
    asks: tuple[EditionAsk, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan alone: waves, what is left out, and what was finished before.

    Attributes
    ----------
    wave_weeks, capacity
        Length of a wave, and person-weeks it holds.
    use_case_count, action_count
        Active use cases and open foundation actions of the domain, on the roadmap or not.
    """

    starts_on: str
    wave_weeks: int
    capacity: int
    waves: tuple[EditionWave, ...]
    left_out: tuple[EditionLeftOut, ...]
    done: tuple[EditionItem, ...]
    use_case_count: int
    action_count: int

    @property
    def items(self) -> tuple[EditionItem, ...]:
        """Everything that has a wave, wave by wave."""
        return tuple(item for wave in self.waves for item in wave.items)

    @property
    def use_cases(self) -> tuple[EditionItem, ...]:
        """The use cases that have a wave."""
        return tuple(item for item in self.items if item.is_use_case)

    @property
    def actions(self) -> tuple[EditionItem, ...]:
        """The foundation actions that have a wave."""
        return tuple(item for item in self.items if not item.is_use_case)

    @property
    def titles(self) -> dict[str, str]:
        """Key to title of everything the plan knows."""
        known = [*self.items, *(left.item for left in self.left_out), *self.done]
        return {item.key: item.title for item in known}

    @property
    def frame(self) -> Frame:
        """The waves on the calendar."""
        first = date.fromisoformat(self.starts_on)
        return Frame(first, len(self.waves), self.wave_weeks, self.capacity)


@dataclass(frozen=True, slots=True)
class Edition:
    """A published roadmap, complete: what its page and its PDF read, and nothing else."""

    schema: int
    organisation: str
    domain: str
    roadmap: str
    title: str
    summary_text: str
    number: int
    published_on: str
    published_by: str
    currency: str
    summary: EditionSummary
    plan: Plan
    use_cases: tuple[EditionUseCase, ...]
    unscored: int
    maturity: EditionMaturity | None
    domains: tuple[EditionDomain, ...]
    method: EditionMethod
    changes: EditionChanges | None

    @property
    def published(self) -> date:
        """The day it was published."""
        return date.fromisoformat(self.published_on)


def edition_to_data(edition: Edition) -> dict[str, Plain]:
    """Write an edition as plain data.

    Parameters
    ----------
    edition
        The edition.

    Returns
    -------
    dict
        JSON-able.
    """
    return record_to_plain(edition)


def edition_from_data(data: Mapping[str, Any]) -> Edition:
    """Read an edition back.

    Parameters
    ----------
    data
        What `edition_to_data` wrote, also after a round through JSON.

    Returns
    -------
    Edition
        Equal to what was written.

    Raises
    ------
    SnapshotUnreadable
        When the data has another schema, or a field is missing or of the wrong kind.

    Examples
    --------
    >>> edition_from_data({"schema": 99})
    Traceback (most recent call last):
    ...
    assessments.domain.snapshots.SnapshotUnreadable: The stored edition has schema 99; \
this version reads 1.
    """
    if data.get("schema") != SCHEMA:
        raise SnapshotUnreadable(
            _(
                "The stored edition has schema {schema}; this version reads {known}.",
                schema=data.get("schema"),
                known=SCHEMA,
            )
        )
    return from_plain(Edition, data)
