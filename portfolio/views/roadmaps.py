"""Roadmaps: the list, one roadmap, making and changing it, planning its waves."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.charts.figures import on_page
from portal.domain.errors import Refusal
from portal.domain.roles import Capability, require
from portal.models import Domain
from portal.web.access import MemberRequest, get_visible_or_404, require_view
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.paging import paginate
from portal.web.rendering import render_page
from portal.web.toasts import add_toast
from portfolio.charts.roadmaps import capacity_spec, timeline_spec
from portfolio.forms.roadmap_conflicts import packed, reconciled
from portfolio.forms.roadmaps import RoadmapForm
from portfolio.models import Roadmap
from portfolio.selectors.roadmaps import (
    RoadmapPage,
    last_change_by,
    roadmap_page,
    roadmap_row,
    roadmaps_visible_to,
)
from portfolio.selectors.roadmaps_above import planned_above
from portfolio.services.roadmap_locks import RoadmapChanged
from portfolio.services.roadmaps import change_roadmap, create_roadmap, plan
from portfolio.views.query_strings import posted_version

LIST: Final = "portfolio/roadmaps/list.html"
DETAIL: Final = "portfolio/roadmaps/detail.html"
FORM: Final = "portfolio/roadmaps/form.html"


@require_safe
def roadmap_list(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_ROADMAP)
    page = paginate(roadmaps_visible_to(request.member), query=request.GET)
    rows = [roadmap_row(row) for row in page]
    context = {
        "page_title": _("Roadmaps"),
        "crumbs": ((_("Portfolio"), None), (_("Roadmaps"), None)),
        "page": page,
        "rows": rows,
        "planned_above": "" if rows else planned_above(request.member),
        "can_plan": request.member.can(Capability.PLAN_ROADMAP),
    }
    return render_page(request, LIST, context, fragment="rows")


@require_safe
def roadmap_detail(request: MemberRequest, pk: int) -> HttpResponse:
    roadmap = get_visible_or_404(roadmaps_visible_to(request.member), pk=pk)
    page = roadmap_page(roadmap, currency=settings.CURRENCY)
    path, urls = roadmap.domain.path, item_urls(page)
    context = {
        "page_title": roadmap.title,
        "crumbs": crumbs(),
        "roadmap": page,
        "waves": on_page(timeline_spec(page.plan, urls)) if page.is_planned else None,
        "capacity": on_page(capacity_spec(page.plan)) if page.is_planned else None,
        "can_plan": request.member.can(Capability.PLAN_ROADMAP, path),
        "can_publish": request.member.can(Capability.PUBLISH_ROADMAP, path),
        "items": [(row, urls[row.item.key]) for row in page.items],
        "wizard_steps": wizard_steps(),
        "wizard_place": _place(page),
    }
    return render_page(request, DETAIL, context)


@require_http_methods(["GET", "POST"])
def roadmap_create(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_ROADMAP)
    require(request.member, Capability.PLAN_ROADMAP)
    now = timezone.now()
    form = RoadmapForm(posted_or_kept(request), member=request.member, initial=_initial(now))
    if request.method == "POST" and form.is_valid():
        visible = Domain.objects.visible_to(request.member, Capability.PLAN_ROADMAP)
        domain = get_visible_or_404(visible, pk=form.cleaned_data["domain"])
        try:
            roadmap = create_roadmap(domain, form.as_input(), by=request.member, at=now)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("%(title)s created") % {"title": roadmap.title})
            return redirect("portfolio:roadmap-add", roadmap.pk)
    return _form_page(request, form, _("New roadmap"), wizard_steps=wizard_steps())


@require_http_methods(["GET", "POST"])
def roadmap_edit(request: MemberRequest, pk: int) -> HttpResponse:
    roadmap = get_visible_or_404(roadmaps_visible_to(request.member), pk=pk)
    require(request.member, Capability.PLAN_ROADMAP, roadmap.domain.path)
    form = _edit_form(request, posted_or_kept(request), roadmap)
    more: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            change_roadmap(
                roadmap,
                form.as_input(),
                version=form.cleaned_data["version"] or 0,
                by=request.member,
                at=timezone.now(),
            )
        except RoadmapChanged as stale:
            data, conflicts = reconciled(form, _values(stale.theirs), version=stale.theirs.version)
            form, more = _edit_form(request, data, roadmap), stale_context(stale, conflicts)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("Roadmap saved"))
            return redirect("portfolio:roadmap-detail", pk)
    return _form_page(request, form, _("Change roadmap"), roadmap=roadmap, **more)


@require_POST
def roadmap_plan(request: MemberRequest, pk: int) -> HttpResponse:
    roadmap = get_visible_or_404(Roadmap.objects.visible_to(request.member), pk=pk)
    plan(roadmap, version=posted_version(request), by=request.member, at=timezone.now())
    add_toast(request, _("Waves planned"))
    return redirect("portfolio:roadmap-detail", pk)


def crumbs(roadmap: Roadmap | None = None) -> tuple[tuple[str, str | None], ...]:
    """Return the way to a roadmap, and with one to the pages beneath it."""
    way: tuple[tuple[str, str | None], ...] = (
        (_("Portfolio"), None),
        (_("Roadmaps"), reverse("portfolio:roadmap-list")),
    )
    if roadmap is None:
        return way
    return (*way, (roadmap.title, reverse("portfolio:roadmap-detail", args=[roadmap.pk])))


def item_urls(page: RoadmapPage) -> dict[str, str]:
    """Return key to address of the use case or action behind each item."""
    names = {True: "portfolio:use-case-detail", False: "assessments:action-detail"}
    return {
        row.item.key: reverse(names[row.item.is_use_case], args=[row.subject_id])
        for row in page.items
    }


def wizard_steps() -> tuple[str, ...]:
    """Name the way to a first edition."""
    return (_("Create"), _("Add items"), _("Plan waves"), _("Publish"))


def stale_context(stale: RoadmapChanged, conflicts: Any) -> dict[str, Any]:
    """Say who saved in between, and what."""
    return {
        "conflicts": conflicts,
        "conflict_who": last_change_by(stale.theirs) or _("Somebody"),
        "conflict_when": date_format(timezone.localtime(stale.theirs.updated_at), "j F Y, H:i"),
    }


def _place(page: RoadmapPage) -> int:
    if page.editions:
        return 0
    if not page.items:
        return 2
    return 4 if page.is_current else 3


def _initial(now: datetime) -> dict[str, Any]:
    today = timezone.localdate(now)
    monday = today + timedelta(days=7 - today.weekday())
    return {"starts_on": monday, "wave_count": 4, "wave_weeks": 13, "capacity_weeks": 60}


def _values(roadmap: Roadmap) -> dict[str, Any]:
    names = ("title", "starts_on", "wave_count", "wave_weeks", "capacity_weeks")
    return {name: getattr(roadmap, name) for name in names}


def _edit_form(request: MemberRequest, data: Any, roadmap: Roadmap) -> RoadmapForm:
    values = _values(roadmap)
    initial = {**values, "version": roadmap.version, "base": packed(values)}
    return RoadmapForm(data, member=request.member, is_new=False, initial=initial)


def _form_page(
    request: MemberRequest,
    form: RoadmapForm,
    title: str,
    *,
    roadmap: Roadmap | None = None,
    **more: Any,
) -> HttpResponse:
    way = crumbs(roadmap)
    context = {
        "page_title": title,
        "crumbs": (*way, (title, None)),
        "form": form,
        "back_url": way[-1][1],
        "action_label": _("Save roadmap") if roadmap else _("Create roadmap"),
        **more,
    }
    status = 412 if more.get("conflict_who") else 422 if request.method == "POST" else 200
    return render_page(request, FORM, context, status=status)
