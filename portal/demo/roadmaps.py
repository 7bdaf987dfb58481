"""The demonstration's roadmap: drawn up, published, learned from, published again."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from portal.demo.calendar import Calendar
from portal.demo.contents import read, text
from portal.demo.scene import Deed, Scene
from portal.domain.roles import Member
from portfolio.domain.roadmaps import Frame
from portfolio.models import Roadmap, RoadmapItem
from portfolio.services.ranking import rank_portfolio
from portfolio.services.roadmap_dependencies import add_dependency
from portfolio.services.roadmap_editions import publish_edition
from portfolio.services.roadmap_items import (
    add_actions,
    add_use_cases,
    pin_item,
    remove_item,
    set_effort,
)
from portfolio.services.roadmaps import RoadmapInput, change_roadmap, create_roadmap, plan

type Line = Mapping[str, Any]


def deeds(calendar: Calendar) -> Iterator[Deed]:
    """Tell how the roadmap came about."""
    line = read("roadmap.toml")
    second = line["second"]
    yield Deed(calendar.moment(line["created"], 9), partial(_create, line))
    yield Deed(calendar.moment(line["drawn_up"], 9), partial(_draw_up, line))
    yield Deed(calendar.moment(line["published"], 9), partial(_publish, line, line))
    yield Deed(calendar.moment(second["changed"], 9), partial(_learn, line))
    yield Deed(calendar.moment(second["published"], 9), partial(_publish, line, second))


def _create(line: Line, scene: Scene, at: datetime) -> None:
    wanted = RoadmapInput(line["title"], _frame(line, line["capacity"], scene))
    by = scene.member(line["by"])
    scene.roadmap = create_roadmap(scene.domains[""], wanted, by=by, at=at)


def _frame(line: Line, capacity: int, scene: Scene) -> Frame:
    first = scene.calendar.monday(line["starts"])
    return Frame(first, line["waves"], line["weeks"], capacity)


def _draw_up(line: Line, scene: Scene, at: datetime) -> None:
    by = scene.member(line["by"])
    rank_portfolio(at=at)
    _add(line["use_cases"] + line["actions"], scene, by=by, at=at)
    for key, needed in line["needs"].items():
        for each in needed:
            item, needs = _item(key, scene), _item(each, scene)
            add_dependency(item, needs, version=_roadmap(scene).version, by=by, at=at)
    for key, wave in line["pinned"].items():
        pin_item(_item(key, scene), wave, version=_roadmap(scene).version, by=by, at=at)
    plan(_roadmap(scene), version=_roadmap(scene).version, by=by, at=at)


def _learn(line: Line, scene: Scene, at: datetime) -> None:
    by = scene.member(line["by"])
    second = line["second"]
    rank_portfolio(at=at)
    wanted = RoadmapInput(line["title"], _frame(line, second["capacity"], scene))
    change_roadmap(_roadmap(scene), wanted, version=_roadmap(scene).version, by=by, at=at)
    for key in second["remove"]:
        remove_item(_item(key, scene), version=_roadmap(scene).version, by=by, at=at)
    _add(second["add"], scene, by=by, at=at)
    for key, weeks in second["efforts"].items():
        set_effort(_item(key, scene), weeks, version=_roadmap(scene).version, by=by, at=at)
    plan(_roadmap(scene), version=_roadmap(scene).version, by=by, at=at)


def _publish(line: Line, edition: Line, scene: Scene, at: datetime) -> None:
    rank_portfolio(at=at)
    publish_edition(
        _roadmap(scene),
        title=edition["edition"],
        summary=text(edition["summary"]),
        version=_roadmap(scene).version,
        by=scene.member(line["by"]),
        at=at,
    )


def _add(keys: list[str], scene: Scene, *, by: Member, at: datetime) -> None:
    use_cases = [scene.use_cases[key] for key in keys if "/" not in key]
    actions = [scene.actions[_action_key(key)] for key in keys if "/" in key]
    add_use_cases(_roadmap(scene), use_cases, version=_roadmap(scene).version, by=by, at=at)
    add_actions(_roadmap(scene), actions, version=_roadmap(scene).version, by=by, at=at)


def _action_key(key: str) -> tuple[str, str]:
    assessment, _slash, capability = key.partition("/")
    return assessment, capability


def _roadmap(scene: Scene) -> Roadmap:
    """Return the roadmap as it is now: every change makes a new version of it."""
    assert scene.roadmap is not None  # noqa: S101
    return Roadmap.objects.get(pk=scene.roadmap.pk)


def _item(key: str, scene: Scene) -> RoadmapItem:
    rows = _roadmap(scene).items
    if "/" in key:
        return rows.get(action=scene.actions[_action_key(key)])
    return rows.get(use_case=scene.use_cases[key])
