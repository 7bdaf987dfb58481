"""Taking a whole assessment out as a file."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.forms.assessment_files import AssessmentExportForm
from assessments.models import Assessment
from assessments.reports.assessment_sheets import assessment_tables
from assessments.selectors.assessment_files import named_exports
from assessments.selectors.assessments import assessments_readable_by
from assessments.services.assessment_files import FileFormat, export_assessment
from portal.domain.roles import Capability, require
from portal.web.access import MemberRequest, get_visible_or_404
from portal.web.exports import json_response, workbook_response
from portal.web.rendering import render_page

EXPORT = "assessments/files/export.html"


@require_http_methods(["GET", "POST"])
def assessment_export(request: MemberRequest, pk: int) -> HttpResponseBase:
    """Say what the file gives away, then hand it out: with numbers, or with names and a reason."""
    assessment = get_visible_or_404(assessments_readable_by(request.member), pk=pk)
    require(request.member, Capability.RUN_ASSESSMENT, assessment.domain.path)
    form = AssessmentExportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        form_of = FileFormat(form.cleaned_data["format"])
        document = export_assessment(
            assessment,
            form=form_of,
            with_names=form.cleaned_data["names"],
            reason=form.cleaned_data["reason"],
            by=request.member,
            at=timezone.now(),
        )
        return _file(assessment, document, form_of)
    context = {
        "page_title": _("Take everything out"),
        "crumbs": (
            (_("Assessments"), reverse("assessments:assessment-list")),
            (assessment.title, reverse("assessments:assessment-detail", args=[pk])),
            (_("Take everything out"), None),
        ),
        "assessment": assessment,
        "form": form,
        "exports": named_exports(assessment),
    }
    return render_page(request, EXPORT, context, status=422 if form.is_bound else 200)


def _file(assessment: Assessment, document: dict[str, Any], form: FileFormat) -> HttpResponseBase:
    name = f"{slugify(assessment.title) or 'assessment'}-{timezone.localdate():%Y-%m-%d}"
    if form is FileFormat.JSON:
        return json_response(name, document)
    return workbook_response(name, assessment_tables(document))
