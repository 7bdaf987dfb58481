"""The saved views over the list of use cases: tabs, the one that is open, and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.domain.page_parts import Tab
from portal.selectors.saved_views import SavedViewRow, view_to_open_with, views_of
from portal.web.access import MemberRequest
from portfolio.forms.use_case_lists import ListAddress

PAGE = "use-cases"
#: The address of the list as it comes, whatever view it would open with.
EVERYTHING = "all"
_TABS = 6


@dataclass(frozen=True, slots=True)
class OpenView:
    """The view an address names, and what the list shows beyond it."""

    slug: str
    name: str
    is_changed: bool
    can_save: bool
    version: int
    reset_url: str


@dataclass(frozen=True, slots=True)
class ListViews:
    """What a list says about saved views."""

    tabs: list[Tab]
    open_view: OpenView | None
    is_unknown: bool
    save_as_url: str
    query: str


def views_for(request: MemberRequest, *, is_whole: bool) -> tuple[SavedViewRow, ...]:
    """Return the views a list speaks of; its rows alone speak of none but the one that is open."""
    is_needed = is_whole or request.GET.get("view", EVERYTHING) != EVERYTHING
    return views_of(request.member, PAGE) if is_needed else ()


def first_view(views: Sequence[SavedViewRow]) -> str:
    """Return the address that the bare list leads to, or nothing where it opens as it comes."""
    view = view_to_open_with(views)
    return _address(view) if view else ""


def list_views(
    request: MemberRequest, address: ListAddress, views: Sequence[SavedViewRow]
) -> ListViews:
    """Return tabs and marker for an address."""
    slug = request.GET.get("view", "")
    named = next((view for view in views if view.slug == slug), None)
    query = address.query
    save_as = urlencode({"page": PAGE, "query": query})
    return ListViews(
        tabs=_tabs(views, named, query),
        open_view=_open(named, query) if named else None,
        is_unknown=bool(slug) and slug != EVERYTHING and named is None,
        save_as_url=f"{reverse('portal:saved-view-create')}?{save_as}",
        query=query,
    )


def everything_url() -> str:
    """Return the address of the list without a filter and without a view."""
    return f"{reverse('portfolio:use-case-list')}?view={EVERYTHING}"


def _open(view: SavedViewRow, query: str) -> OpenView:
    return OpenView(
        slug=view.slug,
        name=view.name,
        is_changed=view.query != query,
        can_save=view.is_mine,
        version=view.version,
        reset_url=_address(view),
    )


def _tabs(views: Sequence[SavedViewRow], named: SavedViewRow | None, query: str) -> list[Tab]:
    if not views:
        return []
    shown = list(views[:_TABS])
    if named is not None and named not in shown:
        shown[-1] = named
    return [
        Tab(_("All use cases"), everything_url(), is_current=named is None and not query),
        *(Tab(view.name, _address(view), is_current=view is named) for view in shown),
        Tab(_("All views"), reverse("portal:saved-view-list")),
    ]


def _address(view: SavedViewRow) -> str:
    home = reverse("portfolio:use-case-list")
    return f"{home}?view={view.slug}{'&' if view.query else ''}{view.query}"
