"""Krippendorff's α comes out as published, and is silent where agreement cannot be told."""

import math
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.ratings import NotMeasured, RatingsInvalid, Unmeasured
from assessments.domain.reliability import Metric, Reliability, Standing, reliability
from tests.assessments.domain.rating_tables import FOUR_OBSERVERS, THREE_CODERS, Row, tables

metrics = st.sampled_from(Metric)


def by_definition(table: list[Row], metric: Metric) -> float:
    """Compute α from its definition, pair by pair, without coincidences or matrices."""
    units = [[cell for cell in column if cell is not None] for column in zip(*table, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    every = sorted(value for unit in units for value in unit)

    def squared(one: float, other: float) -> float:
        low, high = min(one, other), max(one, other)
        match metric:
            case Metric.NOMINAL:
                return float(low != high)
            case Metric.ORDINAL:
                between = sum(low <= value <= high for value in every)
                return (between - (every.count(low) + every.count(high)) / 2) ** 2
            case Metric.INTERVAL:
                return (high - low) ** 2
            case Metric.RATIO:
                return ((high - low) / (high + low)) ** 2

    observed = math.fsum(
        squared(one, other) / (len(unit) - 1)
        for unit in units
        for one, other in permutations(unit, 2)
    )
    expected = math.fsum(squared(one, other) for one, other in permutations(every, 2))
    return 1 - (len(every) - 1) * observed / expected


def alpha(table: list[Row], metric: Metric) -> float:
    found = reliability(table, metric)
    assert isinstance(found, Reliability)
    return found.alpha


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        (Metric.NOMINAL, 0.743),
        (Metric.ORDINAL, 0.815),
        (Metric.INTERVAL, 0.849),
        (Metric.RATIO, 0.797),
    ],
)
def test_four_observers_come_out_as_published(metric: Metric, expected: float) -> None:
    """Four metrics of one table with gaps, to the three places in print (METHODS B3)."""
    assert round(alpha(FOUR_OBSERVERS, metric), 3) == expected


@pytest.mark.parametrize(
    ("metric", "expected"), [(Metric.NOMINAL, 0.691), (Metric.INTERVAL, 0.811)]
)
def test_three_coders_come_out_as_published(metric: Metric, expected: float) -> None:
    assert round(alpha(THREE_CODERS, metric), 3) == expected


def test_what_it_rests_on_is_counted_without_values_that_pair_with_none() -> None:
    """The twelfth unit of the four observers has a single value, which leaves 40 of 41."""
    found = reliability(FOUR_OBSERVERS)
    assert isinstance(found, Reliability)
    assert (found.metric, found.values, found.capabilities) == (Metric.ORDINAL, 40, 11)


def test_zero_against_zero_is_no_difference_of_ratios() -> None:
    assert alpha([[0, 1, 2], [0, 1, 2]], Metric.RATIO) == 1.0


def test_systematic_disagreement_lies_below_chance() -> None:
    assert alpha([[1, 5], [5, 1]], Metric.ORDINAL) == -0.5


@pytest.mark.parametrize("table", [[], [[1, 2, 3]], [[1, None], [None, 2]], [[None, None]] * 3])
def test_without_two_levels_on_one_capability_nothing_is_measured(table: list[Row]) -> None:
    assert reliability(table) == NotMeasured(Unmeasured.FEW_PAIRS)


@pytest.mark.parametrize("metric", Metric)
def test_without_variation_agreement_is_not_told_from_chance(metric: Metric) -> None:
    """The lone 5 pairs with nothing, so it is no variation either."""
    table = [[3, 3, 5], [3, 3, None]]
    assert reliability(table, metric) == NotMeasured(Unmeasured.NO_VARIATION)


def test_ratios_of_negative_levels_are_refused() -> None:
    with pytest.raises(RatingsInvalid, match="zero or more"):
        reliability([[-1, 2], [1, 2]], Metric.RATIO)


@pytest.mark.parametrize(
    ("value", "standing"),
    [
        (1.0, Standing.FIRM),
        (0.8, Standing.FIRM),
        (0.7996, Standing.FIRM),
        (0.799, Standing.TENTATIVE),
        (0.667, Standing.TENTATIVE),
        (0.666, Standing.UNRELIABLE),
        (-0.4, Standing.UNRELIABLE),
    ],
)
def test_conclusions_are_firm_from_eight_tenths_and_tentative_from_two_thirds(
    value: float, standing: Standing
) -> None:
    assert Reliability(value, Metric.ORDINAL, 40, 11, 4).standing is standing


def test_every_standing_has_a_word_and_a_sentence() -> None:
    assert [standing.label for standing in Standing] == ["Firm", "Tentative", "Unreliable"]
    assert all(standing.sentence.endswith(".") for standing in Standing)


@given(tables(), metrics)
def test_it_agrees_with_its_definition_pair_by_pair(table: list[Row], metric: Metric) -> None:
    found = reliability(table, metric)
    if isinstance(found, Reliability):
        assert found.alpha == pytest.approx(by_definition(table, metric), abs=1e-12)
        assert found.alpha <= 1.0


@given(tables(), metrics, st.data())
def test_the_order_of_respondents_does_not_matter(
    table: list[Row], metric: Metric, data: st.DataObject
) -> None:
    assert reliability(data.draw(st.permutations(table)), metric) == reliability(table, metric)


@given(tables(), metrics, st.data())
def test_a_respondent_who_leaves_all_blank_changes_nothing(
    table: list[Row], metric: Metric, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(table)))
    blank: Row = [None] * len(table[0])
    more = [*table[:place], blank, *table[place:]]
    assert reliability(more, metric) == reliability(table, metric)


@given(
    st.lists(st.integers(1, 5), min_size=2).filter(lambda row: len(set(row)) > 1),
    st.integers(2, 6),
    metrics,
)
def test_perfect_agreement_is_one(row: list[int], respondents: int, metric: Metric) -> None:
    found = reliability([row] * respondents, metric)
    assert isinstance(found, Reliability)
    assert found.alpha == 1.0


@given(tables(), st.sampled_from((Metric.NOMINAL, Metric.ORDINAL)))
def test_order_alone_counts_unless_distances_are_asked_for(
    table: list[Row], metric: Metric
) -> None:
    stretched: list[Row] = [[cell and cell**3 for cell in row] for row in table]
    assert reliability(stretched, metric) == reliability(table, metric)


def test_it_says_how_many_respondents_it_rests_on() -> None:
    found = reliability([[1, 2, None], [1, 3, None], [None, None, 5]])

    assert isinstance(found, Reliability)
    assert (found.respondents, found.capabilities, found.values) == (2, 2, 4)
