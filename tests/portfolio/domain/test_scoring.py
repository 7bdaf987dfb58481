import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from portfolio.domain.criteria import DEFAULT_MODEL, Axis
from portfolio.domain.scoring import (
    NotScored,
    Rating,
    RatingInvalid,
    Scored,
    Unrated,
    score,
    score_matrix,
)

type Matrix = NDArray[np.float64]

KEYS = [criterion.key for criterion in DEFAULT_MODEL.criteria]
VALUE_KEYS = [criterion.key for criterion in DEFAULT_MODEL.on(Axis.VALUE)]

points = st.integers(0, 10).map(lambda halves: halves / 2)
ratings = st.dictionaries(st.sampled_from(KEYS), points.map(Rating) | st.builds(Unrated))
columns = st.integers(1, 12).flatmap(
    lambda n: arrays(float, (n, len(KEYS)), elements=points | st.just(float("nan")))
)


def all_rated(value: float) -> dict[str, Rating | Unrated]:
    return {key: Rating(value) for key in KEYS}


def as_ratings(row: Matrix) -> dict[str, Rating | Unrated]:
    return {k: Unrated() if np.isnan(p) else Rating(p) for k, p in zip(KEYS, row, strict=True)}


def test_a_use_case_rated_everywhere_is_scored_by_its_weights() -> None:
    case = score(
        DEFAULT_MODEL,
        all_rated(3) | {"strategic_fit": Rating(5), "affordability": Rating(0.5)},
    )
    assert case.value.value == pytest.approx(70)
    assert case.feasibility.value == pytest.approx(55)
    assert case.value.coverage == 1
    assert not case.value.is_provisional
    assert case.value.note == ""
    assert (case.model_key, case.model_version) == ("default", 1)


@pytest.mark.parametrize(("rating", "expected"), [(0, 0), (5, 100)])
def test_the_scale_runs_from_nought_to_a_hundred(rating: float, expected: float) -> None:
    case = score(DEFAULT_MODEL, all_rated(rating))
    assert (case.value.value, case.feasibility.value) == (expected, expected)


def test_contributions_add_up_to_the_score_and_name_their_weight() -> None:
    case = score(DEFAULT_MODEL, {"strategic_fit": Rating(4), "customer_benefit": Rating(1)})
    first, second = case.value.contributions
    assert (first.criterion.key, first.rating) == ("strategic_fit", 4)
    assert first.weight == pytest.approx(0.25 / 0.45)
    assert first.points == pytest.approx(80 * 0.25 / 0.45)
    assert case.value.value == pytest.approx(first.points + second.points)


def test_an_unrated_criterion_is_not_a_rating_of_nought() -> None:
    rated = {key: Rating(4) for key in VALUE_KEYS}
    unrated = score(DEFAULT_MODEL, rated | {"urgency": Unrated()}).value
    nought = score(DEFAULT_MODEL, rated | {"urgency": Rating(0)}).value
    assert unrated.value == pytest.approx(80)
    assert nought.value == pytest.approx(68)


def test_a_score_with_missing_ratings_is_provisional_and_says_what_is_missing() -> None:
    scored = score(DEFAULT_MODEL, {"strategic_fit": Rating(4), "urgency": Rating(3)}).value
    assert scored.is_provisional
    assert [criterion.key for criterion in scored.missing] == [
        "financial_benefit",
        "customer_benefit",
        "risk_reduction",
    ]
    assert scored.note == (
        "Provisional: 40% of the weight is rated; "
        "missing is financial benefit, customer benefit, risk reduction."
    )


def test_forty_percent_of_the_weight_is_just_enough() -> None:
    enough = score(DEFAULT_MODEL, {"financial_benefit": Rating(3), "risk_reduction": Rating(3)})
    assert isinstance(enough.value, Scored)
    assert enough.value.coverage == 0.4


def test_below_the_minimum_coverage_there_is_a_reason_instead_of_a_score() -> None:
    case = score(DEFAULT_MODEL, {"urgency": Rating(5), "customer_benefit": Rating(5)})
    assert case.value == NotScored(
        "Not scored: 2 of 5 value criteria are rated. They carry 35% of the weight; 40% is needed."
    )
    assert case.feasibility == NotScored("Not scored: no feasibility criterion is rated yet.")


def test_ratings_of_criteria_the_model_does_not_ask_about_are_left_aside() -> None:
    assert score(DEFAULT_MODEL, all_rated(3) | {"novelty": Rating(5)}) == score(
        DEFAULT_MODEL, all_rated(3)
    )


@pytest.mark.parametrize("off_scale", [-0.5, 5.5, float("nan")])
def test_a_rating_off_the_scale_is_refused(off_scale: float) -> None:
    with pytest.raises(RatingInvalid, match="A rating goes from 0 to 5"):
        Rating(off_scale)


def test_a_matrix_with_a_rating_off_the_scale_is_refused() -> None:
    with pytest.raises(RatingInvalid):
        score_matrix(DEFAULT_MODEL, [[6.0] * len(KEYS)])


def test_a_matrix_needs_one_column_for_each_criterion() -> None:
    with pytest.raises(ValueError, match="3 columns for 11 criteria"):
        score_matrix(DEFAULT_MODEL, [[1, 2, 3]])


def test_an_empty_portfolio_has_an_empty_matrix() -> None:
    assert score_matrix(DEFAULT_MODEL, np.empty((0, len(KEYS)))).value.shape == (0,)


@given(columns)
def test_scoring_many_says_the_same_as_scoring_one_by_one(matrix: Matrix) -> None:
    together = score_matrix(DEFAULT_MODEL, matrix)
    for row, value, feasibility in zip(matrix, together.value, together.feasibility, strict=True):
        case = score(DEFAULT_MODEL, as_ratings(row))
        for one, many in ((case.value, value), (case.feasibility, feasibility)):
            if isinstance(one, NotScored):
                assert np.isnan(many)
            else:
                assert one.value == pytest.approx(many, abs=1e-9)


@given(columns, columns)
def test_adding_use_cases_never_changes_a_score(matrix: Matrix, newcomers: Matrix) -> None:
    alone = score_matrix(DEFAULT_MODEL, matrix)
    together = score_matrix(DEFAULT_MODEL, np.vstack([matrix, newcomers]))
    np.testing.assert_array_equal(alone.value, together.value[: len(matrix)])
    np.testing.assert_array_equal(alone.feasibility, together.feasibility[: len(matrix)])


@given(ratings, st.sampled_from(KEYS), points, points)
def test_a_better_rating_never_lowers_a_score(
    others: dict[str, Rating | Unrated], key: str, one: float, other: float
) -> None:
    low, high = (
        score(DEFAULT_MODEL, others | {key: Rating(p)}) for p in (min(one, other), max(one, other))
    )
    for worse, better in ((low.value, high.value), (low.feasibility, high.feasibility)):
        if isinstance(worse, Scored):
            assert worse.value <= better.value + 1e-9


@given(points)
def test_equal_ratings_give_that_score_whatever_is_missing(rating: float) -> None:
    scored = score(DEFAULT_MODEL, {key: Rating(rating) for key in VALUE_KEYS[:3]}).value
    assert scored.value == pytest.approx(20 * rating)
