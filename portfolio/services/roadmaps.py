"""Making roadmaps and planning their waves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from portal.domain.errors import Invalid, Refusal
from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.models import Domain
from portal.services import ledger
from portfolio.domain.roadmaps import Frame, RoadmapInvalid, check_frame
from portfolio.domain.waves import LeftOut, LeftOutBecause, Placed, WavePlan, plan_waves
from portfolio.models import Roadmap, RoadmapItem
from portfolio.selectors.roadmap_plans import PlanInput, item_title, plan_input
from portfolio.services.domain_checks import check_domain
from portfolio.services.events import PortfolioEvent
from portfolio.services.roadmap_locks import bump, locked

LONGEST_TITLE = 200
_FRAME = ("starts_on", "wave_count", "wave_weeks", "capacity_weeks")


class NothingToPlan(Refusal):
    """A roadmap without items has no waves to fill."""

    code = "nothing_to_plan"

    def __init__(self) -> None:
        super().__init__(_("Nothing to plan yet. Add use cases or foundation actions first."))


class PinsImpossible(Invalid):
    """What people pinned cannot be where they pinned it."""

    code = "pins_impossible"


@dataclass(frozen=True, slots=True)
class RoadmapInput:
    """What a reader says about a roadmap."""

    title: str
    frame: Frame


@transaction.atomic
def create_roadmap(domain: Domain, wanted: RoadmapInput, *, by: Member, at: datetime) -> Roadmap:
    """Create a roadmap for a domain and everything beneath it.

    Raises
    ------
    NotAllowed
        When the member may not plan roadmaps there.
    DomainArchived
        When the domain is archived.
    RoadmapInvalid
        When the title is empty or the waves make no sense.
    """
    require(by, Capability.PLAN_ROADMAP, domain.path)
    check_domain(domain)
    values = _values(wanted)
    row = Roadmap.objects.create(domain=domain, created_at=at, updated_at=at, **values)
    told = {**values, "domain": domain}
    ledger.record(PortfolioEvent.ROADMAP_CREATED, subject=row, by=by, at=at, changes=told)
    return row


@transaction.atomic
def change_roadmap(
    roadmap: Roadmap, wanted: RoadmapInput, *, version: int, by: Member, at: datetime
) -> Roadmap:
    """Change the title or the frame; the waves stay until they are planned again.

    Raises
    ------
    NotAllowed, RoadmapChanged
        When the member may not, or somebody was faster.
    RoadmapInvalid
        When the title is empty or the waves make no sense.
    """
    row = locked(roadmap.pk, version=version, by=by)
    values = _values(wanted)
    changes = {k: [getattr(row, k), v] for k, v in values.items() if getattr(row, k) != v}
    if not changes:
        return row
    for name in changes:
        setattr(row, name, values[name])
    bump(row, *changes, at=at)
    ledger.record(PortfolioEvent.ROADMAP_CHANGED, subject=row, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def plan(roadmap: Roadmap, *, version: int, by: Member, at: datetime) -> Roadmap:
    """Fill the waves anew under capacity and dependencies, and say why the rest is left out.

    Planning again without a change in between changes nothing.

    Raises
    ------
    NotAllowed, RoadmapChanged
        When the member may not, or somebody was faster.
    NothingToPlan
        When the roadmap is empty.
    PinsImpossible
        When a pinned item cannot be where it is pinned; the waves stay as they were.
    """
    row = locked(roadmap.pk, version=version, by=by)
    found = plan_input(row)
    if not found.rows:
        raise NothingToPlan
    planned = plan_waves(
        found.items, capacity=row.capacity_weeks, waves=row.wave_count, done=found.done
    )
    _refuse_broken_pins(found, planned)
    changed = [item for key, item in found.rows.items() if _place(item, key, found, planned)]
    if not changed:
        return row
    RoadmapItem.objects.bulk_update(changed, ["wave", "is_pinned", "left_out_reason"])
    bump(row, at=at)
    ledger.record(
        PortfolioEvent.ROADMAP_PLANNED, subject=row, by=by, at=at, changes=_told(found, planned)
    )
    return row


def _values(wanted: RoadmapInput) -> dict[str, Any]:
    title = wanted.title.strip()
    if not title:
        sentence = _("Give the roadmap a title.")
        raise RoadmapInvalid(sentence, fields={"title": sentence})
    if len(title) > LONGEST_TITLE:
        sentence = _("A title has at most {most} characters.", most=LONGEST_TITLE)
        raise RoadmapInvalid(sentence, fields={"title": sentence})
    frame = check_frame(wanted.frame)
    return {"title": title} | {name: getattr(frame, name) for name in _FRAME}


def _refuse_broken_pins(found: PlanInput, planned: WavePlan) -> None:
    broken = [
        f"{item.name}: {planned.left_out[item.key].sentence}"
        for item in found.items
        if item.pinned is not None and item.key in planned.left_out
    ]
    if broken:
        raise PinsImpossible(" ".join([*broken, _("Unpin it, or make room.")]))


def _place(row: RoadmapItem, key: str, found: PlanInput, planned: WavePlan) -> bool:
    before = (row.wave, row.is_pinned, row.left_out_reason)
    match planned.outcomes.get(key):
        case Placed(wave):
            row.wave, row.left_out_reason = wave, ""
        case LeftOut() as left:
            row.wave, row.left_out_reason = None, reason(key, left, found)[:300]
        case None:
            # Done or stopped: it takes no room, and a pin would hold a place for nothing.
            row.wave, row.is_pinned = None, False
            row.left_out_reason = found.out[key].sentence if key in found.out else ""
    return before != (row.wave, row.is_pinned, row.left_out_reason)


def reason(key: str, left: LeftOut, found: PlanInput) -> str:
    """Say why an item is left out, naming what it waits for as the reader knows it."""
    if left.because is not LeftOutBecause.WAITS_FOR_UNKNOWN:
        return left.sentence
    lost = next(needed for needed in sorted(found.needs[key]) if needed in found.out)
    return found.out[lost].waited_for(item_title(found.rows[lost]))


def _told(found: PlanInput, planned: WavePlan) -> Mapping[str, Any]:
    titles = {item.key: item.name for item in found.items}
    waves = {
        str(load.wave): [titles[key] for key in planned.wave(load.wave)] for load in planned.loads
    }
    return {"waves": waves, "left_out": [titles[key] for key in planned.left_out]}
