"""Filling a roadmap: adding items, and changing or removing one."""

from typing import Any, Final

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from assessments.models import FoundationAction
from portal.domain.errors import Refusal
from portal.domain.roles import Capability, require
from portal.web.access import MemberRequest, get_visible_or_404
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.rendering import render_page
from portal.web.toasts import add_toast
from portfolio.forms.roadmap_conflicts import packed, reconciled
from portfolio.forms.roadmaps import ChooseForm, HighestForm, ItemForm
from portfolio.models import Roadmap, RoadmapItem, UseCase
from portfolio.selectors.roadmap_candidates import (
    highest_priorities,
    shown_action_candidates,
    use_case_candidates,
)
from portfolio.selectors.roadmap_plans import item_title
from portfolio.selectors.roadmaps import items_of, needs_of, other_items, roadmaps_visible_to
from portfolio.services.roadmap_changes import add_items, change_item
from portfolio.services.roadmap_items import add_highest_priorities, remove_item
from portfolio.services.roadmap_locks import RoadmapChanged
from portfolio.views.query_strings import posted_version
from portfolio.views.roadmaps import crumbs, stale_context, wizard_steps

ADD: Final = "portfolio/roadmaps/add.html"
ITEM: Final = "portfolio/roadmaps/item.html"


@require_http_methods(["GET", "POST"])
def roadmap_add(request: MemberRequest, pk: int) -> HttpResponse:
    """Add the highest priorities, or what was ticked; the button pressed says which."""
    roadmap = get_visible_or_404(roadmaps_visible_to(request.member), pk=pk)
    require(request.member, Capability.PLAN_ROADMAP, roadmap.domain.path)
    forms = _add_forms(request, roadmap, request.POST or None)
    status = 422 if request.method == "POST" else 200
    posted = forms[request.POST.get("what") != "highest"]
    if request.method == "POST" and posted.is_valid():
        try:
            added = _add(request, roadmap, posted)
        except RoadmapChanged as stale:
            # Adding clashes with nothing: the same choice only needs the newest version.
            again, status = request.POST.copy(), stale.status
            again["version"] = str(stale.theirs.version)
            forms = _add_forms(request, stale.theirs, again)
            posted = forms[request.POST.get("what") != "highest"]
            add_refusal(posted, stale)
        except Refusal as refusal:
            add_refusal(posted, refusal)
        else:
            told = ngettext("%(count)s item added", "%(count)s items added", added)
            add_toast(request, told % {"count": added})
            return redirect("portfolio:roadmap-detail", pk)
    return _add_page(request, roadmap, forms, status)


@require_http_methods(["GET", "POST"])
def roadmap_item(request: MemberRequest, pk: int, item_pk: int) -> HttpResponse:
    roadmap, item = _item(request, pk, item_pk)
    form = _item_form(roadmap, item, posted_or_kept(request))
    more: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            change_item(
                item,
                form.as_input(),
                version=form.cleaned_data["version"],
                by=request.member,
                at=timezone.now(),
            )
        except RoadmapChanged as stale:
            fresh = get_visible_or_404(items_of(stale.theirs), pk=item_pk)
            data, conflicts = reconciled(form, _values(fresh), version=stale.theirs.version)
            form, more = _item_form(stale.theirs, fresh, data), stale_context(stale, conflicts)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("Item saved. Plan the waves again to see what follows."))
            return redirect("portfolio:roadmap-detail", pk)
    context = {
        "page_title": item_title(item),
        "crumbs": (*crumbs(roadmap), (item_title(item), None)),
        "form": form,
        "item": item,
        "roadmap": roadmap,
        "version": form["version"].value(),
        **more,
    }
    status = 412 if more else 422 if request.method == "POST" else 200
    return render_page(request, ITEM, context, status=status)


@require_POST
def roadmap_item_remove(request: MemberRequest, pk: int, item_pk: int) -> HttpResponse:
    _roadmap, item = _item(request, pk, item_pk)
    title = item_title(item)
    remove_item(item, version=posted_version(request), by=request.member, at=timezone.now())
    add_toast(request, _("%(title)s taken off the roadmap") % {"title": title})
    return redirect("portfolio:roadmap-detail", pk)


def _item(request: MemberRequest, pk: int, item_pk: int) -> tuple[Roadmap, RoadmapItem]:
    roadmap = get_visible_or_404(roadmaps_visible_to(request.member), pk=pk)
    item = get_visible_or_404(items_of(roadmap), pk=item_pk)
    require(request.member, Capability.PLAN_ROADMAP, roadmap.domain.path)
    return roadmap, item


def _add_forms(
    request: MemberRequest, roadmap: Roadmap, data: QueryDict | None
) -> tuple[HighestForm, ChooseForm]:
    is_highest = data is not None and data.get("what") == "highest"
    initial = {"version": roadmap.version}
    return (
        HighestForm(data if is_highest else None, initial=initial),
        ChooseForm(
            None if is_highest else data,
            use_cases=use_case_candidates(roadmap, request.GET.get("q", "")[:200]),
            actions=shown_action_candidates(roadmap),
            initial=initial,
        ),
    )


def _add(request: MemberRequest, roadmap: Roadmap, form: HighestForm | ChooseForm) -> int:
    said, by, at = form.cleaned_data, request.member, timezone.now()
    before = roadmap.items.count()
    if isinstance(form, HighestForm):
        version = said["version"]
        add_highest_priorities(roadmap, said["count"], version=version, by=by, at=at)
    else:
        add_items(
            roadmap,
            use_cases=UseCase.objects.visible_to(by).filter(pk__in=said["use_cases"]),
            actions=FoundationAction.objects.visible_to(by).filter(pk__in=said["actions"]),
            version=said["version"],
            by=by,
            at=at,
        )
    return roadmap.items.count() - before


def _add_page(
    request: MemberRequest, roadmap: Roadmap, forms: tuple[HighestForm, ChooseForm], status: int
) -> HttpResponse:
    highest, choose = forms
    title = _("Add to the roadmap")
    context = {
        "page_title": title,
        "crumbs": (*crumbs(roadmap), (title, None)),
        "form": highest if highest.is_bound else choose,
        "highest": highest,
        "choose": choose,
        "roadmap": roadmap,
        "text": request.GET.get("q", "")[:200],
        "ready_count": highest_priorities(roadmap).count(),
        "is_first": not getattr(roadmap, "edition", None),
        "wizard_steps": wizard_steps(),
    }
    return render_page(request, ADD, context, status=status)


def _values(item: RoadmapItem) -> dict[str, Any]:
    return {
        "effort_weeks": item.effort_weeks,
        "pinned_to": item.wave if item.is_pinned else None,
        "needs": needs_of(item),
    }


def _item_form(roadmap: Roadmap, item: RoadmapItem, data: QueryDict | None) -> ItemForm:
    values = _values(item)
    return ItemForm(
        data,
        wave_count=roadmap.wave_count,
        others=other_items(item),
        initial={**values, "version": roadmap.version, "base": packed(values)},
    )
