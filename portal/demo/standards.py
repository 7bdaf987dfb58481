"""The demonstration's domain standards: what a domain asks besides, and how it is rated on that."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from portal.demo.calendar import Calendar
from portal.demo.contents import read, text
from portal.demo.organisation import owner_of
from portal.demo.scene import Deed, Scene
from portal.demo.use_cases import lines
from portfolio.domain.criteria import Axis
from portfolio.domain.domain_standards import Standard
from portfolio.domain.model_edits import CriterionWords
from portfolio.domain.standard_edits import own_key, with_own_criterion
from portfolio.models import UseCase
from portfolio.services.domain_standards import publish_standard
from portfolio.services.ratings import RatingInput, rate_use_case

type Line = Mapping[str, Any]


def deeds(calendar: Calendar) -> Iterator[Deed]:
    """Tell who published what, and how the use cases were rated on it the week after."""
    for line in read("standards.toml")["standard"]:
        yield Deed(calendar.moment(line["day"], 10), partial(_publish, line))
        for number, key in enumerate(line["ratings"]):
            moment = calendar.moment(line["day"] + 3 + number % 4, 11, key)
            yield Deed(moment, partial(_rate, line, key))


def _publish(line: Line, scene: Scene, at: datetime) -> None:
    domain, asked = scene.domains[line["domain"]], line["criterion"]
    words = CriterionWords(asked["title"], asked["question"], tuple(asked["anchors"]))
    standard = with_own_criterion(
        Standard(value_threshold=line["value_threshold"]),
        domain.pk,
        Axis(asked["axis"]),
        words,
        share=asked["share"],
    )
    by = scene.member(line["by"])
    publish_standard(domain, standard, reason=text(line["reason"]), replaces=0, by=by, at=at)


def _rate(line: Line, key: str, scene: Scene, at: datetime) -> None:
    score, evidence = line["ratings"][key]
    criterion = own_key(scene.domains[line["domain"]].pk, line["criterion"]["title"])
    owner = owner_of(next(each["domain"] for each in lines() if each["key"] == key))
    row = UseCase.objects.get(pk=scene.use_cases[key].pk)
    ratings = {criterion: RatingInput(score, evidence)}
    rate_use_case(row, ratings, version=row.version, by=scene.member(owner), at=at)
