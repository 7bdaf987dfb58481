"""Who is asked in a campaign, over the API."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.api.campaigns import TAGS, run_by
from assessments.domain.invitations import Invitation, Perspective
from assessments.models import Assessment
from assessments.selectors.assessments import assessments_readable_by
from assessments.selectors.campaign_progress import places_of
from assessments.serializers import campaigns as shapes
from assessments.services.campaign_respondents import change_respondents, set_respondents, take_list
from portal.api.doors import APIView
from portal.api.portal import member_behind
from portal.api.versions import require_version, with_etag
from portal.domain.roles import Capability, require
from portal.web.access import get_visible_or_404


class RespondentListView(APIView):
    """A list of respondents for many domains at once."""

    @extend_schema(
        operation_id="campaigns_take_list",
        request=shapes.RespondentListSerializer,
        responses=shapes.PlacesSerializer,
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Ask everybody a CSV list names, or nobody: all errors of all rows come back at once."""
        row = run_by(request, pk)
        shape = shapes.RespondentListSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        rows = shape.validated_data["rows"]
        changed = take_list(row, rows, by=member_behind(request), at=timezone.now())
        return Response({"changed": changed})


class DomainRespondentsView(APIView):
    """Who is asked about one domain."""

    @extend_schema(
        operation_id="campaigns_set_respondents",
        request=shapes.InvitationsSerializer,
        responses=shapes.PlacesSerializer,
        tags=TAGS,
    )
    def put(self, request: Request, pk: int, assessment_pk: int) -> Response:
        """Ask exactly these people about one domain; If-Match names its assessment's version."""
        row = run_by(request, pk)
        version = require_version(request)
        shape = shapes.InvitationsSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        changed = set_respondents(
            row,
            assessment_pk,
            [invitation(each) for each in shape.validated_data["invitations"]],
            version=version,
            by=member_behind(request),
            at=timezone.now(),
        )
        return Response({"changed": changed})


class AssessmentRespondentsView(APIView):
    """Who is asked in one assessment."""

    @extend_schema(
        operation_id="assessments_respondents",
        responses=shapes.PlaceSerializer(many=True),
        tags=["assessments"],
    )
    def get(self, request: Request, pk: int) -> Response:
        """List who is asked and how far they are, for those who may run it."""
        row = self._runnable(request, pk)
        body = shapes.PlaceSerializer(places_of(row), many=True).data
        return with_etag(Response(body), row.version)

    @extend_schema(
        operation_id="assessments_set_respondents",
        request=shapes.InvitationsSerializer,
        responses=shapes.PlaceSerializer(many=True),
        tags=["assessments"],
    )
    def put(self, request: Request, pk: int) -> Response:
        """Ask exactly these people, each from a perspective and about layers; needs If-Match."""
        row = self._runnable(request, pk)
        version = require_version(request)
        shape = shapes.InvitationsSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        invitations = [invitation(each) for each in shape.validated_data["invitations"]]
        by = member_behind(request)
        row = change_respondents(row, invitations, version=version, by=by, at=timezone.now())
        body = shapes.PlaceSerializer(places_of(row), many=True).data
        return with_etag(Response(body), row.version)

    @staticmethod
    def _runnable(request: Request, pk: int) -> Assessment:
        member = member_behind(request)
        row = get_visible_or_404(assessments_readable_by(member), pk=pk)
        require(member, Capability.RUN_ASSESSMENT, row.domain.path)
        return row


def invitation(data: dict[str, Any]) -> Invitation:
    """Return one invitation as the service takes it."""
    perspective = Perspective(data["perspective"])
    return Invitation(data["user_id"], perspective, tuple(data["layers"]))
