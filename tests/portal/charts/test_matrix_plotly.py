"""The interactive matrix: never more than 2,000 marks, counts that add up, links that stay here."""

import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st
from plotly import graph_objects

from portal.charts import interactive, matrix
from portal.charts.binning import bin_points
from portal.charts.palette import TONES
from portal.domain.chart_specs.figures import BucketMark
from tests.portal.charts.specs import make_bars, make_crowd, make_lines, make_matrix, make_point


def rows(figure: dict[str, object]) -> list[list[str]]:
    return [row for trace in figure["data"] for row in trace.get("customdata", [])]  # type: ignore[attr-defined]


def test_every_use_case_is_a_mark_that_leads_to_its_page() -> None:
    figure = interactive.build(make_matrix())
    assert sorted(row[-1] for row in rows(figure)) == [
        "/portfolio/use-cases/1/",
        "/portfolio/use-cases/2/",
        "/portfolio/use-cases/3/",
    ]
    assert [
        "Rail slot bidding: value 88, adjusted feasibility 47, rank 2–3",
        "2",
        "/portfolio/use-cases/2/",
    ] in rows(figure)


def test_the_table_has_the_numbers_of_the_figure() -> None:
    spec = make_matrix()
    figure = interactive.build(spec)
    drawn = {
        (row[1], round(y), round(x))
        for trace in figure["data"]
        for row, x, y in zip(trace.get("customdata", []), trace["x"], trace["y"], strict=True)
    }
    table = matrix.table(spec)
    written = {
        (point.key, int(row[2].text), int(row[3].text))
        for point, row in zip(spec.points, table.rows, strict=True)
    }
    assert drawn == written


def test_two_thousand_use_cases_are_points_and_one_more_makes_them_counts() -> None:
    points, counts = make_crowd(2000), make_crowd(2001)
    assert len(rows(interactive.build(points))) == 2000
    assert "drawn as counts" not in matrix.note(points)
    figure = interactive.build(counts)
    assert len(rows(figure)) < 1200
    assert matrix.note(counts).startswith("2,001 use cases are drawn as counts")


def test_the_lowest_figures_of_both_axes_keep_apart_in_the_corner() -> None:
    layout = interactive.build(make_matrix())["layout"]
    assert [layout[axis]["ticklabelstandoff"] for axis in ("xaxis", "yaxis")] == [6, 6]


def test_counts_name_their_square_and_lead_to_its_rows() -> None:
    point = make_point("1", value=62.0, feasibility=40.0, is_robust=False)
    spec = make_matrix(
        *(point for _ in range(2001)),
        cell_url="/list/?b={bucket}&v={value_from}-{value_to}&f={feasibility_from}-{feasibility_to}",
    )
    (row,) = rows(interactive.build(spec))
    assert row == [
        (
            "2001 use cases, efficiency: value 60 to 65, adjusted feasibility 40 to 45; "
            "2001 ranks not robust"
        ),
        "",
        "/list/?b=efficiency&v=60-65&f=40-45",
    ]


SCORES = st.floats(0, 100)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(BucketMark), SCORES, SCORES, st.booleans()), max_size=80))
def test_every_use_case_is_in_exactly_one_square(
    drawn: list[tuple[BucketMark, float, float, bool]],
) -> None:
    points = tuple(
        make_point(str(place), bucket=bucket, value=value, feasibility=feasible, is_robust=robust)
        for place, (bucket, value, feasible, robust) in enumerate(drawn)
    )
    bins = bin_points(points)
    assert sum(each.count for each in bins) == len(points)
    assert sum(each.fragile for each in bins) == sum(not point.is_robust for point in points)
    for each in bins:
        assert each.value_from <= each.value + 1e-9
        assert each.value <= each.value_to + 1e-9
        assert 0 <= each.feasibility_from <= 95


def test_a_hostile_name_is_no_markup_and_a_hostile_address_leads_nowhere() -> None:
    point = make_point("1", name="<b>x</b>", url="javascript:alert(1)")
    ((told, key, url),) = rows(interactive.build(make_matrix(point)))
    assert told.startswith("&lt;b&gt;x&lt;/b&gt;: value 80")
    assert (key, url) == ("1", "")


def test_colours_are_named_as_tokens_so_that_the_figure_follows_the_theme() -> None:
    for spec in (make_matrix(selected="2"), make_crowd(2001), make_bars(), make_lines()):
        written = json.dumps(interactive.build(spec))
        assert "var(--st-" in written
        assert not [tone for tone in TONES if tone.light in written]


def test_a_name_that_looks_like_a_colour_stays_a_name() -> None:
    spec = make_matrix(make_point("1", name="#131e25"))
    (trace,) = interactive.build(spec)["data"]
    assert trace["text"] == ["#131e25"]


def test_the_figure_is_the_same_each_time_and_plain_json() -> None:
    for spec in (make_matrix(selected="2"), make_bars(), make_lines()):
        first = json.dumps(interactive.build(spec))
        assert first == json.dumps(interactive.build(spec))
        assert set(json.loads(first)) == {"data", "layout"}
        assert json.loads(interactive.as_text(spec)) == json.loads(first)


def test_every_figure_is_one_that_plotly_knows() -> None:
    for spec in (make_matrix(selected="2"), make_crowd(2001), make_bars(), make_lines()):
        written = re.sub(r"var\(--[\w-]+\)", "#123456", interactive.as_text(spec))
        figure = graph_objects.Figure(json.loads(written))
        assert len(figure.data) == len(interactive.build(spec)["data"])


def test_bars_stand_in_the_order_of_the_spec_from_the_top() -> None:
    (trace,) = interactive.build(make_bars())["data"]
    assert trace["x"] == [15, 17, 36]
    assert [row[0] for row in trace["customdata"]] == [
        "Readiness of Rail: −15",
        "Fit with strategy: 17",
        "Margin per slot: 36",
    ]


def test_an_unknown_value_leaves_a_gap_in_a_line() -> None:
    figure = interactive.build(make_lines())
    signed = next(trace for trace in figure["data"] if "customdata" in trace and None in trace["y"])
    assert signed["y"] == [0.8, None, 2.4, None]
