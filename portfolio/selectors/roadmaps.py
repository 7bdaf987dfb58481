"""Reading roadmaps: the list, and one roadmap as planners and readers see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery

from portal.domain.roles import Member
from portal.models import LedgerEntry
from portfolio.domain.edition_summary import summarise
from portfolio.domain.editions import EditionItem, Plan
from portfolio.models import Roadmap, RoadmapDependency, RoadmapEdition, RoadmapItem
from portfolio.selectors.edition_facts import build_plan
from portfolio.selectors.roadmap_editions import EditionRow, editions_of
from portfolio.selectors.roadmap_plans import (
    PlanInput,
    frame_of,
    item_title,
    plan_input,
    plan_violations,
    reason_of,
)


@dataclass(frozen=True, slots=True)
class RoadmapRow:
    """One roadmap in a list; ``edition`` is 0 before the first one is published."""

    pk: int
    title: str
    domain_id: int
    domain: str
    starts_on: date
    ends_on: date
    wave_count: int
    wave_weeks: int
    capacity_weeks: int
    item_count: int
    placed_count: int
    edition: int
    published_at: datetime | None
    updated_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item on a roadmap, with what may be said about it.

    Attributes
    ----------
    item
        What an edition would hold of it.
    wave
        The wave it is in; 0 where it has none.
    reason
        Why it has no wave; empty for what was never planned.
    needs
        Id of the dependency, and title of what has to be done first.
    """

    pk: int
    item: EditionItem
    subject_id: int
    wave: int
    is_done: bool
    reason: str
    needs: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class RoadmapPage:
    """One roadmap with its plan, what is wrong with it, and its editions.

    Attributes
    ----------
    message
        What the plan says, once there is one.
    unplanned
        Titles of what was added since the waves were planned.
    violations
        What is wrong with the waves as they are stored, one sentence each.
    """

    row: RoadmapRow
    plan: Plan
    message: str
    items: tuple[ItemRow, ...]
    unplanned: tuple[str, ...]
    violations: tuple[str, ...]
    editions: tuple[EditionRow, ...]

    @property
    def is_planned(self) -> bool:
        """Whether anything has a wave."""
        return bool(self.plan.items)

    @property
    def is_current(self) -> bool:
        """Whether the waves hold, with nothing added since."""
        return self.is_planned and not self.unplanned and not self.violations


def roadmaps_visible_to(member: Member) -> QuerySet[Roadmap]:
    """Return the roadmaps a member may read with their counts, the latest change first."""
    last = RoadmapEdition.objects.filter(roadmap=OuterRef("pk")).order_by("-number")
    items = RoadmapItem.objects.filter(roadmap=OuterRef("pk")).order_by().values("roadmap")
    return (
        Roadmap.objects.visible_to(member)
        .select_related("domain")
        .annotate(
            item_count=Subquery(items.annotate(n=Count("pk")).values("n")),
            placed_count=Subquery(items.annotate(n=Count("wave")).values("n")),
            edition=Subquery(last.values("number")[:1]),
            published_at=Subquery(last.values("published_at")[:1]),
        )
        .order_by("-updated_at", "-pk")
    )


def roadmap_row(row: Roadmap) -> RoadmapRow:
    """Return one roadmap of :func:`roadmaps_visible_to` as a list shows it."""
    frame = frame_of(row)
    counts = {
        name: getattr(row, name, None) or 0 for name in ("item_count", "placed_count", "edition")
    }
    return RoadmapRow(
        pk=row.pk,
        title=row.title,
        domain_id=row.domain_id,
        domain=row.domain.name,
        starts_on=row.starts_on,
        ends_on=frame.last_day(row.wave_count),
        wave_count=row.wave_count,
        wave_weeks=row.wave_weeks,
        capacity_weeks=row.capacity_weeks,
        published_at=getattr(row, "published_at", None),
        updated_at=row.updated_at,
        version=row.version,
        **counts,
    )


def roadmap_page(roadmap: Roadmap, *, currency: str) -> RoadmapPage:
    """Return everything the page of a roadmap shows, in a fixed number of queries."""
    found = plan_input(roadmap)
    plan = build_plan(roadmap, found)
    return RoadmapPage(
        row=roadmap_row(roadmap),
        plan=plan,
        message=summarise(plan, currency=currency).message if plan.items else "",
        items=_item_rows(plan, found, _dependency_ids(roadmap)),
        unplanned=found.unplanned,
        violations=plan_violations(roadmap, found) if found.assigned else (),
        editions=editions_of(roadmap),
    )


def items_of(roadmap: Roadmap) -> QuerySet[RoadmapItem]:
    """Return the items of a roadmap with their use cases and actions."""
    rows = RoadmapItem.objects.filter(roadmap=roadmap)
    return rows.select_related("roadmap__domain", "use_case__domain", "action__domain")


def other_items(item: RoadmapItem) -> tuple[tuple[int, str], ...]:
    """Return id and title of everything else on the same roadmap, by title."""
    rows = items_of(item.roadmap).exclude(pk=item.pk)
    return tuple(sorted(((row.pk, item_title(row)) for row in rows), key=lambda each: each[1]))


def needs_of(item: RoadmapItem) -> tuple[int, ...]:
    """Return the ids of the items that have to be done before this one."""
    rows = RoadmapDependency.objects.filter(item=item).order_by("needs_id")
    return tuple(rows.values_list("needs_id", flat=True))


def dependencies_of(roadmap: Roadmap) -> QuerySet[RoadmapDependency]:
    """Return what depends on what on a roadmap."""
    rows = RoadmapDependency.objects.filter(item__roadmap=roadmap).order_by("pk")
    return rows.select_related("item__use_case", "item__action", "needs__use_case", "needs__action")


def last_change_by(roadmap: Roadmap) -> str:
    """Return who changed a roadmap last, as the ledger knows."""
    rows = LedgerEntry.objects.filter(subject_type="portfolio.roadmap", subject_id=str(roadmap.pk))
    last = rows.aggregate(seq=Max("seq"))["seq"]
    return rows.values_list("actor_label", flat=True).filter(seq=last).first() or ""


def _dependency_ids(roadmap: Roadmap) -> dict[tuple[int, int], int]:
    rows = RoadmapDependency.objects.filter(item__roadmap=roadmap)
    return {(item, needs): pk for pk, item, needs in rows.values_list("pk", "item_id", "needs_id")}


def _item_rows(
    plan: Plan, found: PlanInput, dependencies: Mapping[tuple[int, int], int]
) -> tuple[ItemRow, ...]:
    ordered = [*plan.items, *(left.item for left in plan.left_out), *plan.done]
    placed = found.assigned
    rows = []
    for item in ordered:
        row = found.rows[item.key]
        needs = [(found.rows[key].pk, plan.titles[key]) for key in item.needs]
        rows.append(
            ItemRow(
                pk=row.pk,
                item=item,
                subject_id=row.use_case_id or row.action_id or 0,
                wave=placed.get(item.key, 0),
                is_done=item.key in found.done,
                reason=reason_of(item.key, found),
                needs=tuple((dependencies[row.pk, pk], title) for pk, title in needs),
            )
        )
    return tuple(rows)
