"""Overlap: the queue of pairs that read alike, and one pair to decide."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.domain.errors import Refusal
from portal.domain.money import money
from portal.domain.page_parts import Chip, Tab
from portal.domain.roles import Capability
from portal.web.access import MemberRequest, get_visible_or_404, require_view
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.paging import paginate
from portal.web.rendering import render_page
from portal.web.toasts import add_toast
from portfolio.domain.overlap import DoubleSpend, ReviewState
from portfolio.domain.overlap_rights import require_review
from portfolio.forms.overlap import KEEP_FIRST, LINK, NOT_SAME, DecisionForm, OverlapFilterForm
from portfolio.models import OverlapPair
from portfolio.selectors.overlap import (
    PairPage,
    next_pair,
    overlap_figures,
    pair_page,
    pair_rows,
    pairs,
    state_counts,
    with_sides,
)
from portfolio.selectors.use_cases import domains_to_filter
from portfolio.services.overlap import link_pair, merge_pair, take_back, tell_apart
from portfolio.services.overlap_runs import compare_now
from portfolio.views.query_strings import posted_version, without

LIST: Final = "portfolio/overlap/list.html"
PAIR: Final = "portfolio/overlap/pair.html"


@require_safe
def overlap_list(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    form = OverlapFilterForm(request.GET, domains=domains_to_filter(request.member))
    filters = form.as_filters()
    page = paginate(with_sides(pairs(request.member, filters)), query=request.GET)
    counts = state_counts(request.member)
    figures = overlap_figures(request.member)
    context = {
        "page_title": _("Overlap"),
        "crumbs": ((_("Portfolio"), None), (_("Overlap"), None)),
        "form": None,
        "filter_form": form,
        "chips": [
            Chip(label, value, without(request, name)) for name, label, value in form.at_work()
        ],
        "figures": figures,
        "found_spend": _spend(figures.found),
        "at_stake": _spend(figures.at_stake),
        "tabs": [
            Tab(
                state.label,
                without(request, "state", state=state.value),
                counts[state],
                is_current=state is filters.state,
            )
            for state in ReviewState
        ],
        "page": page,
        "rows": pair_rows(list(page)),
        "is_queue": filters.state is ReviewState.OPEN,
        "can_compare": request.member.can(Capability.EDIT_USE_CASE),
    }
    return render_page(request, LIST, context, fragment="rows")


@require_POST
def overlap_compare(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    compare_now(by=request.member, at=timezone.now())
    add_toast(request, _("Use cases are being compared. The queue shows what is found."))
    return redirect("portfolio:overlap-list")


@require_http_methods(["GET", "HEAD", "POST"])
def overlap_pair(request: MemberRequest, pk: int) -> HttpResponse:
    pair = _visible(request, pk)
    page = pair_page(pair, request.member)
    if request.method == "POST":
        require_review(request.member, pair.first.domain.path, pair.second.domain.path)
    form = DecisionForm(posted_or_kept(request), page=page)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _decide(request, pair, form)
            except Refusal as refusal:
                pair = _visible(request, pk)
                page = pair_page(pair, request.member)
                form = _again(request, page, refusal)
                status = refusal.status
            else:
                return _onwards(request, pair)
    context = {
        "page_title": _("Are these the same?"),
        "crumbs": (
            (_("Portfolio"), None),
            (_("Overlap"), reverse("portfolio:overlap-list")),
            (f"{page.row.first.code} · {page.row.second.code}", None),
        ),
        "pair": page,
        "row": page.row,
        "form": form if page.may_review and page.row.state is ReviewState.OPEN else None,
        "next_id": next_pair(request.member, pair),
    }
    return render_page(request, PAIR, context, status=status)


@require_POST
def overlap_take_back(request: MemberRequest, pk: int) -> HttpResponse:
    pair = _visible(request, pk)
    # What undoes a decision is an address without fields, so the version stands in it.
    version = posted_version(request)
    if "version" in request.GET and not version:
        text = request.GET["version"]
        version = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    take_back(pair, version=version, by=request.member, at=timezone.now())
    add_toast(request, _("Decision taken back"))
    return redirect("portfolio:overlap-pair", pk)


def _visible(request: MemberRequest, pk: int) -> OverlapPair:
    return get_visible_or_404(with_sides(OverlapPair.objects.visible_to(request.member)), pk=pk)


def _decide(request: MemberRequest, pair: OverlapPair, form: DecisionForm) -> OverlapPair:
    said = form.cleaned_data
    how: dict[str, Any] = {
        "version": said["version"] or 0,
        "reason": said["reason"],
        "by": request.member,
        "at": timezone.now(),
    }
    if said["decision"] == LINK:
        return link_pair(pair, **how)
    if said["decision"] == NOT_SAME:
        return tell_apart(pair, **how)
    keep = pair.first_id if said["decision"] == KEEP_FIRST else pair.second_id
    return merge_pair(pair, keep=keep, **how)


def _again(request: MemberRequest, page: PairPage, refusal: Refusal) -> DecisionForm:
    """Return the form as it was sent, over the pair as it is now, with what stood in the way."""
    data = request.POST.copy()
    data["version"] = str(page.row.version)
    again = DecisionForm(data, page=page)
    again.errors.clear()
    add_refusal(again, refusal)
    return again


def _onwards(request: MemberRequest, pair: OverlapPair) -> HttpResponse:
    decided = OverlapPair.objects.visible_to(request.member).filter(pk=pair.pk).first()
    state = ReviewState(decided.state) if decided else ReviewState.OPEN
    version = decided.version if decided else 0
    undo = reverse("portfolio:overlap-take-back", args=[pair.pk])
    words = {"first": pair.first.code, "second": pair.second.code, "state": state.label.lower()}
    add_toast(
        request,
        _("%(first)s and %(second)s: %(state)s") % words,
        undo_url=f"{undo}?version={version}",
    )
    following = next_pair(request.member, pair)
    if following is None:
        return redirect("portfolio:overlap-list")
    return redirect("portfolio:overlap-pair", following)


def _spend(spend: DoubleSpend) -> str:
    return money(spend.amount, settings.CURRENCY) if spend.counted else "–"
