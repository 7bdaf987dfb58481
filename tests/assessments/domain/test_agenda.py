import pytest

from assessments.domain.agenda import Agenda, Item, Need, agenda, is_unsure, need_of
from assessments.domain.perspectives import Perspective, tallies
from assessments.domain.scales import FIVE_LEVELS
from assessments.domain.settling import settle
from assessments.domain.tallies import tally


def item(
    key: str, need: Need = Need.REST, consensus: float | None = 0.5, done: bool = False
) -> Item:
    return Item(key, need, consensus, done)


def meeting() -> Agenda:
    return agenda(
        [
            item("vision", Need.REST, 0.9),
            item("skills", Need.REST, None),
            item("testing", Need.UNSURE, 0.8),
            item("lineage", Need.DIFFERING, 1.0),
            item("owners", Need.SPLIT, 0.4, done=True),
            item("catalogue", Need.SPLIT, 0.1),
        ]
    )


def test_what_divides_the_room_most_comes_first() -> None:
    keys = [each.key for each in meeting().items]

    assert keys == ["catalogue", "owners", "lineage", "testing", "vision", "skills"]


def test_progress_counts_what_keeps_the_result_from_being_published() -> None:
    assert (meeting().settled, meeting().to_settle) == (1, 3)


def test_the_meeting_goes_on_past_what_is_settled_and_round_again() -> None:
    found = meeting()

    assert found.first == "catalogue"
    assert found.after("catalogue") == "lineage"
    assert found.after("skills") == "catalogue"
    assert (found.before("catalogue"), found.before("lineage")) == (None, "owners")
    assert found.place("testing") == 4


def test_nothing_comes_after_the_last_one_that_is_open() -> None:
    found = agenda([item("owners", Need.SPLIT, done=True), item("vision")])

    assert found.after("vision") is None


@pytest.mark.parametrize(
    ("levels", "unsure", "need"),
    [
        ({"self": [1, 5]}, True, Need.SPLIT),
        ({"self": [4], "peer": [2]}, True, Need.DIFFERING),
        ({"self": [4]}, True, Need.UNSURE),
        ({"self": [4]}, False, Need.REST),
        ({}, False, Need.REST),
    ],
)
def test_why_a_question_is_taken_up(levels: dict[str, list[int]], unsure: bool, need: Need) -> None:
    said = {Perspective(name): tally(FIVE_LEVELS, given) for name, given in levels.items()}

    assert need_of(settle(tallies(FIVE_LEVELS, said)), is_unsure=unsure) is need


def test_nobody_who_states_nothing_is_unsure() -> None:
    assert not is_unsure([])
