"""Each component draws its essential markup from plain values."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import SafeString
from pytest_django import Settings

from portal.charts.figures import Figure
from portal.charts.shapes import LegendItem
from portal.domain.chart_specs.figures import NOT_ASKED, Cell, ChartTable, Column, Finding
from portal.domain.chart_specs.heat import HeatCell, HeatRow, HeatSpec
from portal.domain.page_parts import (
    Chip,
    Choice,
    Conflict,
    OutOfOrder,
    OwnerBadge,
    QueueItem,
    Tab,
)
from portal.web.components import draw, drawn_once

VOID = {"input", "br", "img", "link", "meta", "path", "rect", "circle", "line"}


class Nesting(HTMLParser):
    """Fails where a tag is closed that was not the last one opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def render(source: str, request: HttpRequest | None = None, **values: object) -> str:
    """Render a piece of template with every component loaded, and check that its tags nest."""
    values["request"] = request or RequestFactory().get("/use-cases/")
    markup = Template("{% load components %}" + source).render(Context(values))
    markup = re.sub(r"\s*\n\s*", "", markup)
    nesting = Nesting()
    nesting.feed(markup)
    assert nesting.open == []
    return markup


def in_order(markup: str, *pieces: str) -> bool:
    places = [markup.find(piece) for piece in pieces]
    return -1 not in places and places == sorted(places)


# ---- words and marks


def test_an_icon_is_hidden_from_screen_readers() -> None:
    assert 'aria-hidden="true"><path' in render('{% icon "plus" %}')
    assert "st-icon--20" in render('{% icon "plus" size=20 %}')


@pytest.mark.parametrize(
    ("bucket", "shape", "word"),
    [
        ("efficiency", "<circle", "Efficiency"),
        ("augmentation", "M6 -0.2L12.2 10.6", "Augmentation"),
        ("transformation", "M6 0.5L11.5 6L6 11.5", "Transformation"),
    ],
)
def test_a_bucket_is_a_shape_and_a_word(bucket: str, shape: str, word: str) -> None:
    markup = render("{% bucket_badge bucket %}", bucket=bucket)
    assert shape in markup
    assert word in markup


def test_a_use_case_without_a_bucket_says_so() -> None:
    assert "No bucket yet" in render("{% bucket_badge None %}")


def test_a_tier_is_a_duty_and_named_in_full() -> None:
    assert render("{% tier_badge 4 %}") == (
        '<span class="st-tier st-tier--4" title="Risk tier 4 of 4">T4</span>'
    )


def test_a_status_has_colour_icon_and_word() -> None:
    markup = render('{% status_badge "3 days over" tone="bad" %}')
    assert "st-status--bad" in markup
    assert "<svg" in markup
    assert "3 days over" in markup


def test_a_stage_shows_what_is_done_where_it_is_and_what_is_open() -> None:
    markup = render('{% stage "approved" %}')
    assert markup.count("f-thread") == 2
    assert markup.count("f-ink") == 1
    assert markup.count("f-line") == 2
    assert "Approved" in markup


def test_a_stage_off_the_path_has_no_squares() -> None:
    markup = render('{% stage "on_hold" %}')
    assert "st-icon" in markup
    assert "f-thread" not in markup
    assert "On hold" in markup


def test_a_level_takes_the_colour_of_the_step_that_is_reached() -> None:
    assert "st-level--2" in render("{% level 2.9 %}")
    assert "2.9" in render("{% level 2.9 %}")


def test_not_asked_is_not_level_one() -> None:
    markup = render("{% level None %}")
    assert "Not asked" in markup
    assert "st-level--1" not in markup


def test_a_vacancy_among_the_owners_is_said_in_words() -> None:
    people = [OwnerBadge("Business owner", "RB", "Rui Brandt"), OwnerBadge("Data owner")]
    markup = render("{% owners people %}", people=people)
    assert 'title="Business owner: Rui Brandt">RB<' in markup
    assert "Data owner vacant" in markup


def test_a_bar_has_no_inline_width_and_never_leaves_its_box() -> None:
    assert 'width="72.5"' in render("{% bar 72.5 %}")
    assert 'width="100"' in render("{% bar 130 %}")
    assert 'width="50"' in render("{% bar 2 maximum=4 %}")
    assert 'x="98"' in render("{% bar 10 mark=100 %}")


def test_a_bar_is_drawn_with_points_in_every_language() -> None:
    with translation.override("de"):
        assert 'width="72.5"' in render("{% bar 72.5 %}")


