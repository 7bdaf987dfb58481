"""Answer sheets over the API: download one's own, hand a filled one in."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.reports.answer_sheets import answer_sheet
from assessments.selectors.assessments import assessments_readable_by
from assessments.selectors.responses import asked_of, questionnaire
from assessments.serializers import answer_sheets as shapes
from assessments.services.answer_sheets import take_own_sheet, take_sheet_for
from portal.api.doors import APIView
from portal.api.portal import member_behind
from portal.domain.roles import Capability, require
from portal.web.access import get_visible_or_404
from portal.web.exports import XLSX

TAGS = ["responses"]


class OwnSheetView(APIView):
    """One's own questionnaire as a workbook."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="responses_sheet",
        responses={(200, XLSX): OpenApiTypes.BINARY},
        tags=TAGS,
    )
    def get(self, request: Request, pk: int) -> Any:
        """Download your questionnaire, with what you answered so far."""
        mine = questionnaire(get_visible_or_404(asked_of(member_behind(request)), assessment_id=pk))
        answer = HttpResponse(answer_sheet(mine), content_type=XLSX)
        named = content_disposition_header(as_attachment=True, filename=f"answers-{pk}.xlsx")
        answer["Content-Disposition"] = named or ""
        return answer

    @extend_schema(
        operation_id="responses_take_sheet",
        request={"multipart/form-data": shapes.SheetInputSerializer},
        responses=shapes.TakenSerializer,
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Hand your filled sheet in: all rows are taken, or none and every error comes back."""
        by = member_behind(request)
        get_visible_or_404(asked_of(by), assessment_id=pk)
        file = _valid(shapes.SheetInputSerializer, request)["file"]
        changed = take_own_sheet(pk, file.read(), filename=file.name, by=by, at=timezone.now())
        return Response({"changed": changed})


class SheetForView(APIView):
    """A filled sheet handed in for somebody."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="responses_take_sheet_for",
        request={"multipart/form-data": shapes.SheetForInputSerializer},
        responses=shapes.TakenSerializer,
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Hand a sheet in on behalf of a respondent; the ledger keeps who did."""
        by = member_behind(request)
        row = get_visible_or_404(assessments_readable_by(by), pk=pk)
        require(by, Capability.RUN_ASSESSMENT, row.domain.path)
        data = _valid(shapes.SheetForInputSerializer, request)
        changed = take_sheet_for(
            row,
            data["respondent_id"],
            data["file"].read(),
            filename=data["file"].name,
            by=by,
            at=timezone.now(),
        )
        return Response({"changed": changed})


def _valid(shape: type[Any], request: Request) -> dict[str, Any]:
    found = shape(data=request.data)
    found.is_valid(raise_exception=True)
    return dict(found.validated_data)
