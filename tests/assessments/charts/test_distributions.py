from typing import Any

import pytest

from assessments.charts.distributions import large, small, spread_finding
from assessments.domain.consensus import agreement
from assessments.domain.perspectives import Perspective
from assessments.domain.scales import FIVE_LEVELS
from assessments.domain.tallies import tally


def finding(levels: Any, **more: Any) -> Any:
    counted = tally(FIVE_LEVELS, levels, **more)
    return spread_finding(counted, agreement(counted.levels)).text


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [
        ([1, 1, 1, 4, 4], "The room is split between 1 and 4."),
        ([1, 5], "The room is split between 1 and 5."),
        ([2, 3, 3], "The room agrees on 3."),
        ([], "Nobody has given a level yet."),
    ],
)
def test_the_finding_says_how_far_the_room_agrees(levels: Any, sentence: Any) -> None:
    assert finding(levels).startswith(sentence)


def test_who_disagrees_on_whether_it_applies_is_not_said_to_agree() -> None:
    assert finding([3], not_applicable=2) == "The room does not agree that this applies here."


def test_the_table_says_what_the_drawing_shows() -> None:
    counted = tally(FIVE_LEVELS, [2, 2, 4], not_applicable=1, dont_know=2)
    figure = large(counted, agreement(counted.levels))

    rows = [tuple(cell.text for cell in row) for row in figure.table.rows]
    assert rows == [
        ("1 initial", "0"),
        ("2 repeatable", "2"),
        ("3 defined", "0"),
        ("4 managed", "1"),
        ("5 optimising", "0"),
        ("Does not apply", "1"),
        ("Cannot say", "2"),
    ]
    assert "median 2" in figure.drawing_wide
    assert "median 2" in figure.drawing_narrow


def test_a_small_drawing_has_a_bar_for_each_level() -> None:
    drawn = small([0, 2, 0, 1, 0])

    assert drawn.count("<rect") == 5
    assert 'class="st-spark"' in drawn


def test_one_perspective_among_others_does_not_speak_for_the_room() -> None:
    counted = tally(FIVE_LEVELS, [3, 3])

    found = spread_finding(counted, agreement(counted.levels), perspective=Perspective.PEER)

    assert found.text == "Peers agree on 3. Consensus 1.00."
