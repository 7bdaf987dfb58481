"""The demonstration's assessments: asked, answered, settled, published; one is still open."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final

from django.utils.formats import date_format

from assessments.domain.answers import Answered, DontKnow, NotApplicable
from assessments.services.assessments import (
    close_assessment,
    create_assessment,
    open_assessment,
)
from assessments.services.responses import Given, finish_responses, save_response
from assessments.services.results import publish_assessment
from assessments.services.settling import settle_level
from portal.demo.calendar import Calendar
from portal.demo.contents import read_all, text
from portal.demo.scene import Deed, Scene

NOT_GIVEN: Final = "-"

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
    assert scene.framework is not None  # noqa: S101
    due = scene.calendar.day(line["due"])
    scene.assessments[line["key"]] = create_assessment(
        scene.domains[line["domain"]],
        title=line["title"].format(month=date_format(due, "F Y")),
        starts_on=scene.calendar.day(line["opened"]),
        due_on=due,
        framework=scene.framework,
        target_level=Decimal(line["target"]),
        in_production=line["in_production"],
        respondents=[scene.people[key].pk for key in line["respondents"]],
        by=scene.member(line["facilitator"]),
        at=at,
    )


def _open(line: Line, scene: Scene, at: datetime) -> None:
    open_assessment(scene.assessments[line["key"]], by=scene.member(line["facilitator"]), at=at)


def _answer(line: Line, place: int, scene: Scene, at: datetime) -> None:
    assessment = scene.assessments[line["key"]]
    person = line["respondents"][place]
    by = scene.member(person)
    given = {key: row.split()[place] for key, row in line["answers"].items()}
    given = {key: word for key, word in given.items() if word != NOT_GIVEN}
    for capability, word in given.items():
        comment = line["comments"].get(capability, {}).get(person, "")
        save_response(
            assessment.pk,
            question=capability,
            answer=_given(word, comment),
            comment=comment,
            by=by,
            at=at,
        )
    if len(given) == len(line["answers"]):
        finish_responses(assessment, by=by, at=at)


def _given(word: str, comment: str) -> Given:
    match word:
        case "?":
            return DontKnow()
        case "x":
            return NotApplicable(comment)
        case _:
            return Answered(float(word))


def _close(line: Line, scene: Scene, at: datetime) -> None:
    close_assessment(scene.assessments[line["key"]], by=scene.member(line["facilitator"]), at=at)


def _publish(line: Line, scene: Scene, at: datetime) -> None:
    assessment = scene.assessments[line["key"]]
    by = scene.member(line["facilitator"])
    for settled in line["settled"]:
        settle_level(
            assessment,
            question=settled["capability"],
            level=settled["level"],
            reason=text(settled["reason"]),
            by=by,
            at=at,
        )
    publish_assessment(assessment, by=by, at=at)
