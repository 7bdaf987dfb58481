"""The list of use cases, and the same list as a file."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.domain.page_parts import Chip
from portal.domain.roles import Capability
from portal.web.access import MemberRequest, require_view
from portal.web.exports import csv_response, xlsx_response
from portal.web.paging import CountedPaginator, rows_per_page
from portal.web.rendering import render_page, wants_fragment
from portfolio.forms.use_case_filters import UseCaseFilterForm
from portfolio.selectors.use_cases import (
    Order,
    UseCaseFilters,
    all_rows,
    domains_to_filter,
    sources_to_filter,
    use_case_page,
    why_empty,
)
from portfolio.views.use_case_rows import HEADER, file_rows, shown_rows

LIST = "portfolio/use_cases/list.html"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the query string asks for, as far as it is understood."""

    form: UseCaseFilterForm
    filters: UseCaseFilters
    order: Order
    left_out: list[tuple[str, str]]


@require_safe
def use_case_list(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    wanted = _wanted(request, shows_form=not wants_fragment(request))
    size = rows_per_page(request.GET)
    found = use_case_page(
        request.member, wanted.filters, wanted.order, number=_page_number(request), size=size
    )
    paginator = CountedPaginator([], size, total=found.total)
    narrowing = wanted.form.at_work()
    context = {
        "page_title": _("Use cases"),
        "crumbs": ((_("Portfolio"), None), (_("Use cases"), None)),
        "form": None,
        "filter_form": wanted.form,
        "filter_form_id": "use-cases-filter",
        "sort": str(wanted.order),
        "page": Page(shown_rows(found.rows), found.number, paginator),
        "chips": [Chip(label, value, _without(request, name)) for name, label, value in narrowing],
        "left_out": wanted.left_out,
        "why_empty": None if found.rows else why_empty(request.member, is_narrowed=bool(narrowing)),
        "query": _without(request, "page", "per_page"),
        **_doors(request),
    }
    return render_page(request, LIST, context, fragment="rows")


@require_safe
def use_case_export(request: MemberRequest, kind: str) -> HttpResponseBase:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    wanted = _wanted(request, shows_form=False)
    rows = file_rows(all_rows(request.member, wanted.filters, wanted.order))
    name = f"use-cases-{timezone.localdate().isoformat()}"
    respond = csv_response if kind == "csv" else xlsx_response
    return respond(name, HEADER, rows)


def _wanted(request: MemberRequest, *, shows_form: bool) -> Wanted:
    # Where no form is shown, a list of choices is read only to check a value against it.
    form = UseCaseFilterForm(
        request.GET,
        domains=domains_to_filter(request.member)
        if shows_form or request.GET.get("domain") or request.GET.get("source")
        else (),
        sources=sources_to_filter(request.member)
        if shows_form or request.GET.get("source")
        else (),
    )
    filters = form.as_filters()
    left_out = form.left_out()
    text = request.GET.get("sort", "")
    order = Order.parse(text) if text else Order()
    if order is None:
        left_out.append((_("Order"), _("There is no “%(value)s”.") % {"value": text[:40]}))
    return Wanted(form, filters, order or Order(), left_out)


def _page_number(request: MemberRequest) -> int:
    text = request.GET.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def _without(request: MemberRequest, *names: str) -> str:
    parameters = request.GET.copy()
    for name in (*names, "page"):
        parameters.pop(name, None)
    return f"?{parameters.urlencode()}"


def _doors(request: MemberRequest) -> dict[str, Any]:
    can_import = request.member.can(Capability.IMPORT_USE_CASES)
    return {
        "can_register": request.member.can(Capability.REGISTER_USE_CASE),
        "import_url": _import_url() if can_import else "",
    }


def _import_url() -> str:
    try:
        return reverse("portfolio:import-create")
    except NoReverseMatch:
        return ""
