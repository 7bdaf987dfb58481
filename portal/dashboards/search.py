"""Searching the whole portal: what every floor finds, put together on the roof."""

from dataclasses import replace
from datetime import date
from typing import Final

from django.urls import reverse

from assessments.selectors.search import assessments_found, frameworks_found
from portal.domain.finds import Find, Finds, Kind
from portal.domain.place_search import ranked
from portal.domain.places import Place, Section, places_of
from portal.domain.roles import Capability, Member
from portal.domain.search_words import search_words
from portal.domain.wording import gettext as _
from portal.selectors.search import domains_found, people_found
from portfolio.domain.use_cases import number_of
from portfolio.selectors.search import register_found, roadmaps_found, use_cases_found

_C = Capability
_CODED: Final = (Kind.USE_CASE, Kind.REGISTER_ENTRY)


def search(
    member: Member, text: str, *, most: int, today: date, near: Section | None = None
) -> tuple[Finds, ...]:
    """Return what a member finds, a group for every kind of which there is something.

    Seven queries at most, six for whoever reads the whole portfolio: everybody else finds in the
    register what they may not read whole, counted apart. Without a word there are the places of
    the portal alone, and those near the page one is on come first.
    """
    words = search_words(text)
    if not words:
        groups = _places(_near_first(list(places_of(member)), near), most=most, is_asked=False)
        # Whoever can start nothing but another theme comes to go somewhere.
        is_theirs = any(find.sends is None for find in groups[0].finds)
        return groups if is_theirs else groups[::-1]
    found = [
        *_places(ranked(list(places_of(member)), words), most=most, is_asked=True),
        *_things(member, text, words, most=most, today=today),
    ]
    if any(number_of(word) is not None for word in words):
        # A code names one use case, and whoever types it wants to be there.
        found.sort(key=lambda group: group.kind not in _CODED)
    return tuple(group for group in found if group.finds)


def _things(
    member: Member, text: str, words: tuple[str, ...], *, most: int, today: date
) -> list[Finds]:
    found = []
    if member.can(_C.VIEW_PORTFOLIO):
        found.append(use_cases_found(member, text, most=most))
    found.append(register_found(member, words, most=most))
    if member.can(_C.VIEW_PORTFOLIO) or member.can(_C.MANAGE_DOMAINS):
        found.append(domains_found(member, words, most=most))
    found.append(assessments_found(member, words, most=most, today=today))
    if member.can(_C.VIEW_ASSESSMENTS):
        found.append(frameworks_found(member, words, most=most))
    if member.can(_C.VIEW_ROADMAP):
        found.append(roadmaps_found(member, words, most=most))
    if member.can(_C.VIEW_PEOPLE):
        found.append(people_found(member, words, most=most))
    return found


def _places(places: list[tuple[Section, Place]], *, most: int, is_asked: bool) -> tuple[Finds, ...]:
    groups = []
    for kind in (Kind.ACTION, Kind.PAGE):
        finds = [
            _find(section, place)
            for section, place in places
            if place.kind is kind and (is_asked or kind is Kind.ACTION or place.is_in_navigation)
        ]
        groups.append(Finds(kind, tuple(finds[:most]), len(finds)))
    return tuple(group for group in groups if group.finds)


def _near_first(
    places: list[tuple[Section, Place]], near: Section | None
) -> list[tuple[Section, Place]]:
    return sorted(places, key=lambda pair: pair[0] is not near)


def _find(section: Section, place: Place) -> Find:
    where = _(section.label) if section.label else ""
    find = Find(place.kind, _(place.label), where, place.url_name, icon=place.icon)
    return replace(find, sends=place.sends) if place.sends is not None else find


def find_url(find: Find) -> str:
    """Return the path that a find leads to."""
    keys = [] if find.pk is None or find.query else [find.pk]
    return reverse(find.url_name, args=keys) + find.query
