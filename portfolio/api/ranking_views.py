"""Movers, second views and comparisons for programs."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.doors import APIView
from portal.api.paging import PAGES, Paging
from portal.api.portal import member_behind
from portal.domain.roles import Capability, Member
from portal.web.access import require_view
from portfolio.domain.second_views import SecondView
from portfolio.selectors.awaited import awaited_ranking
from portfolio.selectors.comparisons import comparison
from portfolio.selectors.movers import mover_rows, movers
from portfolio.selectors.second_views import in_view, view_rows
from portfolio.serializers import ranking_views as shapes
from portfolio.serializers.awaited import awaited_data


def _reader(request: Request) -> Member:
    member = member_behind(request)
    require_view(member, Capability.VIEW_PORTFOLIO)
    return member


class MoversView(APIView):
    """Who moved in the ranking."""

    @extend_schema(
        operation_id="ranking_movers",
        parameters=[
            OpenApiParameter("since", OpenApiTypes.DATE, description="28 days ago if left out."),
            *PAGES,
        ],
        responses=shapes.PlaceMovesSerializer,
        tags=["ranking"],
    )
    def get(self, request: Request) -> Response:
        """Return who took another place since a day, the longest way first."""
        found = movers(_reader(request), _since(request))
        paging = Paging()
        page: list[Any] = paging.paginate_queryset(found.moves, request, view=self) or []
        answer = paging.get_paginated_response(
            [shapes.mover_data(row) for row in mover_rows(found, page)]
        )
        answer.data = {
            "since": found.since,
            "awaited": awaited_data(awaited_ranking()),
            **answer.data,
        }
        return answer


def _since(request: Request) -> date:
    text = request.query_params.get("since")
    if text is None:
        return timezone.localdate() - timedelta(days=28)
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise ValidationError({"since": [_("Enter a day such as 2026-11-01.")]})
    return day


class SecondViewView(APIView):
    """The portfolio in the order of WSJF or RICE."""

    @extend_schema(
        operation_id="ranking_second_view",
        parameters=[
            OpenApiParameter(
                "view", OpenApiTypes.STR, OpenApiParameter.PATH, enum=[v.value for v in SecondView]
            ),
            OpenApiParameter(
                "missing", OpenApiTypes.STR, enum=["yes"], description="Those without a score."
            ),
            *PAGES,
        ],
        responses=shapes.SecondViewSerializer,
        tags=["ranking"],
    )
    def get(self, request: Request, view: str) -> Response:
        """Return scores with their terms, the highest first; or what is missing."""
        member = _reader(request)
        if view not in SecondView:
            raise NotFound
        chosen = SecondView(view)
        is_missing = request.query_params.get("missing") == "yes"
        paging = Paging()
        found = in_view(member, chosen, is_missing=is_missing).only("pk")
        page: list[Any] = paging.paginate_queryset(found, request, view=self) or []
        rows = view_rows(chosen, [row.pk for row in page])
        answer = paging.get_paginated_response([shapes.view_data(row) for row in rows])
        answer.data = {"awaited": awaited_data(awaited_ranking()), **answer.data}
        return answer


class CompareView(APIView):
    """Use cases side by side."""

    @extend_schema(
        operation_id="use_cases_compare",
        parameters=[
            OpenApiParameter("id", OpenApiTypes.INT, many=True, description="Up to five of them.")
        ],
        responses=shapes.SideBySideSerializer,
        tags=["ranking"],
    )
    def get(self, request: Request) -> Response:
        """Return up to five use cases line by line, and say where they differ."""
        texts = request.query_params.getlist("id")
        if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in texts):
            raise ValidationError({"id": [_("Enter ids of use cases.")]})
        found = comparison(_reader(request), [int(text) for text in texts])
        return Response(shapes.comparison_data(found, awaited_ranking()))
