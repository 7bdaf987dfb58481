"""Agreement within a group comes out as published and stays between none and perfect."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.ratings import NotMeasured, RatingsInvalid, Table, Unmeasured
from assessments.domain.scales import FIVE_LEVELS, Scale
from assessments.domain.within_group import Strength, WithinGroup, within_group
from tests.assessments.domain.rating_tables import Row, tables


def measured(levels: Table) -> WithinGroup:
    found = within_group(levels, FIVE_LEVELS)
    assert isinstance(found, WithinGroup)
    return found


def column(*levels: float) -> list[list[float]]:
    return [[level] for level in levels]


def test_one_item_comes_out_as_published() -> None:
    """Variance .3 against the 2.0 of a uniform choice among five (METHODS B3)."""
    assert measured(column(3, 3, 4, 4, 3)).value == pytest.approx(0.85, abs=1e-12)


def test_a_split_room_is_truncated_to_none() -> None:
    found = measured(column(1, 5, 1, 5))
    assert found.value == 0.0
    assert found.untruncated == pytest.approx(-5 / 3, abs=1e-12)
    assert found.strength is Strength.NONE


def test_a_set_of_items_agrees_more_than_each_of_them() -> None:
    """With q = .15 over three items: 3 × .85 / (3 × .85 + .15) = 17/18."""
    found = measured([[level] * 3 for level in (3, 3, 4, 4, 3)])
    assert found.value == pytest.approx(17 / 18, abs=1e-12)
    assert found.capabilities == 3


def test_a_set_too_scattered_for_the_formula_is_truncated_to_none() -> None:
    """At q = 4/3 the formula for four items divides by zero, and beyond it turns positive."""
    assert measured([[1] * 4, [5] * 4]).value == 0.0
    assert within_group([[1] * 4, [3] * 4, [3] * 4], FIVE_LEVELS) == WithinGroup(
        value=pytest.approx(4 * (1 / 3) / (4 * (1 / 3) + 2 / 3)),
        untruncated=pytest.approx(1 / 3),
        capabilities=4,
    )


def test_capabilities_with_a_single_level_do_not_count() -> None:
    alone = measured([[3, None], [3, 5], [4, None], [4, None], [3, None]])
    assert alone == measured(column(3, 3, 4, 4, 3))


def test_the_null_depends_on_the_number_of_levels() -> None:
    """Among three levels a uniform choice has variance 2/3."""
    three = Scale(0, 2, ("absent", "partly", "fully"))
    found = within_group(column(0, 1), three)
    assert isinstance(found, WithinGroup)
    assert found.value == pytest.approx(0.25, abs=1e-12)


@pytest.mark.parametrize("table", [[], [[3, 4]], [[3, None], [None, 4]]])
def test_one_level_agrees_with_nobody(table: list[Row]) -> None:
    assert within_group(table, FIVE_LEVELS) == NotMeasured(Unmeasured.FEW_PAIRS)


@pytest.mark.parametrize("wrong", [0, 6])
def test_a_level_off_the_scale_is_refused(wrong: int) -> None:
    with pytest.raises(RatingsInvalid, match=f"Level {wrong} is not on the scale"):
        within_group(column(3, wrong), FIVE_LEVELS)


@pytest.mark.parametrize(
    ("value", "strength"),
    [
        (0.0, Strength.NONE),
        (0.304, Strength.NONE),
        (0.31, Strength.WEAK),
        (0.50, Strength.WEAK),
        (0.51, Strength.MODERATE),
        (0.71, Strength.STRONG),
        (0.90, Strength.STRONG),
        (0.91, Strength.VERY_STRONG),
        (1.0, Strength.VERY_STRONG),
    ],
)
def test_agreement_has_five_strengths(value: float, strength: Strength) -> None:
    assert WithinGroup(value, value, 1).strength is strength


def test_every_strength_is_said() -> None:
    assert all(strength.label.endswith("agreement") for strength in Strength)


@given(tables())
def test_it_lies_between_none_and_perfect(table: list[Row]) -> None:
    found = within_group(table, FIVE_LEVELS)
    if isinstance(found, WithinGroup):
        assert 0.0 <= found.value <= 1.0
        assert found.untruncated <= 1.0


@given(tables(), st.data())
def test_neither_order_nor_a_blank_respondent_matters(
    table: list[Row], data: st.DataObject
) -> None:
    blank: Row = [None] * len(table[0])
    other = within_group(data.draw(st.permutations([*table, blank])), FIVE_LEVELS)
    found = within_group(table, FIVE_LEVELS)
    if isinstance(found, NotMeasured) or isinstance(other, NotMeasured):
        assert found == other
    else:
        assert found.value == pytest.approx(other.value, abs=1e-12)
        assert found.capabilities == other.capabilities


@given(st.integers(1, 5), st.integers(2, 9), st.integers(1, 9))
def test_all_the_same_is_perfect(level: int, respondents: int, capabilities: int) -> None:
    assert measured([[level] * capabilities] * respondents).value == 1.0


@given(tables())
def test_it_reads_alike_from_both_ends_of_the_scale(table: list[Row]) -> None:
    mirrored: list[Row] = [[cell and 6 - cell for cell in row] for row in table]
    found, other = within_group(table, FIVE_LEVELS), within_group(mirrored, FIVE_LEVELS)
    if isinstance(found, WithinGroup) and isinstance(other, WithinGroup):
        assert found.value == pytest.approx(other.value, abs=1e-12)
