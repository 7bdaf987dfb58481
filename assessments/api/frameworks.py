"""Frameworks over the API."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.api.paging import listed
from assessments.models import FrameworkVersion
from assessments.selectors.frameworks import framework_rows, versions_readable_by
from assessments.serializers import frameworks as shapes
from assessments.services.framework_drafts import change_draft, discard_draft
from assessments.services.framework_files import checked_framework
from assessments.services.frameworks import load_framework, make_default
from portal.api.doors import APIView
from portal.api.paging import PAGES
from portal.api.portal import member_behind
from portal.api.versions import require_version, with_etag
from portal.domain.roles import Capability, require
from portal.web.access import get_visible_or_404, require_view

TAGS = ["frameworks"]


def readable(request: Request, pk: int) -> FrameworkVersion:
    """Return a version that the caller may read, or answer 404."""
    member = member_behind(request)
    require_view(member, Capability.VIEW_ASSESSMENTS)
    return get_visible_or_404(versions_readable_by(member).defer(None), pk=pk)


def shown(row: FrameworkVersion, code: int = status.HTTP_200_OK) -> Response:
    """Answer with a version as it stands."""
    body = shapes.FrameworkDetailSerializer(row).data
    return with_etag(Response(body, status=code), row.row_version)


class FrameworkListView(APIView):
    """Every version of every framework."""

    @extend_schema(
        operation_id="frameworks_list",
        parameters=PAGES,
        responses=shapes.FrameworkSerializer(many=True),
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List frameworks, the default first."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_ASSESSMENTS)
        rows = versions_readable_by(member)
        return listed(request, self, rows, shapes.FrameworkSerializer, framework_rows)

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
        framework = checked_framework(shape.validated_data["framework"])
        row = load_framework(framework, source="API", by=member, at=timezone.now())
        return shown(row, status.HTTP_201_CREATED)


class FrameworkDetailView(APIView):
    """One version."""

    @extend_schema(
        operation_id="frameworks_detail", responses=shapes.FrameworkDetailSerializer, tags=TAGS
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return a version with all its layers, capabilities, levels and steps."""
        return shown(readable(request, pk))

    @extend_schema(
        operation_id="frameworks_change",
        request=shapes.FrameworkInputSerializer,
        responses=shapes.FrameworkDetailSerializer,
        tags=TAGS,
    )
    def put(self, request: Request, pk: int) -> Response:
        """Put other content into a draft; needs If-Match."""
        member, row = member_behind(request), readable(request, pk)
        require(member, Capability.MANAGE_FRAMEWORKS)
        version = require_version(request)
        shape = shapes.FrameworkInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        data = shape.validated_data["framework"]
        return shown(change_draft(row, data=data, version=version, by=member, at=timezone.now()))

    @extend_schema(operation_id="frameworks_discard", responses={204: None}, tags=TAGS)
    def delete(self, request: Request, pk: int) -> Response:
        """Throw a draft away; needs If-Match."""
        member, row = member_behind(request), readable(request, pk)
        require(member, Capability.MANAGE_FRAMEWORKS)
        discard_draft(row, version=require_version(request), by=member, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


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
        row = readable(request, pk)
        return shown(make_default(row, by=member_behind(request), at=timezone.now()))
