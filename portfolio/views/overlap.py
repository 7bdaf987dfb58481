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
from portfolio.domain.overlap import DoubleSpend, Proposal, ReviewState
from portfolio.domain.overlap_rights import require_review
from portfolio.forms.overlap import (
    KEEP_FIRST,
    LINK,
    NOT_SAME,
    DecisionForm,
    OverlapFilterForm,
    ProposalForm,
)
from portfolio.models import OverlapPair
from portfolio.selectors.awaited import awaited_comparison
from portfolio.selectors.overlap import (
    awaiting_count,
    counted_pairs,
    known_pairs,
    next_pair,
    overlap_figures,
    pair_rows,
    pairs,
    with_sides,
)
from portfolio.selectors.overlap_pages import PairPage, pair_page
from portfolio.selectors.use_cases import domains_to_filter
from portfolio.services.overlap import link_pair, merge_pair, take_back, tell_apart
from portfolio.services.overlap_proposals import propose, withdraw
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
    counts, proposed = counted_pairs(request.member)
    figures = overlap_figures(request.member)
    context = {
        "page_title": _("Overlap"),
        "crumbs": ((_("Portfolio"), None), (_("Overlap"), None)),
        "form": None,
        "awaited": awaited_comparison(),
        "filter_form": form,
        "chips": [
            Chip(label, value, without(request, name)) for name, label, value in form.at_work()
        ],
        "left_out": form.left_out(),
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
        "rows": pair_rows(list(page), request.member),
        "proposed": proposed,
        "awaiting": awaiting_count(request.member) if proposed else 0,
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
    if request.method == "POST" and page.voice is None:
        require_review(request.member, pair.first.domain.path, pair.second.domain.path)
    form = _form(page, posted_or_kept(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                done = _record(request, pair, form)
            except Refusal as refusal:
                pair = _visible(request, pk)
                page = pair_page(pair, request.member)
                form = _again(request, page, refusal)
                status = refusal.status
            else:
                if page.voice:
                    return _proposed(request, done)
                return _onwards(request, pair, done)
    context = {
        "page_title": _("Are these the same?"),
        "crumbs": (
            (_("Portfolio"), None),
            (_("Overlap"), reverse("portfolio:overlap-list")),
            (f"{page.row.first.code} · {page.row.second.code}", None),
        ),
        "pair": page,
        "row": page.row,
        "form": form if page.is_open and (page.may_review or page.voice) else None,
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


@require_POST
def overlap_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    pair = _visible(request, pk)
    withdraw(pair, version=posted_version(request), by=request.member, at=timezone.now())
    add_toast(request, _("Proposal withdrawn"))
    return redirect("portfolio:overlap-pair", pk)


def _visible(request: MemberRequest, pk: int) -> OverlapPair:
    return get_visible_or_404(known_pairs(request.member), pk=pk)


def _form(page: PairPage, data: Any) -> DecisionForm | ProposalForm:
    return ProposalForm(data, page=page) if page.voice else DecisionForm(data, page=page)


def _record(
    request: MemberRequest, pair: OverlapPair, form: DecisionForm | ProposalForm
) -> OverlapPair:
    said = form.cleaned_data
    how: dict[str, Any] = {
        "version": said["version"] or 0,
        "reason": said["reason"],
        "by": request.member,
        "at": timezone.now(),
    }
    if isinstance(form, ProposalForm):
        return propose(pair, Proposal(said["proposal"]), **how)
    if said["decision"] == LINK:
        return link_pair(pair, **how)
    if said["decision"] == NOT_SAME:
        return tell_apart(pair, **how)
    keep = pair.first_id if said["decision"] == KEEP_FIRST else pair.second_id
    return merge_pair(pair, keep=keep, **how)


def _again(request: MemberRequest, page: PairPage, refusal: Refusal) -> DecisionForm | ProposalForm:
    """Return the form as it was sent, over the pair as it is now, with what stood in the way."""
    data = request.POST.copy()
    data["version"] = str(page.row.version)
    again = _form(page, data)
    again.errors.clear()
    add_refusal(again, refusal)
    return again


def _onwards(request: MemberRequest, pair: OverlapPair, decided: OverlapPair) -> HttpResponse:
    state = ReviewState(decided.state)
    undo = reverse("portfolio:overlap-take-back", args=[pair.pk])
    words = {"first": pair.first.code, "second": pair.second.code, "state": state.label.lower()}
    add_toast(
        request,
        _("%(first)s and %(second)s: %(state)s") % words,
        undo_url=f"{undo}?version={decided.version}",
    )
    following = next_pair(request.member, pair)
    if following is None:
        return redirect("portfolio:overlap-list")
    return redirect("portfolio:overlap-pair", following)


def _proposed(request: MemberRequest, pair: OverlapPair) -> HttpResponse:
    state = ReviewState(pair.state)
    words = {"first": pair.first.code, "second": pair.second.code, "state": state.label.lower()}
    if state is ReviewState.OPEN:
        add_toast(request, _("%(first)s and %(second)s: proposed") % words)
    else:
        add_toast(request, _("%(first)s and %(second)s: both agree, %(state)s") % words)
    return redirect("portfolio:overlap-pair", pair.pk)


def _spend(spend: DoubleSpend) -> str:
    return money(spend.amount, settings.CURRENCY) if spend.counted else "–"
