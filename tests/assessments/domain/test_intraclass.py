"""The six intraclass correlations come out as published, on the complete part of a table."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.intraclass import Form, Intraclass, intraclass
from assessments.domain.ratings import NotMeasured, Table, Unmeasured
from tests.assessments.domain.rating_tables import SIX_TARGETS, Row, tables

complete = tables(fewest=3, blanks=False, columns=(5, 9))


def measured(levels: Table) -> Intraclass:
    found = intraclass(levels)
    assert isinstance(found, Intraclass)
    return found


def same(one: Intraclass | NotMeasured, other: Intraclass | NotMeasured) -> bool:
    """Say whether two results are equal up to rounding."""
    if isinstance(one, NotMeasured) or isinstance(other, NotMeasured):
        return one == other
    squares = (
        "between_capabilities",
        "between_respondents",
        "residual",
        "within_capabilities",
    )
    return all(
        getattr(one, name) == pytest.approx(getattr(other, name), abs=1e-9) for name in squares
    )


def test_the_mean_squares_come_out_as_published() -> None:
    """Shrout and Fleiss (1979), table 3, as far as it is printed (METHODS B3)."""
    found = measured(SIX_TARGETS)
    assert (found.capabilities, found.respondents) == (6, 4)
    assert round(found.between_capabilities, 2) == 11.24
    assert round(found.between_respondents, 2) == 32.49
    assert round(found.residual, 2) == 1.02
    assert round(found.within_capabilities, 2) == 6.26


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (Form.ONE_WAY, 0.17),
        (Form.RANDOM, 0.29),
        (Form.FIXED, 0.71),
        (Form.ONE_WAY_MEAN, 0.44),
        (Form.RANDOM_MEAN, 0.62),
        (Form.FIXED_MEAN, 0.91),
    ],
)
def test_the_six_forms_come_out_as_published(form: Form, expected: float) -> None:
    """Shrout and Fleiss (1979), table 4."""
    correlation = measured(SIX_TARGETS).correlation(form)
    assert isinstance(correlation, float)
    assert round(correlation, 2) == expected


def test_severity_is_said_as_shares() -> None:
    assert measured(SIX_TARGETS).sentence == (
        "29% of the scatter of single answers comes from the capabilities; "
        "71% once each respondent’s own strictness is set aside."
    )


@pytest.mark.parametrize(
    "table",
    [[], [[1, 2, 3, 4]] * 3, [[1, 2, 3, 4, 5]] * 2, [[1, 2, 3, 4, None]] * 3, [[None] * 9] * 9],
)
def test_it_takes_five_capabilities_and_three_complete_respondents(table: list[Row]) -> None:
    assert intraclass(table) == NotMeasured(Unmeasured.FEW_COMPLETE)


def test_capabilities_that_do_not_differ_have_no_correlation() -> None:
    assert intraclass([[2] * 5, [3] * 5, [4] * 5]) == NotMeasured(Unmeasured.NO_VARIATION)


def test_a_form_without_a_denominator_is_not_measured() -> None:
    """Capabilities hardly differ, answers scatter from end to end: ICC(2,k) divides by nothing."""
    found = Intraclass(
        capabilities=5,
        respondents=3,
        between_capabilities=0.1,
        between_respondents=0.0,
        residual=5.0,
        within_capabilities=4.0,
    )
    assert found.correlation(Form.RANDOM_MEAN) == NotMeasured(Unmeasured.NO_VARIATION)
    assert found.sentence.startswith("0% of the scatter")


def test_neither_a_rare_capability_nor_an_absent_respondent_spoils_the_rest() -> None:
    wide: list[Row] = [[*row, None] for row in SIX_TARGETS]
    wide[0][-1] = 4.0
    assert same(intraclass([*wide, [3.0] + [None] * 6]), measured(SIX_TARGETS))


def test_of_blocks_equally_large_the_one_with_more_capabilities_is_analysed() -> None:
    """Three respondents on eight capabilities, or four on six."""
    rest: list[Row] = [[*row, None, None] for row in SIX_TARGETS]
    for row in rest[:3]:
        row[-2:] = [5.0, 6.0]
    found = measured(rest)
    assert (found.capabilities, found.respondents) == (8, 3)


@given(tables(fewest=3, columns=(5, 9)), st.data())
def test_neither_order_nor_a_blank_respondent_matters(
    table: list[Row], data: st.DataObject
) -> None:
    blank: Row = [None] * len(table[0])
    assert same(intraclass(data.draw(st.permutations([*table, blank]))), intraclass(table))


@given(complete, st.sampled_from((0.5, 2.0, 8.0)), st.integers(-8, 8), st.sampled_from(Form))
def test_a_longer_or_shifted_scale_changes_no_correlation(
    table: list[Row], factor: float, shift: int, form: Form
) -> None:
    found = intraclass(table)
    moved = intraclass([[factor * (cell or 0) + shift for cell in row] for row in table])
    if isinstance(found, NotMeasured) or isinstance(moved, NotMeasured):
        assert found == moved
    else:
        ours, theirs = found.correlation(form), moved.correlation(form)
        if isinstance(ours, float) and abs(ours) < 100:
            assert theirs == pytest.approx(ours, rel=1e-6, abs=1e-6)


@given(complete, st.integers(-3, 3), st.sampled_from((Form.FIXED, Form.FIXED_MEAN)))
def test_a_stricter_respondent_leaves_the_fixed_forms_alone(
    table: list[Row], strictness: int, form: Form
) -> None:
    found = intraclass(table)
    moved = intraclass([[(cell or 0) + strictness for cell in table[0]], *table[1:]])
    if isinstance(found, Intraclass) and isinstance(moved, Intraclass):
        assert moved.correlation(form) == pytest.approx(found.correlation(form), abs=1e-9)
    else:
        assert found == moved


@given(complete)
def test_no_correlation_exceeds_one_and_means_say_more_than_single_answers(
    table: list[Row],
) -> None:
    found = intraclass(table)
    if isinstance(found, NotMeasured):
        return
    for case, count in product("123", "1k"):
        value = found.correlation(Form(f"{case},{count}"))
        assert isinstance(value, NotMeasured) or value <= 1 + 1e-9
    single, mean = found.correlation(Form.FIXED), found.correlation(Form.FIXED_MEAN)
    assert isinstance(single, float)
    assert isinstance(mean, float)
    assert single < 0 or mean >= single - 1e-9


@given(
    st.lists(st.integers(1, 5), min_size=5, max_size=9).filter(lambda row: len(set(row)) > 1),
    st.lists(st.integers(-2, 2), min_size=3, max_size=6),
)
def test_respondents_who_differ_in_strictness_alone_agree_once_it_is_set_aside(
    row: list[int], strictness: list[int]
) -> None:
    found = measured([[level + each for level in row] for each in strictness])
    assert found.correlation(Form.FIXED) == pytest.approx(1.0, abs=1e-9)
