from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.answers import Answered, DontKnow, NotApplicable, NotScored, Unanswered
from assessments.domain.consensus import needs_discussion
from assessments.domain.scales import FIVE_LEVELS
from assessments.domain.settling import (
    LevelInvalid,
    ReasonMissing,
    Standpoint,
    StillSplit,
    require_level,
    require_reason,
    require_settled,
    settle,
)
from assessments.domain.tallies import tally


@pytest.mark.parametrize(
    ("levels", "not_applicable", "dont_know", "answer", "standpoint"),
    [
        ([], 0, 0, Unanswered(), Standpoint.UNANSWERED),
        ([3], 0, 0, Answered(3.0), Standpoint.AGREED),
        ([2, 3], 0, 5, Answered(2.5), Standpoint.AGREED),
        ([2, 3, 3, 2, 4], 1, 0, Answered(3.0), Standpoint.AGREED),
        ([1, 5], 0, 0, Unanswered(), Standpoint.SPLIT),
        ([1, 1, 2, 4, 4, 5], 0, 0, Unanswered(), Standpoint.SPLIT),
        ([3], 1, 0, Unanswered(), Standpoint.SPLIT),
        ([], 2, 1, NotApplicable("2 respondents said that it does not apply here."), "agreed"),
        ([], 1, 0, NotApplicable("1 respondent said that it does not apply here."), "agreed"),
        ([], 1, 1, DontKnow(), Standpoint.DONT_KNOW),
        ([], 0, 3, DontKnow(), Standpoint.DONT_KNOW),
    ],
)
def test_what_an_assessment_stands_by(
    levels: Any, not_applicable: Any, dont_know: Any, answer: Any, standpoint: Any
) -> None:
    found = settle(tally(FIVE_LEVELS, levels, not_applicable=not_applicable, dont_know=dont_know))

    assert (found.answer, found.standpoint) == (answer, standpoint)


@pytest.mark.parametrize("settlement", [Answered(2), NotApplicable("Nothing is live.")])
def test_what_was_settled_stands_whatever_was_answered(settlement: Any) -> None:
    found = settle(tally(FIVE_LEVELS, [1, 5, 5]), settlement)

    assert (found.answer, found.standpoint) == (settlement, Standpoint.SETTLED)
    assert not found.needs_settling


@given(st.lists(st.integers(1, 5), max_size=40), st.integers(0, 5), st.integers(0, 5))
def test_a_split_room_is_never_averaged(levels: Any, not_applicable: Any, dont_know: Any) -> None:
    found = settle(tally(FIVE_LEVELS, levels, not_applicable=not_applicable, dont_know=dont_know))

    if isinstance(found.answer, Answered):
        assert not needs_discussion([levels.count(level) for level in FIVE_LEVELS.levels])
        assert min(levels) <= found.answer.level <= max(levels)
    assert found.needs_settling == (bool(levels) and not isinstance(found.answer, Answered))
    assert isinstance(found.agreement, NotScored) == (not levels)


def test_publishing_waits_for_every_split() -> None:
    split, agreed = settle(tally(FIVE_LEVELS, [1, 5])), settle(tally(FIVE_LEVELS, [2]))

    with pytest.raises(StillSplit, match="split over 2 capabilities") as refused:
        require_settled({"owners": split, "vision": agreed, "lineage": split})

    assert refused.value.keys == ("owners", "lineage")
    require_settled({"vision": agreed})


@pytest.mark.parametrize("level", [0, 6, 2.5])
def test_a_level_is_a_whole_one_of_the_scale(level: int) -> None:
    with pytest.raises(LevelInvalid, match="from 1 to 5"):
        require_level(FIVE_LEVELS, level)


def test_a_reason_has_words() -> None:
    with pytest.raises(ReasonMissing) as refused:
        require_reason(" \n", field="comment")

    assert refused.value.fields == {"comment": "Say why, in a sentence."}
