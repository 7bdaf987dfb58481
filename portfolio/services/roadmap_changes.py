"""Several changes of a roadmap as one: all of them, or none."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assessments.models import FoundationAction
from portal.domain.errors import Invalid
from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portfolio.models import Roadmap, RoadmapDependency, RoadmapItem, UseCase
from portfolio.services.roadmap_dependencies import add_dependency, remove_dependency
from portfolio.services.roadmap_items import (
    add_actions,
    add_use_cases,
    pin_item,
    set_effort,
    unpin_item,
)
from portfolio.services.roadmap_locks import locked


class NothingChosen(Invalid):
    """There is nothing to add."""

    code = "nothing_chosen"

    def __init__(self) -> None:
        super().__init__(_("Choose at least one use case or foundation action."))


@dataclass(frozen=True, slots=True)
class ItemInput:
    """What a reader says about an item.

    Attributes
    ----------
    effort_weeks
        Person-weeks it takes.
    pinned_to
        The wave it is fixed to, or None where planning decides.
    needs
        Ids of the items that have to be done first.
    """

    effort_weeks: int
    pinned_to: int | None
    needs: Collection[int]


@transaction.atomic
def change_item(
    item: RoadmapItem, wanted: ItemInput, *, version: int, by: Member, at: datetime
) -> Roadmap:
    """Change effort, pin and what has to be done first; all of it, or nothing.

    Raises
    ------
    NotAllowed, RoadmapChanged
        When the member may not, or somebody was faster.
    RoadmapInvalid, WaveUnknown, DependencyInvalid, DependencyGoesInACircle
        When a rule stands in the way; nothing is changed then.
    """
    row = locked(item.roadmap_id, version=version, by=by)
    row = set_effort(item, wanted.effort_weeks, version=row.version, by=by, at=at)
    if wanted.pinned_to is None:
        row = unpin_item(item, version=row.version, by=by, at=at)
    else:
        row = pin_item(item, wanted.pinned_to, version=row.version, by=by, at=at)
    before = RoadmapDependency.objects.filter(item=item).select_related(
        "item__use_case", "item__action", "needs__use_case", "needs__action"
    )
    for dependency in before:
        if dependency.needs_id not in wanted.needs:
            row = remove_dependency(dependency, version=row.version, by=by, at=at)
    others = RoadmapItem.objects.filter(pk__in=wanted.needs).select_related("use_case", "action")
    for other in others.order_by("pk"):
        row = add_dependency(item, other, version=row.version, by=by, at=at)
    return row


@transaction.atomic
def add_items(
    roadmap: Roadmap,
    *,
    use_cases: Iterable[UseCase],
    actions: Iterable[FoundationAction],
    version: int,
    by: Member,
    at: datetime,
) -> Roadmap:
    """Put use cases and foundation actions on the roadmap; all of them, or none.

    Raises
    ------
    NotAllowed, RoadmapChanged
        When the member may not, or somebody was faster.
    NothingChosen
        When there is nothing to add.
    NotForThisRoadmap
        When one lies outside the domain, or has no work ahead.
    """
    chosen, work = list(use_cases), list(actions)
    row = locked(roadmap.pk, version=version, by=by)
    if not chosen and not work:
        raise NothingChosen
    row = add_use_cases(row, chosen, version=row.version, by=by, at=at)
    return add_actions(row, work, version=row.version, by=by, at=at)
