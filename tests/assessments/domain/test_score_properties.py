"""What holds of every score, whatever was answered and by whom."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.answers import Answer, Answered, NotApplicable, NotScored, Scored
from assessments.domain.figures import figure_of
from assessments.domain.frameworks import Framework, ScoringRule
from assessments.domain.gaps import target_profile
from assessments.domain.results import build_results
from assessments.domain.scales import FIVE_LEVELS
from assessments.domain.scoring import score
from assessments.domain.settling import settle
from assessments.domain.tallies import tally
from tests.assessments.domain.examples import answered_frameworks, by_level

QUESTIONS = [each.key for each in by_level().questions]
said = st.dictionaries(
    st.sampled_from(QUESTIONS),
    st.one_of(st.integers(0, 2).map(Answered), st.just(NotApplicable("None here."))),
)


@given(levels=st.lists(st.integers(1, 5)), dice=st.randoms(use_true_random=False))
def test_the_order_of_respondents_changes_nothing(levels: list[int], dice: Any) -> None:
    shuffled = list(levels)
    dice.shuffle(shuffled)

    assert settle(tally(FIVE_LEVELS, shuffled)) == settle(tally(FIVE_LEVELS, levels))


@given(drawn=answered_frameworks())
def test_nothing_can_be_relied_on_beyond_what_was_built(
    drawn: tuple[Framework, dict[str, Answer]],
) -> None:
    framework, answers = drawn
    found = build_results(framework, answers, target_profile(framework, 3))

    for layer in found.layers:
        if isinstance(layer.raw, NotScored) or isinstance(layer.effective, NotScored):
            assert layer.raw == layer.effective
        else:
            assert layer.effective <= layer.raw


@pytest.mark.parametrize("rule", [ScoringRule.SAMM, ScoringRule.STAGED])
@given(answers=said, raised=st.sampled_from(QUESTIONS))
def test_raising_an_answer_lowers_no_score_that_is_asked_level_by_level(
    rule: ScoringRule, answers: dict[str, Answer], raised: str
) -> None:
    framework = by_level(rule)
    low = answers | {raised: Answered(0)}
    high = answers | {raised: Answered(2)}

    before, after = (figure_of(score(framework, each).overall.mean) for each in (low, high))

    assert not isinstance(before, NotScored)
    assert not isinstance(after, NotScored)
    assert before <= after


@pytest.mark.parametrize("rule", [ScoringRule.SAMM, ScoringRule.STAGED])
@given(answers=said)
def test_staged_is_at_most_the_mean_and_the_mean_at_most_the_highest_level_by_level(
    rule: ScoringRule, answers: dict[str, Answer]
) -> None:
    whole = score(by_level(rule), answers).overall

    if isinstance(whole.mean, Scored) and isinstance(whole.highest, Scored):
        assert whole.mean.value <= whole.highest.value
        if isinstance(whole.staged, Scored):
            assert whole.staged.value <= whole.mean.value
