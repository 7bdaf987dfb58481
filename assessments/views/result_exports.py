"""A published result as a workbook."""

from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from assessments.domain.lifecycle import AssessmentState
from assessments.reports.result_sheets import result_tables
from assessments.selectors.assessments import assessments_readable_by
from assessments.selectors.result_pages import published_page
from portal.web.access import MemberRequest, get_visible_or_404
from portal.web.exports import workbook_response


@require_GET
def result_workbook(request: MemberRequest, pk: int) -> FileResponse:
    """Hand out a published result as a workbook."""
    rows = assessments_readable_by(request.member).defer(None).defer("framework__data")
    row = get_visible_or_404(rows, pk=pk)
    if row.state != AssessmentState.PUBLISHED:
        raise Http404
    name = f"{slugify(row.title) or 'result'}-{timezone.localdate():%Y-%m-%d}"
    return workbook_response(name, result_tables(published_page(row)))
