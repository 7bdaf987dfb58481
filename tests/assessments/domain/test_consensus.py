"""Agreement is measured as published, and a split room is told from a settled one."""

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.answers import Missing, NotScored
from assessments.domain.consensus import (
    Agreement,
    Distribution,
    DistributionInvalid,
    agreement,
    consensus,
    distribution,
    needs_discussion,
)
from assessments.domain.scales import FIVE_LEVELS

counts = st.lists(st.integers(0, 40), min_size=5, max_size=5).filter(any)


def test_the_published_example_comes_out_to_seven_places() -> None:
    """Frequencies and value as printed in the manual of R's agrmt, after Tastle & Wierman 2007."""
    assert round(consensus((30, 40, 210, 130, 530, 50, 10)), 7) == 0.7256876


@pytest.mark.parametrize(
    ("frequencies", "expected"),
    [
        ((0, 0, 9, 0, 0), 1.0),
        ((1, 0, 0, 0, 0), 1.0),
        ((8, 0, 0, 0, 8), 0.0),
        ((1, 1, 1, 1, 1), 0.4340),
    ],
)
def test_the_landmarks_of_the_measure(frequencies: Sequence[int], expected: float) -> None:
    """All the same 1, half at each end 0, uniform over five points .4340 (METHODS B3)."""
    assert consensus(frequencies) == pytest.approx(expected, abs=5e-5)


def test_a_distribution_and_its_bare_frequencies_agree() -> None:
    assert consensus(Distribution(FIVE_LEVELS, (3, 4, 2, 4, 1))) == consensus((3, 4, 2, 4, 1))


def test_below_six_tenths_a_level_is_discussed() -> None:
    assert consensus((3, 4, 2, 4, 1)) < 0.6
    assert needs_discussion((3, 4, 2, 4, 1))
    assert not needs_discussion((0, 1, 7, 2, 0))


def test_levels_are_counted_on_their_scale() -> None:
    counted = distribution([2, 4, 2, 5, 1], FIVE_LEVELS)
    assert counted.counts == (1, 2, 0, 1, 1)
    assert counted.total == 5
    assert counted.levels == (1, 2, 2, 4, 5)


def test_a_level_off_the_scale_is_refused() -> None:
    with pytest.raises(DistributionInvalid, match="Level 6 is not on the scale"):
        distribution([3, 6], FIVE_LEVELS)


@pytest.mark.parametrize("wrong", [(1, 2), (1, 2, 3, 4, -1)])
def test_counts_match_the_levels_and_are_not_negative(wrong: tuple[float, ...]) -> None:
    with pytest.raises(DistributionInvalid, match="one count, zero or more"):
        Distribution(FIVE_LEVELS, wrong)


@pytest.mark.parametrize("nobody", [(0, 0, 0, 0, 0), ()])
def test_nobody_cannot_agree(nobody: tuple[int, ...]) -> None:
    with pytest.raises(DistributionInvalid, match="Nobody has answered"):
        consensus(nobody)


@pytest.mark.parametrize("wrong", [(1, -1, 0), (1, math.nan, 1), (1, math.inf, 1)])
def test_a_frequency_that_is_no_count_is_refused(wrong: tuple[float, ...]) -> None:
    with pytest.raises(DistributionInvalid, match="zero or more"):
        consensus(wrong)


def test_agreement_gives_the_median_and_the_middle_half() -> None:
    found = agreement(Distribution(FIVE_LEVELS, (3, 4, 2, 4, 1)))
    assert isinstance(found, Agreement)
    assert (found.count, found.median, found.lower_quartile, found.upper_quartile) == (
        14,
        2.5,
        2,
        4,
    )
    assert found.interquartile_range == 2.0
    assert found.needs_discussion


def test_agreement_of_nobody_is_not_scored() -> None:
    assert agreement(Distribution(FIVE_LEVELS, (0, 0, 0, 0, 0))) == NotScored(Missing.UNANSWERED)


def test_one_respondent_agrees_with_themselves() -> None:
    found = agreement(distribution([4], FIVE_LEVELS))
    assert found == Agreement(1, 1.0, 4.0, 4.0, 4.0, needs_discussion=False)


@given(counts)
def test_consensus_lies_between_nothing_and_one_and_reads_alike_from_both_ends(
    frequencies: Sequence[int],
) -> None:
    value = consensus(frequencies)
    assert 0.0 <= value <= 1.0
    assert consensus(frequencies[::-1]) == pytest.approx(value)


@given(counts, st.integers(2, 9))
def test_consensus_depends_on_shares_alone(frequencies: Sequence[int], factor: int) -> None:
    assert consensus([factor * each for each in frequencies]) == pytest.approx(
        consensus(frequencies)
    )


@given(counts)
def test_quartiles_lie_in_order_within_what_was_given(frequencies: Sequence[int]) -> None:
    drawn = Distribution(FIVE_LEVELS, tuple(frequencies))
    found = agreement(drawn)
    assert (
        drawn.levels[0]
        <= found.lower_quartile
        <= found.median
        <= found.upper_quartile
        <= drawn.levels[-1]
    )
