"""Suggested buckets for programs: what speaks for each, and deciding many at once."""

from typing import Final

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.doors import APIView
from portal.api.paging import PAGES, Paging
from portal.api.portal import member_behind
from portal.domain.roles import Capability, require
from portal.web.access import require_view
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
            *PAGES,
        ],
        responses=shapes.SuggestedBucketPageSerializer,
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List the suggestions that you may decide about, with the words behind them.

        Whoever decides about none reads those of all use cases they may read.
        """
        member = member_behind(request)
        require_view(member, Capability.VIEW_PORTFOLIO)
        filters = checked_filters(request, SuggestedFilterForm).as_filters()
        paging = Paging()
        wanted, size = paging.asked(request)
        found = suggested_page(member, filters, number=wanted, size=size)
        rows = [shapes.suggested_data(row) for row in found.rows]
        return paging.answer(rows, number=found.number, wanted=wanted, size=size, total=found.total)

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
