"""Capacity: a tick at the limit, and red beyond it."""

import pytest

from portal.charts import capacity
from portal.charts.svg import Medium
from tests.portal.charts.specs import find, make_capacity, words


def test_what_is_beyond_the_limit_is_red_and_begins_at_the_tick() -> None:
    drawing = capacity.draw(make_capacity())
    (beyond,) = find(drawing, "rect", "f-bad")
    ticks = [float(line.get("x1", "")) for line in find(drawing, "line", "s-ink")]
    assert float(beyond.get("x", "")) in ticks
    (within, full) = find(drawing, "rect", "f-l4")
    share = float(within.get("width", "")) / float(full.get("width", ""))
    assert share == pytest.approx(14 / 16, abs=0.001)


def test_the_number_of_an_overbooked_period_is_red() -> None:
    drawing = capacity.draw(make_capacity(), Medium.NARROW)
    assert [each.text for each in find(drawing, "text", "f-bad")] == ["17"]
    assert {"Q1", "Q2", "14", "17"} <= set(words(drawing))


def test_amounts_are_whole_where_they_are_whole() -> None:
    assert [capacity.amount(value) for value in (8.0, 8.5, 1200)] == ["8", "8.5", "1,200"]


def test_the_table_writes_used_of_available() -> None:
    (row,) = capacity.table(make_capacity()).rows
    assert [cell.text for cell in row] == ["Engineers, 16 available", "14 of 16", "17 of 16"]
    assert row[2].url == "/roadmap/?period=Q2"


def test_the_legend_explains_red_only_when_there_is_red() -> None:
    assert len(capacity.legend(make_capacity())) == 3
