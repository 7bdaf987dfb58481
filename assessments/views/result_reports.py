"""The report of a published result: asked for, watched while it is built, fetched."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.models import ResultSnapshot
from assessments.selectors.assessments import assessments_readable_by
from assessments.selectors.result_reports import report_of, report_state
from assessments.services.result_reports import request_report
from portal.views.jobs import STOP_POLLING
from portal.views.publications import publication_response
from portal.web.access import MemberRequest, get_visible_or_404

PROGRESS = "assessments/results/report_progress.html"


@require_http_methods(["GET", "HEAD", "POST"])
def result_report(request: MemberRequest, pk: int) -> HttpResponse:
    """Hand out the report; a post has it built where it is missing."""
    snapshot = _published(request, pk)
    if request.method == "POST":
        request_report(snapshot, by=request.member, at=timezone.now())
        return redirect("assessments:assessment-results", pk)
    kept = report_of(snapshot.pk).first()
    if kept is None:
        raise Http404
    return publication_response(kept)


@require_safe
def result_report_progress(request: MemberRequest, pk: int) -> HttpResponse:
    """Answer how far the report is, to everybody who may read the result."""
    state = report_state(_published(request, pk).pk, request.member)
    is_over = state.is_ready or state.job is None or state.job.is_over
    context = {
        "report": state,
        "report_progress_url": request.path,
        "report_page_url": reverse("assessments:assessment-results", args=[pk]),
    }
    status = STOP_POLLING if is_over and request.htmx else 200
    answer = render(request, PROGRESS, context, status=status)
    if is_over and request.htmx:
        # The page itself offers the file, so it is fetched once more.
        answer["HX-Refresh"] = "true"
    return answer


def _published(request: MemberRequest, pk: int) -> ResultSnapshot:
    assessment = get_visible_or_404(assessments_readable_by(request.member), pk=pk)
    snapshot: ResultSnapshot | None = getattr(assessment, "snapshot", None)
    if snapshot is None:
        raise Http404
    return snapshot
