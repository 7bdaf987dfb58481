"""What a domain asks beyond the scoring model: never less than what applies from above."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.criteria import DEFAULT_MODEL, Axis, Criterion
from portfolio.domain.domain_standards import (
    MOST_CRITERIA,
    MOST_SHARE,
    Applied,
    Layer,
    Standard,
    StandardInvalid,
    check_standard,
    fold,
    fold_all,
    model_within,
    strictest_thresholds,
)
from portfolio.domain.model_edits import CriterionUnknown, CriterionWords
from portfolio.domain.priority import Quadrant, quadrant
from portfolio.domain.ranking import standings
from portfolio.domain.scoring_models import check_model
from portfolio.domain.standard_edits import (
    changed_criterion,
    differences,
    own_key,
    standard_from_data,
    standard_to_data,
    with_own_criterion,
    without_own_criterion,
)

ANCHORS = tuple(f"As it looks at {rating}." for rating in range(6))
WORDS = CriterionWords("Trust", "Do people trust it?", ANCHORS)

maybe_thresholds = st.none() | st.integers(0, 100).map(float)


def own(key: str, *, axis: Axis = Axis.VALUE, share: float = 0.1) -> Criterion:
    return Criterion(key, axis, key.title(), f"How much {key}?", share, ANCHORS)


def layer(standard: Standard, *, domain: str = "Finance", domain_id: int = 7) -> Layer:
    return Layer(domain_id, domain, 2, standard)


@st.composite
def criteria(draw: st.DrawFn) -> tuple[Criterion, ...]:
    keys = draw(st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=MOST_CRITERIA))
    return tuple(
        own(
            f"d_{key}",
            axis=draw(st.sampled_from(list(Axis))),
            share=draw(st.integers(1, 50)) / 100,
        )
        for key in keys
    )


standards = st.builds(
    Standard,
    criteria=criteria(),
    value_threshold=maybe_thresholds,
    feasibility_threshold=maybe_thresholds,
)


@given(standards, standards, standards)
def test_it_does_not_matter_where_a_line_of_domains_is_cut(
    one: Standard, two: Standard, three: Standard
) -> None:
    assert fold(fold(one, two), three) == fold(one, fold(two, three))


@given(standards)
def test_an_empty_standard_changes_nothing(standard: Standard) -> None:
    assert fold(standard, Standard()) == standard == fold(Standard(), standard)
    assert model_within(DEFAULT_MODEL, Standard()) is DEFAULT_MODEL
    assert strictest_thresholds(DEFAULT_MODEL, Standard()) == DEFAULT_MODEL.thresholds


@given(st.lists(standards, min_size=1, max_size=4))
def test_what_applies_is_never_laxer_than_the_enterprise_or_any_domain_above(
    line: list[Standard],
) -> None:
    found = strictest_thresholds(DEFAULT_MODEL, fold_all(line))
    for axis in Axis:
        reached = found.value if axis is Axis.VALUE else found.feasibility
        asked = [each.threshold(axis) or 0 for each in line]
        assert reached == max(55, *asked)
    for depth in range(len(line)):
        above = {each.key for each in fold_all(line[:depth]).criteria}
        assert above <= {each.key for each in fold_all(line).criteria}


@given(standards, standards, st.integers(0, 100))
def test_it_does_not_matter_who_published_first(one: Standard, two: Standard, later: int) -> None:
    # What applies is read from the versions in force, whatever was in force when each was written.
    tightened = replace(DEFAULT_MODEL, value_threshold=float(max(55, later)))
    layers = (layer(one), layer(two, domain="Treasury", domain_id=8))
    for order in permutations(range(2)):
        stored: dict[int, Layer] = {}
        for place in order:
            stored[place] = layers[place]
        applied = Applied(tightened).and_then(stored[0]).and_then(stored[1])
        assert applied.standard == fold(one, two)
        assert applied.thresholds == strictest_thresholds(tightened, fold(two, one))


@given(standards, st.integers(0, 100), st.integers(0, 100))
def test_a_domain_stays_at_least_as_strict_when_the_enterprise_tightens_later(
    standard: Standard, value: int, feasibility: int
) -> None:
    later = replace(
        DEFAULT_MODEL, value_threshold=float(value), feasibility_threshold=float(feasibility)
    )
    found = strictest_thresholds(later, standard)
    assert found.value >= value
    assert found.feasibility >= feasibility


@given(standards, st.floats(0, 100), st.floats(0, 100))
def test_tightening_never_moves_a_use_case_into_a_better_quadrant(
    standard: Standard, value: float, feasibility: float
) -> None:
    before = quadrant(value, feasibility, DEFAULT_MODEL.thresholds)
    after = quadrant(value, feasibility, strictest_thresholds(DEFAULT_MODEL, standard))
    worse = {
        Quadrant.DO_NOW: set(Quadrant),
        Quadrant.BUILD_FOUNDATIONS_FIRST: {Quadrant.BUILD_FOUNDATIONS_FIRST, Quadrant.PARK},
        Quadrant.QUICK_WIN: {Quadrant.QUICK_WIN, Quadrant.PARK},
        Quadrant.PARK: {Quadrant.PARK},
    }
    assert after in worse[before]


@given(st.lists(standards, max_size=4))
def test_the_model_within_a_domain_is_a_sound_model_in_which_the_enterprise_keeps_half(
    line: list[Standard],
) -> None:
    found = check_model(model_within(DEFAULT_MODEL, fold_all(line)))
    enterprise = {criterion.key: criterion for criterion in DEFAULT_MODEL.criteria}
    for axis in Axis:
        kept = [each for each in found.on(axis) if each.key in enterprise]
        share = sum(each.weight for each in kept)
        assert share >= 1 - MOST_SHARE - 1e-9
        for each in kept:
            assert each.weight == pytest.approx(enterprise[each.key].weight * share)


def test_criteria_of_a_whole_line_shrink_in_proportion_beyond_half() -> None:
    line = [Standard((own("d1_a", share=0.4),)), Standard((own("d2_b", share=0.4),))]
    found = model_within(DEFAULT_MODEL, fold_all(line)).on(Axis.VALUE)
    assert [round(each.weight, 4) for each in found] == [
        *(0.125, 0.125, 0.1, 0.075, 0.075),
        *(0.25, 0.25),
    ]


def test_an_unrated_criterion_of_a_domain_is_left_out_of_the_score_and_not_counted_as_nought() -> (
    None
):
    within = model_within(DEFAULT_MODEL, Standard((own("d7_trust", share=0.2),)))
    nan = float("nan")
    enterprise = [4.0] * 5 + [3.0] * 6
    found = standings(within, [[*enterprise, nan], [*enterprise, 0.0]], [1.0, 1.0])
    assert found.value.tolist() == [80, 64]
    assert found.is_provisional.tolist() == [True, False]


def test_too_few_ratings_for_the_larger_set_of_criteria_give_no_score_within_the_domain() -> None:
    nan = float("nan")
    within = model_within(DEFAULT_MODEL, Standard((own("d7_trust", share=0.4),)))
    rated = [4.0, 4.0, nan, nan, nan, *([3.0] * 6)]
    assert standings(DEFAULT_MODEL, [rated], [1.0]).value.tolist() == [80]
    assert np.isnan(standings(within, [[*rated, nan]], [1.0]).value).all()


def test_a_laxer_threshold_is_refused_naming_it_and_whose_it_is() -> None:
    above = Applied(DEFAULT_MODEL, (layer(Standard(value_threshold=65)),))
    with pytest.raises(StandardInvalid) as refused:
        check_standard(Standard(value_threshold=60, feasibility_threshold=50), above)
    assert refused.value.fields == {
        "value_threshold": "A value threshold of 60 would be laxer than the 65 of Finance. Enter "
        "65 or more, or leave it empty.",
        "feasibility_threshold": "A feasibility threshold of 50 would be laxer than the 55 of the "
        "enterprise. Enter 55 or more, or leave it empty.",
    }


@pytest.mark.parametrize("wanted", [-1, 101, float("nan"), float("inf")])
def test_a_threshold_lies_on_the_scale(wanted: float) -> None:
    with pytest.raises(StandardInvalid, match="it goes from 0 to 100"):
        check_standard(Standard(value_threshold=wanted), Applied(DEFAULT_MODEL))


def test_what_equals_the_threshold_from_above_is_strict_enough() -> None:
    standard = Standard(value_threshold=55, feasibility_threshold=100)
    assert check_standard(standard, Applied(DEFAULT_MODEL)) is standard


def test_a_key_clashes_with_the_enterprise_a_domain_above_and_itself() -> None:
    above = Applied(DEFAULT_MODEL, (layer(Standard((own("d7_trust"),))),))
    taken = (own("strategic_fit"), own("d7_trust"), own("d9_care"), own("d9_care"))
    with pytest.raises(StandardInvalid) as refused:
        check_standard(Standard(taken), above)
    assert refused.value.fields == {
        "strategic_fit": "The scoring model has a criterion called strategic_fit already.",
        "d7_trust": "Finance has a criterion called d7_trust already.",
        "d9_care": "The key d9_care is used twice.",
    }


def test_own_criteria_are_limited_in_number_and_in_weight() -> None:
    above = Applied(DEFAULT_MODEL, (layer(Standard((own("d7_trust", share=0.3),))),))
    with pytest.raises(StandardInvalid) as refused:
        check_standard(Standard((own("d9_care", share=0.25),)), above)
    assert refused.value.fields == {
        "share": "The criteria of domains would carry 55% of value here; they may carry 50%. 20% "
        "is left for this domain."
    }
    many = tuple(own(f"d9_{number}", share=0.01) for number in range(6))
    with pytest.raises(StandardInvalid, match="A domain may ask 5 criteria of its own, not 6"):
        check_standard(Standard(many), above)


def test_a_criterion_needs_its_words_and_a_weight() -> None:
    bare = Criterion("d9_care", Axis.VALUE, "Care", "", 0, ("a",))
    with pytest.raises(StandardInvalid) as refused:
        check_standard(Standard((bare,)), Applied(DEFAULT_MODEL))
    assert refused.value.sentence == (
        "Care needs a key, a title and a question. The weight of Care is 0; it has to be above 0. "
        "Care needs six descriptions, one for each rating from 0 to 5."
    )


def test_a_bound_names_the_highest_domain_that_set_it() -> None:
    first = layer(Standard(value_threshold=65))
    second = layer(Standard(value_threshold=65), domain="Treasury", domain_id=8)
    applied = Applied(DEFAULT_MODEL).and_then(first).and_then(second)
    assert applied.bound(Axis.VALUE).whose is first
    assert applied.bound(Axis.FEASIBILITY).whose is None


def test_a_layer_that_asks_nothing_leaves_no_trace() -> None:
    assert Applied(DEFAULT_MODEL).and_then(layer(Standard())) == Applied(DEFAULT_MODEL)


def test_edits_change_one_criterion_and_tell_the_difference() -> None:
    first = with_own_criterion(Standard(), 12, Axis.VALUE, WORDS, share=0.2)
    second = with_own_criterion(first, 12, Axis.VALUE, WORDS, share=0.1)
    assert [each.key for each in second.criteria] == ["d12_trust", "d12_trust_2"]
    other = CriterionWords("Faith", WORDS.question, ANCHORS)
    changed = changed_criterion(first, "d12_trust", other, share=0.25)
    assert differences(first, changed) == {
        "weight of d12_trust": [0.2, 0.25],
        "criterion d12_trust": ["Trust", "Faith"],
    }
    assert without_own_criterion(changed, "d12_trust") == Standard()
    with pytest.raises(CriterionUnknown):
        without_own_criterion(changed, "d12_care")


def test_keys_are_never_longer_than_a_rating_can_name() -> None:
    taken: set[str] = set()
    for _number in range(12):
        taken.add(own_key(123456789012, "A title that goes on and on without an end", taken))
    assert len(taken) == 12
    assert max(map(len, taken)) <= 40


@given(standards)
def test_a_standard_is_written_down_and_read_back_unchanged(standard: Standard) -> None:
    assert standard_from_data(standard_to_data(standard)) == standard


@pytest.mark.parametrize("data", [{}, {"criteria": 3, "value_threshold": None}])
def test_what_cannot_be_read_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(StandardInvalid):
        standard_from_data(data)
