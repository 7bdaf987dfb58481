"""Published editions for programs: the list, publishing, one edition whole, its PDF."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.doors import APIView
from portal.api.paging import PAGES, Paging
from portal.api.portal import member_behind
from portal.api.versions import require_version
from portal.domain.roles import Capability, require
from portal.views.publications import publication_response
from portal.web.access import get_visible_or_404
from portfolio.api.roadmaps import TAGS, checked, visible_roadmap
from portfolio.models import RoadmapEdition
from portfolio.selectors.roadmap_editions import (
    edition_page,
    edition_rows,
    editions_visible_to,
    publications_of,
)
from portfolio.serializers import roadmaps as shapes
from portfolio.services.roadmap_editions import publish_edition


def _visible(request: Request, pk: int) -> RoadmapEdition:
    return get_visible_or_404(editions_visible_to(member_behind(request)), pk=pk)


def _answer(request: Request, edition: RoadmapEdition, code: int = status.HTTP_200_OK) -> Response:
    page = edition_page(edition, member_behind(request))
    return Response(shapes.edition_detail_data(page, edition.data), status=code)


class EditionListView(APIView):
    """The editions of one roadmap."""

    @extend_schema(
        operation_id="roadmap_editions_list",
        parameters=PAGES,
        responses=shapes.EditionSerializer(many=True),
        tags=TAGS,
    )
    def get(self, request: Request, pk: int) -> Response:
        """List editions, the newest first."""
        roadmap = visible_roadmap(request, pk)
        paging = Paging()
        rows = editions_visible_to(member_behind(request)).filter(roadmap=roadmap)
        page = paging.paginate_queryset(rows.defer("data").order_by("-number"), request, view=self)
        shown = [shapes.edition_data(row) for row in edition_rows(page or [])]
        return paging.get_paginated_response(shown)

    @extend_schema(
        operation_id="roadmap_editions_publish",
        request=shapes.EditionInputSerializer,
        responses={201: shapes.EditionDetailSerializer},
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Publish the roadmap as its next edition; needs If-Match. The PDF follows in a job."""
        roadmap, by = visible_roadmap(request, pk), member_behind(request)
        require(by, Capability.PUBLISH_ROADMAP, roadmap.domain.path)
        version = require_version(request)
        said = checked(shapes.EditionInputSerializer(data=request.data))
        edition = publish_edition(roadmap, **said, version=version, by=by, at=timezone.now())
        return _answer(request, edition, status.HTTP_201_CREATED)


class EditionDetailView(APIView):
    """One edition."""

    @extend_schema(
        operation_id="roadmap_editions_detail",
        responses=shapes.EditionDetailSerializer,
        tags=TAGS,
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return one edition with its whole snapshot."""
        return _answer(request, _visible(request, pk))


class EditionPdfView(APIView):
    """The PDF of one edition."""

    @extend_schema(
        operation_id="roadmap_editions_pdf",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
        tags=TAGS,
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        """Return the PDF, byte for byte as it was stored; 404 while it is being built."""
        publication = publications_of(_visible(request, pk)).first()
        if publication is None:
            raise Http404
        return publication_response(publication)
