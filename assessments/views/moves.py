"""Moving an assessment on: open, close, open again, publish."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.domain.settling import StillSplit
from assessments.models import Assessment
from assessments.selectors.assessments import assessments_readable_by
from assessments.services.assessments import (
    close_assessment,
    open_assessment,
    reopen_assessment,
)
from assessments.services.results import publish_assessment
from portal.web.access import MemberRequest, get_visible_or_404
from portal.web.toasts import add_toast


@require_POST
def assessment_open(request: MemberRequest, pk: int) -> HttpResponse:
    assessment = _readable(request, pk)
    open_assessment(assessment, version=_version(request), by=request.member, at=timezone.now())
    add_toast(request, _("Open for answers"))
    return redirect("assessments:assessment-detail", pk=pk)


@require_POST
def assessment_close(request: MemberRequest, pk: int) -> HttpResponse:
    assessment = _readable(request, pk)
    close_assessment(assessment, version=_version(request), by=request.member, at=timezone.now())
    add_toast(request, _("Closed: no more answers are taken"))
    return redirect("assessments:assessment-review", pk=pk)


@require_POST
def assessment_reopen(request: MemberRequest, pk: int) -> HttpResponse:
    assessment = _readable(request, pk)
    reopen_assessment(
        assessment,
        reason=request.POST.get("reason", ""),
        version=_version(request),
        by=request.member,
        at=timezone.now(),
    )
    add_toast(request, _("Open for answers again"))
    return redirect("assessments:assessment-detail", pk=pk)


@require_POST
def assessment_publish(request: MemberRequest, pk: int) -> HttpResponse:
    """Publish; where splits are left, go to the page that lists them with their links."""
    assessment = _readable(request, pk)
    try:
        publish_assessment(
            assessment, version=_version(request), by=request.member, at=timezone.now()
        )
    except StillSplit as refusal:
        add_toast(request, refusal.sentence, tone="bad")
        return redirect("assessments:assessment-review", pk=pk)
    add_toast(request, _("Published: this result does not change any more"))
    return redirect("assessments:assessment-results", pk=pk)


def _readable(request: MemberRequest, pk: int) -> Assessment:
    return get_visible_or_404(assessments_readable_by(request.member), pk=pk)


def _version(request: MemberRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() else None
