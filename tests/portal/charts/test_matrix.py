"""The matrix: where marks stand, what size and shape they have, what the selected one adds."""

import re
from math import pi

import pytest

from portal.charts import matrix, shapes
from portal.charts.binning import bin_points
from portal.charts.matrix_plane import lay_out
from portal.charts.svg import Medium
from portal.domain.chart_specs.figures import NOT_ESTIMATED, BucketMark
from portal.domain.chart_specs.matrix import MatrixSpec
from portal.domain.text_metrics import DESCENT
from tests.portal.charts.specs import (
    FINDING,
    SVG,
    find,
    make_crowd,
    make_matrix,
    make_point,
    read,
    texts,
    words,
)

CIRCLE = SVG + "circle"


def circles(drawing: str) -> list[tuple[float, float, float]]:
    return [
        (float(each.get("cx", "")), float(each.get("cy", "")), float(each.get("r", "")))
        for each in find(drawing, "circle", "st-mark")
    ]


def test_a_mark_stands_at_its_adjusted_feasibility_and_value() -> None:
    spec = make_matrix(make_point("1", value=82.0, feasibility=74.0))
    plane = lay_out(spec, Medium.WIDE)
    ((x, y, _radius),) = circles(matrix.draw(spec))
    assert (x, y) == (
        pytest.approx(plane.across.at(74), abs=0.06),
        pytest.approx(plane.up.at(82), abs=0.06),
    )


def test_the_do_now_quadrant_is_tinted_from_the_thresholds_to_the_corner() -> None:
    spec = make_matrix()
    plane = lay_out(spec, Medium.WIDE)
    (tint,) = find(matrix.draw(spec), "rect", "f-asoft")
    assert float(tint.get("x", "")) == pytest.approx(plane.across.at(55), abs=0.06)
    assert float(tint.get("height", "")) == pytest.approx(plane.up.at(55) - plane.up.end, abs=0.06)


def test_all_three_shapes_have_the_area_of_the_circle() -> None:
    radius = 100.0
    for bucket in (BucketMark.AUGMENTATION, BucketMark.TRANSFORMATION):
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", shapes.outline(bucket, 0, 0, radius))]
        corners = list(zip(numbers[::2], numbers[1::2], strict=True))
        area = 0.0
        for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
            area += x1 * y2 - x2 * y1
        assert abs(area) / 2 == pytest.approx(pi * radius**2, rel=0.002)


def test_area_is_proportional_to_cost() -> None:
    spec = make_matrix(
        make_point("1", cost=800.0, value=70.0), make_point("2", cost=200.0, value=60.0)
    )
    (_, _, large), (_, _, small) = circles(matrix.draw(spec))
    assert (large / small) ** 2 == pytest.approx(4, rel=0.05)


def test_a_use_case_without_an_estimate_is_drawn_at_the_median_and_the_note_says_so() -> None:
    spec = make_matrix(
        make_point("1", cost=800.0, value=90.0),
        make_point("2", cost=400.0, value=80.0),
        make_point("3", cost=NOT_ESTIMATED, value=70.0),
        make_point("4", cost=200.0, value=60.0),
    )
    radii = {y: radius for _, y, radius in circles(matrix.draw(spec))}
    by_height = [radii[y] for y in sorted(radii)]
    assert by_height[1] == by_height[2]
    assert matrix.note(spec) == ("1 use case has no cost estimate and is drawn at the median size.")


def test_a_rank_that_is_not_robust_is_hollow() -> None:
    drawing = matrix.draw(
        make_matrix(make_point("1", is_robust=False), make_point("2", value=60.0))
    )
    hollow, solid = find(drawing, "circle", "st-mark")
    assert (hollow.get("fill"), hollow.get("stroke")) == ("#ffffff", "#0072b2")
    assert (solid.get("fill"), solid.get("stroke")) == ("#0072b2", "#ffffff")


def test_the_selected_mark_is_ringed_and_an_arrow_names_what_readiness_took() -> None:
    drawing = matrix.draw(make_matrix(selected="2"))
    assert "readiness −15" in words(drawing)
    assert len(find(drawing, "circle", "s-ink")) == 1
    dotted = [each for each in read(drawing).iter(SVG + "circle") if each.get("stroke-dasharray")]
    plane = lay_out(make_matrix(selected="2"), Medium.WIDE)
    assert float(dotted[0].get("cx", "")) == pytest.approx(plane.across.at(62), abs=0.06)


