"""An assessment goes from draft to published, and published is final."""

import pytest

from assessments.domain.lifecycle import (
    AssessmentMove,
    AssessmentState,
    MoveRefused,
    NothingToPublish,
    NotSettling,
    NotTakingAnswers,
    allowed_moves,
    moved,
    require_open,
    require_settling,
    require_something_to_publish,
)
from assessments.domain.traces import Coverage

DRAFT, OPEN, CLOSED, PUBLISHED = AssessmentState
ALLOWED = {
    (DRAFT, AssessmentMove.OPEN): OPEN,
    (OPEN, AssessmentMove.CLOSE): CLOSED,
    (CLOSED, AssessmentMove.REOPEN): OPEN,
    (CLOSED, AssessmentMove.PUBLISH): PUBLISHED,
}


@pytest.mark.parametrize("state", AssessmentState)
@pytest.mark.parametrize("move", AssessmentMove)
def test_only_the_four_moves_are_possible(state: AssessmentState, move: AssessmentMove) -> None:
    if (state, move) in ALLOWED:
        assert moved(state, move) is ALLOWED[state, move]
        assert move in allowed_moves(state)
    else:
        with pytest.raises(MoveRefused):
            moved(state, move)
        assert move not in allowed_moves(state)


def test_nothing_leads_out_of_published_and_the_refusal_says_what_to_do() -> None:
    assert allowed_moves(PUBLISHED) == ()
    with pytest.raises(MoveRefused, match=r"does not change\. Start a new one"):
        moved(PUBLISHED, AssessmentMove.REOPEN)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (DRAFT, "has not been opened for answers yet"),
        (CLOSED, "is closed and takes no more answers"),
        (PUBLISHED, "what is published does not change"),
    ],
)
def test_answers_are_taken_only_while_open(state: AssessmentState, sentence: str) -> None:
    require_open(OPEN)
    with pytest.raises(NotTakingAnswers, match=sentence):
        require_open(state)


@pytest.mark.parametrize("state", [DRAFT, PUBLISHED])
def test_levels_are_settled_while_open_or_closed(state: AssessmentState) -> None:
    require_settling(OPEN)
    require_settling(CLOSED)
    with pytest.raises(NotSettling):
        require_settling(state)


def test_a_result_in_which_nothing_is_settled_is_not_published() -> None:
    require_something_to_publish(Coverage(1, 4, 4))
    with pytest.raises(NothingToPublish, match="Settle at least one"):
        require_something_to_publish(Coverage(0, 4, 4))
