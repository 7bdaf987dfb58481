"""The balance of the portfolio: by bucket, domain and horizon, against what it is meant to be."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.charts import figures
from portal.domain.errors import Refusal
from portal.domain.money import money
from portal.domain.page_parts import Chip, Tab
from portal.domain.roles import Capability, require
from portal.forms.conflicts import reconciled
from portal.web.access import MemberRequest, require_view
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.rendering import render_page
from portal.web.toasts import add_toast
from portfolio.charts.balance import shares_spec
from portfolio.domain.balance import Holding, Horizon, Measure, total
from portfolio.domain.buckets import Bucket
from portfolio.forms.balance import TargetsForm, percentages
from portfolio.forms.ranking import BalanceFilterForm
from portfolio.selectors.awaited import awaited_ranking
from portfolio.selectors.balance import (
    Balance,
    Cells,
    DomainHoldings,
    bands_of_version,
    portfolio_balance,
    targets_in_force,
)
from portfolio.selectors.use_cases import Empty, domains_to_filter, why_empty
from portfolio.services.balance import TargetsChanged, set_targets
from portfolio.views.query_strings import without

PAGE: Final = "portfolio/balance/page.html"


class Entry(NamedTuple):
    """One figure of the table, and the list of the use cases behind it."""

    shown: str
    url: str


class Row(NamedTuple):
    """A domain, or everything, over horizons and buckets."""

    name: str
    entries: list[Entry]
    all: Entry


@require_safe
def balance_page(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    domains = domains_to_filter(request.member)
    form = BalanceFilterForm(request.GET, domains=domains, sources=())
    asked = request.GET.get("measure", "")
    measure = Measure(asked) if asked in set(Measure) else Measure.COUNT
    left_out = form.left_out()
    if asked and asked not in set(Measure):
        left_out.append((_("Measure"), _("There is no measure of that name.")))
    found = portfolio_balance(request.member, form.as_filters(), measure)
    narrowing = form.at_work()
    query = {name: request.GET[name] for name, _label, _value in narrowing}
    is_empty = not found.all.count
    context = {
        "page_title": _("Balance"),
        "awaited": awaited_ranking(),
        "crumbs": ((_("Portfolio"), None), (_("Balance"), None)),
        "form": None,
        "filter_form": form,
        "chips": [Chip(label, value, without(request, name)) for name, label, value in narrowing],
        "left_out": left_out,
        "tabs": [_tab(request, each, measure) for each in Measure],
        "found": found,
        "figure": None if is_empty else figures.on_page(shares_spec(found)),
        "horizons": list(Horizon),
        "buckets": list(Bucket),
        "rows": [_row(each, found, query) for each in found.domains],
        "everything": _everything(found, query),
        "note": _note(found.all, measure),
        "can_set": request.member.can(Capability.MANAGE_SCORING, request.member.root_path),
        "why_empty": _why_empty(request, is_narrowed=bool(narrowing)) if is_empty else "",
    }
    return render_page(request, PAGE, context, fragment="rows")


def _tab(request: MemberRequest, measure: Measure, current: Measure) -> Tab:
    parameters = request.GET.copy()
    parameters["measure"] = measure.value
    return Tab(measure.label, f"?{parameters.urlencode()}", None, measure is current)


def _why_empty(request: MemberRequest, *, is_narrowed: bool) -> str:
    why = why_empty(request.member, is_narrowed=is_narrowed)
    # Nothing is filtered away, so what there is has been retired, rejected or paused.
    return Empty.NOTHING_YET if why is Empty.FILTERED and not is_narrowed else why


def _row(domain: DomainHoldings, found: Balance, query: Mapping[str, str]) -> Row:
    place = {"domain": str(domain.domain_id)}
    if domain.is_alone:
        place["alone"] = "yes"
    name = _("%(domain)s itself") % {"domain": domain.name} if domain.is_alone else domain.name
    return _cells(name, domain.cells, found.measure, {**query, **place})


def _everything(found: Balance, query: Mapping[str, str]) -> Row:
    return _cells(_("All"), found.cells, found.measure, query)


def _cells(name: str, cells: Cells, measure: Measure, query: Mapping[str, str]) -> Row:
    entries = [
        _entry(cells.get((bucket, horizon)), measure, query, bucket=bucket, horizon=horizon)
        for horizon in Horizon
        for bucket in Bucket
    ]
    held = total(cells.values())
    # The list knows no filter for "in any of the three", so the sum leads nowhere.
    return Row(name, entries, Entry(_shown(held, measure), ""))


def _entry(held: Holding | None, measure: Measure, query: Mapping[str, str], **more: str) -> Entry:
    if held is None or not held.count:
        return Entry("", "")
    parameters = {**query, **{name: str(value) for name, value in more.items()}}
    url = f"{reverse('portfolio:use-case-list')}?{urlencode(parameters)}"
    return Entry(_shown(held, measure), url)


def _shown(held: Holding, measure: Measure) -> str:
    amount = held.amount(measure)
    if amount is None:
        return "–"
    if measure in {Measure.COST, Measure.BENEFIT}:
        return money(amount, settings.CURRENCY)
    return f"{amount:,.0f}"


def _note(held: Holding, measure: Measure) -> str:
    match measure:
        case Measure.COUNT:
            return ""
        case Measure.COST:
            known, words = held.costed, _("%(known)s of %(count)s have a planned cost.")
        case Measure.BENEFIT:
            known, words = held.benefited, _("%(known)s of %(count)s have a planned benefit.")
        case Measure.VALUE:
            known = held.valued
            words = _(
                "%(known)s of %(count)s have a value. What is shown is their mean, 0 to 100; the "
                "shares above are those of the number of use cases."
            )
    return words % {"known": f"{known:,}", "count": f"{held.count:,}"}


@require_http_methods(["GET", "POST"])
def balance_targets(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    require(request.member, Capability.MANAGE_SCORING, request.member.root_path)
    now = targets_in_force()
    form = TargetsForm(posted_or_kept(request), bands=now.bands, version=now.version)
    more: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            set_targets(
                form.as_bands(),
                reason=form.cleaned_data["reason"],
                by=request.member,
                at=timezone.now(),
                version=form.cleaned_data["version"],
            )
        except TargetsChanged as stale:
            form, more = _both_versions(form, stale)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("Target bands set"))
            return redirect("portfolio:balance")
    context = {
        "page_title": _("Set target bands"),
        "crumbs": ((_("Balance"), reverse("portfolio:balance")), (_("Set target bands"), None)),
        "form": form,
        **more,
    }
    status = 412 if more else 422 if request.method == "POST" else 200
    return render_page(request, "portfolio/balance/targets.html", context, status=status)


def _both_versions(form: TargetsForm, stale: TargetsChanged) -> tuple[TargetsForm, dict[str, Any]]:
    base, theirs = bands_of_version(form.cleaned_data["version"]), targets_in_force()
    if base is None or theirs.created_at is None:
        add_refusal(form, stale)
        return form, {}
    data, conflicts = reconciled(
        form,
        base=percentages(base),
        theirs=percentages(theirs.bands),
        version=theirs.version,
    )
    return TargetsForm(data, bands=theirs.bands, version=theirs.version), {
        "conflicts": conflicts,
        "conflict_who": theirs.created_by or _("Somebody"),
        "conflict_when": date_format(timezone.localtime(theirs.created_at), "j F Y, H:i"),
    }
