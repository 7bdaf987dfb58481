"""Every rule says what it does with answers, and says the same of what is open."""

import pytest

from assessments.domain.answers import Answered, DontKnow, Missing, NotScored, Scored
from assessments.domain.frameworks import ScoringRule
from assessments.domain.rule_words import (
    cannot_say_sentence,
    counts_open_as_zero,
    level_sentence,
    method_sentence,
    open_sentence,
)
from assessments.domain.scoring import score
from assessments.domain.settling import Standpoint
from tests.assessments.domain.examples import by_level, make_framework

LEVELS, SAMM = ScoringRule.LEVELS, ScoringRule.SAMM
STAGED, CONFORMITY = ScoringRule.STAGED, ScoringRule.CONFORMITY
RULE = "By the rule of this framework "


@pytest.mark.parametrize(
    ("rule", "hint"),
    [
        (LEVELS, "not as the lowest level"),
        (CONFORMITY, "not as the lowest level"),
        (SAMM, "counts the question as 0"),
        (STAGED, "the level it belongs to is not reached"),
    ],
)
def test_who_cannot_say_reads_what_the_rule_does_with_it(rule: ScoringRule, hint: str) -> None:
    assert hint in cannot_say_sentence(rule)


def test_what_is_said_of_open_questions_is_what_scoring_does() -> None:
    said = {"1A": Answered(2), "1B": DontKnow(), "2A": Answered(2), "2B": Answered(2)}
    assert score(by_level(SAMM), said).capability("practice").outcome == Scored(1.5)
    assert score(by_level(STAGED), said).capability("practice").outcome == Scored(0.0)
    framework = make_framework()
    (key, *_rest) = (each.key for each in framework.capabilities)
    outcome = score(framework, {key: DontKnow()}).capability(key).outcome
    assert outcome == NotScored(Missing.DONT_KNOW)
    assert [counts_open_as_zero(rule) for rule in (LEVELS, SAMM, STAGED, CONFORMITY, None)] == [
        False, True, False, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "answered", "sentence"),
    [
        (SAMM, 4, ""),
        (SAMM, 3, "1 of 4 questions that apply has no answer. " + RULE + "it counts as 0."),
        (
            STAGED,
            2,
            "2 of 4 questions that apply have no answer. "
            + RULE
            + "the levels they belong to are not reached.",
        ),
        (LEVELS, 1, ""),
        (CONFORMITY, 1, ""),
        (None, 1, ""),
    ],
)
def test_open_questions_are_told_where_they_pull_levels_down(
    rule: ScoringRule | None, answered: int, sentence: str
) -> None:
    assert open_sentence(rule, answered, 4) == sentence


def test_a_level_is_settled_only_where_somebody_settled_it() -> None:
    unknown = NotScored(Missing.DONT_KNOW)
    settled = "The level that was settled on in the review, as it is."
    assert level_sentence(LEVELS, 3.0, Standpoint.SETTLED) == settled
    assert level_sentence(LEVELS, 3.0, Standpoint.AGREED) == "The median of the answers, as it is."
    assert level_sentence(LEVELS, 3.0) == "The level that stands, as it is."
    assert level_sentence(LEVELS, unknown, Standpoint.DONT_KNOW) == (
        "No answer stands, so there is no level."
    )
    assert level_sentence(CONFORMITY, 0.5, Standpoint.AGREED) == (
        "What the median of the answers is worth: not met 0, partly met a half, met 1."
    )


def test_a_report_tells_the_method_of_its_own_rule_alone() -> None:
    assert len({method_sentence(rule) for rule in (LEVELS, SAMM, STAGED)}) == 3
    assert method_sentence(LEVELS) == method_sentence(CONFORMITY)
