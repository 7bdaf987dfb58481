import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.confidence import Confidence
from portfolio.domain.criteria import DEFAULT_MODEL
from portfolio.domain.ranking import inseparable, places, standings
from portfolio.domain.rating_panels import Opinion, panel

nan = float("nan")


@st.composite
def opinions(draw: st.DrawFn) -> Opinion:
    low, likely, high = sorted(draw(st.lists(st.integers(0, 5), min_size=3, max_size=3)))
    has_range = draw(st.booleans())
    sure = draw(st.sampled_from([None, *Confidence]))
    return Opinion(likely, low if has_range else None, high if has_range else None, sure)


@given(st.lists(opinions(), min_size=1, max_size=9))
def test_the_rating_that_counts_lies_in_its_range_and_on_the_scale(said: list[Opinion]) -> None:
    found = panel(said)
    assert 0 <= found.low <= found.likely <= found.high <= 5
    assert 0 <= found.consensus <= 1
    assert found.count == len(said)


@given(st.lists(opinions(), min_size=1, max_size=9), st.randoms())
def test_who_spoke_first_changes_nothing(said: list[Opinion], chance: object) -> None:
    shuffled = list(said)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert panel(shuffled) == panel(said)


@given(opinions(), st.integers(2, 6))
def test_people_who_agree_count_as_one(opinion: Opinion, count: int) -> None:
    one, many = panel([opinion]), panel([opinion] * count)
    assert (many.likely, many.low, many.high) == (one.likely, one.low, one.high)
    assert (many.consensus, many.needs_discussion) == (1.0, False)


@pytest.mark.parametrize(
    ("points", "likely", "consensus", "is_split"),
    [
        ((3, 4), 3.5, 0.848, False),
        ((0, 5), 2.5, 0.0, True),
        ((1, 5), 3.0, 0.263, True),
        ((2, 2, 5), 2.0, 0.54, True),
        ((3, 3, 4, 4, 3), 3.0, 0.854, False),
    ],
)
def test_a_split_is_told_and_not_averaged_away(
    points: tuple[int, ...], likely: float, consensus: float, is_split: bool
) -> None:
    found = panel(Opinion(each) for each in points)
    assert (found.likely, round(found.consensus, 3)) == (likely, consensus)
    assert found.needs_discussion is is_split


def test_without_an_opinion_there_is_no_panel() -> None:
    with pytest.raises(ValueError, match="at least one"):
        panel([])


ROWS = np.array([[4.0] * 11, [3.8] * 11, [3.6] * 11, [1.0] * 11])


def test_a_range_widens_the_places_and_moves_no_rank() -> None:
    scored = standings(DEFAULT_MODEL, ROWS, [nan] * 4)
    firm = places(DEFAULT_MODEL, ROWS, scored)
    low, high = ROWS.copy(), ROWS.copy()
    low[1], high[1] = 2.0, 5.0
    unsure = places(DEFAULT_MODEL, ROWS, scored, ranges=(low, high))
    assert [each.rank for each in unsure if each] == [each.rank for each in firm if each]
    assert [(each.low, each.high) for each in firm if each] == [(1, 1), (2, 2), (3, 3), (4, 4)]
    spans = [(each.low, each.high) for each in unsure if each]
    assert spans[1][0] < 2 or spans[1][1] > 2
    assert spans[3] == (4, 4)


def test_ranges_without_width_change_nothing() -> None:
    scored = standings(DEFAULT_MODEL, ROWS, [nan] * 4)
    same = places(DEFAULT_MODEL, ROWS, scored, ranges=(ROWS, ROWS))
    assert same == places(DEFAULT_MODEL, ROWS, scored)


def test_who_is_unsure_cannot_be_separated_from_a_close_neighbour() -> None:
    rows = np.array([[4.0] * 11, [3.95] * 11])
    scored = standings(DEFAULT_MODEL, rows, [nan] * 2)
    assert inseparable(DEFAULT_MODEL, rows, scored) == (False,)
    low, high = rows.copy(), rows.copy()
    low[1], high[1] = 2.9, 5.0
    assert inseparable(DEFAULT_MODEL, rows, scored, ranges=(low, high)) == (True,)
