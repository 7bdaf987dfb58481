"""The search page, and the command palette: the same finds as a page and as a list."""

from typing import TypedDict
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.dashboards.search import find_url, search
from portal.domain.finds import Find, Finds, Kind
from portal.domain.search_words import LONGEST_SEARCH
from portal.web.access import MemberRequest, require_some_role
from portal.web.navigation import section_at
from portal.web.rendering import render_page, wants_fragment

ON_PAGE, IN_PALETTE, AT_FIRST = 20, 5, 8


class ShownFind(TypedDict):
    """One line of the search page or of the palette."""

    url: str
    title: str
    where: str
    icon: str
    is_sent: bool
    name: str
    value: str
    form: str


class ShownFinds(TypedDict):
    """The lines of one kind; ``all_url`` leads to the list of all of them, where there is one."""

    key: str
    label: str
    rows: list[ShownFind]
    total: int
    all_label: str
    all_url: str
    has_more: bool


@require_safe
def search_page(request: MemberRequest) -> HttpResponse:
    """Show everything that was found; without JavaScript it is what the palette is with it."""
    require_some_role(request.member)
    text = _asked(request)
    found = search(request.member, text, most=ON_PAGE, today=timezone.localdate())
    context = {
        "page_title": _("Search"),
        "crumbs": ((_("Search"), None),),
        "text": text,
        "groups": [_shown(group, text) for group in found],
    }
    return render_page(request, "portal/search/results.html", context)


@require_safe
def palette(request: MemberRequest) -> HttpResponse:
    """Return what the palette lists; a browser that asks for it as a page gets the search."""
    require_some_role(request.member)
    text = _asked(request)
    if not wants_fragment(request):
        return redirect(_page_of(text))
    here = request.htmx.current_url_abs_path or ""
    found = search(
        request.member,
        text,
        most=IN_PALETTE if text else AT_FIRST,
        today=timezone.localdate(),
        near=section_at(here.partition("?")[0]),
    )
    count = sum(len(group.finds) for group in found)
    context = {
        "text": text,
        "groups": [_shown(group, text) for group in found],
        "says": ngettext("%(n)s result", "%(n)s results", count) % {"n": count},
        "all_url": _page_of(text) if text and any(group.has_more for group in found) else "",
    }
    return render_page(request, "portal/search/palette.html", context)


def _asked(request: MemberRequest) -> str:
    return request.GET.get("q", "").strip()[:LONGEST_SEARCH]


def _page_of(text: str) -> str:
    return reverse("portal:search") + (f"?{urlencode({'q': text})}" if text else "")


def _shown(group: Finds, text: str) -> ShownFinds:
    is_list = bool(group.list_name) and group.has_more
    return {
        "key": group.kind.value,
        "label": group.kind.label,
        "rows": [_line(find) for find in group.finds],
        "total": group.total,
        "all_label": _all_label(group) if is_list else "",
        "all_url": f"{reverse(group.list_name)}?{urlencode({'q': text})}" if is_list else "",
        "has_more": group.has_more,
    }


def _all_label(group: Finds) -> str:
    if group.kind is Kind.REGISTER_ENTRY:
        # The register lists what one may read whole as well, so it holds more than was counted.
        return _("%(n)s, all in the register") % {"n": f"{group.total:,}"}
    return _("All %(n)s") % {"n": f"{group.total:,}"}


def _line(find: Find) -> ShownFind:
    name, value = find.sends[0] if find.sends else ("", "")
    return {
        "url": find_url(find),
        "title": find.title,
        "where": " · ".join(part for part in (find.code, find.where) if part),
        "icon": find.icon or find.kind.icon,
        "is_sent": find.sends is not None,
        "name": name,
        "value": value,
        "form": find.url_name.rpartition(":")[2],
    }
