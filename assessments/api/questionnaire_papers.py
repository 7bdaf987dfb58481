"""Printable questionnaires over the API: have one built, fetch it."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.models import AssessmentRespondent
from assessments.selectors.assessments import assessments_readable_by
from assessments.selectors.invitations import invitations_of
from assessments.selectors.questionnaire_papers import paper_of
from assessments.selectors.responses import asked_of
from assessments.services.questionnaire_papers import request_paper
from portal.api.doors import APIView
from portal.api.portal import member_behind
from portal.domain.roles import Capability, Member, require
from portal.selectors.jobs import job_row
from portal.serializers.portal import JobSerializer
from portal.views.publications import publication_response
from portal.web.access import get_visible_or_404

TAGS = ["responses"]
PDF = {(200, "application/pdf"): OpenApiTypes.BINARY}
JOB = {202: JobSerializer}


class OwnPaperView(APIView):
    """One's own questionnaire for paper."""

    @extend_schema(operation_id="responses_paper", responses=PDF, tags=TAGS)
    def get(self, request: Request, pk: int) -> HttpResponse:
        """Download your questionnaire as a PDF, without your answers; 404 until it is built."""
        return _file(_own(request, pk))

    @extend_schema(operation_id="responses_paper_request", request=None, responses=JOB, tags=TAGS)
    def post(self, request: Request, pk: int) -> Response:
        """Have your questionnaire built as a PDF; the answer is the job that builds it."""
        return _asked(_own(request, pk), member_behind(request))


class PaperForView(APIView):
    """A respondent's questionnaire for paper."""

    @extend_schema(operation_id="responses_paper_for", responses=PDF, tags=TAGS)
    def get(self, request: Request, pk: int, user_pk: int) -> HttpResponse:
        """Download a respondent's blank questionnaire as a PDF; 404 until it is built."""
        return _file(_invitation(request, pk, user_pk))

    @extend_schema(
        operation_id="responses_paper_for_request", request=None, responses=JOB, tags=TAGS
    )
    def post(self, request: Request, pk: int, user_pk: int) -> Response:
        """Have a respondent's questionnaire built; the answer is the job that builds it."""
        return _asked(_invitation(request, pk, user_pk), member_behind(request))


def _own(request: Request, pk: int) -> AssessmentRespondent:
    return get_visible_or_404(asked_of(member_behind(request)), assessment_id=pk)


def _invitation(request: Request, pk: int, user_pk: int) -> AssessmentRespondent:
    by = member_behind(request)
    row = get_visible_or_404(assessments_readable_by(by), pk=pk)
    require(by, Capability.RUN_ASSESSMENT, row.domain.path)
    return get_visible_or_404(invitations_of(row), user_id=user_pk)


def _file(invitation: AssessmentRespondent) -> HttpResponse:
    kept = paper_of(invitation).first()
    if kept is None:
        raise Http404
    return publication_response(kept)


def _asked(invitation: AssessmentRespondent, by: Member) -> Response:
    job = request_paper(invitation, by=by, at=timezone.now())
    return Response(JobSerializer(job_row(job, member=by)).data, status=status.HTTP_202_ACCEPTED)
