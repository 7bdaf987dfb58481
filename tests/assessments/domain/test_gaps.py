"""Gaps add up what is missing, and never what is not known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.answers import Answer, Answered, DontKnow, Missing, NotApplicable, NotScored
from assessments.domain.frameworks import Framework
from assessments.domain.gaps import TargetInvalid, TargetProfile, gaps, target_profile
from assessments.domain.scoring import score
from tests.assessments.domain.examples import (
    answered_frameworks,
    levels,
    make_capability,
    make_framework,
)


@pytest.fixture
def small() -> Framework:
    """Two layers; the data layer's second capability has double weight."""
    return make_framework(
        {
            "data": [make_capability("catalogue"), make_capability("quality", weight=2.0)],
            "mlops": [make_capability("registry"), make_capability("drift")],
        },
        stands_on={"data": (), "mlops": ("data",)},
    )


def test_the_most_particular_target_wins(small: Framework) -> None:
    profile = target_profile(small, 3, layers={"data": 4}, capabilities={"quality": 5})
    assert profile.levels == {"catalogue": 4.0, "quality": 5.0, "registry": 3.0, "drift": 3.0}


def test_a_target_for_something_unknown_is_refused(small: Framework) -> None:
    with pytest.raises(TargetInvalid, match="nothing called “cellar”"):
        target_profile(small, 3, layers={"cellar": 4})
    with pytest.raises(TargetInvalid, match="nothing called “telepathy”"):
        target_profile(small, 3, capabilities={"telepathy": 4})


@pytest.mark.parametrize("level", [0, 5.5, float("nan")])
def test_a_target_off_the_scale_is_refused(small: Framework, level: float) -> None:
    with pytest.raises(TargetInvalid, match="between 1 and 5"):
        target_profile(small, level)
    with pytest.raises(TargetInvalid, match="between 1 and 5"):
        target_profile(small, 3, capabilities={"quality": level})


def test_gaps_are_weighted_and_a_surplus_makes_up_for_nothing(small: Framework) -> None:
    card = score(
        small,
        {
            "catalogue": Answered(5),
            "quality": Answered(1.5),
            "registry": Answered(2),
            "drift": Answered(3),
        },
    )
    found = gaps(card, target_profile(small, 3))
    assert [each.gap for each in found.capabilities] == [0.0, 1.5, 1.0, 0.0]
    assert [(layer.key, layer.weighted) for layer in found.layers] == [
        ("data", 3.0),
        ("mlops", 1.0),
    ]
    assert (found.overall.weighted, found.overall.target) == (4.0, 3.0)


def test_a_layers_target_is_weighted_as_its_score_is(small: Framework) -> None:
    found = gaps(score(small, {}), target_profile(small, 3, capabilities={"quality": 4.5}))
    assert found.layers[0].target == pytest.approx(4.0)
    assert found.overall.target == pytest.approx(3.5)


def test_without_a_score_the_gap_is_not_known_and_in_no_sum(small: Framework) -> None:
    answers: dict[str, Answer] = {"catalogue": Answered(2), "registry": DontKnow()}
    found = gaps(score(small, answers), target_profile(small, 3))
    assert [each.gap for each in found.capabilities] == [
        1.0,
        NotScored(Missing.UNANSWERED),
        NotScored(Missing.DONT_KNOW),
        NotScored(Missing.UNANSWERED),
    ]
    assert found.overall.weighted == 1.0
    assert found.overall.unknown == ("quality", "registry", "drift")


def test_what_does_not_apply_has_no_target_and_is_not_unknown(small: Framework) -> None:
    nowhere = NotApplicable("No models are built here.")
    answers = {"registry": nowhere, "drift": nowhere, "quality": nowhere}
    profile = target_profile(small, 3, capabilities={"catalogue": 2, "quality": 5})
    found = gaps(score(small, answers), profile)
    assert found.layers[0].target == 2.0
    assert found.layers[1].target == NotScored(Missing.NOT_APPLICABLE)
    assert found.overall.target == 2.0
    assert found.overall.unknown == ("catalogue",)


def test_a_capability_without_a_target_is_refused(small: Framework) -> None:
    with pytest.raises(TargetInvalid, match="“registry” has no target"):
        gaps(score(small, {}), TargetProfile({"catalogue": 3, "quality": 3, "drift": 3}))


@given(answered_frameworks(), levels)
def test_gaps_are_never_negative_and_layers_add_up_to_the_whole(
    drawn: tuple[Framework, dict[str, Answer]], level: float
) -> None:
    framework, answers = drawn
    found = gaps(score(framework, answers), target_profile(framework, level))
    assert all(isinstance(each.gap, NotScored) or each.gap >= 0 for each in found.capabilities)
    assert found.overall.weighted == pytest.approx(
        sum(each.weighted for each in found.capabilities)
    )


@given(answered_frameworks(), st.tuples(levels, levels).map(sorted))
def test_a_higher_target_never_makes_a_smaller_gap(
    drawn: tuple[Framework, dict[str, Answer]], targets: list[float]
) -> None:
    framework, answers = drawn
    card = score(framework, answers)
    low, high = (gaps(card, target_profile(framework, each)) for each in targets)
    assert low.overall.weighted <= high.overall.weighted
