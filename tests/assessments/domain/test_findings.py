"""A result is said in one sentence, and the sentence agrees with its figures."""

import pytest

from assessments.domain.answers import Missing, NotScored
from assessments.domain.figures import Figure
from assessments.domain.findings import (
    Standing,
    apart,
    headline,
    in_words,
    layer_sentence,
    mid_sentence,
)
from tests.assessments.domain.examples import TITLES

UNKNOWN = NotScored(Missing.UNANSWERED)


def stand(
    key: str, raw: Figure, effective: Figure, capped_by: str | None = None, target: Figure = 3.0
) -> Standing:
    return Standing(key, TITLES[key], raw, effective, capped_by, target)


def test_a_capped_layer_is_said_to_be_held_back() -> None:
    assert layer_sentence(stand("mlops", 3.2, 2.1, "data"), TITLES) == (
        "MLOps & AI engineering was built to 3.2 and can be relied on to 2.1: "
        "data infrastructure holds it back."
    )


@pytest.mark.parametrize(
    ("effective", "target", "sentence"),
    [
        (2.1, 3.0, "Data infrastructure stands at 2.1, 0.9 below its target of 3.0."),
        (2.98, 3.0, "Data infrastructure stands at 3.0, just below its target of 3.0."),
        (3.4, 3.0, "Data infrastructure stands at 3.4 and has reached its target of 3.0."),
        (3.4, UNKNOWN, "Data infrastructure stands at 3.4."),
    ],
)
def test_a_layer_that_is_not_capped_is_put_beside_its_target(
    effective: float, target: Figure, sentence: str
) -> None:
    standing = stand("data", effective, effective, target=target)
    assert layer_sentence(standing, TITLES) == sentence


def test_a_layer_without_a_score_says_why() -> None:
    standing = stand("people", UNKNOWN, UNKNOWN)
    assert layer_sentence(standing, TITLES) == (
        "People & ways of working has no score. Not answered yet."
    )


def test_a_cap_that_one_decimal_would_hide_is_written_with_two() -> None:
    assert "built to 2.84 and can be relied on to 2.81" in layer_sentence(
        stand("strategy", 2.84, 2.81, "governance"), TITLES
    )


def test_the_headline_names_the_layer_that_presses_hardest() -> None:
    standings = [
        stand("governance", 2.8, 2.8),
        stand("strategy", 3.1, 2.8, "governance"),
        stand("data", 2.1, 2.1),
        stand("mlops", 3.2, 2.1, "data"),
        stand("people", 2.5, 2.5),
    ]
    assert headline(standings) == (
        "Data infrastructure, at 2.1, holds back MLOps & AI engineering, which was built to 3.2."
    )


def test_a_layer_that_holds_back_several_names_them_all() -> None:
    standings = [
        stand("governance", 2.0, 2.0),
        stand("strategy", 3.1, 2.0, "governance"),
        stand("data", 2.4, 2.0, "governance"),
        stand("mlops", 3.2, 2.0, "governance"),
    ]
    assert headline(standings) == (
        "Governance & risk, at 2.0, holds back strategy & portfolio, data infrastructure "
        "and MLOps & AI engineering."
    )


def test_without_a_cap_worth_seeing_the_headline_is_the_widest_gap() -> None:
    standings = [stand("governance", 2.8, 2.8), stand("data", 2.14, 2.1, "governance")]
    assert headline(standings) == (
        "The widest gap is in data infrastructure: 2.1 against a target of 3.0."
    )


def test_without_a_gap_the_headline_says_that_targets_are_reached() -> None:
    assert headline([stand("data", 3.2, 3.2), stand("mlops", UNKNOWN, UNKNOWN)]) == (
        "Every layer that was scored has reached its target."
    )


def test_without_a_score_the_headline_says_so() -> None:
    assert headline([stand("data", UNKNOWN, UNKNOWN)]) == "Nothing has been scored yet."
    assert headline([]) == "Nothing has been scored yet."


@pytest.mark.parametrize(
    ("title", "written"),
    [("Strategy", "strategy"), ("MLOps", "MLOps"), ("AI risk", "AI risk"), ("", "")],
)
def test_names_keep_their_capitals_inside_a_sentence(title: str, written: str) -> None:
    assert mid_sentence(title) == written


def test_one_two_and_three_titles_are_listed_as_people_do() -> None:
    assert in_words(["Data"]) == "data"
    assert in_words(["Data", "AI risk"]) == "data and AI risk"
    assert in_words(["Data", "AI risk", "People"]) == "data, AI risk and people"


def test_two_figures_get_the_decimals_that_tell_them_apart() -> None:
    assert apart(2.8, 2.84) == ("2.80", "2.84")
    assert apart(2.1, 2.1) == ("2.1000", "2.1000")
