"""Roadmaps as planners make them, built through the services that people use."""

from datetime import date
from typing import Any

from assessments.models import FoundationAction
from portal.domain.roles import Member
from portal.models import Domain
from portfolio.domain.roadmaps import Frame
from portfolio.models import Roadmap, RoadmapEdition, RoadmapItem, UseCase
from portfolio.services.roadmap_dependencies import add_dependency
from portfolio.services.roadmap_editions import publish_edition
from portfolio.services.roadmap_items import add_actions, add_use_cases
from portfolio.services.roadmaps import RoadmapInput, create_roadmap, plan
from tests.builders import NOW, make_root, make_use_case

START = date(2026, 4, 6)


def scored(title: str, priority: float, **fields: Any) -> UseCase:
    """A use case whose value, feasibility and priority are one number."""
    defaults: dict[str, Any] = {
        "title": title,
        "value": priority,
        "feasibility": priority,
        "adjusted_feasibility": priority,
        "priority": priority,
        "quadrant": "do_now" if priority >= 55 else "park",
        "stage": "assessed",
        "effort_weeks": 10,
    }
    return make_use_case(**(defaults | fields))


def make_action(title: str, **fields: Any) -> FoundationAction:
    defaults: dict[str, Any] = {
        "domain": make_root(),
        "title": title,
        "capability": title.lower().replace(" ", "-"),
        "from_level": 1,
        "to_level": 2,
        "effort_weeks": 6,
        "created_at": NOW,
    }
    return FoundationAction.objects.create(**(defaults | fields))


def make_roadmap(by: Member, *, domain: Domain | None = None, **frame: Any) -> Roadmap:
    defaults: dict[str, Any] = {
        "starts_on": START,
        "wave_count": 3,
        "wave_weeks": 13,
        "capacity_weeks": 20,
    }
    wanted = RoadmapInput("Roadmap 2026", Frame(**(defaults | frame)))
    return create_roadmap(domain or make_root(), wanted, by=by, at=NOW)


def item(roadmap: Roadmap, title: str) -> RoadmapItem:
    for row in roadmap.items.select_related("use_case", "action"):
        if title == (row.use_case.title if row.use_case else row.action.title):
            return row
    raise AssertionError(f"{title} is not on the roadmap")


def waves(roadmap: Roadmap) -> dict[str, int | None]:
    rows = roadmap.items.select_related("use_case", "action")
    return {(row.use_case.title if row.use_case else row.action.title): row.wave for row in rows}


def small_roadmap(by: Member, **frame: Any) -> Roadmap:
    """Slots wait for the catalogue; reorder waits for slots; claims and chat stand alone."""
    roadmap = make_roadmap(by, **frame)
    use_cases = [scored("Slots", 90), scored("Reorder", 80), scored("Claims", 70)]
    use_cases.append(scored("Chat", 60, effort_weeks=25))
    roadmap = add_use_cases(roadmap, use_cases, version=roadmap.version, by=by, at=NOW)
    action = make_action("Catalogue")
    roadmap = add_actions(roadmap, [action], version=roadmap.version, by=by, at=NOW)
    for name, needed in (("Slots", "Catalogue"), ("Reorder", "Slots")):
        roadmap = add_dependency(
            item(roadmap, name), item(roadmap, needed), version=roadmap.version, by=by, at=NOW
        )
    return roadmap


def planned_roadmap(by: Member, **frame: Any) -> Roadmap:
    roadmap = small_roadmap(by, **frame)
    return plan(roadmap, version=roadmap.version, by=by, at=NOW)


def published(roadmap: Roadmap, by: Member, **said: Any) -> RoadmapEdition:
    defaults: dict[str, Any] = {"title": "AI roadmap 2026", "version": roadmap.version}
    return publish_edition(roadmap, by=by, at=NOW, **(defaults | said))
