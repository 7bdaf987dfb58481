"""Results over the API."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessments.domain.lifecycle import AssessmentState
from assessments.models import Assessment
from assessments.selectors.assessments import assessments_readable_by
from assessments.selectors.result_pages import (
    ResultPage,
    exported,
    preview_page,
    published_page,
)
from assessments.serializers import results as shapes
from portal.api.portal import member_behind
from portal.domain.roles import Capability, require
from portal.web.access import get_visible_or_404

TAGS = ["results"]


class ResultView(APIView):
    """The result of one assessment."""

    @extend_schema(operation_id="results_detail", responses=shapes.ResultSerializer, tags=TAGS)
    def get(self, request: Request, pk: int) -> Response:
        """Return a published result; to who runs it, also what answers come to so far."""
        row = _readable(request, pk)
        if row.state == AssessmentState.PUBLISHED:
            page = published_page(row)
        else:
            require(member_behind(request), Capability.RUN_ASSESSMENT, row.domain.path)
            page = preview_page(row)
        return Response(shapes.ResultSerializer(_body(page)).data)


class ResultExportView(APIView):
    """The published data itself."""

    @extend_schema(
        operation_id="results_export", responses=shapes.ResultExportSerializer, tags=TAGS
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return the data that was published, with what proves it."""
        row = _readable(request, pk)
        if row.state != AssessmentState.PUBLISHED:
            raise Http404
        return Response(exported(row))


def _readable(request: Request, pk: int) -> Assessment:
    rows = assessments_readable_by(member_behind(request))
    return get_visible_or_404(rows.defer(None).defer("framework__data"), pk=pk)


def _body(page: ResultPage) -> dict[str, Any]:
    results = page.results
    return {
        "assessment_id": page.assessment.pk,
        "is_preview": page.is_preview,
        "published_at": page.published_at,
        "sha256": page.sha256,
        "ledger_seq": page.ledger_seq,
        "headline": results.headline,
        "overall": results.overall,
        "layers": results.layers,
        "capabilities": results.capabilities,
        "recommendations": results.recommendations,
    }
