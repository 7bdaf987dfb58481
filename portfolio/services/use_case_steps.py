"""The steps in which a use case changes: each keeps its rules and alters a row that is locked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from portal.domain.roles import Member
from portfolio.domain.stages import Stage, check_move
from portfolio.domain.techniques import Technique
from portfolio.models import UseCase
from portfolio.services.events import PortfolioEvent
from portfolio.services.follow_ups import request_comparison, request_ranking
from portfolio.services.use_case_inputs import (
    COMPARED,
    EDITED,
    RANKED_BY,
    UseCaseInput,
    field_values,
)

_TECHNIQUES: Final = "techniques"


@dataclass(frozen=True, slots=True)
class Step:
    """What one step did to a row; it is the caller's to write.

    Attributes
    ----------
    event
        What the ledger calls it.
    told
        Field to what it said before and after.
    moves_ranks, reads_otherwise
        Whether ranks, or what is found alike, may be others now.
    """

    event: PortfolioEvent
    told: Mapping[str, Any]
    moves_ranks: bool = True
    reads_otherwise: bool = False

    @property
    def is_other_technique(self) -> bool:
        """Whether the techniques are others, which are rows of their own."""
        return _TECHNIQUES in self.told

    @property
    def columns(self) -> frozenset[str]:
        """The columns of the row that it changed, beside version and moment."""
        if self.event in _AT_REST:
            return frozenset({"archived_at"})
        return frozenset(self.told) - {_TECHNIQUES}


_AT_REST: Final = frozenset({PortfolioEvent.USE_CASE_ARCHIVED, PortfolioEvent.USE_CASE_RESTORED})


def change_step(row: UseCase, wanted: UseCaseInput, used: Collection[Technique]) -> Step | None:
    """Take over what is said about a use case with the techniques ``used``, if that is news.

    Raises what `field_values` does; rules that only the database knows are the caller's.
    """
    values = field_values(wanted, row)
    told: dict[str, Any] = {
        name: [before, values[name]]
        for name in EDITED
        if (before := getattr(row, name)) != values[name]
    }
    for name in told:
        setattr(row, name, values[name])
    before = tuple(sorted(technique.value for technique in used))
    after = tuple(sorted({technique.value for technique in wanted.techniques}))
    if before != after:
        told[_TECHNIQUES] = [before, after]
    if not told:
        return None
    return Step(
        PortfolioEvent.USE_CASE_CHANGED,
        told,
        moves_ranks=bool(RANKED_BY & told.keys()),
        reads_otherwise=bool(COMPARED & told.keys()),
    )


def stage_step(row: UseCase, stage: Stage) -> Step:
    """Move a use case to another stage; refuses a step that the lifecycle does not have."""
    before = Stage(row.stage)
    check_move(before, stage)
    row.stage = stage.value
    return Step(PortfolioEvent.USE_CASE_STAGE_CHANGED, {"stage": [before, stage]})


def archive_step(row: UseCase, *, at: datetime) -> Step:
    """Take a use case out of lists and ranks."""
    row.archived_at = at
    return Step(PortfolioEvent.USE_CASE_ARCHIVED, {})


def restore_step(row: UseCase) -> Step:
    """Bring an archived use case back."""
    row.archived_at = None
    return Step(PortfolioEvent.USE_CASE_RESTORED, {}, reads_otherwise=True)


def advance(row: UseCase, *, at: datetime) -> None:
    """Give a row its next version."""
    row.version += 1
    row.updated_at = at


def because(reason: str) -> dict[str, str]:
    """Return a reason as the ledger is told it, or nothing."""
    return {"reason": reason.strip()} if reason.strip() else {}


def follow_up(step: Step, *, by: Member, at: datetime) -> None:
    """Ask for what a step makes necessary."""
    if step.moves_ranks:
        request_ranking(by=by, at=at)
    if step.reads_otherwise:
        request_comparison(by=by, at=at)
