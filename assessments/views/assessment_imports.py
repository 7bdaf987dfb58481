"""Importing a whole assessment: upload, look at what it would become, confirm."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.forms.assessment_files import AssessmentImportForm, ImportConfirmForm
from assessments.models import Assessment, AssessmentImport
from assessments.selectors.assessments import assessments_readable_by
from assessments.services.assessment_import_plans import ARROW, ImportPlan
from assessments.services.assessment_imports import import_kept, keep_file, plan_of
from portal.domain.errors import Refusal
from portal.domain.roles import Capability, require
from portal.models import Domain
from portal.selectors.domains import names_down_to
from portal.web.access import MemberRequest, get_visible_or_404, require_view
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.rendering import render_page
from portal.web.toasts import add_toast

UPLOAD, PLAN = "assessments/files/import.html", "assessments/files/plan.html"
MOST_SHOWN: Final = 200


@require_http_methods(["GET", "POST"])
def assessment_import(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_ASSESSMENTS)
    require(request.member, Capability.RUN_ASSESSMENT)
    is_sent = request.method == "POST"
    kept = posted_or_kept(request)
    sent = (request.POST, request.FILES) if is_sent else (kept, None)
    form = AssessmentImportForm(*sent, member=request.member)
    if is_sent and form.is_valid():
        try:
            return redirect("assessments:assessment-import-plan", pk=_keep(request, form).pk)
        except Refusal as refusal:
            add_refusal(form, refusal)
    context = {"page_title": _("Import an assessment"), "crumbs": _crumbs(), "form": form}
    return render_page(request, UPLOAD, context, status=422 if is_sent else 200)


@require_http_methods(["GET", "POST"])
def assessment_import_plan(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what a file would become; on POST make it so."""
    files = AssessmentImport.objects.visible_to(request.member)
    kept = get_visible_or_404(files.select_related("domain", "assessment"), pk=pk)
    require(request.member, Capability.RUN_ASSESSMENT)
    if kept.assessment is not None:
        return redirect("assessments:assessment-detail", pk=kept.assessment.pk)
    form = ImportConfirmForm(request.POST if request.method == "POST" else None)
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            again = form.cleaned_data["again"]
            row = import_kept(kept, again=again, by=request.member, at=now)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("Assessment imported"))
            return redirect("assessments:assessment-detail", pk=row.pk)
    plan = plan_of(kept, by=request.member, at=now)
    context = {
        "page_title": _("Import an assessment"),
        "crumbs": _crumbs(kept.filename),
        "kept": kept,
        "form": form,
        "plan": plan,
        "content": plan.content,
        "errors": plan.errors[:MOST_SHOWN],
        "more_errors": max(len(plan.errors) - MOST_SHOWN, 0),
        "where": ARROW.join(names_down_to(plan.domain)) if plan.domain else "",
        "earlier": _readable(request, plan),
        "links": sum(bool(each.link) for each in plan.content.evidence) if plan.content else 0,
    }
    return render_page(request, PLAN, context, status=422 if form.is_bound else 200)


def _keep(request: MemberRequest, form: AssessmentImportForm) -> AssessmentImport:
    file, chosen = form.cleaned_data["file"], form.cleaned_data["domain"]
    own = Domain.objects.visible_to(request.member, Capability.RUN_ASSESSMENT).active()
    return keep_file(
        file.read(),
        filename=file.name or "",
        domain=get_visible_or_404(own, pk=chosen) if chosen else None,
        by=request.member,
        at=timezone.now(),
    )


def _readable(request: MemberRequest, plan: ImportPlan) -> Assessment | None:
    """Return what the same file became before, if the member may look at it."""
    if plan.earlier is None:
        return None
    return assessments_readable_by(request.member).filter(pk=plan.earlier.pk).first()


def _crumbs(*more: Any) -> tuple[tuple[str, str | None], ...]:
    upload = reverse("assessments:assessment-import")
    first = ((_("Assessments"), reverse("assessments:assessment-list")),)
    if not more:
        return (*first, (_("Import"), None))
    return (*first, (_("Import"), upload), *((each, None) for each in more))
