"""A domain beside the others: what has no level is left out and is never a zero."""

from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.answers import Missing, NotScored
from assessments.domain.peers import PeerLine, Spread, furthest_sentence, peer_line, spread

MISSING = NotScored(Missing.UNANSWERED)


def test_a_line_leaves_out_who_has_no_level() -> None:
    found = peer_line("data", "Data", 2.0, [{"data": 3.0}, {}, {"data": 0.0}], {"data": 3.0})

    assert found.others == Spread(1.5, 1.5, 0.0, 3.0, 2)
    assert (found.above, found.apart) == (3.0, 0.5)


def test_without_a_level_here_or_there_nothing_is_apart() -> None:
    assert peer_line("data", "Data", MISSING, [{"data": 3.0}], None).apart is None
    nobody = peer_line("data", "Data", 2.0, [{}], {})
    assert (nobody.others, nobody.above, nobody.apart) == (None, None, None)
    assert furthest_sentence([nobody]) == (
        "No other domain has a result to compare with yet.",
        "",
    )


def test_zero_is_a_level_here_too() -> None:
    assert peer_line("data", "Data", 0.0, [{"data": 1.0}], None).apart == -1.0


def test_ahead_and_level_are_said() -> None:
    def line(own: float) -> PeerLine:
        return peer_line("data", "Data", own, [{"data": 2.0}], None)

    assert furthest_sentence([line(3.0)])[0] == "Data is 1.0 above the median of the other domains."
    assert furthest_sentence([line(2.0)])[0] == (
        "Every layer stands where the median of the other domains does."
    )


@given(levels=st.lists(st.floats(0, 5), min_size=1))
def test_a_spread_lies_in_order_and_the_order_of_domains_changes_nothing(
    levels: list[float],
) -> None:
    found = spread(levels)
    shuffled = sorted(levels, key=lambda each: (each * 7919) % 1)

    assert found is not None
    assert found.low <= found.median <= found.high
    assert found.low - 1e-4 <= found.mean <= found.high + 1e-4
    assert spread(shuffled) == found
