"""Saved views: opening, keeping, changing, sharing and removing them."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.domain.errors import NotAllowed, Refusal
from portal.domain.roles import Capability
from portal.domain.saved_views import ListedPage, PageUnknown, Sharing, listed_page
from portal.forms.saved_views import SavedViewForm
from portal.models import Domain, SavedView
from portal.selectors.saved_views import domains_to_share_in, views_of
from portal.services import saved_views
from portal.services.saved_views import ViewInput
from portal.web.access import (
    MemberRequest,
    get_visible_or_404,
    require_some_role,
    require_view,
)
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.rendering import render_page
from portal.web.toasts import add_toast

LIST, FORM = "portal/saved_views/list.html", "portal/saved_views/form.html"


@require_safe
def view_list(request: MemberRequest) -> HttpResponse:
    require_some_role(request.member)
    rows = views_of(request.member)
    context = {
        "page_title": _("Saved views"),
        "crumbs": ((_("Saved views"), None),),
        "mine": [row for row in rows if row.is_mine],
        "shared": [row for row in rows if not row.is_mine],
        "curates": request.member.can(Capability.CURATE_VIEWS),
    }
    return render_page(request, LIST, context)


@require_safe
def view_open(request: MemberRequest, slug: str) -> HttpResponse:
    """Lead to the list, with all of the view in the address."""
    view = _visible(request, slug)
    return HttpResponseRedirect(address_of(request, view.page, view.slug, view.query))


@require_http_methods(["GET", "POST"])
def view_create(request: MemberRequest) -> HttpResponse:
    page = _page(request, request.POST.get("page") or request.GET.get("page", ""))
    initial = {
        "page": page.key,
        "query": page.check(request.member, request.GET.get("query", "")).query,
        "sharing": Sharing.PRIVATE.value,
    }
    form = _form(request, page, posted_or_kept(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            view = saved_views.save_view(
                page.key, _input(request, form), by=request.member, at=timezone.now()
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            return _saved(request, view, form)
    return _form_page(request, form, page, _("Save this view"))


@require_http_methods(["GET", "POST"])
def view_edit(request: MemberRequest, slug: str) -> HttpResponse:
    view = _visible(request, slug)
    if view.owner_id != request.member.user_id:
        raise NotAllowed(_("Only the person who saved this view can change it."))
    page = _page(request, view.page)
    initial = {
        "page": view.page,
        "query": view.query,
        "name": view.name,
        "sharing": view.sharing,
        "domain": view.domain_id,
        "is_my_choice": any(
            row.is_my_choice for row in views_of(request.member, view.page) if row.pk == view.pk
        ),
        "version": view.version,
    }
    form = _form(request, page, posted_or_kept(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            changed = saved_views.change_view(
                view,
                _input(request, form),
                version=form.cleaned_data["version"] or 0,
                by=request.member,
                at=timezone.now(),
            )
        except saved_views.ViewChanged as refusal:
            form = _form(request, page, _over(form, refusal.theirs))
            add_refusal(form, refusal)
            return _form_page(request, form, page, _("Change view"), view=view, status=412)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            return _saved(request, changed, form)
    return _form_page(request, form, page, _("Change view"), view=view)


@require_POST
def view_update(request: MemberRequest, slug: str) -> HttpResponse:
    """Let a view say what the list shows now."""
    view = _visible(request, slug)
    wanted = ViewInput(view.name, request.POST.get("query", ""), Sharing(view.sharing), view.domain)
    version = _version(request)
    changed = saved_views.change_view(
        view, wanted, version=version, by=request.member, at=timezone.now()
    )
    add_toast(request, _("%(name)s saved") % {"name": changed.name})
    return HttpResponseRedirect(address_of(request, changed.page, changed.slug, changed.query))


@require_POST
def view_choose(request: MemberRequest, slug: str) -> HttpResponse:
    """Have the list open with a view, or no longer: for the member, or for everybody."""
    view, member = _visible(request, slug), request.member
    is_on = request.POST.get("on") == "yes"
    if request.POST.get("for") == "everybody":
        version = _version(request)
        saved_views.make_usual(view, is_usual=is_on, version=version, by=member, at=timezone.now())
    else:
        saved_views.open_with(view, is_chosen=is_on, by=member)
    opens = _("The list opens with %(name)s")
    said = opens if is_on else _("The list no longer opens with %(name)s")
    add_toast(request, said % {"name": view.name})
    return redirect("portal:saved-view-list")


@require_POST
def view_unshare(request: MemberRequest, slug: str) -> HttpResponse:
    view = _visible(request, slug)
    version = _version(request)
    saved_views.unshare_view(view, version=version, by=request.member, at=timezone.now())
    add_toast(request, _("%(name)s is no longer shared") % {"name": view.name})
    return redirect("portal:saved-view-list")


@require_POST
def view_remove(request: MemberRequest, slug: str) -> HttpResponse:
    view = _visible(request, slug)
    version = _version(request)
    saved_views.remove_view(view, version=version, by=request.member, at=timezone.now())
    add_toast(request, _("%(name)s removed") % {"name": view.name})
    return redirect("portal:saved-view-list")


def address_of(request: MemberRequest, page: str, slug: str, query: str) -> str:
    """Return the address of a list as a view says it; what no longer means anything is left out."""
    listed = listed_page(page)
    checked = listed.check(request.member, query).query
    said = urlencode({"view": slug})
    return f"{reverse(listed.url_name)}?{said}{'&' if checked else ''}{checked}"


def _visible(request: MemberRequest, slug: str) -> SavedView:
    rows = SavedView.objects.visible_to(request.member).select_related("domain")
    view = get_visible_or_404(rows, slug=slug)
    _page(request, view.page)
    return view


def _version(request: MemberRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _page(request: MemberRequest, key: str) -> ListedPage:
    try:
        page = listed_page(key)
    except PageUnknown as unknown:
        raise Http404 from unknown
    require_view(request.member, page.capability)
    return page


def _form(request: MemberRequest, page: ListedPage, data: Any, **more: Any) -> SavedViewForm:
    return SavedViewForm(data, domains=domains_to_share_in(request.member, page), **more)


def _input(request: MemberRequest, form: SavedViewForm) -> ViewInput:
    said = form.cleaned_data
    seen = Domain.objects.visible_to(request.member)
    domain = seen.filter(pk=said["domain"]).first() if said["domain"] else None
    return ViewInput(said["name"], said["query"], Sharing(said["sharing"]), domain)


def _over(form: SavedViewForm, theirs: SavedView) -> Any:
    data = form.data.copy()  # type: ignore[attr-defined]
    data["version"] = str(theirs.version)
    return data


def _saved(request: MemberRequest, view: SavedView, form: SavedViewForm) -> HttpResponse:
    saved_views.open_with(view, is_chosen=form.cleaned_data["is_my_choice"], by=request.member)
    add_toast(request, _("%(name)s saved") % {"name": view.name})
    return HttpResponseRedirect(address_of(request, view.page, view.slug, view.query))


def _form_page(
    request: MemberRequest,
    form: SavedViewForm,
    page: ListedPage,
    title: str,
    *,
    view: SavedView | None = None,
    status: int = 0,
) -> HttpResponse:
    checked = page.check(request.member, str(form["query"].value() or "")).query
    context = {
        "page_title": title,
        "crumbs": ((_("Saved views"), reverse("portal:saved-view-list")), (title, None)),
        "form": form,
        "view": view,
        "back_url": f"{reverse(page.url_name)}?{checked}",
    }
    bound = 422 if request.method == "POST" else 200
    return render_page(request, FORM, context, status=status or bound)
