"""Standings and places of whole portfolios, as pure arithmetic."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.criteria import DEFAULT_MODEL
from portfolio.domain.priority import Quadrant, Rank, Unranked, competition_ranks
from portfolio.domain.ranking import Place, inseparable, places, standings

NAN = float("nan")
POINTS = st.lists(
    st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, NAN]), min_size=11, max_size=11),
    min_size=1,
    max_size=8,
)


def test_readiness_is_taken_off_feasibility_and_missing_readiness_takes_nothing() -> None:
    found = standings(DEFAULT_MODEL, [[4] * 5 + [3] * 6] * 2, [0.75, NAN])
    assert found.adjusted.tolist() == [45, 60]
    assert found.priority.tolist() == [60, 69.282]
    assert found.quadrants == (Quadrant.BUILD_FOUNDATIONS_FIRST, Quadrant.DO_NOW)


def test_one_axis_alone_gives_neither_priority_nor_quadrant() -> None:
    found = standings(DEFAULT_MODEL, [[4] * 5 + [NAN] * 6], [1.0])
    assert found.value.tolist() == [80]
    assert np.isnan([found.feasibility, found.adjusted, found.priority]).all()
    assert found.quadrants == (None,)
    assert not found.is_provisional.any()


@given(POINTS)
def test_each_use_case_alone_stands_where_it_stands_among_others(points: list[list[float]]) -> None:
    factors = np.linspace(0.5, 1.0, len(points))
    together = standings(DEFAULT_MODEL, points, factors)
    for row, ratings in enumerate(points):
        alone = standings(DEFAULT_MODEL, [ratings], factors[row : row + 1])
        np.testing.assert_array_equal(alone.priority[0], together.priority[row])
        assert alone.quadrants[0] == together.quadrants[row]


@given(POINTS)
def test_a_rank_lies_within_its_own_range(points: list[list[float]]) -> None:
    found = standings(DEFAULT_MODEL, points, [1.0] * len(points))
    placed = places(DEFAULT_MODEL, points, found, draws=200)
    ranked = [place for place in placed if place is not None]
    assert len(ranked) == np.count_nonzero(~np.isnan(found.priority))
    for place in ranked:
        assert 1 <= place.low <= place.rank <= place.high <= len(ranked)


def test_the_same_ratings_always_lead_to_the_same_places() -> None:
    rng = np.random.default_rng(5)
    points = rng.integers(0, 6, (40, 11)).astype(float)
    points[rng.random(points.shape) < 0.3] = NAN
    found = standings(DEFAULT_MODEL, points, [0.9] * 40)
    assert places(DEFAULT_MODEL, points, found) == places(DEFAULT_MODEL, points, found)


def test_priorities_that_read_the_same_share_a_place() -> None:
    points = [[5] * 11, [3] * 11, [3] * 5 + [3, 3, 3, 3, 3, 3], [1] * 11]
    placed = places(DEFAULT_MODEL, points, standings(DEFAULT_MODEL, points, [1.0] * 4))
    assert [place.rank for place in placed if place] == [1, 2, 2, 4]
    assert placed[0] == Place(1, 1, 1, is_robust=True)


def test_nothing_to_rank_gives_no_places() -> None:
    points = [[NAN] * 11]
    assert places(DEFAULT_MODEL, points, standings(DEFAULT_MODEL, points, [1.0])) == (None,)


def test_within_a_group_ranks_are_counted_among_its_own() -> None:
    points = [[5] * 11, [4] * 11, [4] * 11, [1] * 11, [NAN] * 11]
    found = standings(DEFAULT_MODEL, points, [1.0] * 5)
    groups = ["retail", "freight", "freight", "retail", "retail"]
    placed = places(DEFAULT_MODEL, points, found, groups=groups)
    assert [place.rank if place else None for place in placed] == [1, 1, 1, 2, None]
    assert placed[3] == Place(2, 2, 2, is_robust=True)


COMPLETE = st.lists(
    st.lists(st.integers(0, 5).map(float), min_size=11, max_size=11), min_size=2, max_size=9
)


def placed_of(points: list[list[float]]) -> list[Place]:
    found = standings(DEFAULT_MODEL, points, [0.8] * len(points))
    placed = places(DEFAULT_MODEL, points, found, draws=100)
    return [place for place in placed if place is not None]


def ranks_by_fractions(points: list[list[float]]) -> list[int]:
    """Rank by priorities to four decimals, where whole points would call many of them alike."""
    found = standings(DEFAULT_MODEL, points, [0.8] * len(points))
    ranks: list[Rank | Unranked] = list(competition_ranks(found.priority.tolist(), 4))
    return [rank.place for rank in ranks if isinstance(rank, Rank)]


@given(COMPLETE, st.data())
def test_a_dominated_use_case_never_ranks_above_its_dominator(
    points: list[list[float]], data: st.DataObject
) -> None:
    loss = data.draw(st.lists(st.integers(0, 5), min_size=11, max_size=11))
    points.append([max(0.0, own - less) for own, less in zip(points[0], loss, strict=True)])
    ranks, placed = ranks_by_fractions(points), placed_of(points)
    assert ranks[-1] >= ranks[0]
    better, worse = placed[0], placed[-1]
    assert worse.rank >= better.rank
    assert worse.low >= better.low
    assert worse.high >= better.high


@given(COMPLETE, st.lists(st.integers(0, 5).map(float), min_size=11, max_size=11))
def test_adding_a_use_case_never_swaps_two_others(
    points: list[list[float]], newcomer: list[float]
) -> None:
    fewer, more = placed_of(points), placed_of([*points, newcomer])
    for before, after in (
        (ranks_by_fractions(points), ranks_by_fractions([*points, newcomer])),
        ([place.rank for place in fewer], [place.rank for place in more]),
    ):
        for i in range(len(points)):
            for k in range(len(points)):
                assert (before[i] < before[k]) == (after[i] < after[k])


def test_twins_cannot_be_told_apart_and_a_better_one_can() -> None:
    points = [[3] * 11, [3] * 11, [4] * 11, [2] * 11]
    found = standings(DEFAULT_MODEL, points, [1.0] * 4)
    assert inseparable(DEFAULT_MODEL, points, found) == (True, False, False)


def test_readiness_tells_twins_apart() -> None:
    points = [[3] * 11, [3] * 11]
    assert inseparable(DEFAULT_MODEL, points, standings(DEFAULT_MODEL, points, [1, 0.8])) == (
        False,
    )
