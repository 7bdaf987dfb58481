"""What specs know about themselves: bold parts, quadrants, capped cells, full bars."""

from dataclasses import FrozenInstanceError

import pytest

from portal.domain.chart_specs.bars import Bar, BarsSpec
from portal.domain.chart_specs.figures import NOT_ASKED, BucketMark, Finding
from portal.domain.chart_specs.heat import HeatCell
from portal.domain.chart_specs.matrix import MatrixPoint, MatrixSpec, QuadrantKey, QuadrantNames


def test_a_finding_splits_around_its_bold_part() -> None:
    finding = Finding("Nine of 24 are ready to do now.", strong="ready to do now")
    assert finding.parts() == ("Nine of 24 are ", "ready to do now", ".")


def test_a_finding_whose_translation_lost_the_bold_part_is_written_plain() -> None:
    assert Finding("Neun von 24 sind bereit.", strong="ready").parts() == (
        "Neun von 24 sind bereit.",
        "",
        "",
    )


@pytest.mark.parametrize(
    ("value", "feasibility", "quadrant"),
    [
        (55, 55, QuadrantKey.DO_NOW),
        (55, 54.9, QuadrantKey.BUILD_FOUNDATIONS_FIRST),
        (54.9, 55, QuadrantKey.QUICK_WIN),
        (54.9, 54.9, QuadrantKey.PARK),
    ],
)
def test_a_point_on_a_threshold_lies_in_the_better_quadrant(
    value: float, feasibility: float, quadrant: QuadrantKey
) -> None:
    spec = MatrixSpec(Finding("None."), (), 55, 55)
    point = MatrixPoint("1", "Any", BucketMark.EFFICIENCY, value, feasibility, feasibility)
    assert spec.quadrant(point) is quadrant


def test_every_quadrant_has_a_name() -> None:
    names = [QuadrantNames().of(key) for key in QuadrantKey]
    assert names == ["Do now", "Build foundations first", "Quick win", "Park"]


@pytest.mark.parametrize(
    ("cell", "step", "shown", "is_capped"),
    [
        (HeatCell(2.9, 3.1), 2, "2.9", True),
        (HeatCell(2.96, 2.96), 3, "3.0", False),
        (HeatCell(3.0, 3.04), 3, "3.0", False),
        (HeatCell(0.4, 0.4), 0, "0.4", False),
        (HeatCell(0.0, 0.0), 0, "0.0", False),
        (HeatCell(NOT_ASKED, NOT_ASKED), 0, "not asked", False),
    ],
)
def test_a_heat_cell_shows_colour_number_and_cap_of_what_is_written(
    cell: HeatCell, step: int, shown: str, is_capped: bool
) -> None:
    assert (cell.step, cell.shown, cell.is_capped) == (step, shown, is_capped)


def test_a_full_bar_is_the_largest_amount_unless_a_maximum_is_given() -> None:
    bars = (Bar("A", 36, "36"), Bar("B", -40, "−40"))
    assert BarsSpec(Finding("x"), bars).full == 40
    assert BarsSpec(Finding("x"), bars, maximum=100).full == 100
    assert BarsSpec(Finding("x"), ()).full == 1


def test_a_spec_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Finding("x").text = "y"  # type: ignore[misc]
