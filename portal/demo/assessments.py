"""The demonstration's assessments: asked, answered, settled, published; one is still open."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.formats import date_format

from assessments.models import Assessment
from assessments.services.assessments import (
    close_assessment,
    create_assessment,
    open_assessment,
)
from assessments.services.framework_files import DEFAULT_KEY
from assessments.services.results import publish_assessment
from assessments.services.settling import settle_level
from portal.demo.answers import answer_all
from portal.demo.calendar import Calendar
from portal.demo.contents import read_all, text
from portal.demo.scene import Deed, Scene
from portal.domain.roles import Member

type Line = Mapping[str, Any]


def deeds(calendar: Calendar) -> Iterator[Deed]:
    """Tell every assessment from its set-up to its result."""
    for line in read_all("assessments"):
        key = line["key"]
        yield Deed(calendar.moment(line["created"], 9, key), partial(_create, line))
        yield Deed(calendar.moment(line["opened"], 9, key), partial(_open, line))
        for place, person in enumerate(line["respondents"]):
            moment = calendar.moment(_answering_day(line, place), 13, person)
            yield Deed(moment, partial(_answer, line, place))
        if "closed" in line:
            yield Deed(calendar.moment(line["closed"], 16, key), partial(_close, line))
            yield Deed(calendar.moment(line["published"], 10, key), partial(_publish, line))


def _answering_day(line: Line, place: int) -> int:
    """Return when a respondent answers: one after the other, between opening and closing."""
    opened = int(line["opened"])
    days = int(line.get("closed", 0)) - opened - 1
    return opened + 1 + place * days // len(line["respondents"])


def _create(line: Line, scene: Scene, at: datetime) -> None:
    due = scene.calendar.day(line["due"])
    scene.assessments[line["key"]] = create_assessment(
        scene.domains[line["domain"]],
        title=line["title"].format(month=date_format(due, "F Y")),
        starts_on=scene.calendar.day(line["opened"]),
        due_on=due,
        framework=scene.frameworks[line.get("framework", DEFAULT_KEY)],
        partner=scene.partners[line["partner"]] if "partner" in line else None,
        target_level=Decimal(line["target"]),
        in_production=line.get("in_production"),
        respondents=[scene.people[key].pk for key in line["respondents"]],
        by=scene.member(line["facilitator"]),
        at=at,
    )


def _open(line: Line, scene: Scene, at: datetime) -> None:
    open_assessment(scene.assessments[line["key"]], by=scene.member(line["facilitator"]), at=at)


def _answer(line: Line, place: int, scene: Scene, at: datetime) -> None:
    person = line["respondents"][place]
    words = {key: row.split()[place] for key, row in line["answers"].items()}
    comments = {key: said.get(person, "") for key, said in line["comments"].items()}
    assessment = scene.assessments[line["key"]]
    answer_all(assessment, words, comments, by=scene.member(person), at=at)


def _close(line: Line, scene: Scene, at: datetime) -> None:
    close_assessment(scene.assessments[line["key"]], by=scene.member(line["facilitator"]), at=at)


def _publish(line: Line, scene: Scene, at: datetime) -> None:
    by = scene.member(line["facilitator"])
    settle_and_publish(scene.assessments[line["key"]], line["settled"], by=by, at=at)


def settle_and_publish(
    assessment: Assessment, settled: Iterable[Line], *, by: Member, at: datetime
) -> None:
    """Settle what the room was split on, and publish what then stands."""
    for line in settled:
        settle_level(
            assessment,
            question=line["capability"],
            level=line["level"],
            reason=text(line["reason"]),
            by=by,
            at=at,
        )
    publish_assessment(assessment, by=by, at=at)
