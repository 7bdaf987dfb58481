"""Questionnaires outside the portal: as a workbook to fill and hand in."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from assessments.domain.lifecycle import AssessmentState
from assessments.domain.row_errors import RowError, RowsRefused
from assessments.forms.answer_sheets import SheetForForm, SheetForm
from assessments.models import Assessment, AssessmentRespondent
from assessments.reports.answer_sheets import answer_sheet
from assessments.selectors.assessments import assessments_readable_by
from assessments.selectors.invitations import invitations_of
from assessments.selectors.questionnaire_papers import paper_states
from assessments.selectors.responses import asked_of, questionnaire
from assessments.services.answer_sheets import take_own_sheet, take_sheet_for
from assessments.views.questionnaire_papers import own_paper_shown, paper_shown
from portal.domain.errors import Refusal
from portal.domain.roles import Capability, require
from portal.web.access import MemberRequest, get_visible_or_404
from portal.web.errors import add_refusal
from portal.web.exports import XLSX
from portal.web.kept_forms import posted_or_kept
from portal.web.rendering import render_page
from portal.web.toasts import add_toast

OWN, FOR = (f"assessments/sheets/{name}.html" for name in ("own", "for"))


@require_http_methods(["GET", "POST"])
def own_sheet(request: MemberRequest, pk: int) -> HttpResponse:
    """Offer one's questionnaire as a file, and take the filled one in."""
    invitation = get_visible_or_404(asked_of(request.member), assessment_id=pk)
    assessment = invitation.assessment
    form = SheetForm(request.POST if request.method == "POST" else None, request.FILES or None)
    errors: tuple[RowError, ...] = ()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            changed = take_own_sheet(
                pk, file.read(), filename=file.name, by=request.member, at=timezone.now()
            )
        except RowsRefused as refusal:
            errors = refusal.errors
            form.add_error("file", refusal.sentence)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _taken(changed))
            return redirect("assessments:answer-overview", pk=pk)
    overview = reverse("assessments:answer-overview", args=[pk])
    crumbs = (
        (_("My answers"), reverse("assessments:my-answers")),
        (assessment.title, overview),
        (_("As a file"), None),
    )
    more = {"paper": own_paper_shown(invitation, request.member)}
    return _page(request, OWN, assessment, form, errors, crumbs=crumbs, **more)


@require_GET
def own_sheet_file(request: MemberRequest, pk: int) -> HttpResponse:
    mine = questionnaire(get_visible_or_404(asked_of(request.member), assessment_id=pk))
    return _file(answer_sheet(mine), f"answers-{pk}.xlsx", XLSX)


@require_http_methods(["GET", "POST"])
def sheets(request: MemberRequest, pk: int) -> HttpResponse:
    """Offer each respondent's questionnaire, and take filled ones in on their behalf."""
    assessment = _run(request, pk)
    invitations = list(invitations_of(assessment))
    kept = posted_or_kept(request)
    is_sent = request.method == "POST"
    form = SheetForForm(
        request.POST if is_sent else kept,
        request.FILES or None,
        people=[(row.user_id, str(row.user)) for row in invitations],
    )
    errors: tuple[RowError, ...] = ()
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            changed = take_sheet_for(
                assessment,
                form.cleaned_data["respondent"],
                file.read(),
                filename=file.name,
                by=request.member,
                at=timezone.now(),
            )
        except RowsRefused as refusal:
            errors = refusal.errors
            form.add_error("file", refusal.sentence)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _taken(changed))
            return redirect("assessments:assessment-detail", pk=pk)
    detail = reverse("assessments:assessment-detail", args=[pk])
    crumbs = (
        (_("Assessments"), reverse("assessments:assessment-list")),
        (assessment.title, detail),
        (_("Questionnaires as files"), None),
    )
    states = paper_states(assessment, invitations, request.member)
    rows = [(row, paper_shown(row, states[row.user_id])) for row in invitations]
    more = {"rows": rows}
    return _page(request, FOR, assessment, form, errors, crumbs=crumbs, **more)


@require_GET
def sheet_file(request: MemberRequest, pk: int, user_pk: int) -> HttpResponse:
    """Download a blank sheet for somebody: what they said so far stays theirs."""
    mine = questionnaire(_invitation(request, pk, user_pk))
    return _file(answer_sheet(mine, is_blank=True), f"answers-{pk}-{user_pk}.xlsx", XLSX)


def _run(request: MemberRequest, pk: int) -> Assessment:
    assessment = get_visible_or_404(assessments_readable_by(request.member), pk=pk)
    require(request.member, Capability.RUN_ASSESSMENT, assessment.domain.path)
    return assessment


def _invitation(request: MemberRequest, pk: int, user_pk: int) -> AssessmentRespondent:
    return get_visible_or_404(invitations_of(_run(request, pk)), user_id=user_pk)


def _page(
    request: MemberRequest,
    template: str,
    assessment: Assessment,
    form: SheetForm,
    errors: tuple[RowError, ...],
    **more: Any,
) -> HttpResponse:
    context = {
        "page_title": assessment.title,
        "assessment": assessment,
        "is_open": assessment.state == AssessmentState.OPEN,
        "form": form,
        "errors": errors,
        **more,
    }
    return render_page(request, template, context, status=422 if form.is_bound else 200)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or ""
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


def _taken(count: int) -> str:
    said = ngettext("%(count)s answer taken in", "%(count)s answers taken in", count)
    return said % {"count": count}
