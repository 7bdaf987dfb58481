"""Suggested buckets for programs: what speaks for each, and deciding many at once."""

from typing import Any, Final

from django.core.paginator import Page
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.api.paging import Paging
from portal.api.portal import member_behind
from portal.domain.roles import Capability, require
from portal.web.access import require_view
from portal.web.paging import CountedPaginator
from portfolio.api.filters import checked_filters, filter_parameters
from portfolio.domain.buckets import Bucket
from portfolio.forms.ranking import SuggestedFilterForm
from portfolio.selectors.buckets import suggested_page
from portfolio.serializers import buckets as shapes
from portfolio.services.buckets import decide_buckets

TAGS: Final = ["buckets"]


class SuggestedBucketsView(APIView):
    """Use cases whose bucket nobody has decided."""

    @extend_schema(
        operation_id="suggested_buckets_list",
        parameters=[
            *filter_parameters(SuggestedFilterForm),
            OpenApiParameter("page", OpenApiTypes.INT),
            OpenApiParameter("page_size", OpenApiTypes.INT),
        ],
        responses=shapes.SuggestedBucketPageSerializer,
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List the suggestions that you may decide about, with the words behind them."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_PORTFOLIO)
        require(member, Capability.EDIT_USE_CASE)
        filters = checked_filters(request, SuggestedFilterForm).as_filters()
        paging = Paging()
        size = paging.get_page_size(request) or Paging.page_size
        asked = request.query_params.get("page", "1")
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 0
        found = suggested_page(member, filters, number=number, size=size)
        if found.number != number:
            raise NotFound
        paging.request = request
        rows: list[dict[str, Any]] = [shapes.suggested_data(row) for row in found.rows]
        paging.page = Page(rows, number, CountedPaginator([], size, total=found.total))
        return paging.get_paginated_response(rows)

    @extend_schema(
        operation_id="suggested_buckets_decide",
        request=shapes.DecideBucketsSerializer,
        responses=shapes.DecidedSerializer,
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Confirm the suggestions, or put the use cases into another bucket.

        Each is decided on its own: one that somebody changed meanwhile is named and left alone.
        """
        member = member_behind(request)
        require_view(member, Capability.VIEW_PORTFOLIO)
        require(member, Capability.EDIT_USE_CASE)
        shape = shapes.DecideBucketsSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        said = shape.validated_data
        decided = decide_buckets(
            {each["id"]: each["version"] for each in said["use_cases"]},
            bucket=Bucket(said["bucket"]) if said["bucket"] else None,
            reason=said["reason"],
            by=member,
            at=timezone.now(),
        )
        return Response(shapes.decided_data(decided))