def test_a_badge_is_drawn_once_and_again_for_another_language() -> None:
    drawn: list[tuple[str | None, int]] = []

    @drawn_once
    def badge(tier: int) -> SafeString:
        drawn.append((translation.get_language(), tier))
        return SafeString("")

    for language, tier in (("en", 1), ("en", 1), ("en", 2), ("nl", 1)):
        with translation.override(language):
            badge(tier)
    assert drawn == [("en", 1), ("en", 2), ("nl", 1)]


def test_a_badge_is_drawn_anew_while_its_template_is_being_written(settings: Settings) -> None:
    settings.DEBUG = True
    drawn: list[int] = []

    @drawn_once
    def badge(tier: int) -> SafeString:
        drawn.append(tier)
        return SafeString("")

    badge(1)
    badge(1)
    assert drawn == [1, 1]


def test_a_big_number_leads_to_its_rows() -> None:
    markup = render('{% big_number "€8.6m" unit="a year" url="/rows/" status="Late" tone="bad" %}')
    assert '<a class="st-big__value" href="/rows/">€8.6m</a>' in markup
    assert "st-status--bad" in markup


def test_progress_is_told_as_well_as_drawn() -> None:
    markup = render('{% progress_line 9 18 label="9 of 18 answered" %}')
    assert 'role="img" aria-label="9 of 18 answered"' in markup
    assert 'width="50"' in markup


# ---- blocks


def test_a_page_has_one_heading_with_its_lead_and_tools() -> None:
    markup = render(
        "{% capture as meta %}<b>UC-1</b>{% endcapture %}"
        '{% page_head "Slots" lead="Vans leave full." meta=meta %}<a>Edit</a>{% endpage_head %}'
    )
    assert in_order(markup, "<b>UC-1</b>", "<h1>Slots</h1>", "Vans leave full.", "<a>Edit</a>")


def test_what_a_reader_typed_is_escaped_in_a_heading() -> None:
    assert "&lt;b&gt;" in render("{% page_head title %}{% endpage_head %}", title="<b>")


def test_a_panel_has_a_title_a_way_on_and_small_print() -> None:
    markup = render(
        '{% panel "Gates" more_label="All 5" more_url="/gates/" foot="As of today" flush=True %}'
        "<p>body</p>{% endpanel %}"
    )
    assert "st-panel--flush" in markup
    assert in_order(markup, "<h2>Gates</h2>", 'href="/gates/">All 5', "<p>body</p>", "As of today")


@pytest.mark.parametrize("tone", ["neutral", "warn", "bad"])
def test_a_note_has_an_icon_beside_its_words(tone: str) -> None:
    markup = render("{% note tone=tone %}<a href='/x/'>Look</a>{% endnote %}", tone=tone)
    assert in_order(markup, "st-note", "<svg", "<a href='/x/'>Look</a>")


@pytest.mark.parametrize("kind", ["none", "filter", "lock"])
def test_an_empty_list_says_why_and_what_next(kind: str) -> None:
    markup = render(
        '{% empty_state kind "Nothing yet" %}<p>Why.</p>{% endempty_state %}', kind=kind
    )
    assert in_order(markup, "st-empty__art", "<h2>Nothing yet</h2>", "<p>Why.</p>")


def test_the_three_empty_states_are_drawn_differently() -> None:
    arts = {
        render('{% empty_state kind "x" %}{% endempty_state %}', kind=kind)
        for kind in ("none", "filter", "lock")
    }
    assert len(arts) == 3


def test_a_dialog_is_named_and_can_be_left() -> None:
    markup = render('{% dialog "keys" "Shortcuts" %}body{% enddialog %}')
    assert 'id="keys" aria-labelledby="keys-title"' in markup
    assert 'id="keys-title">Shortcuts' in markup
    assert "data-dialog-close" in markup


def test_a_confirmation_posts_with_its_token_and_names_what_happens() -> None:
    markup = render(
        '{% confirm_dialog "go" "Publish?" action="/publish/" confirm="Publish roadmap" %}'
        "<p>38 people see it.</p>{% endconfirm_dialog %}",
        csrf_token="t0k3n",
    )
    assert '<form method="post" action="/publish/" novalidate>' in markup
    assert 'value="t0k3n"' in markup
    assert in_order(markup, "38 people", "Keep as it is", "Publish roadmap")


# ---- lists


class Filters(forms.Form):
    q = forms.CharField(label="Search use cases", required=False)
    tier = forms.ChoiceField(label="Tier", choices=[("", "All"), ("4", "4")], required=False)


def test_a_list_says_once_what_htmx_swaps() -> None:
    markup = render('{% live_list "rows" %}<p>1</p>{% endlive_list %}')
    assert 'id="rows"' in markup
    assert 'hx-target="#rows"' in markup
    assert 'hx-push-url="true"' in markup
    assert 'hx-sync="#rows:replace"' in markup


