"""Partners: the list, one at a time with its assessments, adding and changing one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.forms.partners import PartnerFilterForm, PartnerForm, initial_at, initial_of
from assessments.models import Partner
from assessments.selectors.filters import domain_filter
from assessments.selectors.histories import last_change
from assessments.selectors.partners import (
    DEFAULT_SORT,
    partner_assessments,
    partner_row,
    partner_rows,
)
from assessments.services import partners as service
from assessments.views.chips import chips
from portal.domain.errors import Refusal, StaleVersion
from portal.domain.roles import Capability, require
from portal.forms.conflicts import reconciled
from portal.models import Domain
from portal.selectors.domains import domain_choices
from portal.web.access import MemberRequest, get_visible_or_404, require_view
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.paging import paginate
from portal.web.rendering import render_page
from portal.web.toasts import add_toast

LIST, DETAIL, FORM = (f"assessments/partners/{name}.html" for name in ("list", "detail", "form"))


@require_GET
def partner_list(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_ASSESSMENTS)
    form = PartnerFilterForm(request.GET, domains=domain_filter(request.member))
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = partner_rows(
        request.member,
        search=chosen.get("q", "").strip(),
        domain=chosen.get("domain", ""),
        sort=request.GET.get("sort", DEFAULT_SORT),
    )
    page = paginate(rows, query=request.GET)
    context = {
        "page_title": _("Partners"),
        "crumbs": ((_("Partners"), None),),
        "page": page,
        "rows": [partner_row(row) for row in page],
        "filter_form": form,
        "filter_form_id": "partners-filter",
        "chips": chips(form, request.GET),
        "is_filtered": any(chosen.values()),
        "sort": DEFAULT_SORT,
        "can_add": request.member.can(Capability.RUN_ASSESSMENT),
    }
    return render_page(request, LIST, context, fragment="rows")


@require_GET
def partner_detail(request: MemberRequest, pk: int) -> HttpResponse:
    partner = get_visible_or_404(partner_rows(request.member), pk=pk)
    context = {
        "page_title": partner.name,
        "crumbs": _crumbs((partner.name, None)),
        "partner": partner_row(partner),
        "assessments": partner_assessments(request.member, partner, today=timezone.localdate()),
        "can_change": request.member.can(Capability.RUN_ASSESSMENT, partner.domain.path),
    }
    return render_page(request, DETAIL, context)


@require_http_methods(["GET", "POST"])
def partner_create(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_ASSESSMENTS)
    require(request.member, Capability.RUN_ASSESSMENT)
    domains = domain_choices(request.member, Capability.RUN_ASSESSMENT)
    form = PartnerForm(posted_or_kept(request), domains=domains)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        own = Domain.objects.visible_to(request.member, Capability.RUN_ASSESSMENT)
        domain = get_visible_or_404(own, pk=data["domain"])
        words = {"name": data["name"], "provides": data["provides"]}
        try:
            row = service.add_partner(domain, **words, by=request.member, at=timezone.now())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("%(name)s added") % {"name": row})
            return redirect("assessments:partner-detail", pk=row.pk)
    title = _("Add a partner")
    return _form_page(request, form, title, _crumbs((title, None)))


@require_http_methods(["GET", "POST"])
def partner_edit(request: MemberRequest, pk: int) -> HttpResponse:
    partner = get_visible_or_404(partner_rows(request.member), pk=pk)
    require(request.member, Capability.RUN_ASSESSMENT, partner.domain.path)
    form = _form(posted_or_kept(request), partner)
    more: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, partner, form.cleaned_data)
        except StaleVersion:
            form, more = _both_versions(form, partner)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("Partner saved"))
            return redirect("assessments:partner-detail", pk=pk)
    title = _("Change %(name)s") % {"name": partner.name}
    detail = reverse("assessments:partner-detail", args=[pk])
    crumbs = _crumbs((partner.name, detail), (_("Change"), None))
    return _form_page(request, form, title, crumbs, partner=partner, **more)


def _form(data: Any, partner: Partner) -> PartnerForm:
    return PartnerForm(data, domains=[], is_new=False, initial=initial_of(partner))


def _change(request: MemberRequest, partner: Partner, data: dict[str, Any]) -> None:
    service.change_partner(
        partner,
        version=data["version"] or 0,
        name=data["name"],
        provides=data["provides"],
        by=request.member,
        at=timezone.now(),
    )


def _both_versions(form: PartnerForm, theirs: Partner) -> tuple[PartnerForm, dict[str, Any]]:
    base = initial_at(theirs, form.cleaned_data["version"] or 0)
    data, conflicts = reconciled(form, base=base, theirs=initial_of(theirs), version=theirs.version)
    change = last_change(theirs)
    return _form(data, theirs), {
        "conflicts": conflicts,
        "conflict_who": change.who if change else "",
        "conflict_when": date_format(timezone.localtime(change.at), "j F Y, H:i") if change else "",
    }


def _form_page(
    request: MemberRequest, form: PartnerForm, title: str, crumbs: Any, **more: Any
) -> HttpResponse:
    status = 412 if "conflicts" in more else 422 if request.method == "POST" else 200
    context = {"page_title": title, "crumbs": crumbs, "form": form, **more}
    return render_page(request, FORM, context, status=status)


def _crumbs(*rest: tuple[str, str | None]) -> tuple[tuple[str, str | None], ...]:
    return ((_("Partners"), reverse("assessments:partner-list")), *rest)
