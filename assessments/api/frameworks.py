"""Frameworks over the API."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessments.api.paging import listed
from assessments.domain.framework_data import framework_from_data
from assessments.selectors.frameworks import framework_rows, framework_versions
from assessments.serializers import frameworks as shapes
from assessments.services.frameworks import load_framework, make_default
from portal.api.portal import member_behind
from portal.domain.roles import Capability, require
from portal.web.access import get_visible_or_404, require_view

TAGS = ["frameworks"]


class FrameworkListView(APIView):
    """Every version of every framework."""

    @extend_schema(
        operation_id="frameworks_list",
        responses=shapes.FrameworkSerializer(many=True),
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List frameworks, the default first."""
        require_view(member_behind(request), Capability.VIEW_ASSESSMENTS)
        return listed(
            request, self, framework_versions(), shapes.FrameworkSerializer, framework_rows
        )

    @extend_schema(
        operation_id="frameworks_load",
        request=shapes.FrameworkInputSerializer,
        responses={201: shapes.FrameworkDetailSerializer},
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Load a version; the same content again changes nothing."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_ASSESSMENTS)
        require(member, Capability.MANAGE_FRAMEWORKS)
        shape = shapes.FrameworkInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        framework = framework_from_data(shape.validated_data["framework"])
        row = load_framework(framework, source="API", by=member, at=timezone.now())
        body = shapes.FrameworkDetailSerializer(row).data
        return Response(body, status=status.HTTP_201_CREATED)


class FrameworkDetailView(APIView):
    """One version."""

    @extend_schema(
        operation_id="frameworks_detail", responses=shapes.FrameworkDetailSerializer, tags=TAGS
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return a version with all its layers, capabilities, levels and steps."""
        require_view(member_behind(request), Capability.VIEW_ASSESSMENTS)
        row = get_visible_or_404(framework_versions().defer(None), pk=pk)
        return Response(shapes.FrameworkDetailSerializer(row).data)


class FrameworkDefaultView(APIView):
    """What new assessments start from."""

    @extend_schema(
        operation_id="frameworks_make_default",
        request=None,
        responses=shapes.FrameworkDetailSerializer,
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Let new assessments, and readiness, start from this version."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_ASSESSMENTS)
        row = get_visible_or_404(framework_versions(), pk=pk)
        after = make_default(row, by=member, at=timezone.now())
        return Response(shapes.FrameworkDetailSerializer(after).data)
