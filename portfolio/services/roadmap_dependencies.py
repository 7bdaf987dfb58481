"""What has to be done first on a roadmap."""

from datetime import datetime

from django.db import transaction

from portal.domain.errors import Invalid
from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portal.services import ledger
from portfolio.domain.dependencies import chain
from portfolio.models import Roadmap, RoadmapDependency, RoadmapItem
from portfolio.selectors.roadmap_plans import item_key, item_title, plan_input
from portfolio.services.events import PortfolioEvent
from portfolio.services.roadmap_locks import bump, locked


class DependencyInvalid(Invalid):
    """A dependency joins two different items of one roadmap."""

    code = "dependency_invalid"


class DependencyGoesInACircle(Invalid):
    """Items that wait for each other can never start."""

    code = "dependency_goes_in_a_circle"


@transaction.atomic
def add_dependency(
    item: RoadmapItem, needs: RoadmapItem, *, version: int, by: Member, at: datetime
) -> Roadmap:
    """Say that ``item`` can start only in a wave after ``needs``; saying it twice changes nothing.

    Raises
    ------
    NotAllowed, RoadmapChanged
        When the member may not, or somebody was faster.
    DependencyInvalid
        When the two are one, or on different roadmaps.
    DependencyGoesInACircle
        When ``needs`` waits for ``item`` already; the sentence names the circle.
    """
    row = locked(item.roadmap_id, version=version, by=by)
    if needs.roadmap_id != row.pk:
        raise DependencyInvalid(_("Both have to be on the same roadmap."))
    if item.pk == needs.pk:
        raise DependencyInvalid(_("Choose two different items: nothing can wait for itself."))
    if RoadmapDependency.objects.filter(item=item, needs=needs).exists():
        return row
    _refuse_circle(row, item, needs)
    RoadmapDependency.objects.create(item=item, needs=needs)
    return _record(PortfolioEvent.ROADMAP_DEPENDENCY_ADDED, row, item, needs, by=by, at=at)


@transaction.atomic
def remove_dependency(
    dependency: RoadmapDependency, *, version: int, by: Member, at: datetime
) -> Roadmap:
    """Let an item start without waiting for another.

    Raises
    ------
    NotAllowed, RoadmapChanged
        When the member may not, or somebody was faster.
    """
    item, needs = dependency.item, dependency.needs
    row = locked(item.roadmap_id, version=version, by=by)
    dependency.delete()
    return _record(PortfolioEvent.ROADMAP_DEPENDENCY_REMOVED, row, item, needs, by=by, at=at)


def _refuse_circle(row: Roadmap, item: RoadmapItem, needs: RoadmapItem) -> None:
    found = plan_input(row)
    way = chain(found.needs, item_key(needs), item_key(item))
    if not way:
        return
    first, *between, last = (item_title(found.rows[key]) for key in way)
    others = last
    for title in reversed(between):
        others = _("{item}, which waits for {others}", item=title, others=others)
    raise DependencyGoesInACircle(
        _(
            "{item} cannot wait for {needed}: {needed} waits for {others} already.",
            item=last,
            needed=first,
            others=others,
        )
    )


def _record(
    event: PortfolioEvent,
    row: Roadmap,
    item: RoadmapItem,
    needs: RoadmapItem,
    *,
    by: Member,
    at: datetime,
) -> Roadmap:
    bump(row, at=at)
    told = {"item": item_title(item), "needs": item_title(needs)}
    ledger.record(event, subject=row, by=by, at=at, changes=told)
    return row
