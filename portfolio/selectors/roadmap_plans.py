"""Reading a roadmap as the planner sees it: what wants a place, what is done, what is out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from assessments.models import FoundationAction
from portfolio.domain.roadmaps import LIVE, STOPPED, Frame, OutOfPlay
from portfolio.domain.stages import Stage
from portfolio.domain.waves import ItemKind, WaveItem, check_plan
from portfolio.models import Roadmap, RoadmapDependency, RoadmapItem

#: Characters of a title that a stored reason holds, however long the title is.
SURELY_KEPT: Final = 200


@dataclass(frozen=True, slots=True)
class PlanInput:
    """Everything on a roadmap, sorted by what the planner may do with it.

    Attributes
    ----------
    rows
        Key to row, of everything on the roadmap.
    items
        What wants a place.
    done
        Keys of finished foundation actions and live use cases; what waits for them need not wait.
    out
        Key to the reason why an item cannot be planned any more.
    needs
        Key to the keys it waits for, of everything on the roadmap.
    """

    rows: Mapping[str, RoadmapItem]
    items: tuple[WaveItem, ...]
    done: frozenset[str]
    out: Mapping[str, OutOfPlay]
    needs: Mapping[str, tuple[str, ...]]

    @property
    def assigned(self) -> dict[str, int]:
        """Key to wave of what has a place today."""
        waves = {item.key: self.rows[item.key].wave for item in self.items}
        return {key: wave for key, wave in waves.items() if wave is not None}

    @property
    def unplanned(self) -> tuple[str, ...]:
        """Titles of items that were added since the waves were last planned."""
        return tuple(
            item.name
            for item in self.items
            if self.rows[item.key].wave is None and not self.rows[item.key].left_out_reason
        )


def reason_of(key: str, found: PlanInput) -> str:
    """Say why an item has no place, and never that it waits for something that is done.

    A reason is stored when the waves are planned; what it names may be finished before they are
    planned again.
    """
    said = found.out[key].sentence if key in found.out else found.rows[key].left_out_reason
    finished = (item_title(found.rows[needed]) for needed in set(found.needs[key]) & found.done)
    if any(title[:SURELY_KEPT] in said for title in finished):
        return _("What it waited for is done; the next plan can give it a place.")
    return said


def frame_of(roadmap: Roadmap) -> Frame:
    """Return the waves of a roadmap on the calendar."""
    return Frame(roadmap.starts_on, roadmap.wave_count, roadmap.wave_weeks, roadmap.capacity_weeks)


def item_key(item: RoadmapItem) -> str:
    """Name an item the same in every roadmap and edition."""
    return f"use-case-{item.use_case_id}" if item.use_case_id else f"action-{item.action_id}"


def item_title(item: RoadmapItem) -> str:
    """Return the title of the use case or foundation action behind an item."""
    return item.use_case.title if item.use_case else item.action.title if item.action else ""


def plan_input(roadmap: Roadmap) -> PlanInput:
    """Read everything on a roadmap in two queries."""
    rows = RoadmapItem.objects.filter(roadmap=roadmap).order_by("pk")
    rows = rows.select_related("use_case__domain", "action__domain")
    by_key = {item_key(row): row for row in rows}
    key_of = {row.pk: key for key, row in by_key.items()}
    needs: dict[str, tuple[str, ...]] = dict.fromkeys(by_key, ())
    pairs = RoadmapDependency.objects.filter(item__roadmap=roadmap).order_by("pk")
    for item_id, needed_id in pairs.values_list("item_id", "needs_id"):
        key = key_of[item_id]
        needs[key] = (*needs[key], key_of[needed_id])
    done = {key for key, row in by_key.items() if _is_done(row)}
    out = {key: why for key, row in by_key.items() if (why := _out_of_play(row))}
    items = tuple(
        _wave_item(key, row, needs[key])
        for key, row in by_key.items()
        if key not in done and key not in out
    )
    return PlanInput(by_key, items, frozenset(done), out, needs)


def plan_violations(roadmap: Roadmap, found: PlanInput) -> tuple[str, ...]:
    """Say what is wrong with the waves as they are stored; empty when they hold."""
    return check_plan(
        found.items,
        found.assigned,
        capacity=roadmap.capacity_weeks,
        waves=roadmap.wave_count,
        done=found.done,
    )


def _wave_item(key: str, row: RoadmapItem, needs: tuple[str, ...]) -> WaveItem:
    return WaveItem(
        key=key,
        kind=ItemKind.USE_CASE if row.use_case_id else ItemKind.FOUNDATION_ACTION,
        effort=float(row.effort_weeks),
        # An action counts as urgent as the most urgent item that waits for it, and no more.
        priority=(row.use_case.priority or 0.0) if row.use_case else 0.0,
        title=item_title(row),
        depends_on=needs,
        pinned=row.wave if row.is_pinned else None,
    )


def _is_done(row: RoadmapItem) -> bool:
    if row.use_case is not None:
        return row.use_case.archived_at is None and Stage(row.use_case.stage) in LIVE
    return row.action is not None and row.action.status == FoundationAction.Status.DONE


def _out_of_play(row: RoadmapItem) -> OutOfPlay | None:
    if row.use_case is not None:
        if row.use_case.archived_at is not None:
            return OutOfPlay.ARCHIVED
        return STOPPED.get(Stage(row.use_case.stage))
    is_dropped = row.action is not None and row.action.status == FoundationAction.Status.DROPPED
    return OutOfPlay.DROPPED if is_dropped else None
