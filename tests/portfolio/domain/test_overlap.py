"""What becomes of a pair, and what building twice costs."""

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.overlap import (
    DoubleSpend,
    ReasonMissing,
    checked_reason,
    double_spend,
    duplicate_rate,
    ordered,
)

COSTS = {1: Decimal(400), 2: Decimal(150), 3: Decimal(90), 4: None}


def test_of_a_pair_the_smaller_cost_is_spent_twice() -> None:
    assert double_spend([(1, 2)], COSTS) == DoubleSpend(Decimal(150), 1, 0)


def test_a_group_keeps_its_highest_cost_and_counts_each_other_once() -> None:
    pairs = [(1, 2), (2, 3), (1, 3)]
    assert double_spend(pairs, COSTS) == DoubleSpend(Decimal(240), 1, 0)


def test_a_cost_that_is_not_known_is_not_guessed() -> None:
    assert double_spend([(1, 4)], COSTS) == DoubleSpend(Decimal(0), 0, 1)
    assert double_spend([], COSTS) == DoubleSpend(Decimal(0), 0, 0)


@given(st.permutations(list(combinations(range(5), 2))), st.lists(st.integers(0, 999), min_size=5))
def test_the_order_of_the_pairs_does_not_matter(
    pairs: list[tuple[int, int]], costs: list[int]
) -> None:
    known = {key: Decimal(cost) for key, cost in enumerate(costs)}
    group = [known[key] for key in range(5)]
    expected = sum(group, Decimal(0)) - max(group)
    assert double_spend(pairs, known).amount == expected
    assert double_spend([ordered(two, one) for one, two in pairs], known).amount == expected


def test_the_rate_counts_what_existed_already() -> None:
    assert duplicate_rate(2, 80) == 0.025
    assert duplicate_rate(0, 0) is None


def test_calling_two_different_takes_a_reason() -> None:
    assert checked_reason(" Other machines. ") == "Other machines."
    with pytest.raises(ReasonMissing) as refused:
        checked_reason("  ")
    assert refused.value.fields == {"reason": "Say what makes it different."}
