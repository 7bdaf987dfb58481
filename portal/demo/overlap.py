"""The demonstration's overlap: what two domains build alike is found, and some of it decided."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from portal.demo.calendar import Calendar
from portal.demo.contents import read, text
from portal.demo.scene import Deed, Scene
from portfolio.domain.overlap import Proposal, ordered
from portfolio.models import OverlapPair
from portfolio.services.overlap import link_pair, merge_pair
from portfolio.services.overlap_proposals import propose
from portfolio.services.overlap_runs import compare_portfolio

type Line = Mapping[str, Any]


def deeds(calendar: Calendar) -> Iterator[Deed]:
    """Tell how overlap was found, and what was decided about it."""
    told = read("overlap.toml")
    yield Deed(calendar.moment(told["compared"], 9), _compare)
    for line in told["decision"]:
        yield Deed(calendar.moment(line["day"], 10), partial(_decide, line, told["by"]))
    for line in told["proposal"]:
        yield Deed(calendar.moment(line["day"], 11), partial(_propose, line))


def _compare(_scene: Scene, at: datetime) -> None:
    compare_portfolio(at=at)


def _pair(line: Line, scene: Scene) -> OverlapPair:
    first, second = ordered(*(scene.use_cases[line[side]].pk for side in ("one", "other")))
    return OverlapPair.objects.get(first=first, second=second)


def _propose(line: Line, scene: Scene, at: datetime) -> None:
    pair = _pair(line, scene)
    propose(
        pair,
        Proposal(line["proposal"]),
        version=pair.entry_version,
        reason=text(line["reason"]),
        by=scene.member(line["by"]),
        at=at,
    )


def _decide(line: Line, person: str, scene: Scene, at: datetime) -> None:
    pair = _pair(line, scene)
    how: dict[str, Any] = {
        "version": pair.version,
        "reason": text(line["reason"]),
        "by": scene.member(person),
        "at": at,
    }
    if line["decision"] == "merge":
        merge_pair(pair, keep=scene.use_cases[line["keep"]].pk, **how)
    else:
        link_pair(pair, **how)
