"""Reading everything an edition holds, at the moment it is published."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from portal.domain.wording import gettext as _
from portal.models import Domain, User
from portfolio.domain.buckets import Bucket
from portfolio.domain.edition_changes import changes_since
from portfolio.domain.edition_summary import summarise
from portfolio.domain.editions import (
    SCHEMA,
    Edition,
    EditionCriterion,
    EditionItem,
    EditionLeftOut,
    EditionMethod,
    EditionOwner,
    EditionUseCase,
    EditionWave,
    Plan,
    edition_from_data,
)
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.priority import Quadrant
from portfolio.domain.roadmaps import STOPPED
from portfolio.domain.stages import Stage
from portfolio.domain.waves import ItemKind
from portfolio.models import Roadmap, RoadmapEdition, RoadmapItem, UseCase
from portfolio.selectors.edition_maturity import maturity_of
from portfolio.selectors.roadmap_candidates import in_scope, open_actions
from portfolio.selectors.roadmap_plans import PlanInput, frame_of, item_title, reason_of
from portfolio.selectors.standard_books import StandardBook


@dataclass(frozen=True, slots=True)
class EditionHead:
    """What the publisher says, and what only the moment of publishing knows."""

    title: str
    summary_text: str
    number: int
    published_on: date
    published_by: str
    currency: str


def build_edition(roadmap: Roadmap, found: PlanInput, head: EditionHead) -> Edition:
    """Bring everything together that pages and PDF of an edition will ever need."""
    plan = build_plan(roadmap, found)
    previous = latest_edition(roadmap)
    before = edition_from_data(previous.data) if previous else None
    standards = StandardBook.read()
    maturity, domains = maturity_of(roadmap.domain)
    scope = in_scope(roadmap).exclude(stage__in=STOPPED)
    return Edition(
        schema=SCHEMA,
        organisation=Domain.objects.values_list("name", flat=True).get(depth=1),
        domain=roadmap.domain.name,
        roadmap=roadmap.title,
        title=head.title,
        summary_text=head.summary_text,
        number=head.number,
        published_on=head.published_on.isoformat(),
        published_by=head.published_by,
        currency=head.currency,
        summary=summarise(plan, currency=head.currency),
        plan=plan,
        use_cases=_use_cases(roadmap),
        unscored=scope.filter(priority__isnull=True).count(),
        maturity=maturity,
        domains=domains,
        method=_method(standards, roadmap),
        changes=changes_since(before, plan) if before else None,
    )


def latest_edition(roadmap: Roadmap) -> RoadmapEdition | None:
    """Return the edition published last, or nothing before the first one."""
    return roadmap.editions.order_by("-number").first()


def build_plan(roadmap: Roadmap, found: PlanInput) -> Plan:
    """Write the waves as they are stored, with what is left out and what is done.

    What was finished or stopped since the waves were planned takes no room in them any more.
    """
    frame = frame_of(roadmap)
    people = _owners_of(found)
    items = {key: _item(key, row, found, people) for key, row in found.rows.items()}
    ranked = sorted(items, key=lambda key: _urgency(items[key]))
    placed = found.assigned
    waves = []
    for number in range(1, roadmap.wave_count + 1):
        here = tuple(items[key] for key in ranked if placed.get(key) == number)
        waves.append(
            EditionWave(
                number=number,
                starts_on=frame.first_day(number).isoformat(),
                ends_on=frame.last_day(number).isoformat(),
                capacity=roadmap.capacity_weeks,
                load=sum(item.effort for item in here),
                items=here,
            )
        )
    left = [key for key in items if key not in placed and key not in found.done]
    left.sort(key=lambda key: (-(items[key].priority or 0.0), key))
    return Plan(
        starts_on=frame.starts_on.isoformat(),
        wave_weeks=frame.wave_weeks,
        capacity=frame.capacity_weeks,
        waves=tuple(waves),
        left_out=tuple(EditionLeftOut(items[key], reason_of(key, found)) for key in left),
        done=tuple(items[key] for key in ranked if key in found.done),
        use_case_count=in_scope(roadmap).exclude(stage__in=STOPPED).count(),
        action_count=open_actions(roadmap).count(),
    )


def _urgency(item: EditionItem) -> tuple[bool, float, str]:
    # Foundations stand first in their wave: the rest of the plan stands on them.
    return (item.is_use_case, -(item.priority or 0.0), item.key)


def _owners_of(found: PlanInput) -> dict[int, tuple[str, bool]]:
    ids = {
        getattr(row.use_case, f"{role}_id")
        for row in found.rows.values()
        if row.use_case
        for role in OwnerRole
    }
    rows = User.objects.filter(pk__in=ids - {None})
    return {user.pk: (str(user), not user.is_active) for user in rows}


def _item(
    key: str, row: RoadmapItem, found: PlanInput, people: dict[int, tuple[str, bool]]
) -> EditionItem:
    use_case, action = row.use_case, row.action
    cost = use_case.planned_cost if use_case else action.cost if action else None
    benefit = use_case.planned_benefit if use_case else None
    return EditionItem(
        key=key,
        kind=ItemKind.USE_CASE if use_case else ItemKind.FOUNDATION_ACTION,
        code=use_case.code if use_case else "",
        title=item_title(row),
        domain=use_case.domain.name if use_case else action.domain.name if action else "",
        bucket=Bucket(use_case.bucket) if use_case else None,
        stage=Stage(use_case.stage) if use_case else None,
        tier=use_case.tier if use_case else None,
        priority=use_case.priority if use_case else None,
        effort=row.effort_weeks,
        cost=None if cost is None else float(cost),
        benefit=None if benefit is None else float(benefit),
        is_pinned=row.is_pinned,
        owners=_owners(use_case, people) if use_case else (),
        needs=found.needs[key],
    )


def _owners(use_case: UseCase, people: dict[int, tuple[str, bool]]) -> tuple[EditionOwner, ...]:
    ids = {role: getattr(use_case, f"{role}_id") for role in OwnerRole}
    return tuple(
        EditionOwner(role, *people[pk]) if pk in people else EditionOwner(role, "")
        for role, pk in ids.items()
    )


def _use_cases(roadmap: Roadmap) -> tuple[EditionUseCase, ...]:
    rows = in_scope(roadmap).exclude(stage__in=STOPPED).scored().select_related("domain")
    return tuple(
        EditionUseCase(
            key=f"use-case-{row.pk}",
            code=row.code,
            title=row.title,
            domain=row.domain.name,
            bucket=Bucket(row.bucket),
            stage=Stage(row.stage),
            tier=row.tier,
            value=row.value or 0.0,
            feasibility=row.feasibility or 0.0,
            adjusted=row.adjusted_feasibility or 0.0,
            priority=row.priority or 0.0,
            quadrant=Quadrant(row.quadrant),
            rank=row.rank,
            rank_low=row.rank_low,
            rank_high=row.rank_high,
            is_robust=row.is_rank_robust,
            is_provisional=row.is_provisional,
            cost=None if row.planned_cost is None else float(row.planned_cost),
        )
        for row in rows.order_by("-priority", "pk")
    )


def _method(standards: StandardBook, roadmap: Roadmap) -> EditionMethod:
    model = standards.model
    ranked_at = in_scope(roadmap).aggregate(last=Max("ranked_at"))["last"]
    return EditionMethod(
        title=_(model.title),
        version=model.version,
        alpha=model.alpha,
        value_threshold=model.value_threshold,
        feasibility_threshold=model.feasibility_threshold,
        criteria=tuple(EditionCriterion(_(c.title), c.axis, c.weight) for c in model.criteria),
        ranked_at=ranked_at.date().isoformat() if ranked_at else "",
        standards=standards.notes_beneath(roadmap.domain.path),
    )
