"""Assessments over the API: set up, move on, and publish."""

from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.api.paging import listed
from assessments.domain.lifecycle import AssessmentState
from assessments.models import Assessment
from assessments.selectors.assessments import (
    DEFAULT_SORT,
    SORTS,
    assessment_row,
    assessment_rows,
)
from assessments.selectors.frameworks import framework_versions
from assessments.selectors.partners import partner_rows
from assessments.selectors.respondents import asked_ids
from assessments.serializers import assessments as shapes
from assessments.services import assessments as service
from assessments.services.results import publish_assessment
from portal.api.doors import APIView
from portal.api.paging import PAGES
from portal.api.portal import member_behind
from portal.api.versions import require_version, with_etag
from portal.domain.roles import Capability, Member, require
from portal.models import Domain
from portal.web.access import get_visible_or_404, require_view

TAGS = ["assessments"]
FILTERS = [
    OpenApiParameter("q", OpenApiTypes.STR, description="Part of the title or the domain."),
    OpenApiParameter("state", OpenApiTypes.STR, enum=[each.value for each in AssessmentState]),
    OpenApiParameter("domain", OpenApiTypes.STR, description="The path of a domain."),
    OpenApiParameter("ordering", OpenApiTypes.STR, enum=list(SORTS)),
]


def readable(request: Request, pk: int) -> Assessment:
    """Return one assessment that the caller may read, with its counts, or answer 404."""
    return get_visible_or_404(assessment_rows(member_behind(request)), pk=pk)


def shown(request: Request, pk: int, code: int = status.HTTP_200_OK) -> Response:
    """Answer with an assessment as it stands."""
    row = readable(request, pk)
    body = shapes.AssessmentSerializer(_body(row)).data
    return with_etag(Response(body, status=code), row.version)


def _body(row: Assessment) -> dict[str, Any]:
    shape = assessment_row(row, today=timezone.localdate())
    names = ("pk", "title", "state", "starts_on", "due_on", "published_at", "invited", "finished")
    body = {name: getattr(shape, name) for name in (*names, "mean", "effective", "staged")}
    more: dict[str, Any] = {"domain_id": row.domain_id, "framework_id": row.framework_id}
    more |= {"partner_id": row.partner_id, "in_production": row.in_production}
    more["version"] = row.version
    return body | more | {"target_level": shape.target}


class AssessmentListView(APIView):
    """Assessments that the caller may read."""

    @extend_schema(
        operation_id="assessments_list",
        parameters=[*FILTERS, *PAGES],
        responses=shapes.AssessmentSerializer(many=True),
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List assessments, those due last on top."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_ASSESSMENTS)
        query = request.query_params
        rows = assessment_rows(
            member,
            search=query.get("q", ""),
            state=query.get("state", ""),
            domain=query.get("domain", ""),
            sort=query.get("ordering", DEFAULT_SORT),
        )
        return listed(
            request, self, rows, shapes.AssessmentSerializer, lambda page: [*map(_body, page)]
        )

    @extend_schema(
        operation_id="assessments_create",
        request=shapes.AssessmentInputSerializer,
        responses={201: shapes.AssessmentSerializer},
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Set up a draft."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_ASSESSMENTS)
        require(member, Capability.RUN_ASSESSMENT)
        shape = shapes.AssessmentInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        data = dict(shape.validated_data)
        own = Domain.objects.visible_to(member, Capability.RUN_ASSESSMENT)
        domain = get_visible_or_404(own, pk=data.pop("domain_id"))
        framework = get_visible_or_404(framework_versions(), pk=data.pop("framework_id"))
        partner_id = data.pop("partner_id")
        data["partner"] = (
            get_visible_or_404(partner_rows(member), pk=partner_id) if partner_id else None
        )
        row = service.create_assessment(
            domain, framework=framework, **data, by=member, at=timezone.now()
        )
        return shown(request, row.pk, status.HTTP_201_CREATED)


class AssessmentDetailView(APIView):
    """One assessment."""

    @extend_schema(
        operation_id="assessments_detail", responses=shapes.AssessmentSerializer, tags=TAGS
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return one assessment."""
        return shown(request, pk)

    @extend_schema(
        operation_id="assessments_change",
        request=shapes.AssessmentChangeSerializer,
        responses=shapes.AssessmentSerializer,
        tags=TAGS,
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Change the set-up; needs If-Match."""
        member, row = member_behind(request), readable(request, pk)
        require(member, Capability.RUN_ASSESSMENT, row.domain.path)
        version = require_version(request)
        shape = shapes.AssessmentChangeSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        data = shape.validated_data
        framework_id = data.get("framework_id")
        service.change_assessment(
            row,
            version=version,
            title=data.get("title", row.title),
            starts_on=data.get("starts_on", row.starts_on),
            due_on=data.get("due_on", row.due_on),
            target_level=data.get("target_level", row.target_level),
            in_production=data.get("in_production", row.in_production),
            framework=get_visible_or_404(framework_versions(), pk=framework_id)
            if framework_id
            else None,
            respondents=data.get("respondents", asked_ids(row)),
            by=member,
            at=timezone.now(),
        )
        return shown(request, pk)


class AssessmentOpenView(APIView):
    """Letting respondents answer."""

    @extend_schema(
        operation_id="assessments_open",
        request=None,
        responses=shapes.AssessmentSerializer,
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Open a draft for answers."""
        by: Member = member_behind(request)
        service.open_assessment(readable(request, pk), by=by, at=timezone.now())
        return shown(request, pk)


class AssessmentCloseView(APIView):
    """Taking no more answers."""

    @extend_schema(
        operation_id="assessments_close",
        request=None,
        responses=shapes.AssessmentSerializer,
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Close an open assessment."""
        by: Member = member_behind(request)
        service.close_assessment(readable(request, pk), by=by, at=timezone.now())
        return shown(request, pk)


class AssessmentReopenView(APIView):
    """Taking answers again."""

    @extend_schema(
        operation_id="assessments_reopen",
        request=shapes.ReasonSerializer,
        responses=shapes.AssessmentSerializer,
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Open a closed assessment again, for a reason."""
        row, by = readable(request, pk), member_behind(request)
        shape = shapes.ReasonSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        reason = shape.validated_data["reason"]
        service.reopen_assessment(row, reason=reason, by=by, at=timezone.now())
        return shown(request, pk)


class AssessmentPublishView(APIView):
    """Making the result final."""

    @extend_schema(
        operation_id="assessments_publish",
        request=None,
        responses=shapes.AssessmentSerializer,
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Publish; refused with 409 while respondents are split over something."""
        by: Member = member_behind(request)
        publish_assessment(readable(request, pk), by=by, at=timezone.now())
        return shown(request, pk)
