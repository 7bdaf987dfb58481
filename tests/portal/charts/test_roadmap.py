"""The timeline: bars at their dates, arrows behind them, words inside or beside them."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.charts import roadmap
from portal.charts.roadmap_arrows import Arrows, Row
from portal.charts.svg import Box, Medium
from portal.domain.chart_specs.roadmap import (
    Dependency,
    Period,
    RoadmapItem,
    RoadmapSpec,
    RoadmapWave,
)
from tests.portal.charts.specs import FINDING, SVG, find, make_roadmap, read, texts, words


def arrow(first: Box, then: Box, *between: Row) -> str:
    rows = {"first": Row(first, first.left, first.right), "then": Row(then, then.left, then.right)}
    rows |= {f"between {place}": row for place, row in enumerate(between)}
    return Arrows(rows).draw("first", "then", is_required=True)


def strokes(course: str) -> list[Box]:
    """Read the straight parts of a line as boxes without width."""
    x, y, found = 0.0, 0.0, []
    for letter, said in re.findall(r"([MHV])([^MHV]*)", course):
        ends = [float(word) for word in said.split()]
        to_x = ends[0] if letter != "V" else x
        to_y = ends[-1] if letter != "H" else y
        if letter != "M":
            found.append(Box(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y)))
        x, y = to_x, to_y
    return found


def test_a_bar_reaches_from_its_first_day_to_the_end_of_its_last() -> None:
    drawing = roadmap.draw(make_roadmap())
    bars = [
        (float(each.get("x", "")), float(each.get("width", "")))
        for each in find(drawing, "rect", "st-mark")
    ]
    days, plot = 181, 1110 - 40
    assert bars[0] == (44, pytest.approx(59 / days * plot - 8, abs=0.1))
    assert bars[1][0] == pytest.approx(40 + 14 / days * plot + 4, abs=0.1)
    assert sum(bars[2]) == pytest.approx(1106, abs=0.1)


def test_a_foundation_action_is_dashed_with_two_slabs_and_a_use_case_has_edge_and_shape() -> None:
    drawing = roadmap.draw(make_roadmap())
    action, yard, slots = find(drawing, "rect", "st-mark")
    assert action.get("stroke-dasharray") == "4 3"
    assert yard.get("stroke-dasharray") is None
    assert slots.get("fill") == "#ffffff"
    assert len(find(drawing, "rect", "f-ink3")) == 2
    assert len(find(drawing, "rect", "f-tra")) == len(find(drawing, "path", "f-tra")) == 1


def test_arrows_run_behind_the_bars_solid_for_must_and_dashed_for_helps() -> None:
    root = read(roadmap.draw(make_roadmap()))
    order = [each.get("class", "") for each in root.iter()]
    arrows = [each for each in root.iter(SVG + "path") if each.get("class") == "s-ink2"]
    assert [each.get("stroke-dasharray") for each in arrows] == [None, "3 3"]
    last_arrow = max(place for place, name in enumerate(order) if name == "s-ink2")
    first_bar = min(place for place, name in enumerate(order) if "st-mark" in name)
    assert last_arrow < first_bar


@pytest.mark.parametrize(
    ("then", "ends"),
    [
        (Box(200, 50, 300, 76), "M200 63l-7 -4v8Z"),
        (Box(60, 50, 300, 76), "M122 50l-4 -7h8Z"),
        (Box(60, -50, 300, -24), "M122 -24l-4 7h8Z"),
        (Box(20, 50, 46, 76), "M36 50l-4 -7h8Z"),
    ],
    ids=["into its start", "into its upper edge", "into its lower edge", "where it is nearest"],
)
def test_an_arrow_finds_its_way(then: Box, ends: str) -> None:
    assert ends in arrow(Box(30, 0, 130, 26), then)


def test_an_arrow_goes_round_what_lies_between() -> None:
    first, between, then = Box(100, 0, 200, 26), Box(100, 34, 200, 60), Box(100, 68, 200, 94)
    assert "M200 13H210V81H206" in arrow(first, then, Row(between, 100, 200))
    assert "M200 13H408V81H206" in arrow(first, then, Row(between, 10, 400))


def test_an_arrow_starts_behind_a_name_that_stands_beside_its_bar() -> None:
    first, then = Row(Box(100, 0, 140, 26), 100, 300), Row(Box(500, 34, 600, 60), 500, 600)
    drawn = Arrows({"a": first, "b": then}).draw("a", "b", is_required=True)
    assert "M132 26V47H495" in drawn or "M304 13H" in drawn


def test_two_arrows_between_other_items_do_not_lie_on_each_other() -> None:
    rows = {
        key: Row(Box(left, top, left + 100, top + 26), left, left + 100)
        for key, left, top in (("a", 100, 0), ("b", 100, 34), ("c", 300, 68), ("d", 300, 102))
    }
    ways = Arrows(rows)
    drawn = [ways.draw(*each, is_required=True) for each in (("a", "c"), ("b", "d"))]
    uprights = [re.findall(r"H([0-9.]+)V", each)[0] for each in drawn]
    assert len(set(uprights)) == 2


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 12)), min_size=3, max_size=9))
def test_no_arrow_crosses_a_bar_or_a_name(spans: list[tuple[int, int]]) -> None:
    items = tuple(
        RoadmapItem(
            f"{place}",
            f"Item {place} with a name that takes room",
            date(2027, 1, 4) + timedelta(weeks=start),
            date(2027, 1, 4) + timedelta(weeks=start + weeks),
        )
        for place, (start, weeks) in enumerate(spans)
    )
    spec = RoadmapSpec(
        FINDING,
        (Period("2027", date(2027, 1, 1)),),
        date(2027, 12, 31),
        (RoadmapWave("Wave 1", items),),
        tuple(Dependency("0", item.key) for item in items[1:]),
    )
    drawing = roadmap.draw(spec)
    taken = [each.box for each in texts(drawing) if each.words.startswith("Item")]
    # Coordinates are written to one decimal, so that an edge may read a tenth beside itself.
    tenth = 0.11
    taken += [
        Box(x + tenth, y, x + float(each["width"]) - tenth, y + float(each["height"]))
        for each in (node.attrib for node in find(drawing, "rect", "st-mark"))
        for x, y in [(float(each["x"]), float(each["y"]))]
    ]
    for line in find(drawing, "path", "s-ink2"):
        for part in strokes(line.get("d", "")):
            assert not any(part.meets(box) for box in taken), line.get("d")


def test_a_dependency_on_something_that_is_not_shown_is_left_out() -> None:
    spec = make_roadmap()
    lonely = replace(spec, waves=spec.waves[1:])
    assert not find(roadmap.draw(lonely), "path", "s-ink2")


def test_a_title_too_long_for_its_bar_stands_beside_it() -> None:
    short = RoadmapItem("a", "A title that is much too long", date(2027, 1, 1), date(2027, 1, 3))
    late = replace(short, key="b", starts_on=date(2027, 12, 28), ends_on=date(2027, 12, 31))
    spec = RoadmapSpec(
        FINDING,
        (Period("2027", date(2027, 1, 1)),),
        date(2027, 12, 31),
        (RoadmapWave("Wave 1", (short, late)),),
    )
    drawing = roadmap.draw(spec)
    after, before = [each.box for each in texts(drawing) if each.words == short.title]
    first, second = find(drawing, "rect", "st-mark")
    assert after.left > float(first.get("x", "")) + float(first.get("width", ""))
    assert before.right < float(second.get("x", ""))


def test_a_bar_outside_the_axis_stays_on_the_drawing() -> None:
    spec = make_roadmap()
    item = RoadmapItem("x", "Far away", date(2030, 1, 1), date(2030, 2, 1))
    drawing = roadmap.draw(replace(spec, waves=(RoadmapWave("Wave 9", (item,)),)))
    (bar,) = find(drawing, "rect", "st-mark")
    assert float(bar.get("x", "")) + float(bar.get("width", "")) <= 1110


def test_phones_read_what_an_item_waits_for() -> None:
    assert "after Event contracts" in words(roadmap.draw(make_roadmap(), Medium.NARROW))


def test_the_pdf_writes_names_before_the_bars() -> None:
    drawing = roadmap.draw(make_roadmap(), Medium.REPORT)
    name = next(each for each in texts(drawing) if each.words == "Event contracts, Rail")
    assert name.box.right < 236


def test_the_table_says_when_and_after_what() -> None:
    rows = [[cell.text for cell in row] for row in roadmap.table(make_roadmap()).rows]
    assert rows[0] == ["Event contracts", "Wave 1", "1 Jan 2027", "28 Feb 2027", "–", "–"]
    assert rows[2][-2:] == ["Event contracts", "Yard planning"]
    assert roadmap.table(make_roadmap()).rows[0][0].url == "/actions/1/"


def test_the_legend_explains_only_what_is_drawn() -> None:
    everything = [item.words for item in roadmap.legend(make_roadmap())]
    assert everything[3:] == ["Foundation action", "Must be done first", "Helps"]
    plain = replace(make_roadmap(), dependencies=())
    assert [item.words for item in roadmap.legend(plain)][3:] == ["Foundation action"]
