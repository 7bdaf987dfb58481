"""The life of a framework over the API: drafting, changing, publishing, retiring."""

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.api.frameworks import TAGS, readable, shown
from assessments.selectors.frameworks import file_name
from assessments.serializers import frameworks as shapes
from assessments.services.framework_drafts import draft_copy, publish_draft
from assessments.services.framework_files import framework_file
from assessments.services.frameworks import retire_framework
from portal.api.doors import APIView
from portal.api.portal import member_behind
from portal.api.versions import require_version


class FrameworkDraftView(APIView):
    """Starting a draft."""

    @extend_schema(
        operation_id="frameworks_draft",
        request=shapes.FrameworkCopySerializer,
        responses={201: shapes.FrameworkDetailSerializer},
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Start a draft from this version: its next version, or under a key of its own."""
        row = readable(request, pk)
        shape = shapes.FrameworkCopySerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        words = shape.validated_data
        after = draft_copy(row, **words, by=member_behind(request), at=timezone.now())
        return shown(after, status.HTTP_201_CREATED)


class FrameworkPublishView(APIView):
    """Freezing a draft."""

    @extend_schema(
        operation_id="frameworks_publish",
        request=None,
        responses=shapes.FrameworkDetailSerializer,
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Publish a draft, so that assessments can start from it; heeds If-Match where sent."""
        version = require_version(request) if "If-Match" in request.headers else None
        row = readable(request, pk)
        after = publish_draft(row, version=version, by=member_behind(request), at=timezone.now())
        return shown(after)


class FrameworkRetireView(APIView):
    """Letting nothing new start."""

    @extend_schema(
        operation_id="frameworks_retire",
        request=None,
        responses=shapes.FrameworkDetailSerializer,
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Retire a version: nothing new starts from it, what runs goes on."""
        row = readable(request, pk)
        retire_framework(row, by=member_behind(request), at=timezone.now())
        return shown(readable(request, pk))


class FrameworkFileView(APIView):
    """A version as a file."""

    @extend_schema(
        operation_id="frameworks_file",
        responses={(200, "application/yaml"): OpenApiTypes.STR},
        tags=TAGS,
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        """Return a version as the YAML file that can be loaded again."""
        row = readable(request, pk)
        response = HttpResponse(framework_file(row.data), content_type="application/yaml")
        response["Content-Disposition"] = f'attachment; filename="{file_name(row)}"'
        return response
