"""A share of draws, said no finer than the draws can show."""

import pytest

from portfolio.domain.counted_shares import CountedShare


@pytest.mark.parametrize(
    ("counted", "words"),
    [
        (0, "under 0.1%"),
        (1, "under 0.1%"),
        (3, "under 0.1%"),
        (9, "under 0.2%"),
        (10, "0.1% (0.1 to 0.2)"),
        (40, "0.4% (0.3 to 0.5)"),
        (100, "1% ± 0.2"),
        (5_000, "50% ± 1.0"),
        (9_900, "99% ± 0.2"),
        (9_960, "99.6% (99.5 to 99.7)"),
        (9_991, "over 99.8%"),
        (9_999, "over 99.9%"),
        (10_000, "over 99.9%"),
    ],
)
def test_a_share_of_ten_thousand_draws_is_said_with_what_it_may_be_off(
    counted: int, words: str
) -> None:
    assert CountedShare.of(counted / 10_000, 10_000).words == words


def test_fewer_draws_show_less() -> None:
    assert CountedShare.of(0, 100).words == "under 3.0%"
    assert CountedShare.of(1, 100).words == "over 97.0%"


def test_one_draw_in_ten_thousand_is_never_off_by_nothing() -> None:
    share = CountedShare.of(0.0001, 10_000)
    assert (round(share.lower, 4), round(share.upper, 4)) == (0.0018, 0.0566)
    assert round(share.half_width, 4) == 0.0274
