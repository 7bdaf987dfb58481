"""Importing whole assessments over the API."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.serializers import assessment_files as shapes
from assessments.services.assessment_import_plans import plan_import
from assessments.services.assessment_imports import import_assessment
from portal.api.doors import APIView
from portal.api.portal import member_behind
from portal.domain.roles import Capability, require
from portal.models import Domain
from portal.services.file_limits import check_size
from portal.web.access import get_visible_or_404, require_view


class AssessmentImportView(APIView):
    """Files of whole assessments."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="assessments_import",
        request={"multipart/form-data": shapes.AssessmentImportInputSerializer},
        responses={200: shapes.AssessmentImportSerializer, 201: shapes.AssessmentImportSerializer},
        tags=["assessments"],
    )
    def post(self, request: Request) -> Response:
        """Make a new assessment of a file, all of it or nothing; or only say what it would be."""
        by = member_behind(request)
        require_view(by, Capability.VIEW_ASSESSMENTS)
        require(by, Capability.RUN_ASSESSMENT)
        shape: Any = shapes.AssessmentImportInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        said = shape.validated_data
        file = said["file"]
        check_size(file.size, filename=file.name)
        chosen = said.get("domain")
        own = Domain.objects.visible_to(by, Capability.RUN_ASSESSMENT).active()
        given: dict[str, Any] = {
            "filename": file.name,
            "domain": get_visible_or_404(own, pk=chosen) if chosen else None,
            "by": by,
            "at": timezone.now(),
        }
        if said["dry_run"]:
            return Response(shapes.plan_data(plan_import(file.read(), **given)))
        row, plan = import_assessment(file.read(), again=said["again"], **given)
        data = shapes.plan_data(plan, assessment_id=row.pk)
        return Response(data, status=status.HTTP_201_CREATED)
