"""A published result as a workbook, over the API."""

from django.http import FileResponse, Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from assessments.domain.lifecycle import AssessmentState
from assessments.reports.result_sheets import result_tables
from assessments.selectors.assessments import assessments_readable_by
from assessments.selectors.result_pages import published_page
from portal.api.doors import APIView
from portal.api.portal import member_behind
from portal.web.access import get_visible_or_404
from portal.web.exports import XLSX, workbook_response


class ResultWorkbookView(APIView):
    """The published figures as a workbook."""

    @extend_schema(
        operation_id="results_workbook",
        responses={(200, XLSX): OpenApiTypes.BINARY},
        tags=["results"],
    )
    def get(self, request: Request, pk: int) -> FileResponse:
        """Return the published result as an .xlsx workbook; answers are counted, never named."""
        rows = assessments_readable_by(member_behind(request)).defer(None).defer("framework__data")
        row = get_visible_or_404(rows, pk=pk)
        if row.state != AssessmentState.PUBLISHED:
            raise Http404
        return workbook_response(f"result-{pk}", result_tables(published_page(row)))
