"""Suggested buckets: what speaks for each, and deciding many at once."""

from typing import Final

from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal.domain.errors import Refusal
from portal.domain.page_parts import Chip
from portal.domain.roles import Capability, require
from portal.web.access import MemberRequest, require_view
from portal.web.errors import add_refusal
from portal.web.paging import CountedPaginator, rows_per_page
from portal.web.rendering import render_page
from portal.web.toasts import add_toast
from portfolio.forms.buckets import DecideBucketsForm, read_ticks
from portfolio.forms.ranking import SuggestedFilterForm
from portfolio.selectors.buckets import suggested_page
from portfolio.selectors.use_cases import domains_to_filter, sources_to_filter
from portfolio.services.buckets import Decided, decide_buckets
from portfolio.views.query_strings import number_in, without

PAGE: Final = "portfolio/buckets/page.html"


@require_http_methods(["GET", "POST"])
def suggested_buckets(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    can_decide = request.member.can(Capability.EDIT_USE_CASE)
    if request.method == "POST":
        require(request.member, Capability.EDIT_USE_CASE)
    form = DecideBucketsForm(request.POST if request.method == "POST" else None)
    which = "shown" if request.POST.get("which") == "page" else "ticked"
    ticked = read_ticks(request.POST.getlist(which))
    if request.method == "POST" and form.is_valid():
        try:
            decided = decide_buckets(
                ticked,
                bucket=form.as_bucket(),
                reason=form.cleaned_data["reason"],
                by=request.member,
                at=timezone.now(),
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            _tell(request, decided)
            return redirect(f"{reverse('portfolio:suggested-buckets')}{without(request)}")
    filters = SuggestedFilterForm(
        request.GET,
        domains=domains_to_filter(request.member),
        sources=sources_to_filter(request.member),
    )
    size = rows_per_page(request.GET)
    number = number_in(request, "page") or 1
    found = suggested_page(request.member, filters.as_filters(), number=number, size=size)
    narrowing = filters.at_work()
    context = {
        "page_title": _("Suggested buckets"),
        "crumbs": (
            (_("Use cases"), reverse("portfolio:use-case-list")),
            (_("Suggested buckets"), None),
        ),
        "form": form,
        "filter_form": filters,
        "chips": [Chip(label, value, without(request, name)) for name, label, value in narrowing],
        "left_out": filters.left_out(),
        "page": Page(found.rows, found.number, CountedPaginator([], size, total=found.total)),
        "ticked": ticked,
        "can_decide": can_decide,
        "query": without(request),
    }
    status = 422 if request.method == "POST" else 200
    return render_page(request, PAGE, context, fragment="rows", status=status)


def _tell(request: MemberRequest, decided: Decided) -> None:
    count = len(decided.confirmed)
    if count:
        words = ngettext("%(count)s bucket decided", "%(count)s buckets decided", count)
        add_toast(request, words % {"count": count})
    for each in decided.left:
        add_toast(request, f"{each.code}: {each.sentence}", tone="bad")
