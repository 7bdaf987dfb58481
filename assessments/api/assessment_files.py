"""Whole assessments as files, over the API."""

from typing import Any

from django.http import FileResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.reports.assessment_sheets import assessment_tables
from assessments.selectors.assessments import assessments_readable_by
from assessments.serializers import assessment_files as shapes
from assessments.services.assessment_files import FileFormat, export_assessment
from portal.api.doors import APIView
from portal.api.portal import member_behind
from portal.domain.roles import Capability, require
from portal.web.access import get_visible_or_404
from portal.web.exports import XLSX, workbook_response

TAGS = ["assessments"]


class AssessmentExportView(APIView):
    """Everything of one assessment, with numbers for respondents or with their names."""

    @extend_schema(
        operation_id="assessments_export",
        request=shapes.AssessmentExportInputSerializer,
        responses={
            (200, "application/json"): shapes.AssessmentDocumentSerializer,
            (200, XLSX): OpenApiTypes.BINARY,
        },
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response | FileResponse:
        """Take everything out: set-up, framework, answers, what was settled, and the result.

        Respondents have numbers, the same each time, and no moments. `names` gives who they are;
        it needs a `reason`, which the ledger keeps and they read. Both can be read in again.
        """
        by = member_behind(request)
        row = get_visible_or_404(assessments_readable_by(by), pk=pk)
        require(by, Capability.RUN_ASSESSMENT, row.domain.path)
        shape: Any = shapes.AssessmentExportInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        said = shape.validated_data
        form = FileFormat(said["format"])
        document = export_assessment(
            row,
            form=form,
            with_names=said["names"],
            reason=said["reason"],
            by=by,
            at=timezone.now(),
        )
        if form is FileFormat.JSON:
            return Response(document)
        return workbook_response(f"assessment-{pk}", assessment_tables(document))
