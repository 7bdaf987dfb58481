"""Evidence beside one's own answers: adding, taking away, and downloading a file."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.forms.response_evidence import EvidenceForm
from assessments.models import Assessment
from assessments.selectors.response_evidence import evidence_readable_by, own_evidence
from assessments.selectors.responses import asked_of
from assessments.services.response_evidence import MOST_PIECES, add_file, add_link, remove_evidence
from portal.domain.errors import Refusal
from portal.views.attachments import attachment_response
from portal.web.access import MemberRequest, get_visible_or_404
from portal.web.errors import add_refusal
from portal.web.rendering import render_page, wants_fragment
from portal.web.toasts import add_toast

PART = "assessments/answers/evidence.html"


@require_POST
def evidence_add(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    """Put beside an answer what the page sends; without htmx the whole page comes back."""
    assessment = get_visible_or_404(asked_of(request.member), assessment_id=pk).assessment
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_blank:
        form.add_error("link", _("Give a link or choose a file."))
    elif form.is_valid() and is_added(request, pk, key, form):
        add_toast(request, _("Evidence added"))
        form = EvidenceForm()
    return _part(request, assessment, key, form)


@require_POST
def evidence_remove(request: MemberRequest, pk: int, evidence: int) -> HttpResponse:
    assessment = get_visible_or_404(asked_of(request.member), assessment_id=pk).assessment
    key = remove_evidence(pk, evidence, by=request.member)
    add_toast(request, _("Evidence removed"))
    return _part(request, assessment, key, EvidenceForm())


@require_GET
def evidence_file(request: MemberRequest, pk: int) -> HttpResponse:
    rows = evidence_readable_by(request.member)
    attachment = get_visible_or_404(rows, pk=pk).attachment
    if attachment is None:
        raise Http404
    return attachment_response(attachment)


def is_added(request: MemberRequest, pk: int, key: str, form: EvidenceForm) -> bool:
    """Add what a valid form holds; a refusal goes to its field."""
    who: dict[str, Any] = {"question": key, "by": request.member, "at": timezone.now()}
    link, file = form.cleaned_data["link"], form.cleaned_data["file"]
    is_whole = True
    try:
        if link:
            add_link(pk, link=link, **who)
    except Refusal as refusal:
        add_refusal(form, refusal)
        is_whole = False
    try:
        if file:
            add_file(pk, content=file.read(), name=file.name or "", **who)
    except Refusal as refusal:
        add_refusal(form, refusal)
        is_whole = False
    return is_whole


def evidence_context(
    request: MemberRequest, assessment: Assessment, key: str, form: EvidenceForm
) -> dict[str, Any]:
    """Return what the part of the page about evidence needs."""
    rows = own_evidence(assessment, request.member, key)
    for name in [name for name in form.fields if name in form.errors][:1]:
        form.fields[name].widget.attrs["data-takes-focus"] = ""
    return {
        "evidence": rows,
        "evidence_form": form,
        "has_room": len(rows) < MOST_PIECES,
        "assessment_id": assessment.pk,
        "question_key": key,
        "can_add": assessment.state == "open",
    }


def _part(
    request: MemberRequest, assessment: Assessment, key: str, form: EvidenceForm
) -> HttpResponse:
    if not wants_fragment(request) and not form.errors:
        page = reverse("assessments:answer-question", args=[assessment.pk, key])
        return redirect(f"{page}#evidence")
    context = evidence_context(request, assessment, key, form)
    context["page_title"] = _("Evidence")
    return render_page(request, PART, context, fragment="part", status=422 if form.errors else 200)