def test_a_filter_works_by_plain_get_and_shows_what_is_at_work() -> None:
    chips = [Chip("Tier", "4", "?q=slots")]
    request = RequestFactory().get("/use-cases/", {"q": "slots", "tier": "4"})
    markup = render(
        '{% filter_form form target="rows" chips=chips %}',
        request,
        form=Filters(request.GET),
        chips=chips,
    )
    assert 'method="get" action="/use-cases/"' in markup
    assert 'hx-get="/use-cases/" hx-target="#rows"' in markup
    assert 'name="q" value="slots"' in markup
    assert 'aria-label="Remove filter Tier"' in markup
    assert 'href="?q=slots"' in markup
    assert "Apply filters" in markup


@pytest.mark.parametrize(
    ("query", "direction", "link"),
    [
        ("", None, "?sort=-priority"),
        ("sort=-priority&page=3", "descending", "?sort=priority"),
        ("sort=priority", "ascending", "?sort=-priority"),
        ("sort=title&q=slots", None, "?sort=-priority&amp;q=slots"),
    ],
)
def test_a_column_sorts_best_first_then_the_other_way(
    query: str, direction: str | None, link: str
) -> None:
    markup = render(
        '{% sort_header "priority" "Priority" numeric=True first="desc" %}',
        RequestFactory().get(f"/?{query}"),
    )
    assert f'href="{link}" hx-get="{link}"' in markup
    assert ("aria-sort" in markup) is (direction is not None)
    assert direction is None or f'aria-sort="{direction}"' in markup


def test_the_order_a_view_falls_back_to_is_shown() -> None:
    markup = render('{% sort_header "rank" "Rank" %}', sort="rank")
    assert 'aria-sort="ascending"' in markup


def pager(query: str, rows: Iterable[int], per_page: int = 50) -> str:
    request = RequestFactory().get(f"/?{query}")
    page = Paginator(list(rows), per_page).get_page(request.GET.get("page"))
    return render("{% pager page %}", request, page=page, filter_form_id="rows-filter")


def test_a_pager_says_which_rows_of_how_many_and_keeps_the_rest_of_the_address() -> None:
    markup = pager("page=2&q=slots", range(120))
    assert 'data-announce="51 to 100 of 120"' in markup
    assert 'href="?page=3&amp;q=slots" hx-get="?page=3&amp;q=slots"' in markup
    assert in_order(markup, "Previous", 'aria-current="page"', "Next")


def test_a_pager_keeps_the_order_for_the_filter_form() -> None:
    markup = pager("sort=-value", range(120))
    assert '<input type="hidden" name="sort" value="-value" form="rows-filter">' in markup


def test_a_short_list_needs_no_pages() -> None:
    markup = pager("", range(7))
    assert "1 to 7 of 7" in markup
    assert "<ul>" not in markup
    assert "a page" not in markup


def test_tabs_show_their_counts_and_the_current_one() -> None:
    tabs = [Tab("All", "?", 24, is_current=True), Tab("Mine", "?mine=1", 0)]
    markup = render('{% view_tabs tabs label="Views" %}', tabs=tabs)
    assert 'aria-current="page">All<span class="st-num">24' in markup
    assert '<span class="st-num">0' in markup


def test_a_queue_shows_what_waits_and_its_clock() -> None:
    items = [QueueItem("Slots", "/gates/1/", "tier 3", "3 days over", "bad")]
    markup = render("{% queue items %}", items=items)
    assert in_order(markup, '<a href="/gates/1/">Slots</a>', "3 days over", "tier 3")


def test_exceptions_are_counted_and_lead_to_their_rows() -> None:
    items = [OutOfOrder(2, "Without a data owner", "/rows/", is_bad=True)]
    markup = render("{% exceptions items %}", items=items)
    assert 'is-bad">2<' in markup
    assert '<a href="/rows/">Without a data owner</a>' in markup


def test_a_choice_that_cannot_be_made_is_shown_with_its_reason() -> None:
    options = [
        Choice("yes", "Approve", "With conditions.", "1", is_checked=True),
        Choice("no", "Reject", "You submitted it.", is_disabled=True),
    ]
    markup = render('{% choice_cards "verdict" options %}', options=options)
    assert 'value="yes" checked' in markup
    assert 'value="no" disabled' in markup
    assert "You submitted it." in markup


# ---- steps


def test_a_wizard_marks_what_is_done_and_where_one_is() -> None:
    markup = render("{% wizard steps 2 %}", steps=["Upload", "Columns", "Check"])
    assert markup.count("is-done") == 1
    assert 'aria-current="step">Columns' in markup


