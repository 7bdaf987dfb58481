"""Answers become a table of respondents and capabilities, and what is no level is refused."""

import math

import numpy as np
import pytest

from assessments.domain.ratings import RatingsInvalid, Unmeasured, level_table, ratings


def test_answers_are_set_out_by_respondent_and_capability() -> None:
    found = ratings([(7, "lineage", 3), (9, "access", 2), (7, "access", 5)])
    assert found.respondents == (7, 9)
    assert found.capabilities == ("lineage", "access")
    np.testing.assert_array_equal(found.levels, [[3, 5], [math.nan, 2]])


def test_no_answers_make_an_empty_table() -> None:
    found = ratings([])
    assert (found.respondents, found.capabilities, found.levels.shape) == ((), (), (0, 0))


def test_a_respondent_gives_a_capability_one_level() -> None:
    with pytest.raises(RatingsInvalid, match="one level"):
        ratings([(7, "lineage", 3), (7, "lineage", 4)])


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
def test_an_answer_without_a_level_is_no_rating(wrong: float) -> None:
    with pytest.raises(RatingsInvalid, match="must be a number"):
        ratings([(7, "lineage", wrong)])


def test_none_and_nan_both_say_that_no_level_was_given() -> None:
    np.testing.assert_array_equal(level_table([[1, None]]), level_table([[1, math.nan]]))


@pytest.mark.parametrize("wrong", [[[1, 2], [3]], [1, 2, 3], [["high", "low"]], [[[1]]]])
def test_what_is_no_table_of_levels_is_refused(wrong: list[object]) -> None:
    with pytest.raises(RatingsInvalid, match="one level, or none, per capability"):
        level_table(wrong)  # type: ignore[arg-type]


def test_an_endless_level_is_refused() -> None:
    with pytest.raises(RatingsInvalid, match="must be a number"):
        level_table([[1, math.inf]])


def test_every_reason_for_no_measure_is_a_sentence() -> None:
    assert all(reason.sentence.endswith(".") for reason in Unmeasured)
