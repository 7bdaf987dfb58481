"""The domain tree."""

import json
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.domain.errors import Refusal, StaleVersion
from portal.domain.roles import Capability, require
from portal.forms.conflicts import reconciled
from portal.forms.domains import DomainForm, initial_of, words_of
from portal.models import Domain
from portal.selectors.domains import domain_tree
from portal.selectors.ledger import last_change
from portal.selectors.members import organisation_day
from portal.services import domains
from portal.web.access import MemberRequest, get_visible_or_404
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.rendering import render_page
from portal.web.toasts import add_toast

FORM = "portal/domains/form.html"


@require_safe
def domain_list(request: MemberRequest) -> HttpResponse:
    if request.member.is_stranger:
        raise Http404
    context = {
        "page_title": _("Domains"),
        "crumbs": ((_("Domains"), None),),
        "rows": domain_tree(request.member, today=organisation_day(timezone.now())),
        "can_add": request.member.can(Capability.MANAGE_DOMAINS),
    }
    return render_page(request, "portal/domains/list.html", context)


@require_http_methods(["GET", "POST"])
def domain_create(request: MemberRequest) -> HttpResponse:
    if request.member.is_stranger:
        raise Http404
    require(request.member, Capability.MANAGE_DOMAINS)
    form = DomainForm(posted_or_kept(request), member=request.member, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            domains.add_domain(
                Domain.objects.visible_to(request.member, Capability.MANAGE_DOMAINS).get(
                    pk=data["parent"]
                ),
                name=data["name"],
                code=data["code"],
                description=data["description"],
                by=request.member,
                at=timezone.now(),
            )
            add_toast(request, _("%(name)s added") % data)
            return redirect("portal:domain-list")
        except Refusal as refusal:
            add_refusal(form, refusal)
    return _form_page(request, form, _("Add domain"))


@require_http_methods(["GET", "POST"])
def domain_edit(request: MemberRequest, pk: int) -> HttpResponse:
    domain = get_visible_or_404(Domain.objects.visible_to(request.member), pk=pk)
    require(request.member, Capability.MANAGE_DOMAINS, domain.path)
    form = _edit_form(request, posted_or_kept(request), domain)
    more: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, domain, form)
        except StaleVersion:
            theirs = get_visible_or_404(Domain.objects.visible_to(request.member), pk=pk)
            form, more = _both_versions(request, form, theirs)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("%(name)s saved") % form.cleaned_data)
            return redirect("portal:domain-list")
    return _form_page(request, form, _("Change %(name)s") % {"name": domain.name}, **more)


def _edit_form(request: MemberRequest, data: Any, domain: Domain) -> DomainForm:
    parent = Domain.objects.get_parent(domain)
    return DomainForm(
        data,
        member=request.member,
        parent=parent,
        is_root=parent is None,
        initial=initial_of(domain, parent),
    )


def _both_versions(
    request: MemberRequest, form: DomainForm, theirs: Domain
) -> tuple[DomainForm, dict[str, Any]]:
    words = words_of(theirs, Domain.objects.get_parent(theirs))
    data, conflicts = reconciled(form, base=form.base_words(), theirs=words, version=theirs.version)
    data["base"] = json.dumps(words)
    last = last_change(theirs)
    when = last.at if last else theirs.created_at
    return _edit_form(request, data, theirs), {
        "conflicts": conflicts,
        "conflict_who": last.who if last else _("Somebody"),
        "conflict_when": date_format(timezone.localtime(when), "j F Y, H:i"),
    }


def _save(request: MemberRequest, domain: Domain, form: DomainForm) -> None:
    data, now = form.cleaned_data, timezone.now()
    domains.change_and_move(
        domain,
        name=data["name"],
        code=data["code"],
        description=data["description"],
        parent_id=data.get("parent"),
        version=data["version"] or 0,
        by=request.member,
        at=now,
    )


def _form_page(request: MemberRequest, form: DomainForm, title: str, **more: Any) -> HttpResponse:
    context = {
        "page_title": title,
        "crumbs": ((_("Domains"), redirect("portal:domain-list").url), (title, None)),
        "form": form,
        **more,
    }
    status = 412 if "conflicts" in more else 422 if request.method == "POST" else 200
    return render_page(request, FORM, context, status=status)
