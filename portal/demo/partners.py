"""The demonstration's partners; what they were assessed at lies among the assessments."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from assessments.services.partners import add_partner
from portal.demo.calendar import Calendar
from portal.demo.contents import read, text
from portal.demo.scene import Deed, Scene

type Line = Mapping[str, Any]


def deeds(calendar: Calendar) -> Iterator[Deed]:
    """Tell whom the organisation works with."""
    for line in read("partners.toml")["partner"]:
        yield Deed(calendar.moment(line["added"], 9, line["key"]), partial(_add, line))


def _add(line: Line, scene: Scene, at: datetime) -> None:
    scene.partners[line["key"]] = add_partner(
        scene.domains[line["domain"]],
        name=line["name"],
        provides=text(line["provides"]),
        by=scene.member(line["by"]),
        at=at,
    )
