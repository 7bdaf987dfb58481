"""Who rates higher or lower than the others is named, and nobody by chance or by skew."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.leanings import Leaning, leanings
from assessments.domain.ratings import NotMeasured, Ratings, RatingsInvalid, Unmeasured, level_table
from tests.assessments.domain.rating_tables import Row, tables

ROOM: dict[str, str] = {
    "ben": "3 3 4 5 3 3 2 4",
    "cleo": "3 2 4 4 3 3 2 5",
    "dev": "2 3 3 5 3 4 2 4",
}


def room(**rows: str) -> Ratings[str]:
    """Seat respondents with their levels, dots where they gave none."""
    cells = [
        [None if cell == "." else float(cell) for cell in row.split()] for row in rows.values()
    ]
    return seated(tuple(rows), cells)


def seated(names: tuple[str, ...], cells: list[Row]) -> Ratings[str]:
    levels = level_table(cells)
    return Ratings(names, tuple(f"c{place}" for place in range(levels.shape[1])), levels)


def named(ratings: Ratings[str]) -> dict[str, tuple[float, int]]:
    found = leanings(ratings)
    assert not isinstance(found, NotMeasured)
    return {each.respondent: (round(each.deviation, 9), each.capabilities) for each in found}


def test_a_strict_respondent_is_named_with_the_distance_and_the_capabilities() -> None:
    """The others sum to 8 8 11 14 9 10 6 13 on eight capabilities, 79/24 on average."""
    assert named(room(ada="1 1 2 3 1 2 1 2", **ROOM)) == {
        "ada": (pytest.approx(13 / 8 - 79 / 24), 8)
    }


def test_a_lenient_respondent_is_named_from_the_other_side() -> None:
    assert named(room(ada="5 5 5 5 4 5 4 5", **ROOM))["ada"][0] > 0.75


def test_respondents_who_agree_are_not_named() -> None:
    assert leanings(room(**ROOM)) == ()


def test_one_strict_respondent_does_not_make_the_others_look_lenient() -> None:
    """Against a mean with ada in it, ben and cleo would lie a level and a half above."""
    assert set(named(room(ada="1 1 1 1 1 1 1", ben="4 4 4 4 4 4 4", cleo="4 4 4 4 4 4 4"))) == {
        "ada"
    }


def test_several_who_lean_are_all_named_the_furthest_first() -> None:
    found = leanings(
        room(
            ada="1 1 1 1 1 1 1 1",
            eve="5 5 5 4 5 5 4 5",
            fay="3 3 3 4 3 3 3 4",
            gil="3 3 4 3 3 3 2 4",
            **ROOM,
        )
    )
    assert not isinstance(found, NotMeasured)
    assert [each.respondent for each in found] == ["ada", "eve"]
    assert found[0].deviation < 0 < found[1].deviation


def test_one_stray_answer_is_no_leaning() -> None:
    level = "1 1 1 1 1 1"
    assert named(room(ada="5 1 1 1 1 1", ben=level, cleo=level, dev=level)) == {}


@pytest.mark.parametrize(
    ("row", "leans"),
    [("2 2 2 2 2 3 3 3", False), ("2 2 2 2 2 2 3 3", True), ("4 4 4 4 4 4 3 3", True)],
)
def test_a_leaning_is_three_quarters_of_a_level(row: str, leans: bool) -> None:
    steady = "3 3 3 3 3 3 3 3"
    assert ("ada" in named(room(ada=row, ben=steady, cleo=steady, dev=steady))) is leans


def test_a_skewed_room_names_nobody() -> None:
    """Six answer 2 and four answer 4, in turn: against medians all would seem lenient."""
    levels = np.array([2.0] * 6 + [4.0] * 4)
    rows = [list(np.roll(levels, shift)) for shift in range(10)]
    assert named(seated(tuple("abcdefghij"), rows)) == {}


def test_capabilities_that_fewer_than_two_others_answered_do_not_count() -> None:
    found = named(
        room(
            ada="1 1 2 3 1 2 1 2 5 5",
            ben="3 3 4 5 3 3 2 4 1 .",
            cleo="3 2 4 4 3 3 2 5 . .",
            dev="2 3 3 5 3 4 2 4 . .",
        )
    )
    assert found == named(room(ada="1 1 2 3 1 2 1 2", **ROOM))


@pytest.mark.parametrize(
    "ratings",
    [
        seated((), []),
        room(ada="1 1 1 1 1 1 1", ben="5 5 5 5 5 5 5"),
        room(ada="1 1 1 1 1", ben="4 4 4 4 4", cleo="4 4 4 4 4"),
        room(ada="1 1 1 . . .", ben="4 4 4 4 4 4", cleo="4 4 . 4 4 4"),
    ],
)
def test_with_too_little_in_common_nobody_is_compared(ratings: Ratings[str]) -> None:
    assert leanings(ratings) == NotMeasured(Unmeasured.FEW_IN_COMMON)


def test_chance_is_counted_out_exactly() -> None:
    """Lowest of three on six capabilities has chance 2 × 3^-6, to be held against .05 / 3."""
    apart = {"ben": "4 4 4 4 4 4 4 4", "cleo": "4 4 4 4 4 4 4 4"}
    assert set(named(room(ada="1 1 1 1 1 1 4 4", **apart))) == {"ada"}
    # Of three levels two are 1 and one is 5: with 5 on four of six, 2 × 73/729 is no proof.
    turns = {"ben": "5 1 1 1 1 1", "cleo": "1 5 1 1 1 1"}
    assert named(room(ada="1 1 5 5 5 5", **turns)) == {}


def test_levels_between_two_are_refused() -> None:
    with pytest.raises(RatingsInvalid, match="whole levels"):
        leanings(room(ada="1 2.5", ben="2 3"))


def test_a_leaning_is_said_in_levels_and_capabilities() -> None:
    assert Leaning("ada", 0.96, 12).sentence("Ada") == (
        "Ada rates 1.0 levels higher than the others on 12 capabilities."
    )


def test_the_table_that_was_handed_in_stays_as_it_was() -> None:
    ratings = room(ada="1 1 2 3 1 2 1 2", **ROOM)
    before = ratings.levels.copy()
    leanings(ratings)
    np.testing.assert_array_equal(ratings.levels, before)


wide = tables(columns=(6, 12))


@given(wide, st.data())
def test_neither_order_nor_a_blank_respondent_matters(
    table: list[Row], data: st.DataObject
) -> None:
    names = tuple("abcdefgh"[: len(table)])
    blank: Row = [None] * len(table[0])
    seats = data.draw(st.permutations([*zip(names, table, strict=True), ("blank", blank)]))
    other = leanings(seated(tuple(name for name, _ in seats), [row for _, row in seats]))
    found = leanings(seated(names, table))
    if isinstance(found, NotMeasured) or isinstance(other, NotMeasured):
        assert found == other
    else:
        assert {each.respondent: pytest.approx(each.deviation) for each in found} == {
            each.respondent: each.deviation for each in other
        }


@given(wide)
def test_the_mirrored_scale_mirrors_the_leanings(table: list[Row]) -> None:
    names = tuple("abcdefgh"[: len(table)])
    mirrored: list[Row] = [[cell and 6 - cell for cell in row] for row in table]
    found, other = leanings(seated(names, table)), leanings(seated(names, mirrored))
    if isinstance(found, NotMeasured) or isinstance(other, NotMeasured):
        assert found == other
    else:
        assert {each.respondent: pytest.approx(-each.deviation) for each in found} == {
            each.respondent: each.deviation for each in other
        }


@given(wide)
def test_who_is_named_lies_well_apart(table: list[Row]) -> None:
    found = leanings(seated(tuple("abcdefgh"[: len(table)]), table))
    if not isinstance(found, NotMeasured):
        assert all(abs(each.deviation) >= 0.75 and each.capabilities >= 6 for each in found)
