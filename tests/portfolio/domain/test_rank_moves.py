"""How far the next place is, and which single change wins most."""

from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.criteria import DEFAULT_MODEL, Axis
from portfolio.domain.priority import priority
from portfolio.domain.rank_moves import NextPlace, next_place, single_changes
from portfolio.domain.scoring import Rating, Scored, score

KEYS = [criterion.key for criterion in DEFAULT_MODEL.criteria]
RATINGS = st.dictionaries(st.sampled_from(KEYS), st.integers(0, 5), min_size=6)


def test_the_distance_reads_as_the_priorities_do() -> None:
    assert next_place(63.4, 63.6, 4) == NextPlace(place=4, points=1)
    assert next_place(63.6, None, 0) is None


def test_the_heaviest_criterion_of_the_weaker_axis_wins_most() -> None:
    ratings = {c.key: 2 if c.axis is Axis.VALUE else 4 for c in DEFAULT_MODEL.criteria}
    best = single_changes(DEFAULT_MODEL, ratings)[0]
    assert (best.criterion.key, best.before, best.after) == ("strategic_fit", 2, 3)
    # value rises from 40 by a quarter of 20
    assert best.priority == priority(45, 80)


def test_what_is_at_the_top_or_open_cannot_rise() -> None:
    ratings = dict.fromkeys(KEYS, 5) | {"skills": 3}
    del ratings["urgency"]
    assert [each.criterion.key for each in single_changes(DEFAULT_MODEL, ratings)] == ["skills"]


def test_without_a_priority_there_is_nothing_to_win() -> None:
    assert single_changes(DEFAULT_MODEL, {"urgency": 3}) == ()


@given(RATINGS, st.floats(0.5, 1))
def test_no_step_up_ever_costs_anything_and_the_best_comes_first(
    ratings: dict[str, int], factor: float
) -> None:
    scored = score(DEFAULT_MODEL, {key: Rating(points) for key, points in ratings.items()})
    changes = single_changes(DEFAULT_MODEL, ratings, factor=factor)
    assert [each.priority for each in changes] == sorted(
        (each.priority for each in changes), reverse=True
    )
    if isinstance(scored.value, Scored) and isinstance(scored.feasibility, Scored):
        own = priority(scored.value.value, scored.feasibility.value * factor)
        assert all(each.priority >= own - 1e-9 for each in changes)
