"""Foundation actions: the list, adopting, adding and changing one."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.domain.lifecycle import AssessmentState
from assessments.forms.actions import (
    ActionFilterForm,
    ActionForm,
    AdoptForm,
    NewActionForm,
    initial_at,
    initial_of,
)
from assessments.models import FoundationAction
from assessments.selectors.action_effects import own_effect
from assessments.selectors.actions import (
    DEFAULT_SORT,
    action_domains,
    action_row,
    action_rows,
    capability_titles,
    owner_choices,
    person,
)
from assessments.selectors.assessments import assessments_readable_by
from assessments.selectors.filters import domain_filter
from assessments.selectors.histories import last_change
from assessments.selectors.result_pages import RecommendedStep, published_page
from assessments.services.actions import add_action, adopt_recommendation, change_action
from assessments.views.chips import chips
from portal.domain.errors import Refusal, StaleVersion
from portal.domain.roles import Capability, require
from portal.forms.conflicts import reconciled
from portal.selectors.domains import domain_choices
from portal.web.access import MemberRequest, get_visible_or_404, require_view
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.paging import paginate
from portal.web.rendering import render_page
from portal.web.toasts import add_toast

LIST, ADOPT, FORM, NEW = (
    f"assessments/actions/{name}.html" for name in ("list", "adopt", "form", "new")
)


@require_GET
def action_list(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_ASSESSMENTS)
    form = ActionFilterForm(request.GET, domains=domain_filter(request.member))
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = action_rows(
        request.member,
        search=chosen.get("q", "").strip(),
        status=chosen.get("status", ""),
        domain=chosen.get("domain", ""),
        sort=request.GET.get("sort", DEFAULT_SORT),
    )
    page = paginate(rows, query=request.GET)
    today, titles = timezone.localdate(), capability_titles()
    context = {
        "page_title": _("Foundation actions"),
        "crumbs": ((_("Foundation actions"), None),),
        "page": page,
        "rows": [action_row(row, today=today, titles=titles) for row in page],
        "filter_form": form,
        "filter_form_id": "actions-filter",
        "chips": chips(form, request.GET),
        "is_filtered": any(chosen.values()),
        "sort": DEFAULT_SORT,
        "can_add": request.member.can(Capability.MANAGE_ACTIONS),
    }
    return render_page(request, LIST, context, fragment="rows")


@require_http_methods(["GET", "POST"])
def action_adopt(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    readable = assessments_readable_by(request.member).defer(None).defer("framework__data")
    assessment = get_visible_or_404(readable, pk=pk, state=AssessmentState.PUBLISHED)
    require(request.member, Capability.MANAGE_ACTIONS, assessment.domain.path)
    step = _step(published_page(assessment).steps, key)
    initial = {"title": step.result.title, "effort_weeks": step.result.weeks}
    form = AdoptForm(posted_or_kept(request), owners=owner_choices(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            action = adopt_recommendation(
                assessment,
                capability=key,
                **_with_owner(form.cleaned_data),
                by=request.member,
                at=timezone.now(),
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("%(title)s is now work") % {"title": action})
            return redirect("assessments:assessment-results", pk=pk)
    title = _("Adopt as foundation action")
    crumbs = (
        (_("Assessments"), reverse("assessments:assessment-list")),
        (assessment.title, reverse("assessments:assessment-results", args=[pk])),
        (title, None),
    )
    context = {"page_title": title, "crumbs": crumbs, "form": form, "step": step}
    context["assessment"] = assessment
    return render_page(request, ADOPT, context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def action_create(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_ASSESSMENTS)
    require(request.member, Capability.MANAGE_ACTIONS)
    form = NewActionForm(
        posted_or_kept(request),
        owners=owner_choices(),
        domains=domain_choices(request.member, Capability.MANAGE_ACTIONS),
        capabilities=capability_titles(),
        initial={"effort_weeks": 4},
    )
    if request.method == "POST" and form.is_valid():
        data = _with_owner(form.cleaned_data)
        domain = get_visible_or_404(action_domains(request.member), pk=data.pop("domain"))
        try:
            action = add_action(domain, **data, by=request.member, at=timezone.now())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("%(title)s added") % {"title": action})
            return redirect("assessments:action-list")
    title = _("Add a foundation action")
    context = {"page_title": title, "crumbs": _crumbs(title), "form": form}
    return render_page(request, NEW, context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def action_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show an action; who manages actions there changes it on the same page."""
    rows = FoundationAction.objects.visible_to(request.member)
    action = get_visible_or_404(
        rows.select_related("domain", "partner", "owner", "assessment"), pk=pk
    )
    can_change = request.member.can(Capability.MANAGE_ACTIONS, action.domain.path)
    if request.method == "POST":
        require(request.member, Capability.MANAGE_ACTIONS, action.domain.path)
    form = _form(posted_or_kept(request), action)
    more: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, action, form.cleaned_data)
        except StaleVersion:
            form, more = _both_versions(form, action)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("Action saved"))
            return redirect("assessments:action-list")
    row = action_row(action, today=timezone.localdate(), titles=capability_titles())
    context = {"page_title": action.title, "crumbs": _crumbs(action.title), "form": form}
    context |= {"action": action, "row": row, "can_change": can_change} | more
    context["own_effect"] = own_effect(action)
    status = 412 if "conflicts" in more else 422 if request.method == "POST" else 200
    return render_page(request, FORM, context, status=status)


def _step(steps: tuple[RecommendedStep, ...], key: str) -> RecommendedStep:
    found = next((step for step in steps if step.result.capability == key), None)
    if found is None:
        raise Http404
    return found


def _with_owner(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"owner": person(data["owner"])}


def _form(data: Any, action: FoundationAction) -> ActionForm:
    choices = owner_choices()
    if action.owner is not None and action.owner_id not in dict(choices):
        choices = [*choices, (action.owner.pk, str(action.owner))]
    return ActionForm(data, owners=choices, initial=initial_of(action))


def _change(request: MemberRequest, action: FoundationAction, data: dict[str, Any]) -> None:
    values = _with_owner(data)
    version = values.pop("version") or 0
    change_action(action, version=version, **values, by=request.member, at=timezone.now())


def _both_versions(form: ActionForm, theirs: FoundationAction) -> tuple[ActionForm, dict[str, Any]]:
    base = initial_at(theirs, form.cleaned_data["version"] or 0)
    data, conflicts = reconciled(form, base=base, theirs=initial_of(theirs), version=theirs.version)
    change = last_change(theirs)
    when = date_format(timezone.localtime(change.at), "j F Y, H:i") if change else ""
    return _form(data, theirs), {
        "conflicts": conflicts,
        "conflict_who": change.who if change else "",
        "conflict_when": when,
    }


def _crumbs(title: str) -> tuple[tuple[str, str | None], ...]:
    return ((_("Foundation actions"), reverse("assessments:action-list")), (title, None))
