"""Evidence beside one's own answers over the API."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from assessments.selectors.response_evidence import evidence_readable_by, evidence_row, own_evidence
from assessments.selectors.responses import asked_of, is_asked
from assessments.serializers import response_evidence as shapes
from assessments.services.response_evidence import add_file, add_link, remove_evidence
from portal.api.doors import APIView
from portal.api.parsers import BoundedJSONParser
from portal.api.portal import member_behind
from portal.domain.file_flaws import FileRefused, Flaw
from portal.domain.file_kinds import LARGEST_FILE
from portal.views.attachments import attachment_response
from portal.web.access import get_visible_or_404

TAGS = ["responses"]


class EvidenceListView(APIView):
    """What lies beside one answer of the caller's."""

    parser_classes = (BoundedJSONParser, MultiPartParser)

    @extend_schema(
        operation_id="evidence_list", responses=shapes.EvidenceSerializer(many=True), tags=TAGS
    )
    def get(self, request: Request, pk: int, key: str) -> Answer:
        """Return the links and files beside your own answer; nobody else's."""
        member = member_behind(request)
        invitation = get_visible_or_404(asked_of(member), assessment_id=pk)
        if not is_asked(invitation, key):
            raise Http404
        rows = own_evidence(invitation.assessment, member, key)
        return Answer(shapes.EvidenceSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="evidence_add",
        request={
            "application/json": shapes.EvidenceInputSerializer,
            "multipart/form-data": shapes.EvidenceInputSerializer,
        },
        responses={201: shapes.EvidenceSerializer},
        tags=TAGS,
    )
    def post(self, request: Request, pk: int, key: str) -> Answer:
        """Put a link or a file beside your answer; the same one twice is one."""
        member, now = member_behind(request), timezone.now()
        get_visible_or_404(asked_of(member), assessment_id=pk)
        shape = shapes.EvidenceInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        said = shape.validated_data
        if "link" in said:
            row = add_link(pk, question=key, link=said["link"], by=member, at=now)
        else:
            file = said["file"]
            if file.size > LARGEST_FILE:
                raise FileRefused(Flaw.TOO_LARGE)
            row = add_file(pk, question=key, content=file.read(), name=file.name, by=member, at=now)
        data = shapes.EvidenceSerializer(evidence_row(row)).data
        return Answer(data, status=status.HTTP_201_CREATED)


class EvidenceDetailView(APIView):
    """One piece of the caller's evidence."""

    @extend_schema(operation_id="evidence_remove", responses={204: None}, tags=TAGS)
    def delete(self, request: Request, pk: int, evidence: int) -> Answer:
        """Take away a link or a file of your own."""
        remove_evidence(pk, evidence, by=member_behind(request))
        return Answer(status=status.HTTP_204_NO_CONTENT)


class EvidenceFileView(APIView):
    """The file of one piece of evidence."""

    @extend_schema(
        operation_id="evidence_file",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        tags=TAGS,
    )
    def get(self, request: Request, pk: int, evidence: int) -> HttpResponse:
        """Return a file as it was handed in: your own, or of an assessment that you run."""
        rows = evidence_readable_by(member_behind(request)).filter(attachment__isnull=False)
        row = get_visible_or_404(rows, pk=evidence, assessment_id=pk)
        assert row.attachment is not None  # noqa: S101
        return attachment_response(row.attachment)
