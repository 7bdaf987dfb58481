"""The list of use cases, and the same list as a file."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.domain.page_parts import Chip
from portal.domain.roles import Capability
from portal.web.access import MemberRequest, require_view
from portal.web.exports import csv_response, json_rows_response, xlsx_response
from portal.web.paging import CountedPaginator
from portal.web.rendering import render_page, wants_fragment
from portfolio.domain.listed_cells import file_header, file_records, file_rows
from portfolio.domain.use_case_columns import COLUMNS
from portfolio.forms.use_case_lists import ListAddress, read_address
from portfolio.reports.register_files import fitting_rows
from portfolio.selectors.listed_use_cases import list_page, whole_list
from portfolio.selectors.use_case_orders import SortKey
from portfolio.selectors.use_cases import why_empty
from portfolio.views.use_case_cells import heads, shown_use_cases
from portfolio.views.use_case_views import (
    EVERYTHING,
    everything_url,
    first_view,
    list_views,
    views_for,
)

LIST = "portfolio/use_cases/list.html"
_SLUG = 12


@require_safe
def use_case_list(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    views = views_for(request, is_whole=not wants_fragment(request))
    if not request.GET and (url := first_view(views)):
        return HttpResponseRedirect(url)
    address = read_address(request.GET, request.member, shows_form=not wants_fragment(request))
    if len(request.GET.getlist("columns")) > 1:
        said = urlencode(_kept_view(request) | address.parameters, safe=",")
        return HttpResponseRedirect(f"{request.path}?{said}")
    picked_in = request.member.scope(Capability.EDIT_USE_CASE)
    found = list_page(
        request.member,
        address.filters,
        address.order,
        address.columns.keys,
        number=_page_number(request),
        size=address.size,
        with_paths=bool(picked_in),
    )
    paginator = CountedPaginator([], address.size, total=found.total)
    rows = shown_use_cases(found.rows, address.columns, picked_in)
    narrowing = address.form.at_work()
    context = {
        "page_title": _("Use cases"),
        "crumbs": ((_("Portfolio"), None), (_("Use cases"), None)),
        "form": None,
        "filter_form": address.form,
        "kept": [*_kept_view(request).items(), *_kept(address)],
        "views": list_views(request, address, views),
        "everything_url": everything_url(),
        "sort": str(address.order),
        "ordered_by": _ordered_by(address),
        "heads": heads(address.columns),
        "page": Page(rows, found.number, paginator),
        "chips": [Chip(label, value, _without(request, name)) for name, label, value in narrowing],
        "left_out": address.left_out,
        "why_empty": None if rows else why_empty(request.member, is_narrowed=bool(narrowing)),
        "query": _without(request, "per_page"),
        "columns_url": _columns_url(request, address),
        "can_pick": bool(picked_in),
        **_doors(request),
    }
    return render_page(request, LIST, context, fragment="rows")


@require_safe
def use_case_export(request: MemberRequest, kind: str) -> HttpResponseBase:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    address = read_address(request.GET, request.member)
    columns = address.columns.columns
    rows = whole_list(request.member, address.filters, address.order, address.columns.keys)
    values = (row.values for row in rows)
    name = f"use-cases-{timezone.localdate().isoformat()}"
    if kind == "json":
        return json_rows_response(name, file_records(values, columns))
    header, cells = file_header(columns), file_rows(values, columns)
    if kind == "csv":
        return csv_response(name, header, cells)
    return xlsx_response(name, header, fitting_rows(header, cells))


def _page_number(request: MemberRequest) -> int:
    text = request.GET.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def _kept(address: ListAddress) -> list[tuple[str, str]]:
    """Return what the form of filters sends along, so that a filter changes nothing else."""
    said = address.parameters
    return [(name, said[name]) for name in ("sort", "columns", "per_page") if name in said]


def _without(request: MemberRequest, *names: str) -> str:
    parameters = dict(request.GET.lists())
    for name in (*names, "page"):
        parameters.pop(name, None)
    said = urlencode(parameters, doseq=True, safe=",")
    # A bare address opens with somebody's view; this one has just taken its last filter away.
    return f"?{said or urlencode({'view': EVERYTHING})}"


def _ordered_by(address: ListAddress) -> str:
    """Say by what a list is ordered where no head of a column does."""
    key = address.order.key
    if key is SortKey.RELEVANCE and address.filters.text:
        return _("best match first")
    if key.value in address.columns.keys or key.value not in COLUMNS:
        return ""
    return _("ordered by %(column)s") % {"column": COLUMNS[key].name}


def _kept_view(request: MemberRequest) -> dict[str, str]:
    slug = request.GET.get("view", "")
    return {"view": slug} if slug.isascii() and slug.isalnum() and len(slug) <= _SLUG else {}


def _columns_url(request: MemberRequest, address: ListAddress) -> str:
    said = urlencode(_kept_view(request) | address.parameters, safe=",")
    return f"{reverse('portfolio:use-case-columns')}?{said}"


def _doors(request: MemberRequest) -> dict[str, Any]:
    can_import = request.member.can(Capability.IMPORT_USE_CASES)
    reads_imports = request.member.can(Capability.VIEW_IMPORTS)
    return {
        "can_register": request.member.can(Capability.REGISTER_USE_CASE),
        "import_url": _import_url() if can_import else "",
        "imports_url": _import_url() if reads_imports and not can_import else "",
    }


def _import_url() -> str:
    try:
        return reverse("portfolio:import-create")
    except NoReverseMatch:
        return ""
