"""Things to choose from: rows keep apart, and a tick stays in its box and can be seen."""

import pytest

from tests.browser import chapters
from tests.browser.conftest import Visit

OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll('.st-people .st-check > span')]
    .map((each) => each.getBoundingClientRect());
  const meet = (a, b) => a.left < b.right && b.left < a.right
    && a.top + 1 < b.bottom && b.top + 1 < a.bottom;
  return [boxes.length,
    boxes.filter((a, i) => boxes.some((b, j) => i !== j && meet(a, b))).length];
}"""
TICK = """(input) => {
  const tick = getComputedStyle(input, '::before'), box = getComputedStyle(input);
  return [parseFloat(tick.width) <= input.offsetWidth, tick.backgroundColor, box.backgroundColor];
}"""
LONG = "a-remarkably-long-name.of-the-western-distribution@subsidiary.tessenbrook.example"


@pytest.mark.parametrize("width", [390, 1440])
def test_people_to_ask_do_not_stand_on_each_other(visit: Visit, width: int) -> None:
    visitor = visit("lead", width=width)
    visitor.go("/assessments/new/")
    visitor.page.locator(".st-people .st-check .st-small").nth(3).evaluate(
        "(each, text) => each.textContent = text", LONG
    )
    count, overlapping = visitor.page.evaluate(OVERLAPS)
    assert count > 10
    assert overlapping == 0


@pytest.mark.parametrize(
    ("theme", "ink", "box"),
    [
        ("light", "rgb(255, 255, 255)", "rgb(11, 90, 104)"),
        ("dark", "rgb(6, 38, 44)", "rgb(134, 204, 213)"),
    ],
)
def test_a_tick_stays_in_its_box_and_stands_out_from_it(
    visit: Visit, theme: str, ink: str, box: str
) -> None:
    visitor = visit("lead")
    chapters.open_edit(visitor)
    visitor.wears(theme)
    card = visitor.page.locator(".st-choices--many .st-choice input").first
    card.check()
    assert card.evaluate(TICK) == [True, ink, box]
