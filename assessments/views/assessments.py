"""Assessments: the overview, one at a time, setting up, and moving on."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.domain.lifecycle import AssessmentState
from assessments.forms.assessments import (
    AssessmentFilterForm,
    AssessmentForm,
    ReopenForm,
    initial_at,
    initial_of,
)
from assessments.models import Assessment, Campaign, FrameworkVersion
from assessments.selectors.assessments import (
    DEFAULT_SORT,
    assessment_row,
    assessment_rows,
    assessments_readable_by,
)
from assessments.selectors.comparisons import campaign_asked_for, heat_map
from assessments.selectors.filters import domain_filter
from assessments.selectors.frameworks import framework_versions, versions_to_start_from
from assessments.selectors.histories import last_change
from assessments.selectors.operating_models import production_words
from assessments.selectors.partners import partner_choices, partner_rows
from assessments.selectors.respondents import asked_ids, asked_people, people_who_may_answer
from assessments.services import assessments as service
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
from portal.web.rendering import render_page, wants_fragment
from portal.web.toasts import add_toast

LIST, DETAIL, FORM = (f"assessments/assessments/{name}.html" for name in ("list", "detail", "form"))
USUAL_PERIOD = timedelta(days=21)
#: Digits of an id; Python refuses to read thousands of them.
LONGEST = 18


@require_GET
def assessment_list(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_ASSESSMENTS)
    form = AssessmentFilterForm(request.GET, domains=domain_filter(request.member))
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = assessment_rows(
        request.member,
        search=chosen.get("q", "").strip(),
        state=chosen.get("state", ""),
        domain=chosen.get("domain", ""),
        sort=request.GET.get("sort", DEFAULT_SORT),
    )
    try:
        campaign = campaign_asked_for(request.GET, request.member)
    except Campaign.DoesNotExist as missing:
        raise Http404 from missing
    if campaign is not None:
        rows = rows.filter(campaign=campaign)
    page = paginate(rows, query=request.GET)
    today = timezone.localdate()
    context = {
        "page_title": _("Assessments"),
        "crumbs": ((_("Assessments"), None),),
        "page": page,
        "rows": [assessment_row(row, today=today) for row in page],
        "filter_form": form,
        "filter_form_id": "assessments-filter",
        "chips": chips(form, request.GET),
        "is_filtered": any(chosen.values()),
        "sort": DEFAULT_SORT,
        "can_run": request.member.can(Capability.RUN_ASSESSMENT),
    }
    if not wants_fragment(request):
        context["heat"] = heat_map(request.member, campaign=campaign)
        context["campaign"] = campaign
        context["all_url"] = reverse("assessments:assessment-list") if campaign else ""
    return render_page(request, LIST, context, fragment="rows")


@require_GET
def assessment_detail(request: MemberRequest, pk: int) -> HttpResponse:
    assessment = get_visible_or_404(assessments_readable_by(request.member), pk=pk)
    can_run = request.member.can(Capability.RUN_ASSESSMENT, assessment.domain.path)
    people = asked_people(assessment)
    context = {
        "page_title": assessment.title,
        "crumbs": _crumbs((assessment.title, None)),
        "assessment": assessment,
        "row": assessment_row(assessment, today=timezone.localdate()),
        "people": people if can_run else (),
        "invited": len(people),
        "started": sum(person.answers > 0 for person in people),
        "finished": sum(person.finished_at is not None for person in people),
        "in_production": production_words(assessment),
        "can_run": can_run,
        "reopen_form": ReopenForm(initial={"version": assessment.version}),
    }
    return render_page(request, DETAIL, context)


@require_http_methods(["GET", "POST"])
def assessment_create(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_ASSESSMENTS)
    require(request.member, Capability.RUN_ASSESSMENT)
    form = _set_up_form(request, posted_or_kept(request))
    if request.method == "POST" and form.is_valid():
        try:
            row = _create(request, form.cleaned_data)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("Draft saved"))
            return redirect("assessments:assessment-detail", pk=row.pk)
    title = _("Set up an assessment")
    return _form_page(request, form, title, _crumbs((title, None)))


@require_http_methods(["GET", "POST"])
def assessment_edit(request: MemberRequest, pk: int) -> HttpResponse:
    assessment = get_visible_or_404(assessments_readable_by(request.member), pk=pk)
    require(request.member, Capability.RUN_ASSESSMENT, assessment.domain.path)
    if request.method == "GET":
        service.refuse_late_set_up(assessment)
    form = _set_up_form(request, posted_or_kept(request), assessment)
    more: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, assessment, form.cleaned_data)
        except StaleVersion:
            form, more = _both_versions(request, form, assessment)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("Set-up saved"))
            return redirect("assessments:assessment-detail", pk=pk)
    title = _("Set-up of %(title)s") % {"title": assessment.title}
    detail = reverse("assessments:assessment-detail", args=[pk])
    crumbs = _crumbs((assessment.title, detail), (_("Set-up"), None))
    return _form_page(request, form, title, crumbs, assessment=assessment, **more)


def _create(request: MemberRequest, data: dict[str, Any]) -> Assessment:
    own = Domain.objects.visible_to(request.member, Capability.RUN_ASSESSMENT)
    chosen, partners = data.get("partner"), partner_rows(request.member)
    return service.create_assessment(
        get_visible_or_404(own, pk=data["domain"]),
        title=data["title"],
        starts_on=data["starts_on"],
        due_on=data["due_on"],
        target_level=data["target_level"],
        in_production=data["in_production"],
        framework=get_visible_or_404(framework_versions(), pk=data["framework"]),
        respondents=data["respondents"],
        partner=get_visible_or_404(partners, pk=chosen) if chosen else None,
        by=request.member,
        at=timezone.now(),
    )


def _change(request: MemberRequest, assessment: Assessment, data: dict[str, Any]) -> None:
    chosen = data.get("framework")
    service.change_assessment(
        assessment,
        version=data["version"] or 0,
        title=data["title"],
        starts_on=data["starts_on"],
        due_on=data["due_on"],
        target_level=data["target_level"],
        in_production=data["in_production"],
        framework=get_visible_or_404(framework_versions(), pk=chosen) if chosen else None,
        respondents=data["respondents"],
        by=request.member,
        at=timezone.now(),
    )


def _set_up_form(
    request: MemberRequest, data: Any, assessment: Assessment | None = None
) -> AssessmentForm:
    today = timezone.localdate()
    frameworks = versions_to_start_from(assessment.framework_id if assessment else None)
    near = assessment.domain.path if assessment else request.member.root_path
    if assessment:
        initial = initial_of(assessment) | {"respondents": asked_ids(assessment)}
    else:
        initial = {"starts_on": today, "due_on": today + USUAL_PERIOD}
        initial["framework"] = frameworks[0].pk if frameworks else None
        initial |= _for_partner(request, frameworks)
    return AssessmentForm(
        data,
        initial=initial,
        domains=domain_choices(request.member, Capability.RUN_ASSESSMENT),
        frameworks=frameworks,
        people=people_who_may_answer(today=today, near=near),
        partners=partner_choices(request.member),
        is_new=assessment is None,
        is_open=assessment is not None and assessment.state != AssessmentState.DRAFT,
    )


def _for_partner(request: MemberRequest, frameworks: list[FrameworkVersion]) -> dict[str, Any]:
    """Start from the partner whose page led here, with a framework that is about partners."""
    asked = request.GET.get("partner", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) <= LONGEST):
        return {}
    partner = get_visible_or_404(partner_rows(request.member), pk=int(asked))
    about = [row.pk for row in frameworks if row.subject == FrameworkVersion.Subject.PARTNER]
    found = {"partner": partner.pk, "domain": partner.domain_id}
    return found | ({"framework": about[0]} if about else {})


def _both_versions(
    request: MemberRequest, form: AssessmentForm, theirs: Assessment
) -> tuple[AssessmentForm, dict[str, Any]]:
    now = initial_of(theirs) | {"respondents": asked_ids(theirs)}
    base = initial_at(theirs, form.cleaned_data["version"] or 0) | {"respondents": []}
    data, conflicts = reconciled(form, base=base, theirs=now, version=theirs.version)
    change = last_change(theirs)
    return _set_up_form(request, data, theirs), {
        "conflicts": conflicts,
        "conflict_who": change.who if change else "",
        "conflict_when": date_format(timezone.localtime(change.at), "j F Y, H:i") if change else "",
    }


def _form_page(
    request: MemberRequest, form: AssessmentForm, title: str, crumbs: Any, **more: Any
) -> HttpResponse:
    status = 412 if "conflicts" in more else 422 if request.method == "POST" else 200
    context = {"page_title": title, "crumbs": crumbs, "form": form, **more}
    return render_page(request, FORM, context, status=status)


def _crumbs(*rest: tuple[str, str | None]) -> tuple[tuple[str, str | None], ...]:
    return ((_("Assessments"), reverse("assessments:assessment-list")), *rest)
