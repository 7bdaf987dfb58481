"""Who took another place between two rankings."""

from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.movers import Move, Passed, moves, passed, places_of


def once_each(groups: list[list[int]]) -> list[list[int]]:
    """The same groups with everybody in the first of them they are in."""
    seen: set[int] = set()
    kept = []
    for group in groups:
        kept.append([key for key in dict.fromkeys(group) if key not in seen])
        seen |= set(group)
    return [group for group in kept if group]


PLACES = st.dictionaries(st.integers(1, 20), st.none() | st.integers(1, 20))


def test_whoever_shares_a_place_leaves_the_next_ones_empty() -> None:
    assert places_of([[1, 2, 3], [4]]) == {1: 1, 2: 1, 3: 1, 4: 4}
    assert places_of([]) == {}


def test_the_longest_way_comes_first_and_then_who_is_new_or_left() -> None:
    before = {1: 5, 2: 2, 3: 1, 4: 3, 6: None}
    now = {1: 1, 2: 2, 3: 3, 4: None, 5: 4, 6: None}
    assert moves(before, now) == (
        Move(1, 5, 1),
        Move(3, 1, 3),
        Move(5, None, 4),
        Move(4, 3, None),
    )


@given(PLACES, PLACES)
def test_going_back_shifts_everybody_the_other_way(
    before: dict[int, int | None], now: dict[int, int | None]
) -> None:
    there = {move.key: move.shift for move in moves(before, now)}
    back = {move.key: move.shift for move in moves(now, before)}
    assert there.keys() == back.keys()
    assert all(shift is None or shift == -(back[key] or 0) for key, shift in there.items())


def test_a_tie_that_breaks_is_told_as_well() -> None:
    assert passed(1, {1: 3, 2: 3}, {1: 4, 2: 3}) == Passed(overtook=1)
    assert passed(1, {1: 4, 2: 3}, {1: 3, 2: 3}).sentence == "1 is no longer ahead of it."


ORDERS = st.lists(st.lists(st.integers(1, 20), min_size=1, max_size=3), max_size=9)


@given(ORDERS, ORDERS)
def test_who_passed_makes_up_the_whole_way(then: list[list[int]], today: list[list[int]]) -> None:
    before, now = (places_of(once_each(order)) for order in (then, today))
    for key in before.keys() & now.keys():
        found = passed(key, before, now)
        shift = found.fell_behind + found.left - found.overtook - found.came
        assert shift == before[key] - now[key]
