"""Sentences of rules are said in the language of whoever reads."""

from collections.abc import Iterator

import pytest
from django.utils.translation import gettext as django_gettext
from django.utils.translation import ngettext as django_ngettext
from django.utils.translation import override

from portal.domain.wording import gettext, gettext_noop, ngettext, speak_through


@pytest.fixture
def shouting() -> Iterator[None]:
    speak_through(str.upper, lambda one, many, count: f"{count}x {many}")
    yield
    speak_through(django_gettext, django_ngettext)


def test_a_translator_says_both_one_and_many(shouting: None) -> None:
    assert gettext("two words") == "TWO WORDS"
    assert ngettext("one gap", "gaps in {layer}", 2, layer="data") == "2x gaps in data"


def test_a_marked_text_is_translated_only_where_it_is_read(shouting: None) -> None:
    marked = gettext_noop("Weeks")
    assert (marked, gettext(marked)) == ("Weeks", "WEEKS")


def test_braces_in_a_text_without_names_stay() -> None:
    assert gettext("a {shape} of 100%") == "a {shape} of 100%"


def test_the_portal_lets_its_rules_speak_the_readers_language() -> None:
    with override("de"):
        assert gettext("Yes") == "Ja"


def test_how_many_has_its_thousands_apart_and_which_one_has_not() -> None:
    assert gettext("{n} of {total}, entry {seq}", n=999, total=2133, seq=2133) == (
        "999 of 2,133, entry 2133"
    )
    assert ngettext("one gap", "{count} gaps", 12_000) == "12,000 gaps"
    assert gettext("{share:.0%}, {name}, {size:d}", share=0.5, name="2133", size=2133) == (
        "50%, 2133, 2133"
    )
