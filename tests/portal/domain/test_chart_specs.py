"""What specs know about themselves: bold parts, quadrants, capped cells, full bars."""

from dataclasses import FrozenInstanceError

import pytest

from portal.domain.chart_specs.bars import Bar, BarsSpec
from portal.domain.chart_specs.figures import NOT_ASKED, BucketMark, Finding
from portal.domain.chart_specs.heat import HeatCell, HeatRow, HeatSpec
from portal.domain.chart_specs.levels import LevelScale
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


@pytest.mark.parametrize(
    ("scale", "tones"),
    [
        (LevelScale(0, 3), {0.0: 1, 0.7: 1, 0.8: 2, 1.5: 3, 2.9: 4, 3.0: 5}),
        (LevelScale(0, 1), {0.0: 1, 0.25: 2, 0.5: 3, 0.74: 3, 0.75: 4, 1.0: 5}),
        (LevelScale(1, 5), {0.9: 0, 1.0: 1, 2.9: 2, 4.0: 4, 5.0: 5}),
        (LevelScale(-2, 2), {-2.0: 1, 0.0: 3, 2.0: 5}),
    ],
)
def test_a_colour_is_the_share_of_its_own_scale(scale: LevelScale, tones: dict[float, int]) -> None:
    assert {level: scale.tone(level) for level in tones} == tones
    assert {level: HeatCell(level, scale=scale).step for level in tones} == tones


def test_a_legend_shows_the_levels_of_the_scale_that_every_cell_has() -> None:
    samm, five = LevelScale(0, 3), LevelScale(1, 5)
    cells = (HeatCell(1.0, scale=samm), HeatCell(NOT_ASKED))
    spec = HeatSpec(Finding("x"), ("A", "B"), (HeatRow("Rail", cells),))
    assert spec.scale == samm
    assert samm.swatches == ((1, "0"), (2, "1"), (3, "2"), (5, "3"))
    assert five.swatches == tuple((level, str(level)) for level in range(1, 6))
    assert LevelScale(0, 1).swatches[1] == (2, "0.25")
    mixed = (HeatRow("Rail", (HeatCell(1.0, scale=samm), HeatCell(1.0, scale=five))),)
    assert HeatSpec(Finding("x"), ("A", "B"), mixed).scale is None


def test_a_long_scale_is_marked_in_even_strides_up_to_its_highest_level() -> None:
    assert LevelScale(0, 99).steps == (0, *range(9, 100, 10))
    assert LevelScale(1, 5).steps == (0, 1, 2, 3, 4, 5)


def test_a_full_bar_is_the_largest_amount_unless_a_maximum_is_given() -> None:
    bars = (Bar("A", 36, "36"), Bar("B", -40, "−40"))
    assert BarsSpec(Finding("x"), bars).full == 40
    assert BarsSpec(Finding("x"), bars, maximum=100).full == 100
    assert BarsSpec(Finding("x"), ()).full == 1


def test_a_spec_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Finding("x").text = "y"  # type: ignore[misc]
