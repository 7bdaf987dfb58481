"""Bars, shares, stages, profiles and the heat map's twin: lengths and words match the numbers."""

import pytest

from portal.charts import bars, funnel, heat, profile, shares
from portal.charts.svg import Medium
from portal.domain.chart_specs.bars import ProfileRow, ProfileSpec, ShareRow
from portal.domain.chart_specs.figures import NOT_ASKED, BucketMark
from portal.domain.chart_specs.heat import HeatCell, HeatRow, HeatSpec
from portal.domain.chart_specs.levels import LevelScale
from tests.portal.charts.specs import (
    FINDING,
    SVG,
    find,
    make_bars,
    make_funnel,
    make_profile,
    make_shares,
    read,
    words,
)


def widths(drawing: str, name: str) -> list[float]:
    return [float(each.get("width", "")) for each in find(drawing, "rect", name)]


def test_a_bar_is_as_long_as_its_share_of_the_longest() -> None:
    drawing = bars.draw(make_bars())
    assert widths(drawing, "f-l4") == [330, pytest.approx(330 * 17 / 36, abs=0.06)]


def test_a_discount_is_red_and_as_long_as_its_amount() -> None:
    drawing = bars.draw(make_bars())
    assert widths(drawing, "f-bad") == [137.5]
    assert [each.text for each in find(drawing, "text", "f-bad")] == ["−15"]


def test_the_table_of_bars_has_the_notes_and_the_links() -> None:
    table = bars.table(make_bars())
    assert [column.head for column in table.columns] == ["Criterion", "Weight", "Contribution"]
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Margin per slot", "40%", "36"],
        ["Fit with strategy", "20%", "17"],
        ["Readiness of Rail", "–", "−15"],
    ]
    assert table.rows[0][0].url == "/criteria/1/"


@pytest.mark.parametrize(
    ("value", "maximum", "length"),
    [(41, 120, "34.2"), (200, 120, "100"), (-5, 120, "0"), (5, 0, "0")],
)
def test_the_small_bar_never_leaves_its_cell(value: float, maximum: float, length: str) -> None:
    assert f'class="f-accent" fill="#0b5a68" x="0" y="0" width="{length}"' in bars.mini(
        value, maximum
    )


def test_the_small_bar_has_a_tick_where_the_plan_stands() -> None:
    assert 'class="f-ink" fill="#131e25" x="82.3" y="0" width="2"' in bars.mini(98, 120, 100)
    assert "f-ink" not in bars.mini(98, 120)


def test_shares_fill_the_bar_and_are_written_where_they_fit() -> None:
    drawing = shares.draw(make_shares())
    lengths = [*widths(drawing, "f-eff"), *widths(drawing, "f-aug"), *widths(drawing, "f-tra")]
    assert sum(lengths) == pytest.approx(440 - 2 * 2, abs=0.2)
    assert [word for word in words(drawing) if word.endswith("%")] == ["50%", "30%", "20%"]
    tiny = ShareRow("Tiny", "1", ((BucketMark.EFFICIENCY, 99.0), (BucketMark.AUGMENTATION, 1.0)))
    drawn = shares.draw(type(make_shares())(FINDING, (tiny,)))
    assert [word for word in words(drawn) if word.endswith("%")] == ["99%"]


def test_words_on_augmentation_are_dark() -> None:
    (word,) = find(shares.draw(make_shares()), "text", "f-onaug")
    assert (word.text, word.get("fill")) == ("30%", "#131e25")


def test_a_measure_of_nothing_has_an_empty_bar_and_no_shares() -> None:
    table = shares.table(make_shares())
    assert [cell.text for cell in table.rows[1]] == ["Lost", "0%", "0%", "0%", "€0"]
    assert len(find(shares.draw(make_shares()), "rect", "f-sunk")) == 1


def test_a_stage_is_as_tall_as_its_count_and_red_when_it_is_late() -> None:
    drawing = funnel.draw(make_funnel())
    heights = [float(each.get("height", "")) for each in find(drawing, "rect", "st-mark")]
    assert heights == [102, 25.5, 0]
    (late,) = find(drawing, "rect", "f-bad")
    assert late.get("height") == "25.5"
    assert [each.text for each in find(drawing, "text", "f-bad")] == ["5", "Assessed", "34 days"]


def test_a_stage_leads_to_its_use_cases() -> None:
    links = [each.get("href") for each in read(funnel.draw(make_funnel())).iter(SVG + "a")]
    assert links == ["/use-cases/?stage=idea"]


def test_the_table_of_stages_says_in_words_which_is_late() -> None:
    rows = [[cell.text for cell in row] for row in funnel.table(make_funnel()).rows]
    assert rows[1] == ["Assessed", "5", "34 days", "clock 10", "yes"]


def test_a_profile_shows_level_overhang_target_and_split() -> None:
    drawing = profile.draw(make_profile())
    unit = (673 - 236 - 88) / 5
    assert widths(drawing, "f-l4") == [pytest.approx(2.1 * unit, abs=0.06)]
    assert widths(drawing, "f-bads") == [pytest.approx(1.3 * unit, abs=0.06)]
    assert {"2.1", "split", "not asked", "Engineering", "Data"} <= set(words(drawing))
    assert [item.words for item in profile.legend(make_profile())][-1].startswith("split")


@pytest.mark.parametrize(("lowest", "highest", "full"), [(0, 3, 3.0), (0, 1, 1.0), (3, 6, 6.0)])
def test_the_highest_level_fills_a_profile_on_any_scale(
    lowest: int, highest: int, full: float
) -> None:
    rows = (ProfileRow("Tracking", full, full, full), ProfileRow("Lineage", float(lowest)))
    spec = ProfileSpec(FINDING, rows, LevelScale(lowest, highest))
    drawing = profile.draw(spec)
    long, short = widths(drawing, "f-l4")
    assert long == pytest.approx(673 - 236 - 88, abs=0.06)
    assert 2 < short < long
    marked = [word for word in words(drawing) if word.isdigit()]
    assert marked == [str(step) for step in LevelScale(lowest, highest).steps]


def test_the_table_of_a_profile_has_raw_effective_and_agreement() -> None:
    rows = [[cell.text for cell in row] for row in profile.table(make_profile()).rows]
    assert rows[0] == ["Tracking", "Engineering", "3.4", "2.1", "3.0", "split"]
    assert rows[1] == ["Lineage", "Data", "not asked", "not asked", "3.0", "agreed"]


def test_a_profile_on_a_phone_writes_the_name_above_its_bar() -> None:
    drawing = profile.draw(make_profile(), Medium.NARROW)
    assert read(drawing).get("width") == "340"


def test_the_heat_map_in_words_names_what_was_pressed_and_what_was_not_asked() -> None:
    cells = (HeatCell(2.9, 3.1, "/cell/"), HeatCell(NOT_ASKED))
    spec = HeatSpec(FINDING, ("Data", "People"), (HeatRow("Rail", cells, "/domains/rail/"),))
    (row,) = heat.table(spec).rows
    assert [cell.text for cell in row] == ["Rail", "2.9, pressed from 3.1", "not asked"]
    assert [cell.url for cell in row] == ["/domains/rail/", "/cell/", ""]
