"""What a foundation action moved is told from two levels, and nothing is made of a missing one."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.action_effects import ActionRecord, Effect, Movement, effect, worked_on
from assessments.domain.answers import Missing, NotScored

MISSING = NotScored(Missing.UNANSWERED)


def day(number: int) -> datetime:
    return datetime(2026, 3, number, tzinfo=UTC)


def record(status: str, at: int, action: int = 1) -> ActionRecord:
    return ActionRecord(action, "Name owners", "owners", status, day(at))


@pytest.mark.parametrize(
    ("before", "after", "movement", "sentence"),
    [
        (2.0, 3.0, Movement.UP, "Moved by +1: from 2 to 3."),
        (3.0, 2.5, Movement.DOWN, "Moved by −0.5: from 3 to 2.5."),
        (2.0, 2.0, Movement.NONE, "No change: still 2."),
        (0.0, 0.0, Movement.NONE, "No change: still 0."),
        (2.0, MISSING, Movement.NOT_AGAIN, "Not assessed again."),
        (MISSING, MISSING, Movement.NOT_AGAIN, "Not assessed again."),
        (MISSING, 2.0, Movement.FIRST_TIME, "Assessed for the first time: 2."),
    ],
)
def test_a_movement_is_said_as_it_is(
    before: float | NotScored, after: float | NotScored, movement: Movement, sentence: str
) -> None:
    found = Effect(before, after)

    assert (found.movement, found.sentence) == (movement, sentence)


def test_a_capability_that_was_not_assessed_again_has_no_change() -> None:
    assert effect({"owners": 2.0}, {}, "owners").change == MISSING
    assert effect({"owners": 2.0}, {"owners": 3.0}, "owners").change == 1.0


@pytest.mark.parametrize(
    ("records", "found"),
    [
        ([record("proposed", 2), record("done", 5)], ["done"]),
        ([record("in_progress", 2)], ["in_progress"]),
        ([record("proposed", 12), record("in_progress", 15)], ["in_progress"]),
        ([record("done", 2)], []),
        ([record("done", 2), record("in_progress", 12)], []),
        ([record("planned", 12)], []),
        ([record("in_progress", 12), record("dropped", 14)], []),
        ([record("in_progress", 12), record("done", 25)], ["in_progress"]),
        ([record("proposed", 21)], []),
    ],
)
def test_what_was_worked_on_between_two_results(
    records: list[ActionRecord], found: list[str]
) -> None:
    since = day(3) if records[0].at < day(10) else day(10)

    assert [each.status for each in worked_on(records, since=since, until=day(20))] == found


@given(order=st.permutations([record("proposed", 2), record("done", 5), record("planned", 4, 2)]))
def test_the_order_of_the_records_changes_nothing(order: list[ActionRecord]) -> None:
    assert worked_on(order, since=day(1), until=day(20)) == (record("done", 5),)
