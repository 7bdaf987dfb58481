"""The demonstration's foundation actions: adopted from recommendations, then worked on."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from assessments.models import Assessment, FoundationAction
from assessments.services.actions import adopt_recommendation, change_action
from portal.demo.calendar import Calendar
from portal.demo.contents import read
from portal.demo.scene import Deed, Scene

type Line = Mapping[str, Any]


def deeds(calendar: Calendar) -> Iterator[Deed]:
    """Tell what was taken up, and how far it came."""
    for line in read("actions.toml")["action"]:
        capability = line["capability"]
        yield Deed(calendar.moment(line["adopted"], 10, capability), partial(_adopt, line))
        for status, day in line.get("moves", {}).items():
            moment = calendar.moment(day, 12, capability)
            yield Deed(moment, partial(_move, line, status))


def _adopt(line: Line, scene: Scene, at: datetime) -> None:
    asked = scene.assessments[line["assessment"]]
    assessment = Assessment.objects.select_related("domain", "snapshot").get(pk=asked.pk)
    row = adopt_recommendation(
        assessment,
        capability=line["capability"],
        owner=scene.person(line["owner"]),
        due_on=scene.calendar.day(line["due"]) if "due" in line else None,
        cost=Decimal(line["cost"]) if "cost" in line else None,
        by=scene.member(line["by"]),
        at=at,
    )
    scene.actions[line["assessment"], line["capability"]] = row


def _move(line: Line, status: str, scene: Scene, at: datetime) -> None:
    key = scene.actions[line["assessment"], line["capability"]].pk
    row = FoundationAction.objects.select_related("owner").get(pk=key)
    change_action(
        row,
        version=row.version,
        title=row.title,
        description=row.description,
        status=status,
        effort_weeks=row.effort_weeks,
        owner=row.owner,
        due_on=row.due_on,
        cost=row.cost,
        by=scene.member(line["by"]),
        at=at,
    )
