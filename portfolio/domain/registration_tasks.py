"""What is left to say about a use case that is registered, and what each part of it unlocks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portfolio.domain.buckets import QUESTIONS
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.stages import PATH, Stage

#: Stated once every criterion of both axes is rated.
EVERY_CRITERION: Final = "every_criterion"


class Part(StrEnum):
    """A part of what can be said about a use case, in the order a page lists them."""

    PURPOSE = "purpose"
    OWNERS = "owners"
    RATING = "rating"
    RISK = "risk"
    BUCKET = "bucket"
    MONEY = "money"
    EFFORT = "effort"
    DATES = "dates"

    @property
    def label(self) -> str:
        """What there is to say.

        Examples
        --------
        >>> Part.OWNERS.label
        'The four owners'
        """
        return _(_TITLES[self])

    @property
    def unlocks(self) -> str:
        """What the portal does with it once it is said.

        Examples
        --------
        >>> Part.MONEY.unlocks
        'Its place in the balance by money, and its size in the matrix.'
        """
        return _(_UNLOCKS[self])


class TaskState(StrEnum):
    """How far a part is."""

    DONE = "done"
    BEGUN = "begun"
    TO_DO = "to_do"

    @property
    def label(self) -> str:
        """The state as a reader sees it."""
        return _(_STATES[self])


_TITLES: Final = {
    Part.PURPOSE: gettext_noop("Problem and techniques"),
    Part.OWNERS: gettext_noop("The four owners"),
    Part.RATING: gettext_noop("Value and feasibility"),
    Part.RISK: gettext_noop("Risk"),
    Part.BUCKET: gettext_noop("Questions about the bucket"),
    Part.MONEY: gettext_noop("Planned cost and benefit"),
    Part.EFFORT: gettext_noop("Effort and people reached"),
    Part.DATES: gettext_noop("Dates"),
}
_UNLOCKS: Final = {
    Part.PURPOSE: gettext_noop("Twins are found by it, and readiness asks for what it needs."),
    Part.OWNERS: gettext_noop("People know whom to ask, and it is no ownership gap any more."),
    Part.RATING: gettext_noop("A rank, why it is that one, and what would move it."),
    Part.RISK: gettext_noop("The risk tier, with what it demands and who approves."),
    Part.BUCKET: gettext_noop("Its place in the balance rests on answers, not on a guess."),
    Part.MONEY: gettext_noop("Its place in the balance by money, and its size in the matrix."),
    Part.EFFORT: gettext_noop("Places by WSJF and by RICE, beside the rank."),
    Part.DATES: gettext_noop("Its page tells since when it has stood where it stands."),
}
_STATES: Final = {
    TaskState.DONE: gettext_noop("Done"),
    TaskState.BEGUN: gettext_noop("Begun"),
    TaskState.TO_DO: gettext_noop("To do"),
}
_FIELDS: Final[Mapping[Part, tuple[str, ...]]] = {
    Part.PURPOSE: ("problem", "techniques"),
    Part.OWNERS: tuple(role.value for role in OwnerRole),
    Part.RATING: ("value", "feasibility", EVERY_CRITERION),
    Part.RISK: ("impact", "autonomy"),
    Part.BUCKET: tuple(question.key for question in QUESTIONS),
    Part.MONEY: ("planned_cost", "planned_benefit"),
    Part.EFFORT: ("effort_weeks", "reach"),
}
#: The date that is known once a use case has come to a stage.
_DATED: Final = {
    Stage.IDEA: "initiated_on",
    Stage.PILOT: "development_started_on",
    Stage.PRODUCTION: "live_on",
    Stage.RETIRED: "retired_on",
}


@dataclass(frozen=True, slots=True)
class Task:
    """One part and how far it is."""

    part: Part
    state: TaskState

    @property
    def is_done(self) -> bool:
        """Tell whether there is nothing left to say about it."""
        return self.state is TaskState.DONE


@dataclass(frozen=True, slots=True)
class TaskList:
    """All parts of a use case, and how many of them are said."""

    tasks: tuple[Task, ...]

    @property
    def total(self) -> int:
        """How many parts there are."""
        return len(self.tasks)

    @property
    def done(self) -> int:
        """How many of them are said."""
        return sum(task.is_done for task in self.tasks)

    @property
    def is_complete(self) -> bool:
        """Tell whether nothing is left to say."""
        return self.done == self.total


def registration_tasks(stated: Collection[str], *, stage: Stage) -> TaskList:
    """Tell part by part how far a registration is.

    Parameters
    ----------
    stated
        Names of the fields that hold something. The five questions about the bucket go by their
        keys; ``value`` and ``feasibility`` are stated once that axis has a score.
    stage
        Where it stands: later dates are asked for once they can be known.

    Returns
    -------
    TaskList
        Every part in its order. A part is begun when some of its fields hold something.

    Examples
    --------
    >>> told = registration_tasks({"impact", "autonomy", "problem"}, stage=Stage.IDEA)
    >>> (told.done, told.total)
    (1, 8)
    >>> [task.part.value for task in told.tasks if task.state is TaskState.BEGUN]
    ['purpose']
    """
    return TaskList(tuple(Task(part, _state(part, stated, stage)) for part in Part))


def dates_due(stage: Stage) -> tuple[str, ...]:
    """Return the dates that can be known of a use case at a stage.

    Examples
    --------
    >>> dates_due(Stage.PRODUCTION)
    ('initiated_on', 'development_started_on', 'live_on')
    >>> dates_due(Stage.ON_HOLD)
    ('initiated_on',)
    """
    reached = PATH.index(stage) if stage in PATH else len(PATH) * (stage is Stage.RETIRED)
    return tuple(
        name
        for since, name in _DATED.items()
        if (PATH.index(since) if since in PATH else len(PATH)) <= reached
    )


def _state(part: Part, stated: Collection[str], stage: Stage) -> TaskState:
    fields = _FIELDS.get(part) or dates_due(stage)
    held = sum(name in stated for name in fields)
    if held == len(fields):
        return TaskState.DONE
    return TaskState.BEGUN if held else TaskState.TO_DO
