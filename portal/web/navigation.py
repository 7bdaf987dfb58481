"""The frame around every page: where one can go, who one is, how it looks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.domain.roles import Capability, Member
from portal.models import User


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the navigation and the capability that makes it visible."""

    label: Any
    url_name: str
    icon: str
    capability: Capability | None = None


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


_C = Capability
PLACES: tuple[tuple[Any, tuple[Place, ...]], ...] = (
    ("", (Place(_("Overview"), "portal:home", "layout-dashboard"),)),
    (
        _("Portfolio"),
        (
            Place(_("Use cases"), "portfolio:use-case-list", "list-details", _C.VIEW_PORTFOLIO),
            Place(_("Ranking"), "portfolio:ranking", "sort-descending", _C.VIEW_PORTFOLIO),
            Place(_("Matrix"), "portfolio:matrix", "chart-bubble", _C.VIEW_PORTFOLIO),
            Place(_("Balance"), "portfolio:balance", "columns-3", _C.VIEW_PORTFOLIO),
            Place(_("Steel thread"), "portfolio:steel-thread", "needle-thread", _C.VIEW_PORTFOLIO),
            Place(_("Overlap"), "portfolio:overlap-list", "files", _C.VIEW_PORTFOLIO),
            Place(_("Roadmap"), "portfolio:roadmap-list", "timeline", _C.VIEW_ROADMAP),
        ),
    ),
    (
        _("Assessments"),
        (
            Place(_("Assessments"), "assessments:assessment-list", "stack-2", _C.VIEW_ASSESSMENTS),
            Place(_("Campaigns"), "assessments:campaign-list", "send", _C.VIEW_ASSESSMENTS),
            Place(_("My answers"), "assessments:my-answers", "checkbox", _C.ANSWER_ASSESSMENT),
            Place(_("Foundation actions"), "assessments:action-list", "tool", _C.VIEW_ASSESSMENTS),
            Place(_("Partners"), "assessments:partner-list", "building", _C.VIEW_ASSESSMENTS),
            Place(_("Frameworks"), "assessments:framework-list", "books", _C.VIEW_ASSESSMENTS),
        ),
    ),
    (
        _("Administration"),
        (
            Place(_("Domains"), "portal:domain-list", "sitemap", None),
            Place(_("People and roles"), "portal:person-list", "users", _C.VIEW_PEOPLE),
            Place(_("Scoring model"), "portfolio:scoring-model", "scale", _C.VIEW_PORTFOLIO),
            Place(_("Jobs"), "portal:job-list", "progress", _C.VIEW_JOBS),
            Place(_("Ledger"), "portal:ledger-list", "notebook", _C.VIEW_LEDGER),
        ),
    ),
)


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
    }


def _lazily(build: Callable[[], Any]) -> Any:
    return SimpleLazyObject(build)


def navigation(member: Member, path: str) -> tuple[NavSection, ...]:
    """Return the places this member may go to, with the current one marked."""
    home, allowed = _url("portal:home"), frozenset(_allowed(member))
    urls = [url for name in allowed if (url := _url(name)) and path.startswith(url)]
    current = max(urls, key=len, default="")
    if current == home != path:
        current = ""
    return _sections(allowed, current, get_language())


def _allowed(member: Member) -> Iterator[str]:
    for _label, places in PLACES:
        yield from (place.url_name for place in places if _may(member, place))


# As few as there are kinds of members times places, and the same for everybody of a kind.
@lru_cache(maxsize=512)
def _sections(
    allowed: frozenset[str], current: str, _language: str | None
) -> tuple[NavSection, ...]:
    chosen = [
        (label, [(place, _url(place.url_name)) for place in places if place.url_name in allowed])
        for label, places in PLACES
    ]
    return tuple(
        NavSection(
            str(label),
            tuple(NavItem(str(p.label), url, p.icon, url == current) for p, url in places if url),
        )
        for label, places in chosen
        if any(url for _place, url in places)
    )


@cache
def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _may(member: Member, place: Place) -> bool:
    if place.capability is None:
        return not member.is_stranger or place.url_name == "portal:home"
    return member.can(place.capability)
