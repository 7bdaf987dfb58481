import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.risk_tiers import (
    UNKNOWN,
    Autonomy,
    Impact,
    NotTiered,
    PolicyRefused,
    Tier,
    TierPolicy,
    Unknown,
    tier,
    worst_impact,
)


def test_the_default_table_is_the_published_one() -> None:
    table = {
        impact: "".join(str(int(tier(impact, autonomy))) for autonomy in Autonomy)
        for impact in Impact
    }
    assert table == {
        Impact.SEVERE: "3344",
        Impact.SERIOUS: "2233",
        Impact.LIMITED: "1223",
        Impact.SLIGHT: "1122",
    }


@pytest.mark.parametrize("impact", Impact)
@pytest.mark.parametrize("autonomy", Autonomy)
def test_the_table_follows_from_the_rules(impact: Impact, autonomy: Autonomy) -> None:
    total = impact + autonomy
    expected = Tier.T1
    if total >= 4:
        expected = Tier.T2
    if total >= 6 or impact == 4:
        expected = Tier.T3
    if impact == 4 and autonomy >= 3:
        expected = Tier.T4
    assert tier(impact, autonomy) is expected


@given(st.lists(st.integers(1, 4), min_size=16, max_size=16))
def test_a_policy_is_accepted_exactly_when_it_is_monotone(numbers: list[int]) -> None:
    rows = tuple(tuple(Tier(n) for n in numbers[i : i + 4]) for i in range(0, 16, 4))
    monotone = all(
        rows[i][j] <= rows[k][m]
        for i in range(4)
        for j in range(4)
        for k in range(i, 4)
        for m in range(j, 4)
    )
    if monotone:
        assert TierPolicy(rows).table == rows
    else:
        with pytest.raises(PolicyRefused):
            TierPolicy(rows)


def test_a_policy_needs_four_rows_of_four() -> None:
    with pytest.raises(PolicyRefused, match="four rows of four"):
        TierPolicy(((Tier.T1,) * 4,) * 3)


def test_a_domain_may_be_stricter_but_not_laxer() -> None:
    strict = TierPolicy(((Tier.T3,) * 4,) * 3 + ((Tier.T4,) * 4,))
    assert strict.is_as_strict_as(TierPolicy())
    assert not TierPolicy().is_as_strict_as(strict)


@pytest.mark.parametrize(
    ("impact", "autonomy", "missing"),
    [
        (UNKNOWN, UNKNOWN, "No tier yet: impact and autonomy are not stated."),
        (UNKNOWN, Autonomy.ADVISES, "No tier yet: impact is not stated."),
        (Impact.SLIGHT, UNKNOWN, "No tier yet: autonomy is not stated."),
    ],
)
def test_an_unknown_input_gives_no_tier_but_a_reason(
    impact: Impact | Unknown, autonomy: Autonomy | Unknown, missing: str
) -> None:
    assert tier(impact, autonomy) == NotTiered(missing)


def test_the_worst_dimension_counts() -> None:
    assert worst_impact([Impact.SLIGHT, Impact.SERIOUS, Impact.LIMITED]) is Impact.SERIOUS
    assert worst_impact([Impact.SERIOUS, UNKNOWN]) is UNKNOWN
    assert worst_impact([Impact.SEVERE, UNKNOWN]) is Impact.SEVERE
    assert worst_impact([]) is UNKNOWN


def test_every_tier_says_what_it_demands_in_one_sentence() -> None:
    for level in Tier:
        assert level.demands.endswith(".")
        assert level.demands.count(". ") == 0
    assert len({level.demands for level in Tier}) == 4
    assert [level.label for level in Tier] == ["T1", "T2", "T3", "T4"]
    assert [level.label for level in Autonomy][1] == "Asks each time"
    assert Impact.SEVERE.label == "Severe"
