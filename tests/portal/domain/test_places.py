"""The registry of places, and finding one by words that are typed in a hurry."""

from collections import Counter

import pytest

from portal.domain.place_search import ranked
from portal.domain.places import SECTIONS, places_of
from portal.domain.roles import Grant, Member, Role
from portal.domain.search_words import search_words

EVERYTHING = [(section, place) for section in SECTIONS for place in section.places]


def best(text: str) -> list[str]:
    return [place.label for _section, place in ranked(EVERYTHING, search_words(text))]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("reg", "Register a use case"),
        ("new use case", "Register a use case"),
        ("upload", "Import use cases"),
        ("excel", "Import use cases"),
        ("log out", "Sign out"),
        ("logout", "Sign out"),
        ("dark", "Use the dark theme"),
        ("RÁNK", "Ranking"),
        ("asessment", "Start an assessment"),
        ("roadmpa", "Plan a roadmap"),
        ("assess start", "Start an assessment"),
    ],
)
def test_the_place_that_is_meant_comes_first(text: str, first: str) -> None:
    assert best(text)[0] == first


@pytest.mark.parametrize("text", ["zzzz", "register zzzz", "xy", "'", ""])
def test_words_of_no_place_find_none_and_no_words_find_all(text: str) -> None:
    assert best(text) == ([] if text else [place.label for _section, place in EVERYTHING])


def test_no_place_is_listed_twice() -> None:
    names = Counter((place.url_name, place.sends) for _section, place in EVERYTHING)
    assert [name for name, count in names.items() if count > 1] == []
    labels = Counter(place.label for _section, place in EVERYTHING)
    assert [label for label, count in labels.items() if count > 1] == []


def test_a_role_over_one_domain_starts_nothing_that_belongs_to_all() -> None:
    lead = Member(1, "Ada", (Grant(Role.COE_LEAD, "00010002", 2),), "0001")
    started = {place.label for _section, place in places_of(lead)}
    assert "Start an assessment" in started
    assert not started & {"Set the weights of the criteria", "Load a framework", "Ledger"}
