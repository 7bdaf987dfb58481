"""Campaigns: the list, how far one is, setting one up and changing it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.forms.campaigns import CampaignForm, ScopeForm, initial_at, initial_of
from assessments.models import Campaign, FrameworkVersion
from assessments.selectors.campaign_jobs import latest_mails
from assessments.selectors.campaign_progress import campaign_progress
from assessments.selectors.campaigns import (
    campaign_frameworks,
    campaign_row,
    campaigns_readable_by,
    domains_beneath,
    domains_of,
)
from assessments.selectors.facilitators import people_who_may_run
from assessments.selectors.frameworks import framework_of
from assessments.selectors.histories import last_change
from assessments.services import campaigns as service
from portal.domain.errors import Refusal, StaleVersion
from portal.domain.page_parts import Tab
from portal.domain.roles import Capability, require
from portal.forms.conflicts import reconciled
from portal.models import Domain
from portal.web.access import MemberRequest, get_visible_or_404, require_view
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.paging import paginate
from portal.web.rendering import render_page
from portal.web.toasts import add_toast

LIST, DETAIL, FORM, PEOPLE = (
    f"assessments/campaigns/{name}.html" for name in ("list", "detail", "form", "people")
)
type Tree = list[tuple[int, str, int, str]]

USUAL_PERIOD = timedelta(days=28)


@require_GET
def campaign_list(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_ASSESSMENTS)
    page = paginate(campaigns_readable_by(request.member), query=request.GET)
    today = timezone.localdate()
    context = {
        "page_title": _("Campaigns"),
        "crumbs": ((_("Campaigns"), None),),
        "page": page,
        "rows": [campaign_row(row, today=today) for row in page],
        "can_run": request.member.can(Capability.RUN_ASSESSMENT),
    }
    return render_page(request, LIST, context, fragment="rows")


@require_GET
def campaign_detail(request: MemberRequest, pk: int) -> HttpResponse:
    campaign = readable(request, pk)
    return render_page(request, DETAIL, _progress_context(request, campaign))


@require_GET
def campaign_people(request: MemberRequest, pk: int) -> HttpResponse:
    campaign = runnable(request, pk)
    context = _progress_context(request, campaign)
    is_narrowed = request.GET.get("left") == "yes"
    people = context["progress"].people
    url = reverse("assessments:campaign-people", args=[pk])
    left = context["progress"].not_done
    context |= {
        "people": [each for each in people if not (is_narrowed and each.is_done)],
        "is_narrowed": is_narrowed,
        "filters": (
            Tab(_("Everybody"), url, len(people), is_current=not is_narrowed),
            Tab(_("Not done"), f"{url}?left=yes", left, is_current=is_narrowed),
        ),
    }
    return render_page(request, PEOPLE, context)


@require_http_methods(["GET", "POST"])
def campaign_create(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_ASSESSMENTS)
    require(request.member, Capability.RUN_ASSESSMENT)
    frameworks = list(campaign_frameworks())
    tree = domains_beneath(request.member)
    choices = [(pk, "\u2003" * (depth - 1) + name) for pk, _path, depth, name in tree]
    first = {
        "domain": choices[0][0] if choices else None,
        "framework": frameworks[0].pk if frameworks else None,
    }
    asked = {name: request.GET.get(name) or value for name, value in first.items()}
    scope_form = ScopeForm(asked, domains=choices, frameworks=frameworks)
    title = _("Set up a campaign")
    context: dict[str, Any] = {
        "page_title": title,
        "crumbs": crumbs((title, None)),
        "scope_form": scope_form,
        "has_frameworks": bool(frameworks),
    }
    if not frameworks or not scope_form.is_valid():
        return render_page(request, FORM, context, status=422 if frameworks else 200)
    scope = get_visible_or_404(
        Domain.objects.visible_to(request.member, Capability.RUN_ASSESSMENT),
        pk=scope_form.cleaned_data["domain"],
    )
    framework = next(row for row in frameworks if row.pk == scope_form.cleaned_data["framework"])
    form = _form(request, posted_or_kept(request), scope, framework, tree=tree)
    if request.method == "POST" and form.is_valid():
        try:
            row = service.create_campaign(
                scope,
                form.as_input(framework),
                domains=form.cleaned_data["domains"],
                by=request.member,
                at=timezone.now(),
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("Campaign set up: now choose who is asked"))
            return redirect("assessments:campaign-respondents", pk=row.pk)
    return _form_page(request, form, context | {"scope": scope, "framework": framework})


@require_http_methods(["GET", "POST"])
def campaign_edit(request: MemberRequest, pk: int) -> HttpResponse:
    campaign = runnable(request, pk)
    tree = domains_beneath(request.member)
    scope, framework, own = campaign.domain, campaign.framework, domains_of(campaign)
    form = _form(
        request, posted_or_kept(request), scope, framework, tree=tree, campaign=campaign, own=own
    )
    more: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            service.change_campaign(
                campaign,
                form.as_input(framework),
                version=form.cleaned_data["version"] or 0,
                domains=form.cleaned_data["domains"],
                by=request.member,
                at=timezone.now(),
            )
        except StaleVersion:
            form, more = _both_versions(request, form, campaign, tree=tree, own=own)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("Set-up saved"))
            return redirect("assessments:campaign-detail", pk=pk)
    title = _("Set-up of %(title)s") % {"title": campaign.title}
    context = {
        "page_title": title,
        "crumbs": inner_crumbs(campaign, _("Set-up")),
        "campaign": campaign,
        "scope": scope,
        "framework": framework,
    }
    return _form_page(request, form, context | more)


def readable(request: MemberRequest, pk: int) -> Campaign:
    """Return one campaign that the member may read, or answer 404."""
    return get_visible_or_404(campaigns_readable_by(request.member), pk=pk)


def runnable(request: MemberRequest, pk: int) -> Campaign:
    """Return one campaign that the member may run; who may only read it is told whom to ask."""
    campaign = readable(request, pk)
    require(request.member, Capability.RUN_ASSESSMENT, campaign.domain.path)
    return campaign


def _progress_context(request: MemberRequest, campaign: Campaign) -> dict[str, Any]:
    can_run = request.member.can(Capability.RUN_ASSESSMENT, campaign.domain.path)
    progress = campaign_progress(campaign, today=timezone.localdate())
    detail, people = (
        reverse(f"assessments:campaign-{name}", args=[campaign.pk]) for name in ("detail", "people")
    )
    tabs = (
        Tab(_("Domains"), detail, len(progress.domains), is_current=request.path == detail),
        Tab(_("People"), people, len(progress.people), is_current=request.path == people),
    )
    return {
        "page_title": campaign.title,
        "crumbs": crumbs((campaign.title, None)),
        "campaign": campaign,
        "row": campaign_row(campaign, today=timezone.localdate()),
        "progress": progress,
        "tabs": tabs if can_run else (),
        "can_run": can_run,
        "mails": latest_mails(campaign, request.member, now=timezone.now()) if can_run else None,
        "page_url": request.path,
    }


def _form(
    request: MemberRequest,
    data: Any,
    scope: Domain,
    framework: FrameworkVersion,
    *,
    tree: Tree,
    campaign: Campaign | None = None,
    own: Sequence[int] = (),
) -> CampaignForm:
    today = timezone.localdate()
    beneath = [row for row in tree if row[1].startswith(scope.path)]
    names = {path: name for _pk, path, _depth, name in beneath}
    if campaign is None:
        children = [pk for pk, _path, depth, _name in beneath if depth == scope.depth + 1]
        initial: dict[str, Any] = {"starts_on": today, "due_on": today + USUAL_PERIOD}
        initial |= {"domains": children or [scope.pk], "facilitator": request.member.user_id}
    else:
        initial = initial_of(campaign, own)
    return CampaignForm(
        data,
        initial=initial,
        domains=[(pk, _way(path, names, scope)) for pk, path, _depth, _name in beneath],
        people=people_who_may_run(scope.path, today=today),
        framework=framework_of(framework),
    )


def _way(path: str, names: dict[str, str], scope: Domain) -> str:
    """Name a domain by the way from the scope down to it."""
    length = Domain.steplen
    ends = range(len(scope.path) + length, len(path) + 1, length)
    return " › ".join(names[path[:end]] for end in ends if path[:end] in names) or scope.name


def _both_versions(
    request: MemberRequest,
    form: CampaignForm,
    theirs: Campaign,
    *,
    tree: Tree,
    own: Sequence[int],
) -> tuple[CampaignForm, dict[str, Any]]:
    base = initial_at(theirs, form.cleaned_data["version"] or 0, own)
    data, conflicts = reconciled(
        form, base=base, theirs=initial_of(theirs, own), version=theirs.version
    )
    change = last_change(theirs)
    again = _form(
        request, data, theirs.domain, theirs.framework, tree=tree, campaign=theirs, own=own
    )
    return again, {
        "conflicts": conflicts,
        "conflict_who": change.who if change else "",
        "conflict_when": date_format(timezone.localtime(change.at), "j F Y, H:i") if change else "",
    }


def _form_page(request: MemberRequest, form: CampaignForm, context: dict[str, Any]) -> HttpResponse:
    status = 412 if "conflicts" in context else 422 if request.method == "POST" else 200
    return render_page(request, FORM, context | {"form": form}, status=status)


def crumbs(*rest: tuple[str, str | None]) -> tuple[tuple[str, str | None], ...]:
    """Return the way to a page of campaigns."""
    return ((_("Campaigns"), reverse("assessments:campaign-list")), *rest)


def inner_crumbs(campaign: Campaign, *names: str) -> tuple[tuple[str, str | None], ...]:
    """Return the way to a page within one campaign."""
    detail = reverse("assessments:campaign-detail", args=[campaign.pk])
    return crumbs((campaign.title, detail), *((name, None) for name in names))


def part_or_404(campaign: Campaign, assessment_pk: int) -> Any:
    """Return one assessment of a campaign, or answer 404."""
    part = campaign.assessments.select_related("domain").filter(pk=assessment_pk).first()
    if part is None:
        raise Http404
    return part
