from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.balance import (
    DEFAULT_BANDS,
    Band,
    BandsInvalid,
    Holding,
    Horizon,
    Measure,
    Verdict,
    balance,
    check_bands,
    horizon_of,
    total,
)
from portfolio.domain.buckets import Bucket
from portfolio.domain.stages import Stage

E, A, T = Bucket
SHARES = st.floats(0, 1)


def test_every_stage_lies_in_one_horizon_or_in_none() -> None:
    found = {stage: horizon_of(stage) for stage in Stage}
    assert found == {
        Stage.IDEA: Horizon.AHEAD,
        Stage.ASSESSED: Horizon.AHEAD,
        Stage.APPROVED: Horizon.UNDER_WAY,
        Stage.PILOT: Horizon.UNDER_WAY,
        Stage.PRODUCTION: Horizon.RUNNING,
        Stage.RETIRED: None,
        Stage.ON_HOLD: None,
        Stage.REJECTED: None,
    }


def test_holdings_add_up_and_what_nobody_planned_is_not_zero() -> None:
    held = total(
        [
            Holding(count=2, cost=Decimal(100), costed=1, points=50.0, valued=1),
            Holding(count=1, points=70.0, valued=1),
        ]
    )
    assert held.amount(Measure.COUNT) == 3
    assert held.amount(Measure.COST) == 100
    assert held.amount(Measure.BENEFIT) is None
    assert held.amount(Measure.VALUE) == 60


def test_shares_are_held_against_their_bands() -> None:
    held = {E: Holding(count=43), A: Holding(count=50), T: Holding(count=7)}
    found = balance(held, DEFAULT_BANDS, Measure.COUNT)
    assert [(each.percent, each.verdict) for each in found] == [
        ("43%", Verdict.WITHIN),
        ("50%", Verdict.ABOVE),
        ("7%", Verdict.BELOW),
    ]
    assert found[1].sentence == "Above its band of 25% to 40%."
    assert found[2].sentence == "Below its band of 10% to 25%."


def test_what_reads_like_the_end_of_the_band_lies_within_it() -> None:
    held = {E: Holding(count=1003), A: Holding(count=399), T: Holding(count=270)}
    # 59.99 % would read 60 %, which is where the band ends.
    assert balance(held, DEFAULT_BANDS, Measure.COUNT)[0].verdict is Verdict.WITHIN


def test_nothing_to_divide_has_no_share_and_no_verdict() -> None:
    found = balance({E: Holding(count=4)}, DEFAULT_BANDS, Measure.COST)
    assert {(each.share, each.verdict) for each in found} == {(None, None)}
    assert found[0].sentence == "Nothing to divide yet."


def test_a_mean_has_no_parts_so_the_number_is_divided() -> None:
    held = {E: Holding(count=1, points=90.0, valued=1), A: Holding(count=3, points=30.0, valued=3)}
    found = balance(held, DEFAULT_BANDS, Measure.VALUE)
    assert [each.share for each in found] == [0.25, 0.75, 0]


@given(st.lists(st.integers(0, 10_000), min_size=3, max_size=3))
def test_shares_add_up_to_the_whole(counts: list[int]) -> None:
    held = {bucket: Holding(count=count) for bucket, count in zip(Bucket, counts, strict=True)}
    shares = [each.share for each in balance(held, DEFAULT_BANDS, Measure.COUNT)]
    if sum(counts):
        assert sum(share or 0 for share in shares) == pytest.approx(1)
    else:
        assert shares == [None, None, None]


@pytest.mark.parametrize(
    ("bands", "sentence"),
    [
        (
            {E: Band(0.5, 0.6), A: Band(0.4, 0.5), T: Band(0.2, 0.3)},
            "The lower ends add up to 110%: no portfolio can hold that much.",
        ),
        (
            {E: Band(0.1, 0.2), A: Band(0.1, 0.2), T: Band(0.1, 0.2)},
            "The upper ends add up to 60%: something would lie in none.",
        ),
        (
            {E: Band(0.6, 0.5), A: Band(0, 1), T: Band(0, 1)},
            "The lower end lies above the upper end.",
        ),
        ({E: Band(0, 1.2), A: Band(0, 1), T: Band(0, 1)}, "A share goes from 0% to 100%."),
    ],
)
def test_bands_that_no_portfolio_can_keep_are_refused(
    bands: dict[Bucket, Band], sentence: str
) -> None:
    with pytest.raises(BandsInvalid) as refused:
        check_bands(bands)
    assert str(refused.value) == sentence


@given(st.lists(SHARES, min_size=2, max_size=2), SHARES)
def test_bands_around_a_division_can_be_kept(cuts: list[float], slack: float) -> None:
    first, second = sorted(cuts)
    parts = (first, second - first, 1 - second)
    bands = {
        bucket: Band(max(0, part - slack), min(1, part + slack))
        for bucket, part in zip(Bucket, parts, strict=True)
    }
    assert check_bands(bands) is bands
