"""The list of keys that "?" opens: those of the page, then those of every page."""

import re

from django.template import engines
from django.urls import reverse

from tests.assessments.builders import opened
from tests.conftest import Cast


def keys(html: str) -> list[str]:
    lists = html.partition('id="st-shortcuts"')[2].partition("</dialog>")[0]
    return re.findall(r"<kbd[^>]*>([^<]*)</kbd>", lists)


def test_a_page_without_keys_of_its_own_lists_those_of_every_page(cast: Cast) -> None:
    html = cast.client("lead").get("/search/").content.decode()
    assert keys(html) == ["Ctrl K", "/", "?", "Esc"]
    assert "On this page</h3>" not in html


def test_a_page_puts_its_own_keys_first(cast: Cast) -> None:
    assessment = opened(cast.member("lead"), [cast.contributor], domain=cast.freight)
    url = reverse("assessments:answer-question", args=[assessment.pk, "owners"])
    html = cast.client("contributor").get(url).content.decode()
    assert keys(html) == ["1 to 5", "N", "?", "Enter", "Ctrl K", "/", "?", "Esc"]
    assert "On this page</h3>" in html


def test_keys_and_what_they_do_are_escaped() -> None:
    page = engines["django"].from_string('{% load keys %}{% key_line meaning key "J" %}')
    assert page.render({"meaning": "<b>", "key": "<"}) == (
        '<dt><kbd class="st-key">&lt;</kbd> or <kbd class="st-key">J</kbd></dt><dd>&lt;b&gt;</dd>'
    )
