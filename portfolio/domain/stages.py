"""Lifecycle stages: where a use case stands, and which moves are allowed from there."""

from enum import StrEnum
from itertools import pairwise
from typing import Final

from portal.domain.errors import Refusal
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop


class Stage(StrEnum):
    """The stage a use case is in."""

    IDEA = "idea"
    ASSESSED = "assessed"
    APPROVED = "approved"
    PILOT = "pilot"
    PRODUCTION = "production"
    RETIRED = "retired"
    ON_HOLD = "on_hold"
    REJECTED = "rejected"

    @property
    def label(self) -> str:
        """The stage as a reader sees it.

        Examples
        --------
        >>> Stage.ON_HOLD.label
        'On hold'
        """
        return _(LABELS[self])

    @property
    def word(self) -> str:
        """The stage in the middle of a sentence."""
        return _(_IN_SENTENCES[self])


LABELS: Final = {
    Stage.IDEA: gettext_noop("Idea"),
    Stage.ASSESSED: gettext_noop("Assessed"),
    Stage.APPROVED: gettext_noop("Approved"),
    Stage.PILOT: gettext_noop("Pilot"),
    Stage.PRODUCTION: gettext_noop("Production"),
    Stage.RETIRED: gettext_noop("Retired"),
    Stage.ON_HOLD: gettext_noop("On hold"),
    Stage.REJECTED: gettext_noop("Rejected"),
}
"""What each stage is called, in the language the code is written in."""

_IN_SENTENCES: Final = {
    Stage.IDEA: gettext_noop("idea"),
    Stage.ASSESSED: gettext_noop("assessed"),
    Stage.APPROVED: gettext_noop("approved"),
    Stage.PILOT: gettext_noop("pilot"),
    Stage.PRODUCTION: gettext_noop("production"),
    Stage.RETIRED: gettext_noop("retired"),
    Stage.ON_HOLD: gettext_noop("on hold"),
    Stage.REJECTED: gettext_noop("rejected"),
}


class Square(StrEnum):
    """One of the five squares that show how far a use case has come."""

    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"


class OffPath(StrEnum):
    """Why a stage has no place among the five squares."""

    FINISHED = "finished"
    PAUSED = "paused"
    REFUSED = "refused"


class MoveNotAllowed(Refusal):
    """The lifecycle has no step from the one stage to the other."""

    code = "move_not_allowed"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, fields={"stage": sentence})


PATH: tuple[Stage, ...] = (
    Stage.IDEA,
    Stage.ASSESSED,
    Stage.APPROVED,
    Stage.PILOT,
    Stage.PRODUCTION,
)
"""The five stages a use case passes in order, one square each."""

BEFORE_PRODUCTION: tuple[Stage, ...] = PATH[: PATH.index(Stage.PRODUCTION)]
"""The stages in which work still lies ahead, in the order they are passed."""

_OFF_PATH = {
    Stage.RETIRED: OffPath.FINISHED,
    Stage.ON_HOLD: OffPath.PAUSED,
    Stage.REJECTED: OffPath.REFUSED,
}

_MOVES: dict[Stage, tuple[Stage, ...]] = {
    Stage.IDEA: (Stage.ASSESSED, Stage.ON_HOLD, Stage.REJECTED),
    Stage.ASSESSED: (Stage.APPROVED, Stage.IDEA, Stage.ON_HOLD, Stage.REJECTED),
    Stage.APPROVED: (Stage.PILOT, Stage.ASSESSED, Stage.ON_HOLD, Stage.REJECTED),
    Stage.PILOT: (Stage.PRODUCTION, Stage.APPROVED, Stage.ON_HOLD, Stage.RETIRED),
    Stage.PRODUCTION: (Stage.RETIRED, Stage.PILOT, Stage.ON_HOLD),
    Stage.ON_HOLD: (*PATH, Stage.RETIRED, Stage.REJECTED),
    Stage.RETIRED: (),
    Stage.REJECTED: (Stage.IDEA,),
}


