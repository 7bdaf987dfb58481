"""What holds for every chart: safe, the same each time, coloured twice, and with a table."""

import pytest

from portal.charts.figures import ChartSpec, in_report, on_page, write_finding
from portal.charts.svg import Medium
from portal.domain.chart_specs.figures import Finding
from tests.portal.charts.specs import (
    ALL,
    SVG,
    make_layer,
    make_matrix,
    make_point,
    make_stack,
    read,
)

SHAPES = {SVG + name for name in ("rect", "circle", "path", "line", "text")}
HOSTILE = '"><script>alert(1)</script><a href="javascript:x">\x00&amp;'


def drawings(spec: ChartSpec) -> list[str]:
    page = on_page(spec)
    return [
        page.drawing_wide,
        page.drawing_narrow or page.drawing_wide,
        in_report(spec).drawing_wide,
    ]


@pytest.fixture(params=ALL.values(), ids=ALL)
def spec(request: pytest.FixtureRequest) -> ChartSpec:
    return request.param


def test_every_drawing_is_well_formed_and_the_same_each_time(spec: ChartSpec) -> None:
    first, second = drawings(spec), drawings(spec)
    assert first == second
    for drawing in first:
        assert read(drawing).tag == SVG + "svg"


def test_every_mark_has_a_class_for_the_page_and_a_colour_for_the_pdf(spec: ChartSpec) -> None:
    for drawing in drawings(spec):
        root = read(drawing)
        grouped = {
            mark for group in root.iter(SVG + "g") if group.get("class") for mark in group.iter()
        }
        for mark in root.iter():
            if mark.tag not in SHAPES or mark in grouped:
                continue
            names = mark.get("class", "").split()
            assert any(name.startswith("f-") for name in names) == (
                mark.get("fill", "none") != "none"
            )
            assert any(name.startswith("s-") for name in names) == (mark.get("stroke") is not None)


def test_no_drawing_carries_style_or_script(spec: ChartSpec) -> None:
    for drawing in drawings(spec):
        names = {name for each in read(drawing).iter() for name in each.attrib}
        assert not [name for name in names if name == "style" or name.startswith("on")]
        assert "<script" not in drawing


def test_a_page_hides_the_drawing_and_a_report_titles_it_without_links(spec: ChartSpec) -> None:
    page, report = on_page(spec), in_report(spec)
    assert 'aria-hidden="true"' in page.drawing_wide
    assert report.drawing_wide.count("<a ") == 0
    assert read(report.drawing_wide).get("role") == "img"
    assert read(report.drawing_wide)[0].text == spec.title


def test_every_row_of_a_table_has_a_cell_for_each_column(spec: ChartSpec) -> None:
    table = on_page(spec).table
    assert table.rows
    assert {len(row) for row in table.rows} == {len(table.columns)}


def test_narrow_drawings_fit_a_phone_and_say_nothing_smaller_than_eleven_pixels(
    spec: ChartSpec,
) -> None:
    page = on_page(spec)
    root = read(page.drawing_narrow or page.drawing_wide)
    if page.drawing_narrow:
        assert 320 <= float(root.get("width", "")) <= 358
    assert min(float(each.get("font-size", "")) for each in root.iter(SVG + "text")) >= 11


def test_hostile_names_stay_text() -> None:
    matrix = make_matrix(
        make_point("1", name=HOSTILE, url="javascript:alert(1)"),
        selected="1",
    )
    stack = make_stack(make_layer(HOSTILE, 2.0), make_layer("b", 2.0, stands_on=(HOSTILE,)))
    for spec in (matrix, stack):
        for drawing in drawings(spec):
            tags = {each.tag.removeprefix(SVG) for each in read(drawing).iter()}
            assert tags <= {"svg", "title", "g", "rect", "circle", "path", "line", "text"}


def test_a_finding_marks_its_bold_part_and_escapes_the_rest() -> None:
    assert write_finding(Finding("A & <b> hold.", strong="<b>")) == (
        "A &amp; <strong>&lt;b&gt;</strong> hold."
    )


def test_a_chart_with_one_drawing_for_all_widths_shows_it_on_all() -> None:
    figure = on_page(ALL["bars"])
    assert figure.drawing_narrow == ""
    assert 'class="st-draw"' in figure.drawing_wide
    assert Medium.WIDE not in figure.drawing_wide
