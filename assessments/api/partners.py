"""Partners over the API."""

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.api.paging import listed
from assessments.selectors.partners import DEFAULT_SORT, SORTS, partner_row, partner_rows
from assessments.serializers import partners as shapes
from assessments.services import partners as service
from portal.api.doors import APIView
from portal.api.paging import PAGES
from portal.api.portal import member_behind
from portal.api.versions import require_version, with_etag
from portal.domain.roles import Capability, require
from portal.models import Domain
from portal.web.access import get_visible_or_404, require_view

TAGS = ["partners"]
FILTERS = [
    OpenApiParameter("q", OpenApiTypes.STR, description="Part of name, offer or domain."),
    OpenApiParameter("domain", OpenApiTypes.STR, description="The path of a domain."),
    OpenApiParameter("ordering", OpenApiTypes.STR, enum=list(SORTS)),
]


def _shown(request: Request, pk: int, code: int = status.HTTP_200_OK) -> Response:
    row = partner_row(get_visible_or_404(partner_rows(member_behind(request)), pk=pk))
    return with_etag(Response(shapes.PartnerSerializer(row).data, status=code), row.version)


class PartnerListView(APIView):
    """Partners that the caller may read."""

    @extend_schema(
        operation_id="partners_list",
        parameters=[*FILTERS, *PAGES],
        responses=shapes.PartnerSerializer(many=True),
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List partners with the latest result of each."""
        member, query = member_behind(request), request.query_params
        require_view(member, Capability.VIEW_ASSESSMENTS)
        rows = partner_rows(
            member,
            search=query.get("q", ""),
            domain=query.get("domain", ""),
            sort=query.get("ordering", DEFAULT_SORT),
        )
        return listed(
            request, self, rows, shapes.PartnerSerializer, lambda page: [*map(partner_row, page)]
        )

    @extend_schema(
        operation_id="partners_create",
        request=shapes.PartnerInputSerializer,
        responses={201: shapes.PartnerSerializer},
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Add a partner that a domain answers for."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_ASSESSMENTS)
        require(member, Capability.RUN_ASSESSMENT)
        shape = shapes.PartnerInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        data = dict(shape.validated_data)
        own = Domain.objects.visible_to(member, Capability.RUN_ASSESSMENT)
        domain = get_visible_or_404(own, pk=data.pop("domain_id"))
        row = service.add_partner(domain, **data, by=member, at=timezone.now())
        return _shown(request, row.pk, status.HTTP_201_CREATED)


class PartnerDetailView(APIView):
    """One partner."""

    @extend_schema(operation_id="partners_detail", responses=shapes.PartnerSerializer, tags=TAGS)
    def get(self, request: Request, pk: int) -> Response:
        """Return one partner with its latest result."""
        return _shown(request, pk)

    @extend_schema(
        operation_id="partners_change",
        request=shapes.PartnerChangeSerializer,
        responses=shapes.PartnerSerializer,
        tags=TAGS,
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Change a partner; needs If-Match."""
        member = member_behind(request)
        row = get_visible_or_404(partner_rows(member), pk=pk)
        require(member, Capability.RUN_ASSESSMENT, row.domain.path)
        version = require_version(request)
        shape = shapes.PartnerChangeSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        words = {"name": row.name, "provides": row.provides} | dict(shape.validated_data)
        service.change_partner(row, version=version, **words, by=member, at=timezone.now())
        return _shown(request, pk)
