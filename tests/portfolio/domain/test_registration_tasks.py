"""What is left to say about a use case, part by part."""

import pytest

from portfolio.domain.registration_tasks import Part, TaskState, dates_due, registration_tasks
from portfolio.domain.stages import Stage


def test_nothing_is_said_of_what_was_just_registered_but_its_owner() -> None:
    told = registration_tasks({"business_owner"}, stage=Stage.IDEA)
    states = {task.part: task.state for task in told.tasks}
    assert states.pop(Part.OWNERS) is TaskState.BEGUN
    assert set(states.values()) == {TaskState.TO_DO}
    assert (told.done, told.total, told.is_complete) == (0, 8, False)


def test_a_rating_is_begun_until_every_criterion_is_rated() -> None:
    told = registration_tasks({"value", "feasibility"}, stage=Stage.IDEA)
    assert [task.state for task in told.tasks if task.part is Part.RATING] == [TaskState.BEGUN]


@pytest.mark.parametrize(
    ("stage", "names"),
    [
        (Stage.IDEA, ("initiated_on",)),
        (Stage.APPROVED, ("initiated_on",)),
        (Stage.PILOT, ("initiated_on", "development_started_on")),
        (
            Stage.RETIRED,
            ("initiated_on", "development_started_on", "live_on", "retired_on"),
        ),
        (Stage.REJECTED, ("initiated_on",)),
    ],
)
def test_a_date_is_asked_for_once_it_can_be_known(stage: Stage, names: tuple[str, ...]) -> None:
    assert dates_due(stage) == names


def test_each_part_says_what_it_unlocks() -> None:
    assert all(part.label and part.unlocks.endswith(".") for part in Part)
