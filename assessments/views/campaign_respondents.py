"""Choosing whom a campaign asks: over all domains, in one of them, and from a list."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessments.domain.campaigns import takes_changes
from assessments.domain.invitations import Perspective
from assessments.domain.lifecycle import AssessmentState
from assessments.domain.row_errors import RowError, RowsRefused
from assessments.forms.campaigns import AddPeopleForm, RespondentListForm, RespondentsForm
from assessments.models import Campaign
from assessments.selectors.assessments import assessments_readable_by
from assessments.selectors.campaign_progress import PlaceRow, campaign_progress, places_of
from assessments.selectors.frameworks import framework_of
from assessments.selectors.respondents import Person, people_who_may_answer
from assessments.services.assessments import refuse_late_set_up
from assessments.services.campaign_respondents import (
    ask_also,
    change_respondents,
    decoded,
    set_respondents,
    take_list,
)
from assessments.views.campaigns import inner_crumbs, part_or_404, runnable
from portal.domain.errors import Refusal
from portal.domain.roles import Capability, require
from portal.web.access import MemberRequest, get_visible_or_404
from portal.web.errors import add_refusal
from portal.web.rendering import render_page
from portal.web.toasts import add_toast

GRID, DOMAIN, ROWS = (
    f"assessments/campaigns/{name}.html" for name in ("respondents", "domain", "rows")
)
MOST_FOUND = 30


@require_http_methods(["GET", "POST"])
def campaign_respondents(request: MemberRequest, pk: int) -> HttpResponse:
    """Show whom each domain asks; add the people that a search found to those that are ticked."""
    campaign = runnable(request, pk)
    today = timezone.localdate()
    progress = campaign_progress(campaign, today=today)
    search = request.GET.get("q", "").strip()
    found = _found(search, near=campaign.domain.path)
    form = AddPeopleForm(
        request.POST if request.method == "POST" else None,
        found=found if request.method == "GET" else people_who_may_answer(today=today),
        framework=framework_of(campaign.framework),
        assessments=[(row.assessment_id, row.domain) for row in progress.domains],
    )
    if form.is_valid() and _added(request, campaign, form):
        return redirect("assessments:campaign-respondents", pk=pk)
    if form.is_bound:
        form.fields["people"].choices = _chosen(form, found)  # type: ignore[attr-defined]
    ticked = set(request.POST.getlist("assessments"))
    places = [place for person in progress.people for place in person.places]
    context = {
        "page_title": _("Respondents of %(title)s") % {"title": campaign.title},
        "crumbs": inner_crumbs(campaign, _("Respondents")),
        "campaign": campaign,
        "form": form,
        "search": search,
        "found": found,
        "rows": [
            {
                "domain": row,
                "is_ticked": str(row.assessment_id) in ticked,
                "can_change": row.invited and takes_changes(AssessmentState(row.state)),
                "names": _by_perspective(places, row.assessment_id),
            }
            for row in progress.domains
        ],
    }
    return render_page(request, GRID, context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def campaign_domain(request: MemberRequest, pk: int, assessment_pk: int) -> HttpResponse:
    """Change how one domain's people are asked, or take them out."""
    campaign = runnable(request, pk)
    part = part_or_404(campaign, assessment_pk)
    if request.method == "GET":
        refuse_late_set_up(part)
    form = RespondentsForm(
        request.POST if request.method == "POST" else None,
        places=places_of(part),
        framework=framework_of(campaign.framework),
        initial={"version": part.version},
    )
    if form.is_valid():
        try:
            set_respondents(
                campaign,
                part.pk,
                form.invitations,
                version=form.cleaned_data["version"],
                by=request.member,
                at=timezone.now(),
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("Respondents saved"))
            return redirect("assessments:campaign-respondents", pk=pk)
    context = {
        "page_title": part.domain.name,
        "crumbs": inner_crumbs(campaign, _("Respondents"), part.domain.name),
        "lead": _("Who is asked about this domain in %(title)s.") % {"title": campaign.title},
        "back_url": reverse("assessments:campaign-respondents", args=[pk]),
        "form": form,
    }
    return render_page(request, DOMAIN, context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def assessment_respondents(request: MemberRequest, pk: int) -> HttpResponse:
    """Change how the people of one assessment are asked, or take them out."""
    assessment = get_visible_or_404(assessments_readable_by(request.member), pk=pk)
    require(request.member, Capability.RUN_ASSESSMENT, assessment.domain.path)
    if request.method == "GET":
        refuse_late_set_up(assessment)
    form = RespondentsForm(
        request.POST if request.method == "POST" else None,
        places=places_of(assessment),
        framework=framework_of(assessment.framework),
        initial={"version": assessment.version},
    )
    if form.is_valid():
        try:
            change_respondents(
                assessment,
                form.invitations,
                version=form.cleaned_data["version"] or 0,
                by=request.member,
                at=timezone.now(),
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("Respondents saved"))
            return redirect("assessments:assessment-detail", pk=pk)
    detail = reverse("assessments:assessment-detail", args=[pk])
    context = {
        "page_title": assessment.title,
        "crumbs": (
            (_("Assessments"), reverse("assessments:assessment-list")),
            (assessment.title, detail),
            (_("Respondents"), None),
        ),
        "lead": _("From where each respondent looks, and which layers they are asked about."),
        "back_url": detail,
        "form": form,
    }
    return render_page(request, DOMAIN, context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def campaign_rows(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a list of respondents in, all rows or none."""
    campaign = runnable(request, pk)
    form = RespondentListForm(
        request.POST if request.method == "POST" else None, request.FILES or None
    )
    errors: tuple[RowError, ...] = ()
    if form.is_valid():
        try:
            file = form.cleaned_data["file"]
            text = decoded(file.read()) if file else form.cleaned_data["rows"]
            changed = take_list(campaign, text, by=request.member, at=timezone.now())
        except RowsRefused as refusal:
            errors = refusal.errors
            form.add_error("rows", refusal.sentence)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _places(changed))
            return redirect("assessments:campaign-respondents", pk=pk)
    context = {
        "page_title": _("Respondents from a list"),
        "crumbs": inner_crumbs(campaign, _("Respondents from a list")),
        "campaign": campaign,
        "form": form,
        "errors": errors,
        "layers": framework_of(campaign.framework).layers,
        "perspectives": list(Perspective),
    }
    return render_page(request, ROWS, context, status=422 if form.is_bound else 200)


def _found(search: str, *, near: str) -> list[Person]:
    """Find people who may answer by a part of their name or address."""
    if not search:
        return []
    word = search.casefold()
    people = people_who_may_answer(today=timezone.localdate(), near=near)
    fits = [each for each in people if word in f"{each.name} {each.email}".casefold()]
    return fits[:MOST_FOUND]


def _chosen(form: AddPeopleForm, found: list[Person]) -> list[tuple[Any, Any]]:
    """Keep the people who were ticked on the page, beside those a search found."""
    ticked = set(form.data.getlist("people"))  # type: ignore[attr-defined]
    shown = {person.pk for person in found}
    choices: Any = form.fields["people"].choices  # type: ignore[attr-defined]
    return [each for each in choices if str(each[0]) in ticked or each[0] in shown]


def _added(request: MemberRequest, campaign: Campaign, form: AddPeopleForm) -> bool:
    try:
        changed = ask_also(campaign, form.invitations, by=request.member, at=timezone.now())
    except Refusal as refusal:
        add_refusal(form, refusal)
        return False
    add_toast(request, _places(changed))
    return True


def _places(count: int) -> str:
    said = ngettext("%(count)s place added or changed", "%(count)s places added or changed", count)
    return said % {"count": count}


def _by_perspective(places: list[PlaceRow], assessment_id: int) -> list[tuple[str, list[PlaceRow]]]:
    own = [place for place in places if place.assessment_id == assessment_id]
    return [
        (each.label, [place for place in own if place.perspective is each])
        for each in Perspective
        if any(place.perspective is each for place in own)
    ]
