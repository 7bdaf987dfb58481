from typing import Any

import pytest

from assessments.domain.answers import Missing, NotScored
from assessments.domain.comparisons import (
    ComparedLayer,
    StepGain,
    closing_sentence,
    short_titles,
    trend_sentence,
    weakest_sentence,
)

NOTHING = NotScored(Missing.UNANSWERED)


def test_the_cause_is_named_and_not_what_it_presses() -> None:
    sentence, strong = weakest_sentence(
        [
            ComparedLayer("Online", "MLOps", 3.0, 1.6),
            ComparedLayer("Online", "People", 3.0, 1.6),
            ComparedLayer("Online", "Data", 1.6, 1.6),
            ComparedLayer("Freight", "Data", 2.2, 2.2),
        ]
    )

    assert (
        sentence == "Data in Online, at 1.6, is the lowest of all and presses 2 layers there down."
    )
    assert strong == "Data in Online, at 1.6, is the lowest of all"


def test_where_nothing_is_pressed_the_sentence_stops() -> None:
    assert weakest_sentence([ComparedLayer("Online", "Data", 1.6, 1.6)])[0] == (
        "Data in Online, at 1.6, is the lowest of all."
    )


@pytest.mark.parametrize("cells", [[], [ComparedLayer("Online", "Data", NOTHING, NOTHING)]])
def test_nothing_scored_has_no_weakest_spot(cells: Any) -> None:
    assert weakest_sentence(cells) == ("Nothing has been scored yet.", "")


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [
        ([2.4, 2.0], "Down by 0.4 since the assessment before, published 3 May 2026."),
        ([2.4, 2.41], "The same as in the assessment before, published 3 May 2026."),
        ([1.0, NOTHING, 2.0], "Up by 1.0 since the assessment before, published 3 May 2026."),
        ([NOTHING, 2.0], "The first assessment of this domain by this framework."),
        ([], "The first assessment of this domain by this framework."),
    ],
)
def test_a_trend_compares_the_last_two_that_have_a_level(levels: Any, sentence: Any) -> None:
    assert trend_sentence(levels, before="3 May 2026") == sentence


@pytest.mark.parametrize(
    ("steps", "gap", "sentence"),
    [
        ([], 0.0, "Every capability that was scored has reached its target."),
        (
            [],
            1.5,
            "Some capabilities are below target, and the framework describes no steps to it.",
        ),
        ([StepGain(2.0, 1.0, 1.0)], 4.0, "The first step closes 50% of the weighted gap."),
        ([StepGain(1.0, 1.0, 1.0)] * 6, 6.0, "The first 4 steps close 67% of the weighted gap."),
        ([StepGain(1.0, 0.4, 1.0)], 0.4, "The first step closes 100% of the weighted gap."),
    ],
)
def test_the_first_steps_say_how_much_they_close(steps: Any, gap: Any, sentence: Any) -> None:
    assert closing_sentence(steps, gap) == sentence


def test_short_titles_stay_apart() -> None:
    assert short_titles(["MLOps & AI engineering", "Scope and limits"]) == ("MLOps", "Scope")
    assert short_titles(["Data & a", "Data & b"]) == ("Data & a", "Data & b")