def test_a_path_says_what_is_done() -> None:
    markup = render('{% stage_path s 2 label="Lifecycle" %}', s=["Idea", "Pilot", "Live"])
    assert 'aria-label="Lifecycle"' in markup
    assert 'class="is-done"' in markup
    assert 'class="is-now" aria-current="step"' in markup


@pytest.mark.parametrize(
    ("state", "words"),
    [("saving", "Saving"), ("saved", "Saved"), ("offline", "Not saved: no connection")],
)
def test_the_state_of_saving_is_said_in_words(state: str, words: str) -> None:
    assert words in render("{% save_state state %}", state=state)


def test_a_job_asks_every_second_until_it_is_done() -> None:
    running = render('{% progress "/jobs/7/" id="j" label="Building" percent=40 %}')
    assert 'hx-get="/jobs/7/" hx-trigger="every 1s"' in running
    assert "40%" in running
    assert "Refresh" in running
    busy = render('{% progress "/jobs/7/" id="j" label="Writing" %}')
    assert "is-busy" in busy
    assert "%</span>" not in busy
    assert "is-busy" not in running
    done = render('{% progress "/jobs/7/" id="j" label="Built" percent=100 is_done=True %}')
    assert "hx-get" not in done
    assert "Refresh" not in done


# ---- figures


def figure(narrow: str = "<svg id='n'></svg>") -> Figure:
    return Figure(
        finding=SafeString("<strong>Slots</strong> wait."),
        drawing_wide=SafeString("<svg id='w'></svg>"),
        drawing_narrow=SafeString(narrow),
        legend=(LegendItem(SafeString(""), "Dashed: plan"),),
        note="Area is cost.",
        table=ChartTable(
            (Column("Use case"), Column("Value", is_number=True)),
            ((Cell("Slots <1>", "/use-cases/1/"), Cell("88")),),
        ),
    )


def test_a_chart_says_it_then_shows_it_then_lists_it() -> None:
    markup = render("{% chart figure %}", figure=figure())
    assert in_order(
        markup, "<strong>Slots</strong> wait.", "id='w'", "id='n'", "Dashed: plan", "Area is cost."
    )
    assert in_order(markup, "View as table", '<a href="/use-cases/1/">Slots &lt;1&gt;</a>')
    assert '<td class="n">88</td>' in markup
    assert 'aria-label="Slots wait."' in markup


def test_one_drawing_may_serve_wide_and_narrow() -> None:
    markup = render("{% chart figure %}", figure=figure(narrow=""))
    assert "st-draw--narrow" not in markup
    assert "st-draw-any" in markup


def test_an_interactive_chart_travels_in_an_attribute_because_htmx_drops_scripts() -> None:
    plotly = {"data": [{"text": "</script>'\""}], "layout": {}}
    markup = render("{% chart figure interactive=plotly %}", figure=figure(), plotly=plotly)
    assert "<script" not in markup
    assert 'data-figure="{&quot;data&quot;:[{&quot;text&quot;:&quot;&lt;/script&gt;' in markup


def test_a_figure_made_by_hand_takes_its_table_from_the_body() -> None:
    markup = render(
        '{% figure "Slots wait." strong="Slots" wide="" %}<table></table>{% endfigure %}'
    )
    assert in_order(markup, "<strong>Slots</strong> wait.", "View as table", "<table></table>")


def test_a_heat_map_writes_the_level_and_what_presses_it() -> None:
    row = HeatRow("Online", (HeatCell(2.1, 3.2, "/a/"), HeatCell(NOT_ASKED)), "/online/")
    spec = HeatSpec(Finding("Data holds it back."), ("Data", "People"), (row,))
    markup = render("{% heat_map spec %}", spec=spec)
    assert 'href="/a/" class="st-level--2">2.1' in markup
    assert 'aria-label="capped, raw 3.2"' in markup
    assert '<span class="st-heat__none">not asked</span>' in markup
    assert "st-level--1" not in markup


# ---- two people at once


def test_a_conflict_shows_both_versions_and_takes_the_focus() -> None:
    conflicts = [Conflict("Outcome", "cheaper", "greener", "faster")]
    markup = render('{% conflict_table c who="TN" when="just now" %}', c=conflicts)
    assert "data-takes-focus" in markup
    assert in_order(markup, "TN saved it just now", "cheaper", "greener", "faster")


def test_a_component_is_trimmed_so_that_it_can_stand_in_a_sentence() -> None:
    assert draw("tier_badge", tier=1).startswith("<span")
    assert draw("tier_badge", tier=1).endswith("</span>")
