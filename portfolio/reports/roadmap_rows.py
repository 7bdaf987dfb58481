"""Tables of the roadmap PDF as ready words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.charts.shapes import bucket_name
from portal.domain.chart_specs.figures import BucketMark
from portal.domain.money import money
from portfolio.domain.buckets import Bucket
from portfolio.domain.criteria import Axis
from portfolio.domain.edition_summary import total
from portfolio.domain.editions import (
    Edition,
    EditionCriterion,
    EditionDomain,
    EditionItem,
    EditionOwner,
    EditionUseCase,
    EditionWave,
)
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.priority import Quadrant

TITLE = 90
"""Characters of a title that a table shows."""

RANKED = 10
"""Use cases of each bucket in the ranked table."""

DOMAINS = 14
"""Assessed domains in the table of levels."""


@dataclass(frozen=True, slots=True)
class RankRow:
    """One use case in the ranked table."""

    rank: str
    title: str
    domain: str
    value: str
    feasibility: str
    adjusted: str
    priority: str
    robust: str
    tier: str
    standing: str


@dataclass(frozen=True, slots=True)
class BucketTable:
    """The first use cases of one bucket, and how many there are."""

    bucket: BucketMark
    name: str
    rows: tuple[RankRow, ...]
    count: int


@dataclass(frozen=True, slots=True)
class WaveRow:
    """One wave in the table of waves."""

    number: int
    starts: str
    holds: str
    load: str
    cost: str
    value: str
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftRow:
    """One item below the cut line."""

    title: str
    domain: str
    effort: int
    reason: str


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """One use case with who holds its four roles; a vacancy says which."""

    title: str
    wave: str
    owners: tuple[EditionOwner, ...]


@dataclass(frozen=True, slots=True)
class LevelCell:
    """The effective level of a layer, and the raw one where it was pressed."""

    shown: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class DomainRow:
    """One assessed domain."""

    domain: str
    published: str
    cells: tuple[LevelCell, ...]


@dataclass(frozen=True, slots=True)
class QuadrantRow:
    """One quarter of the matrix: what to do there, and how many of each bucket it holds."""

    name: str
    advice: str
    counts: tuple[int, ...]
    total: int


def short(title: str) -> str:
    """Cut a title to what a table shows."""
    return Truncator(title).chars(TITLE)


def day(written: str) -> str:
    """Write a stored day as tables do."""
    return date_format(date.fromisoformat(written), "j M Y")


def worth_most(edition: Edition, most: int = 4) -> tuple[tuple[str, str], ...]:
    """Name the planned use cases that bring most, with their planned value a year."""
    known = [item for item in edition.plan.use_cases if item.benefit]
    known.sort(key=lambda item: (-(item.benefit or 0.0), item.key))
    return tuple((short(i.title), money(i.benefit or 0.0, edition.currency)) for i in known[:most])


def bucket_tables(edition: Edition) -> tuple[BucketTable, ...]:
    """Rank the use cases within their buckets; a bucket without any is left out."""
    waves = {item.key: wave.number for wave in edition.plan.waves for item in wave.items}
    tables = []
    for bucket in Bucket:
        rows = [row for row in edition.use_cases if row.bucket is bucket]
        if rows:
            mark = BucketMark(bucket)
            first = tuple(_rank_row(row, waves) for row in rows[:RANKED])
            tables.append(BucketTable(mark, bucket_name(mark), first, len(rows)))
    return tuple(tables)


def wave_rows(edition: Edition) -> tuple[WaveRow, ...]:
    """Say when each wave starts, what it holds, costs and brings, and what it waits for."""
    return tuple(_wave_row(wave, edition) for wave in edition.plan.waves)


def left_rows(edition: Edition, most: int) -> tuple[LeftRow, ...]:
    """List what stays below the cut line, as far as it fits."""
    return tuple(
        LeftRow(short(left.item.title), left.item.domain, left.item.effort, left.reason)
        for left in edition.plan.left_out[:most]
    )


def owner_rows(edition: Edition) -> tuple[OwnerRow, ...]:
    """List the owners of every planned use case, wave by wave."""
    return tuple(
        OwnerRow(short(item.title), str(wave.number), item.owners)
        for wave in edition.plan.waves
        for item in wave.items
        if item.is_use_case
    )


def owner_heads() -> tuple[str, ...]:
    """Name the four roles."""
    names = {
        OwnerRole.BUSINESS_OWNER: _("Business owner"),
        OwnerRole.MODEL_OWNER: _("Model owner"),
        OwnerRole.DATA_OWNER: _("Data owner"),
        OwnerRole.TECHNICAL_STEWARD: _("Technical steward"),
    }
    return tuple(names[role] for role in OwnerRole)


def domain_rows(domains: Sequence[EditionDomain]) -> tuple[DomainRow, ...]:
    """Write the levels of the assessed domains."""
    return tuple(
        DomainRow(
            row.domain,
            day(row.published_on),
            tuple(_level(layer.effective, layer.raw) for layer in row.layers),
        )
        for row in domains[:DOMAINS]
    )


def weights(edition: Edition, axis: Axis) -> tuple[tuple[str, str], ...]:
    """Return title and share of the criteria of one axis, the heaviest first."""
    here = [each for each in edition.method.criteria if each.axis is axis]
    return tuple((each.title, f"{each.weight:.0%}") for each in sorted(here, key=_lightness))


def _lightness(each: EditionCriterion) -> float:
    return -each.weight


def quadrant_rows(edition: Edition) -> tuple[QuadrantRow, ...]:
    """Count the scored use cases in each quarter of the matrix, by bucket."""
    advice = {
        Quadrant.DO_NOW: (_("Do now"), _("Worth it and within reach: do these first.")),
        Quadrant.BUILD_FOUNDATIONS_FIRST: (
            _("Build foundations first"),
            _("Worth it, not yet within reach: fund what they stand on."),
        ),
        Quadrant.QUICK_WIN: (_("Quick win"), _("Within reach, worth little: do them aside.")),
        Quadrant.PARK: (_("Park"), _("Neither: come back when something changes.")),
    }
    found = Counter((row.quadrant, row.bucket) for row in edition.use_cases)
    rows = []
    for quadrant, (name, what) in advice.items():
        counts = tuple(found[quadrant, bucket] for bucket in Bucket)
        rows.append(QuadrantRow(name, what, counts, sum(counts)))
    return tuple(rows)


def _rank_row(row: EditionUseCase, waves: dict[str, int]) -> RankRow:
    return RankRow(
        rank=row.rank_label,
        title=short(row.title),
        domain=row.domain,
        value=f"{row.value:.0f}",
        feasibility=f"{row.feasibility:.0f}",
        adjusted=f"{row.adjusted:.0f}",
        priority=f"{row.priority:.0f}",
        robust=_robust(row),
        tier="–" if row.tier is None else f"T{row.tier}",
        standing=_standing(row, waves.get(row.key)),
    )


def _standing(row: EditionUseCase, wave: int | None) -> str:
    return row.stage.label if wave is None else _("Wave %(number)s") % {"number": wave}


def _robust(row: EditionUseCase) -> str:
    if row.is_robust is None:
        return "–"
    return _("yes") if row.is_robust else _("no")


def _wave_row(wave: EditionWave, edition: Edition) -> WaveRow:
    cost = total(item.cost for item in wave.items)
    value = total(item.benefit for item in wave.items if item.is_use_case)
    return WaveRow(
        number=wave.number,
        starts=date_format(wave.first_day, "j F Y"),
        holds=_holds(wave.items),
        load=f"{wave.load:,} / {wave.capacity:,}",
        cost="–" if cost is None else money(cost, edition.currency),
        value="–" if value is None else money(value, edition.currency),
        conditions=_conditions(wave.items, edition),
    )


def _holds(items: Sequence[EditionItem]) -> str:
    use_cases = sum(item.is_use_case for item in items)
    actions = len(items) - use_cases
    words = [
        ngettext("%(count)s use case", "%(count)s use cases", use_cases) % {"count": use_cases},
        ngettext("%(count)s action", "%(count)s actions", actions) % {"count": actions},
    ]
    return ", ".join(said for said, count in zip(words, (use_cases, actions), strict=True) if count)


def _conditions(items: Sequence[EditionItem], edition: Edition) -> tuple[str, ...]:
    titles = edition.plan.titles
    done = {item.key for item in edition.plan.done}
    keys = dict.fromkeys(key for item in items for key in item.needs if key not in done)
    return tuple(short(titles[key]) for key in keys)


def _level(effective: float | None, raw: float | None) -> LevelCell:
    if effective is None:
        return LevelCell(_("not asked"))
    shown = f"{effective:.1f}"
    pressed = raw is not None and f"{raw:.1f}" != shown
    return LevelCell(shown, f"{raw:.1f}" if pressed else "")