def position(stage: Stage) -> int | OffPath:
    """Place of a stage among the five squares, counted from 1.

    Parameters
    ----------
    stage
        The stage to place.

    Returns
    -------
    int or OffPath
        1 to 5, or why the stage has no place among them.

    Examples
    --------
    >>> position(Stage.PILOT)
    4
    >>> position(Stage.ON_HOLD)
    <OffPath.PAUSED: 'paused'>
    """
    return _OFF_PATH[stage] if stage in _OFF_PATH else PATH.index(stage) + 1


def squares(stage: Stage) -> tuple[Square, ...]:
    """Draw a stage as five squares.

    Parameters
    ----------
    stage
        The stage to draw.

    Returns
    -------
    tuple of Square
        Five squares, or none for a use case that is on hold or rejected, because
        neither says how far it had come.

    Examples
    --------
    >>> [square.value for square in squares(Stage.APPROVED)]
    ['done', 'done', 'current', 'ahead', 'ahead']
    >>> squares(Stage.REJECTED)
    ()
    """
    place = position(stage)
    if place is OffPath.FINISHED:
        return (Square.DONE,) * len(PATH)
    if isinstance(place, OffPath):
        return ()
    ahead = len(PATH) - place
    return (Square.DONE,) * (place - 1) + (Square.CURRENT,) + (Square.AHEAD,) * ahead


def is_before_production(stage: Stage) -> bool:
    """Whether a use case is on its way to production and not there yet.

    Only such a use case can be "ready to do now": one in production is done, one that is on
    hold, rejected or retired is not to be done.

    Parameters
    ----------
    stage
        Where the use case stands.

    Returns
    -------
    bool
        True from idea to pilot.

    Examples
    --------
    >>> is_before_production(Stage.PILOT), is_before_production(Stage.PRODUCTION)
    (True, False)
    >>> is_before_production(Stage.ON_HOLD)
    False
    """
    return stage in BEFORE_PRODUCTION


def allowed_moves(stage: Stage) -> tuple[Stage, ...]:
    """Stages that can be reached from a stage in one step, the usual next one first.

    Parameters
    ----------
    stage
        Where the use case stands.

    Returns
    -------
    tuple of Stage
        Empty for a retired use case: what comes after it is a new use case.

    Examples
    --------
    >>> allowed_moves(Stage.PRODUCTION)[0].label
    'Retired'
    """
    return _MOVES[stage]


def passes_gate(start: Stage, end: Stage) -> bool:
    """Whether a move goes one step forward on the path, which takes a gate decision.

    Parameters
    ----------
    start, end
        The stages before and after the move.

    Returns
    -------
    bool
        False for steps back, pauses, refusals and retirement.

    Examples
    --------
    >>> passes_gate(Stage.ASSESSED, Stage.APPROVED), passes_gate(Stage.PILOT, Stage.ON_HOLD)
    (True, False)
    """
    return (start, end) in pairwise(PATH)


def check_move(start: Stage, end: Stage) -> None:
    """Refuse a move that the lifecycle does not have.

    Parameters
    ----------
    start, end
        The stages before and after the move.

    Raises
    ------
    MoveNotAllowed
        When `end` cannot be reached from `start` in one step.

    Examples
    --------
    >>> check_move(Stage.IDEA, Stage.ASSESSED)
    """
    if end in _MOVES[start]:
        return
    if start == end:
        raise MoveNotAllowed(_("The use case is already in the stage {stage}.", stage=end.word))
    if not _MOVES[start]:
        raise MoveNotAllowed(
            _(
                "A use case that is {stage} stays so; register a new one to start again.",
                stage=start.word,
            )
        )
    raise MoveNotAllowed(
        _(
            "A use case cannot go from {start} to {end}; from there it can go to: {choices}.",
            start=start.word,
            end=end.word,
            choices=", ".join(stage.word for stage in _MOVES[start]),
        )
    )
