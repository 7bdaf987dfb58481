"""Reading how the portfolio divides: by bucket, domain and horizon."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, F, Sum

from assessments.models import FoundationAction
from portal.domain.roles import Member
from portal.models import Domain
from portfolio.domain.balance import (
    DEFAULT_BANDS,
    Band,
    Bands,
    BucketBalance,
    Holding,
    Horizon,
    Measure,
    balance,
    horizon_of,
    total,
)
from portfolio.domain.buckets import Bucket
from portfolio.domain.crowding import CrowdingOut, Pursued, crowding_out
from portfolio.domain.readiness import Readiness
from portfolio.domain.stages import BEFORE_PRODUCTION, Stage
from portfolio.domain.techniques import Technique
from portfolio.models import BalanceTargets, UseCaseTechnique
from portfolio.selectors.readiness import ReadinessBook
from portfolio.selectors.use_cases import UseCaseFilters, filtered

DATA_LAYER: Final = "data"
"""Key of the layer that data work raises, in the framework that readiness reads."""

AT_WORK: Final = (FoundationAction.Status.PLANNED, FoundationAction.Status.IN_PROGRESS)
PURSUED_IN: Final = tuple(stage for horizon in Horizon for stage in horizon.stages)

type Cells = Mapping[tuple[Bucket, Horizon], Holding]


@dataclass(frozen=True, slots=True)
class Targets:
    """The bands in force, and who set them; version 0 is what ships."""

    version: int
    bands: Bands
    reason: str = ""
    created_by: str = ""
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DomainHoldings:
    """A domain with everything beneath it, by bucket and horizon.

    ``is_alone`` says that it is the domain asked for, and that what lies beneath it has rows of
    its own.
    """

    domain_id: int
    name: str
    cells: Cells
    is_alone: bool = False

    @property
    def all(self) -> Holding:
        """Everything it holds."""
        return total(self.cells.values())


@dataclass(frozen=True, slots=True)
class Warned:
    """The warning with its capabilities by name."""

    found: CrowdingOut
    missing: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """How what a member may see divides.

    Attributes
    ----------
    measure
        What it is divided in.
    buckets
        One for each bucket, against its band.
    domains
        The domains directly beneath the one asked for, and that one itself where use cases lie
        in it directly.
    cells
        All of it by bucket and horizon.
    targets
        The bands in force.
    crowding
        The warning that visible AI crowds out data work; None without a reason for one.
    """

    measure: Measure
    buckets: tuple[BucketBalance, ...]
    domains: tuple[DomainHoldings, ...]
    cells: Cells
    targets: Targets
    crowding: Warned | None

    @property
    def all(self) -> Holding:
        """Everything that was divided."""
        return total(self.cells.values())

    @property
    def divided(self) -> Measure:
        """What the shares of the buckets are shares of."""
        return self.measure.divided


def targets_in_force() -> Targets:
    """Return the bands in force; one query."""
    row = BalanceTargets.objects.annotate(by=F("created_by__name")).order_by("-version").first()
    if row is None:
        return Targets(0, DEFAULT_BANDS)
    return Targets(
        row.version, bands_from_data(row.bands), row.reason, row.by or "", row.created_at
    )


def bands_of_version(version: int) -> Bands | None:
    """Return the bands of one version, ``None`` where there is none; one query at most."""
    if version == 0:
        return DEFAULT_BANDS
    data = BalanceTargets.objects.filter(version=version).values_list("bands", flat=True).first()
    return None if data is None else bands_from_data(data)


def bands_to_data(bands: Bands) -> dict[str, list[float]]:
    """Write bands as they are stored: bucket to lower and upper end."""
    return {bucket.value: [bands[bucket].low, bands[bucket].high] for bucket in Bucket}


def bands_from_data(data: Mapping[str, Any]) -> Bands:
    """Read bands as they are stored."""
    return {bucket: Band(*data[bucket.value]) for bucket in Bucket}


def portfolio_balance(member: Member, filters: UseCaseFilters, measure: Measure) -> Balance:
    """Return the balance of what the member may see and what the filters leave; eight queries.

    Retired, rejected and paused use cases lie in no horizon and are left aside.
    """
    above = filters.domain_path or member.root_path
    places = _places(above)
    cells, by_domain = _holdings(member, filters, places)
    targets = targets_in_force()
    held = {
        bucket: total(each for (own, _h), each in cells.items() if own is bucket)
        for bucket in Bucket
    }
    return Balance(
        measure=measure,
        buckets=balance(held, targets.bands, measure),
        domains=tuple(
            DomainHoldings(pk, name, by_domain[pk], is_alone=path == above)
            for pk, name, path in dict.fromkeys(places.values())
            if pk in by_domain
        ),
        cells=cells,
        targets=targets,
        crowding=_crowding(member, filters),
    )


def _places(above: str) -> dict[int, tuple[int, str, str]]:
    """Return for each domain the row it is counted in: the one just beneath what was asked for."""
    rows = list(Domain.objects.order_by("path").values_list("pk", "name", "path"))
    by_path = {path: (pk, name, path) for pk, name, path in rows}
    end = len(above) + Domain.steplen
    return {
        pk: by_path.get(path[:end], (pk, name, path))
        for pk, name, path in rows
        if path.startswith(above)
    }


def _holdings(
    member: Member, filters: UseCaseFilters, places: Mapping[int, tuple[int, str, str]]
) -> tuple[Cells, Mapping[int, Cells]]:
    rows = (
        filtered(member, filters)
        .filter(stage__in=PURSUED_IN)
        .order_by()
        .values_list("domain_id", "bucket", "stage")
        .annotate(
            Count("pk"),
            Sum("planned_cost"),
            Count("planned_cost"),
            Sum("planned_benefit"),
            Count("planned_benefit"),
            Sum("value"),
            Count("value"),
        )
    )
    cells: dict[tuple[Bucket, Horizon], Holding] = defaultdict(Holding)
    by_domain: dict[int, dict[tuple[Bucket, Horizon], Holding]] = {}
    for domain_id, bucket, stage, count, cost, costed, benefit, benefited, points, valued in rows:
        horizon = horizon_of(Stage(stage))
        if horizon is None:
            continue
        held = Holding(
            count,
            cost or Decimal(0),
            costed,
            benefit or Decimal(0),
            benefited,
            points or 0.0,
            valued,
        )
        key = Bucket(bucket), horizon
        cells[key] += held
        own = by_domain.setdefault(places[domain_id][0], defaultdict(Holding))
        own[key] += held
    return cells, by_domain


def _crowding(member: Member, filters: UseCaseFilters) -> Warned | None:
    rows = filtered(member, filters).filter(stage__in=BEFORE_PRODUCTION)
    techniques: defaultdict[int, set[Technique]] = defaultdict(set)
    used = UseCaseTechnique.objects.filter(use_case__in=rows.order_by().values("pk"))
    for pk, technique in used.values_list("use_case_id", "technique"):
        techniques[pk].add(Technique(technique))
    book = ReadinessBook.read()
    titles: dict[str, str] = {}
    pursued = []
    domains: dict[int, str] = {}
    columns = ("pk", "domain_id", "domain__path", "tier", "planned_cost")
    for pk, domain_id, path, tier, cost in rows.order_by().values_list(*columns):
        domains[domain_id] = path
        missing = _missing_data(book, path, techniques[pk], tier, titles)
        pursued.append(Pursued(domain_id, frozenset(techniques[pk]), cost, missing))
    found = crowding_out(pursued, _taken_on(domains, titles))
    if found is None:
        return None
    return Warned(found, tuple((titles[key], count) for key, count in found.missing))


def _missing_data(
    book: ReadinessBook,
    path: str,
    techniques: Collection[Technique],
    tier: int | None,
    titles: dict[str, str],
) -> frozenset[str]:
    answer, standing = book.answer(path, techniques, tier), book.standing(path)
    if standing is None or not isinstance(answer, Readiness):
        return frozenset()
    missing = [
        short
        for short in answer.shortfalls
        if standing.layer_of.get(short.requirement.capability) == DATA_LAYER
    ]
    titles.update((short.requirement.capability, short.title) for short in missing)
    return frozenset(short.requirement.capability for short in missing)


def _taken_on(domains: Mapping[int, str], capabilities: Collection[str]) -> set[tuple[int, str]]:
    """Return where somebody is at work on a capability, in the domain or above it."""
    if not capabilities:
        return set()
    rows = FoundationAction.objects.filter(status__in=AT_WORK, capability__in=capabilities)
    return {
        (domain_id, capability)
        for above, capability in rows.values_list("domain__path", "capability")
        for domain_id, path in domains.items()
        if path.startswith(above)
    }
