"""The register of the house: every use case by the little that everybody here may know of it."""

from collections.abc import Iterable
from typing import Final, TypedDict

from django.core.paginator import Page
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.domain.page_parts import Chip
from portal.domain.roles import Capability
from portal.selectors.prepared import KEYS_END
from portal.templatetags.badges import bucket_badge, stage
from portal.web.access import MemberRequest, require_some_role
from portal.web.paging import CountedPaginator, rows_per_page
from portal.web.rendering import render_page, wants_fragment
from portfolio.forms.register_entries import RegisterFilterForm
from portfolio.selectors.register_entries import (
    RegisterEntry,
    domains_in_register,
    register_entry,
    register_page,
)
from portfolio.views.query_strings import number_in, without

LIST: Final = "portfolio/register/list.html"
ENTRY: Final = "portfolio/register/entry.html"


class ShownEntry(TypedDict):
    """One line of the register as words and markup, all of it escaped."""

    url: SafeString
    title: SafeString
    code: SafeString
    domain: SafeString
    bucket: SafeString
    stage: SafeString
    owner: SafeString
    registered: SafeString


@require_safe
def register_list(request: MemberRequest) -> HttpResponse:
    require_some_role(request.member)
    # Where no form is shown, the list of domains is read only to check a value against it.
    shows_form = not wants_fragment(request) or bool(request.GET.get("domain"))
    domains = domains_in_register(request.member) if shows_form else ()
    form = RegisterFilterForm(request.GET, domains=domains)
    size = rows_per_page(request.GET)
    found = register_page(
        request.member, form.as_filters(), number=number_in(request, "page") or 1, size=size
    )
    paginator = CountedPaginator([], size, total=found.total)
    context = {
        "page_title": _("Register"),
        "crumbs": ((_("Portfolio"), None), (_("Register"), None)),
        "form": None,
        "filter_form": form,
        "page": Page(_shown(found.entries), found.number, paginator),
        "chips": [
            Chip(label, value, without(request, name)) for name, label, value in form.at_work()
        ],
        "left_out": form.left_out(),
        "can_register": request.member.can(Capability.REGISTER_USE_CASE),
    }
    return render_page(request, LIST, context, fragment="rows")


@require_safe
def register_entry_page(request: MemberRequest, pk: int) -> HttpResponse:
    require_some_role(request.member)
    entry = register_entry(request.member, pk) if pk < KEYS_END else None
    if entry is None:
        raise Http404
    context = {
        "page_title": entry.title,
        "crumbs": (
            (_("Portfolio"), None),
            (_("Register"), reverse("portfolio:register-list")),
            (entry.title, None),
        ),
        "entry": entry,
        "subject": f"{entry.code} {entry.title}",
    }
    return render_page(request, ENTRY, context)


def _shown(entries: Iterable[RegisterEntry]) -> list[ShownEntry]:
    whole, short = reverse("portfolio:use-case-list"), reverse("portfolio:register-list")
    return [
        {
            "url": SafeString(f"{whole if each.is_whole else short}{each.pk}/"),
            "title": escape(each.title),
            "code": SafeString(each.code),
            "domain": escape(each.domain),
            "bucket": bucket_badge(each.bucket),
            "stage": stage(each.stage),
            "owner": escape(each.owner or "–"),
            "registered": escape(date_format(localtime(each.registered_at), "j M Y")),
        }
        for each in entries
    ]
