"""What is on a roadmap: adding and removing items, their effort, and pins."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from assessments.models import FoundationAction
from portal.domain.errors import Invalid, Refusal
from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portal.services import ledger
from portfolio.domain.roadmaps import DEFAULT_EFFORT, LIVE, STOPPED, check_effort
from portfolio.domain.stages import Stage
from portfolio.models import Roadmap, RoadmapItem, UseCase
from portfolio.selectors.roadmap_candidates import highest_priorities
from portfolio.selectors.roadmap_plans import item_title
from portfolio.services.events import PortfolioEvent
from portfolio.services.roadmap_locks import bump, locked

_NOTHING_TO_PLAN = {
    Stage.RETIRED: gettext_noop("{title} is retired, so there is nothing to plan."),
    Stage.REJECTED: gettext_noop("{title} is rejected, so there is nothing to plan."),
}


class NotForThisRoadmap(Invalid):
    """Something that has no place on this roadmap."""

    code = "not_for_this_roadmap"


class NothingLeftToAdd(Refusal):
    """Every scored use case that could be planned is on the roadmap already."""

    code = "nothing_left_to_add"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Every scored use case with work ahead is on this roadmap. "
                "Score more use cases, or add one by hand."
            )
        )


class WaveUnknown(Invalid):
    """The roadmap has no such wave."""

    code = "wave_unknown"


@transaction.atomic
def add_use_cases(
    roadmap: Roadmap, use_cases: Iterable[UseCase], *, version: int, by: Member, at: datetime
) -> Roadmap:
    """Put use cases on the roadmap; what is there already stays as it is.

    An item starts with the effort estimated for its use case.

    Raises
    ------
    NotAllowed, RoadmapChanged
        When the member may not, or somebody was faster.
    NotForThisRoadmap
        When one lies outside the domain, or has no work ahead; none is added then.
    """
    row = locked(roadmap.pk, version=version, by=by)
    ids = dict.fromkeys(use_case.pk for use_case in use_cases)
    found = UseCase.objects.filter(pk__in=ids).select_related("domain").in_bulk()
    wanted = [found[pk] for pk in ids if pk in found]
    for use_case in wanted:
        _check_use_case(row, use_case)
    return _add_use_cases(row, wanted, by=by, at=at)


@transaction.atomic
def add_highest_priorities(
    roadmap: Roadmap, count: int, *, version: int, by: Member, at: datetime
) -> Roadmap:
    """Put the use cases of highest priority on the roadmap that are not there yet.

    Raises
    ------
    NotAllowed, RoadmapChanged
        When the member may not, or somebody was faster.
    NothingLeftToAdd
        When there is none.
    """
    row = locked(roadmap.pk, version=version, by=by)
    wanted = list(highest_priorities(row)[: max(count, 0)])
    if not wanted:
        raise NothingLeftToAdd
    return _add_use_cases(row, wanted, by=by, at=at)


@transaction.atomic
def add_actions(
    roadmap: Roadmap,
    actions: Iterable[FoundationAction],
    *,
    version: int,
    by: Member,
    at: datetime,
) -> Roadmap:
    """Put foundation actions on the roadmap; what is there already stays as it is.

    Raises
    ------
    NotAllowed, RoadmapChanged
        When the member may not, or somebody was faster.
    NotForThisRoadmap
        When one lies outside the domain, or was dropped; none is added then.
    """
    row = locked(roadmap.pk, version=version, by=by)
    ids = dict.fromkeys(action.pk for action in actions)
    found = FoundationAction.objects.filter(pk__in=ids).select_related("domain").in_bulk()
    wanted = [found[pk] for pk in ids if pk in found]
    for action in wanted:
        _check_action(row, action)
    here = set(row.items.filter(action__isnull=False).values_list("action_id", flat=True))
    items = [
        RoadmapItem(roadmap=row, action=action, effort_weeks=max(action.effort_weeks, 1))
        for action in wanted
        if action.pk not in here
    ]
    return _store(row, items, by=by, at=at)


@transaction.atomic
def remove_item(item: RoadmapItem, *, version: int, by: Member, at: datetime) -> Roadmap:
    """Take an item off the roadmap, with what depends on it and on what it depends.

    Raises
    ------
    NotAllowed, RoadmapChanged
        When the member may not, or somebody was faster.
    """
    row = locked(item.roadmap_id, version=version, by=by)
    fresh = _fresh(item)
    told = {"item": item_title(fresh), "wave": fresh.wave, "effort_weeks": fresh.effort_weeks}
    fresh.delete()
    bump(row, at=at)
    ledger.record(PortfolioEvent.ROADMAP_ITEM_REMOVED, subject=row, by=by, at=at, changes=told)
    return row


@transaction.atomic
def set_effort(
    item: RoadmapItem, effort_weeks: int, *, version: int, by: Member, at: datetime
) -> Roadmap:
    """Say how many person-weeks an item takes.

    Raises
    ------
    NotAllowed, RoadmapChanged
        When the member may not, or somebody was faster.
    RoadmapInvalid
        When the effort is no effort.
    """
    row = locked(item.roadmap_id, version=version, by=by)
    fresh = _fresh(item)
    before, fresh.effort_weeks = fresh.effort_weeks, check_effort(effort_weeks)
    if before == effort_weeks:
        return row
    fresh.save(update_fields=["effort_weeks"])
    told = {"item": item_title(fresh), "effort_weeks": [before, effort_weeks]}
    return _changed(row, told, by=by, at=at)


@transaction.atomic
def pin_item(item: RoadmapItem, wave: int, *, version: int, by: Member, at: datetime) -> Roadmap:
    """Fix an item to a wave; planning keeps it there or refuses.

    Raises
    ------
    NotAllowed, RoadmapChanged
        When the member may not, or somebody was faster.
    WaveUnknown
        When the roadmap has no such wave.
    """
    row = locked(item.roadmap_id, version=version, by=by)
    if not 1 <= wave <= row.wave_count:
        sentence = _(
            "There is no wave {wave}; this roadmap has {count}.", wave=wave, count=row.wave_count
        )
        raise WaveUnknown(sentence, fields={"wave": sentence})
    fresh = _fresh(item)
    before = fresh.wave if fresh.is_pinned else None
    if before == wave:
        return row
    fresh.wave, fresh.is_pinned, fresh.left_out_reason = wave, True, ""
    fresh.save(update_fields=["wave", "is_pinned", "left_out_reason"])
    told = {"item": item_title(fresh), "pinned_to_wave": [before, wave]}
    return _changed(row, told, by=by, at=at)


@transaction.atomic
def unpin_item(item: RoadmapItem, *, version: int, by: Member, at: datetime) -> Roadmap:
    """Let planning choose the wave again; until then the item stays where it is.

    Raises
    ------
    NotAllowed, RoadmapChanged
        When the member may not, or somebody was faster.
    """
    row = locked(item.roadmap_id, version=version, by=by)
    fresh = _fresh(item)
    if not fresh.is_pinned:
        return row
    fresh.is_pinned = False
    fresh.save(update_fields=["is_pinned"])
    told = {"item": item_title(fresh), "pinned_to_wave": [fresh.wave, None]}
    return _changed(row, told, by=by, at=at)


def _fresh(item: RoadmapItem) -> RoadmapItem:
    rows = RoadmapItem.objects.select_for_update(of=("self",))
    return rows.select_related("use_case", "action").get(pk=item.pk)


def _changed(row: Roadmap, told: Mapping[str, object], *, by: Member, at: datetime) -> Roadmap:
    bump(row, at=at)
    ledger.record(PortfolioEvent.ROADMAP_ITEM_CHANGED, subject=row, by=by, at=at, changes=told)
    return row


def _add_use_cases(row: Roadmap, wanted: Sequence[UseCase], *, by: Member, at: datetime) -> Roadmap:
    here = set(row.items.filter(use_case__isnull=False).values_list("use_case_id", flat=True))
    items = [
        RoadmapItem(
            roadmap=row, use_case=use_case, effort_weeks=use_case.effort_weeks or DEFAULT_EFFORT
        )
        for use_case in wanted
        if use_case.pk not in here
    ]
    return _store(row, items, by=by, at=at)


def _store(row: Roadmap, items: list[RoadmapItem], *, by: Member, at: datetime) -> Roadmap:
    if not items:
        return row
    RoadmapItem.objects.bulk_create(items)
    bump(row, at=at)
    told = {"items": [item_title(item) for item in items]}
    ledger.record(PortfolioEvent.ROADMAP_ITEMS_ADDED, subject=row, by=by, at=at, changes=told)
    return row


def _check_use_case(row: Roadmap, use_case: UseCase) -> None:
    stage = Stage(use_case.stage)
    if not use_case.domain.path.startswith(row.domain.path):
        raise _outside(use_case.title, row)
    if use_case.archived_at is not None:
        sentence = gettext_noop("{title} is archived, so there is nothing to plan.")
    elif stage in LIVE:
        sentence = gettext_noop("{title} is in production, so there is nothing to plan.")
    elif stage in STOPPED:
        sentence = _NOTHING_TO_PLAN[stage]
    else:
        return
    raise NotForThisRoadmap(_(sentence, title=use_case.title))


def _check_action(row: Roadmap, action: FoundationAction) -> None:
    if not action.domain.path.startswith(row.domain.path):
        raise _outside(action.title, row)
    if action.status == FoundationAction.Status.DROPPED:
        sentence = gettext_noop("{title} is dropped, so there is nothing to plan.")
    elif action.status == FoundationAction.Status.DONE:
        sentence = gettext_noop("{title} is done, so there is nothing to plan.")
    else:
        return
    raise NotForThisRoadmap(_(sentence, title=action.title))


def _outside(title: str, row: Roadmap) -> NotForThisRoadmap:
    return NotForThisRoadmap(
        _("{title} lies outside {domain}.", title=title, domain=row.domain.name)
    )
