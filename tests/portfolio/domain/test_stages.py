import pytest

from portfolio.domain.stages import (
    PATH,
    MoveNotAllowed,
    OffPath,
    Square,
    Stage,
    allowed_moves,
    check_move,
    passes_gate,
    position,
    squares,
)


def test_the_path_runs_from_idea_to_production() -> None:
    assert [stage.label for stage in PATH] == [
        "Idea",
        "Assessed",
        "Approved",
        "Pilot",
        "Production",
    ]
    assert [position(stage) for stage in PATH] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("stage", "reason"),
    [
        (Stage.RETIRED, OffPath.FINISHED),
        (Stage.ON_HOLD, OffPath.PAUSED),
        (Stage.REJECTED, OffPath.REFUSED),
    ],
)
def test_a_stage_beside_the_path_says_why_it_has_no_place(stage: Stage, reason: OffPath) -> None:
    assert position(stage) is reason


def test_five_squares_show_how_far_a_use_case_has_come() -> None:
    assert squares(Stage.IDEA) == (Square.CURRENT, *[Square.AHEAD] * 4)
    assert squares(Stage.PRODUCTION) == (*[Square.DONE] * 4, Square.CURRENT)
    assert squares(Stage.RETIRED) == (Square.DONE,) * 5
    assert squares(Stage.ON_HOLD) == ()


def test_every_stage_but_retired_leads_somewhere() -> None:
    assert {stage for stage in Stage if not allowed_moves(stage)} == {Stage.RETIRED}
    assert all(stage not in allowed_moves(stage) for stage in Stage)


def test_only_a_step_forward_on_the_path_passes_a_gate() -> None:
    gates = {(a, b) for a in Stage for b in allowed_moves(a) if passes_gate(a, b)}
    assert gates == {
        (Stage.IDEA, Stage.ASSESSED),
        (Stage.ASSESSED, Stage.APPROVED),
        (Stage.APPROVED, Stage.PILOT),
        (Stage.PILOT, Stage.PRODUCTION),
    }


def test_a_stage_cannot_be_skipped() -> None:
    with pytest.raises(MoveNotAllowed) as refusal:
        check_move(Stage.IDEA, Stage.PRODUCTION)
    assert refusal.value.sentence == (
        "A use case cannot go from idea to production; from there it can go to: "
        "assessed, on hold, rejected."
    )


def test_staying_is_not_a_move() -> None:
    with pytest.raises(MoveNotAllowed, match="already in the stage pilot"):
        check_move(Stage.PILOT, Stage.PILOT)


def test_a_retired_use_case_stays_retired() -> None:
    with pytest.raises(MoveNotAllowed, match="register a new one"):
        check_move(Stage.RETIRED, Stage.PRODUCTION)


def test_check_move_agrees_with_the_allowed_moves() -> None:
    for start in Stage:
        for end in Stage:
            if end in allowed_moves(start):
                check_move(start, end)
            else:
                with pytest.raises(MoveNotAllowed):
                    check_move(start, end)