def test_a_selected_mark_that_readiness_leaves_alone_gets_a_ring_and_no_arrow() -> None:
    drawing = matrix.draw(make_matrix(selected="1"))
    assert len(find(drawing, "circle", "s-ink")) == 1
    assert not [word for word in words(drawing) if word.startswith("readiness")]


def test_a_page_links_each_mark_and_says_what_it_is() -> None:
    link = next(read(matrix.draw(make_matrix())).iter(SVG + "a"))
    assert link.get("href") == "/portfolio/use-cases/2/"
    assert link[0].text == "Rail slot bidding: value 88, adjusted feasibility 47, rank 2–3"


def test_the_largest_mark_lies_lowest() -> None:
    drawing = matrix.draw(make_matrix())
    titles = [each[0].text or "" for each in read(drawing).iter(SVG + "a")]
    assert titles[0].startswith("Rail slot bidding")


@pytest.mark.parametrize("medium", [Medium.WIDE, Medium.NARROW, Medium.REPORT])
def test_the_figures_of_an_axis_touch_no_other_words(medium: Medium) -> None:
    written = texts(matrix.draw(make_matrix(), medium))
    figures = [each for each in written if each.words.isdigit()]
    for each in figures:
        assert not [other.words for other in written if other != each and other.box.meets(each.box)]
        if each.box.right < lay_out(make_matrix(), medium).plot.left:
            assert each.box.left > 12 + 12 * DESCENT


def test_an_empty_matrix_still_has_its_quadrants() -> None:
    drawing = matrix.draw(MatrixSpec(FINDING, (), 55, 55))
    assert {"Do now", "Build foundations first", "Quick win", "Park"} <= set(words(drawing))


def test_above_three_hundred_only_the_selected_mark_is_named_and_nothing_is_linked() -> None:
    crowd = make_crowd(301)
    spec = MatrixSpec(FINDING, crowd.points, 55, 55, selected="7")
    drawing = matrix.draw(spec)
    assert [word for word in words(drawing) if word.startswith("Use case")] == ["Use case 7"]
    assert "<a " not in drawing
    assert 'fill-opacity=".3"' in drawing
    marks = [each for group in read(drawing).iter(SVG + "g") for each in group]
    assert len(marks) == 301


def test_above_two_thousand_the_drawing_counts_as_its_interactive_twin_does() -> None:
    crowd = make_crowd(2001)
    drawing = matrix.draw(crowd)
    marks = [each for group in read(drawing).iter(SVG + "g") for each in group]
    assert len(marks) == len(bin_points(crowd.points))
    assert [item.words for item in matrix.legend(crowd)][-1] == "Size: how many use cases"


def test_the_largest_count_keeps_within_its_square() -> None:
    crowd = make_crowd(2001)
    for medium in (Medium.WIDE, Medium.NARROW, Medium.REPORT):
        plane = lay_out(crowd, medium)
        radii = [float(each.get("r", "")) for each in read(matrix.draw(crowd, medium)).iter(CIRCLE)]
        assert 2 * max(radii) <= plane.across.at(5) - plane.across.at(0)
        assert 2 * max(radii) <= plane.up.at(0) - plane.up.at(5)


def test_three_hundred_are_still_named_and_linked() -> None:
    drawing = matrix.draw(make_crowd(300))
    assert drawing.count("<a ") == 300
    assert any(word.startswith("Use case") for word in words(drawing))


def test_the_table_says_what_the_drawing_shows() -> None:
    table = matrix.table(make_matrix())
    assert [column.head for column in table.columns] == [
        "Use case",
        "Bucket",
        "Value",
        "Adj. feasibility",
        "Readiness",
        "Rank",
    ]
    slots = [cell.text for cell in table.rows[1]]
    assert slots == ["Rail slot bidding", "Transformation", "88", "47", "−15", "2–3"]
    assert table.rows[1][0].url == "/portfolio/use-cases/2/"
    assert table.rows[1][1].bucket is BucketMark.TRANSFORMATION


def test_the_table_of_a_crowd_counts_each_use_case_once_and_links_its_counts() -> None:
    crowd = make_crowd(500)
    spec = MatrixSpec(
        FINDING,
        crowd.points,
        55,
        55,
        quadrant_url="/list/?quadrant={quadrant}&bucket={bucket}",
    )
    table = matrix.table(spec)
    assert [row[0].text for row in table.rows] == [
        "Do now",
        "Build foundations first",
        "Quick win",
        "Park",
    ]
    assert sum(int(row[-1].text) for row in table.rows) == 500
    assert sum(int(cell.text) for row in table.rows for cell in row[1:-1]) == 500
    assert table.rows[0][1].url == "/list/?quadrant=do_now&bucket=efficiency"
