"""The primitives: what is escaped, what is refused, how numbers are written."""

import pytest

from portal.charts import svg
from portal.charts.palette import INK, SLAB
from portal.charts.svg import Anchor, Box, Medium
from tests.portal.charts.specs import read


@pytest.mark.parametrize(
    ("value", "written"),
    [(12.04, "12"), (-0.04, "0"), (0.05, "0.1"), (-3.25, "-3.2"), (1000, "1000")],
)
def test_coordinates_have_at_most_one_decimal(value: float, written: str) -> None:
    assert svg.number(value) == written


def test_a_text_cannot_break_out_of_its_element() -> None:
    drawn = svg.text('</text><script>alert("x")</script>\x00\x1b', 0, 0, 12)
    assert "<script" not in drawn
    assert read(svg.svg([drawn], 10, 10, Medium.WIDE))[0].text == (
        '</text><script>alert("x")</script>'
    )


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "//elsewhere.example/",
        "/\\elsewhere",
        "https://elsewhere.example/",
        "",
    ],
)
def test_a_link_that_leaves_the_portal_is_drawn_without_a_link(url: str) -> None:
    assert "<a" not in svg.link(url, "words", svg.rect(0, 0, 1, 1, INK))


def test_a_link_is_a_shortcut_for_the_mouse_only() -> None:
    drawn = svg.link('/list/?a=1&b="2"', "Two", svg.rect(0, 0, 1, 1, INK))
    link = read(svg.svg([drawn], 10, 10, Medium.WIDE))[0]
    assert link.get("href") == '/list/?a=1&b="2"'
    assert link.get("tabindex") == "-1"


def test_a_mark_carries_its_class_and_its_light_colour() -> None:
    assert svg.rect(0, 0, 4, 2, SLAB, stroke=INK) == (
        '<rect class="f-slab s-ink" fill="#2e7281" stroke="#131e25" '
        'x="0" y="0" width="4" height="2"/>'
    )


def test_a_drawing_is_hidden_on_a_page_and_a_titled_figure_in_the_pdf() -> None:
    page = svg.svg([], 10, 10, Medium.NARROW, title="Maturity & more")
    report = svg.svg([], 10, 10, Medium.REPORT, title="Maturity & more")
    assert 'class="st-draw st-draw--narrow"' in page
    assert 'aria-hidden="true"' in page
    assert 'role="img"><title>Maturity &amp; more</title>' in report
    assert "aria-hidden" not in report


def test_the_room_of_a_text_follows_its_anchor() -> None:
    start = svg.text_box("0000", 100, 50, 10)
    middle = svg.text_box("0000", 100, 50, 10, anchor=Anchor.MIDDLE)
    end = svg.text_box("0000", 100, 50, 10, anchor=Anchor.END)
    assert (start.left, start.right) == (100, pytest.approx(122.24))
    assert (middle.left, middle.right) == (pytest.approx(88.88), pytest.approx(111.12))
    assert (end.left, end.right) == (pytest.approx(77.76), 100)


def test_boxes_that_only_touch_do_not_meet() -> None:
    assert not Box(0, 0, 10, 10).meets(Box(10, 0, 20, 10))
    assert Box(0, 0, 10, 10).meets(Box(9.9, 9.9, 20, 20))
