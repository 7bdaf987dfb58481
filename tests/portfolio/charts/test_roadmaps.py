"""Figures of a plan: what they claim, and that they show what the plan holds."""

from dataclasses import replace
from datetime import date

from portal.charts.figures import on_page
from portal.domain.chart_specs.figures import BucketMark
from portfolio.charts.roadmaps import capacity_spec, course_spec, load_spec, span, timeline_spec
from tests.portfolio.domain.test_editions import (
    CLAIMS,
    PLAN,
    SLOTS,
    action,
    make_plan,
    use_case,
    wave,
)


def test_the_timeline_names_the_most_valuable_item_that_waits() -> None:
    spec = timeline_spec(PLAN, {"slots": "/slots/"})
    assert spec.finding.text == (
        "“Slots” waits for “Catalogue”. One more item starts only after an earlier wave."
    )
    assert [period.name for period in spec.periods] == ["Jan 2027", "Apr", "Jul"]
    assert [(each.first, each.then) for each in spec.dependencies] == [
        ("catalogue", "slots"),
        ("slots", "reorder"),
    ]
    item = spec.waves[1].items[0]
    assert (item.title, item.bucket, item.url) == ("Slots", BucketMark.EFFICIENCY, "/slots/")
    assert spec.waves[0].items[0].bucket is None


def test_the_timeline_never_waits_for_what_is_done() -> None:
    waves = (wave(1, CLAIMS), wave(2, SLOTS))
    done = make_plan(*waves, done=(action("catalogue"),))
    assert timeline_spec(done).finding.text == "Nothing on this roadmap waits for anything else."
    both = replace(SLOTS, needs=("catalogue", "claims"))
    half = make_plan(wave(1, CLAIMS), wave(2, both), done=(action("catalogue"),))
    assert timeline_spec(half).finding.text == "“Slots” waits for “Claims”."


def test_a_bar_is_as_long_as_its_effort_and_never_longer_than_its_wave() -> None:
    assert span(CLAIMS, PLAN.waves[0]) == (date(2027, 1, 4), date(2027, 3, 14))
    assert span(replace(CLAIMS, effort=40), PLAN.waves[0])[1] == date(2027, 4, 4)


def test_capacity_names_the_fullest_wave_or_the_one_that_is_too_full() -> None:
    assert capacity_spec(PLAN).finding.text == (
        "Wave 1 is the fullest, with 16 of 20 person-weeks. 24 are free in all waves together."
    )
    over = make_plan(wave(1, use_case("a", effort=25)))
    assert capacity_spec(over).finding.text == "Wave 1 asks for 25 person-weeks; there are 20."
    assert [bar.shown for bar in load_spec(PLAN).bars] == ["16 of 20", "10 of 20", "10 of 20"]


def test_the_course_adds_up_and_says_when_value_covers_cost() -> None:
    spec = course_spec(PLAN, "EUR")
    assert spec is not None
    assert [line.values for line in spec.lines] == [
        (0.0, 160_000.0, 260_000.0, 360_000.0),
        (0.0, 240_000.0, 480_000.0, 720_000.0),
    ]
    assert spec.finding.text == (
        "€720k a year for €360k once all waves run. "
        "From wave 1 on, a year of value covers the cost."
    )
    assert spec.ticks == ((0.0, ""), (500_000.0, "€500k"))


def test_without_estimates_there_is_no_course() -> None:
    bare = make_plan(wave(1, replace(SLOTS, cost=None, benefit=None, needs=())))
    assert course_spec(bare, "EUR") is None


def test_every_figure_draws() -> None:
    course = course_spec(PLAN, "EUR")
    assert course is not None
    for spec in (timeline_spec(PLAN), capacity_spec(PLAN), load_spec(PLAN), course):
        assert on_page(spec).drawing_wide.startswith("<svg")
