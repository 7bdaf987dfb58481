"""The frame around every page: where one can go, who one is, how it looks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from portal.domain.places import HOME, SECTIONS, Place, Section, places_of
from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portal.models import User


@dataclass(frozen=True, slots=True)
class NavItem:
    """One link of the navigation as the template shows it."""

    label: str
    url: str
    icon: str
    is_current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class NavSection:
    """A group of links; the first group has no label."""

    label: str
    items: tuple[NavItem, ...]


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the frame, worked out only where a template uses it."""
    user = getattr(request, "user", None)
    reader = user if isinstance(user, User) else None
    member: Member | None = getattr(request, "member", None) if reader else None
    theme = reader.theme if reader else request.COOKIES.get("theme", "system")
    return {
        "organisation": settings.ORGANISATION,
        "theme": theme if theme in {"light", "dark", "system"} else "system",
        "member_name": str(reader) if reader else "",
        "member_initials": reader.initials if reader else "",
        "nav": _lazily(lambda: navigation(member, request.path)) if member is not None else (),
        "can_search": _lazily(lambda: not member.is_stranger) if member is not None else False,
    }


def _lazily(build: Callable[[], Any]) -> Any:
    return SimpleLazyObject(build)


def navigation(member: Member, path: str) -> tuple[NavSection, ...]:
    """Return the places this member may go to, with the current one marked."""
    places = [place for _section, place in places_of(member) if place.is_in_navigation]
    current = _current(places, path)
    allowed = frozenset(place.url_name for place in places)
    return _sections(allowed, current.url_name if current else "", get_language())


def section_at(path: str) -> Section | None:
    """Return the section that the page at ``path`` belongs to."""
    current = _current([each for section in SECTIONS for each in section.places], path)
    return next((each for each in SECTIONS if current in each.places), None)


def _current(places: Iterable[Place], path: str) -> Place | None:
    urls = [(url, place) for place in places if (url := address(place.url_name))]
    above = [pair for pair in urls if path.startswith(pair[0])]
    url, current = max(above, key=lambda pair: len(pair[0]), default=("", None))
    # Every address lies beneath the first page, which is current only while one is on it.
    return None if current and current.url_name == HOME and url != path else current


# As few as there are kinds of members times places, and the same for everybody of a kind.
@lru_cache(maxsize=512)
def _sections(
    allowed: frozenset[str], current: str, _language: str | None
) -> tuple[NavSection, ...]:
    shown = [(section, _items(section, allowed, current)) for section in SECTIONS]
    return tuple(
        NavSection(_(section.label) if section.label else "", items)
        for section, items in shown
        if items
    )


def _items(section: Section, allowed: frozenset[str], current: str) -> tuple[NavItem, ...]:
    return tuple(
        NavItem(_(place.label), url, place.icon, place.url_name == current)
        for place in section.places
        if place.url_name in allowed and place.is_in_navigation
        if (url := address(place.url_name))
    )


@cache
def address(name: str) -> str:
    """Return the path of a named address, or nothing where the portal has none by that name."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
