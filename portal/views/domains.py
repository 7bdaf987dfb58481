"""The domain tree."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.domain.errors import Refusal
from portal.domain.roles import Capability, require
from portal.forms.domains import DomainForm
from portal.models import Domain
from portal.selectors.domains import domain_tree
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
    parent = Domain.objects.get_parent(domain)
    form = DomainForm(
        posted_or_kept(request),
        member=request.member,
        parent=parent,
        is_root=parent is None,
        initial={
            "name": domain.name,
            "code": domain.code,
            "description": domain.description,
            "parent": parent.pk if parent else None,
            "version": domain.version,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, domain, form)
            add_toast(request, _("%(name)s saved") % form.cleaned_data)
            return redirect("portal:domain-list")
        except Refusal as refusal:
            add_refusal(form, refusal)
    return _form_page(request, form, _("Change %(name)s") % {"name": domain.name})


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


def _form_page(request: MemberRequest, form: DomainForm, title: str) -> HttpResponse:
    context = {
        "page_title": title,
        "crumbs": ((_("Domains"), redirect("portal:domain-list").url), (title, None)),
        "form": form,
    }
    return render_page(request, FORM, context, status=422 if request.method == "POST" else 200)
