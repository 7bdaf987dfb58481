"""Lines over time: gaps stay gaps, the present is bold, labels at the ends keep apart."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portal.charts import lines
from portal.charts.lines import spread
from portal.domain.chart_specs.figures import NO_TARGET
from tests.portal.charts.specs import find, make_lines, texts, words


def test_a_line_with_a_gap_is_not_joined_across_it() -> None:
    drawing = lines.draw(make_lines())
    assert [each.get("d", "").count("L") for each in find(drawing, "path", "s-ink3")] == [3]
    assert not find(drawing, "path", "s-accent")
    assert len(find(drawing, "circle", "f-accent")) == 3


def test_the_fan_opens_from_the_last_known_value() -> None:
    (fan,) = find(lines.draw(make_lines()), "path", "f-l2")
    points = fan.get("d", "").removeprefix("M").removesuffix("Z").split("L")
    assert points[0] == points[-1]
    assert len(points) == 4


def test_the_present_is_bold_on_the_axis() -> None:
    bold = [each.words for each in texts(lines.draw(make_lines())) if each.is_bold]
    assert "July" in bold
    assert "June" not in bold


def test_the_target_is_drawn_only_when_there_is_one() -> None:
    assert "target 4.5" in words(lines.draw(make_lines()))
    without = lines.draw(replace(make_lines(), target=NO_TARGET))
    assert not [word for word in words(without) if word.startswith("target")]


def test_axis_labels_never_run_into_each_other() -> None:
    spec = make_lines()
    axis = tuple(f"November {year}" for year in range(2000, 2040))
    crowded = replace(
        spec,
        axis=axis,
        lines=tuple(replace(line, values=tuple(range(40))) for line in spec.lines),
        fan=None,
        now=-1,
    )
    written = [each for each in texts(lines.draw(crowded)) if each.words in axis]
    assert len(written) >= 2
    for one, other in pairwise(sorted(written, key=lambda each: each.box.left)):
        assert one.box.right < other.box.left


@given(st.lists(st.floats(0, 150), max_size=5).map(sorted))
def test_places_that_are_too_close_move_apart_and_keep_their_order(places: list[float]) -> None:
    moved = spread(places, 15, 160)
    assert all(low - high >= 15 - 1e-9 for high, low in pairwise(moved))
    assert all(place <= 160 for place in moved)


def test_the_table_has_a_row_for_each_position_and_a_dash_for_what_is_unknown() -> None:
    table = lines.table(make_lines())
    assert [column.head for column in table.columns] == ["Period", "Plan", "Signed", "Low", "High"]
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["May", "1.0", "0.8", "–", "–"],
        ["June", "2.0", "–", "–", "–"],
        ["July", "3.0", "2.4", "2.4", "2.4"],
        ["August", "4.0", "–", "2.8", "3.6"],
    ]


def test_a_line_without_a_label_at_its_end_is_in_the_legend() -> None:
    assert [item.words for item in lines.legend(make_lines())] == ["Signed"]
