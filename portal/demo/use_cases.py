"""The demonstration's use cases: registered, rated, moved through their stages, changed."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final

from assessments.domain.confidence import Confidence
from portal.demo.calendar import Calendar
from portal.demo.contents import read, read_all, text
from portal.demo.organisation import owner_of
from portal.demo.scene import Deed, Scene
from portfolio.domain.buckets import QUESTIONS, Answer
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.risk_tiers import Autonomy, Impact
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.models import UseCase
from portfolio.services.ratings import RatingInput, rate_use_case
from portfolio.services.use_case_inputs import BucketChoice, UseCaseInput
from portfolio.services.use_cases import change_stage, change_use_case, register_use_case

CENTRE: Final = "verrell"
#: Stages that the centre, not the domain, lets a use case enter.
DECIDED_BY_THE_CENTRE: Final = (Stage.ASSESSED, Stage.APPROVED, Stage.REJECTED)

type Line = Mapping[str, Any]


def lines() -> list[Line]:
    """Return every use case as the content describes it, in the order of their files."""
    return [line for file in read_all("use_cases") for line in file["use_case"]]


def deeds(calendar: Calendar) -> Iterator[Deed]:
    """Tell the life of every use case."""
    for line in lines():
        key = line["key"]
        yield Deed(calendar.moment(line["registered"], 9, key), partial(_register, line))
        if "rated" in line:
            yield Deed(calendar.moment(line["rated"], 11, key), partial(_rate, line))
        moves = [(Stage(name), day) for name, day in line.get("moves", {}).items()]
        for number, (stage, day) in enumerate(moves, start=1):
            reason = text(line.get("reason", "")) if number == len(moves) else ""
            moment = calendar.moment(day, 14, key)
            yield Deed(moment, partial(_move, line, stage, reason))
    later = read("changes.toml")
    for change in later["change"]:
        moment = calendar.moment(change["day"], 15, change["use_case"])
        yield Deed(moment, partial(_change, change))
    for rating in later["rating"]:
        moment = calendar.moment(rating["day"], 16, rating["use_case"])
        yield Deed(moment, partial(_rate_again, rating))


def _register(line: Line, scene: Scene, at: datetime) -> None:
    by = scene.member(owner_of(line["domain"]))
    scene.use_cases[line["key"]] = register_use_case(_input(line, scene), by=by, at=at)


def _rate(line: Line, scene: Scene, at: datetime) -> None:
    ratings = {key: RatingInput(*rating) for key, rating in line["ratings"].items()}
    _rate_as(owner_of(line["domain"]), line["key"], ratings, scene, at)


def _rate_again(line: Line, scene: Scene, at: datetime) -> None:
    said = RatingInput(
        line["score"],
        line["evidence"],
        text(line.get("rationale", "")),
        low=line.get("low"),
        high=line.get("high"),
        confidence=Confidence(line["confidence"]) if "confidence" in line else None,
    )
    ratings = {line["criterion"]: said}
    _rate_as(CENTRE, line["use_case"], ratings, scene, at)


def _rate_as(
    person: str, key: str, ratings: Mapping[str, RatingInput], scene: Scene, at: datetime
) -> None:
    row = _fresh(scene.use_cases[key])
    rate_use_case(row, ratings, version=row.version, by=scene.member(person), at=at)


def _move(line: Line, stage: Stage, reason: str, scene: Scene, at: datetime) -> None:
    row = _fresh(scene.use_cases[line["key"]])
    person = CENTRE if stage in DECIDED_BY_THE_CENTRE else owner_of(line["domain"])
    by = scene.member(person)
    change_stage(row, stage, version=row.version, by=by, at=at, reason=reason)


def _change(change: Line, scene: Scene, at: datetime) -> None:
    line = next(each for each in lines() if each["key"] == change["use_case"])
    row = _fresh(scene.use_cases[line["key"]])
    wanted = _input({**line, **change["to"]}, scene)
    by = scene.member(owner_of(line["domain"]))
    change_use_case(row, wanted, version=row.version, by=by, at=at)


def _fresh(use_case: UseCase) -> UseCase:
    return UseCase.objects.get(pk=use_case.pk)


def _input(line: Line, scene: Scene) -> UseCaseInput:
    answers = zip(QUESTIONS, line["bucket"].split(), strict=True)
    owners = zip(OwnerRole, line["owners"], strict=True)
    return UseCaseInput(
        domain=scene.domains[line["domain"]],
        title=line["title"],
        outcome=text(line["outcome"]),
        problem=text(line["problem"]),
        techniques=tuple(Technique(name) for name in line["techniques"]),
        owners={role: scene.person(key) for role, key in owners},
        planned_cost=_money(line.get("cost")),
        planned_benefit=_money(line.get("benefit")),
        effort_weeks=line.get("effort"),
        reach=line.get("reach"),
        initiated_on=_day(line.get("began"), scene),
        development_started_on=_day(line.get("development"), scene),
        live_on=_day(line.get("live"), scene),
        retired_on=_day(line.get("retired"), scene),
        impact=Impact(line["impact"]),
        autonomy=Autonomy(line["autonomy"]),
        bucket=BucketChoice({question.key: Answer(word) for question, word in answers}),
    )


def _money(euros: int | None) -> Decimal | None:
    return None if euros is None else Decimal(euros)


def _day(offset: int | None, scene: Scene) -> date | None:
    return None if offset is None else scene.calendar.day(offset)
