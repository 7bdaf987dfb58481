"""Robustness runs for programs."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.doors import APIView
from portal.api.paging import PAGES, Paging
from portal.api.portal import member_behind
from portal.domain.roles import Capability, require
from portal.web.access import require_view
from portfolio.selectors.awaited import awaited_ranking
from portfolio.selectors.robustness import latest_run, result_rows, visible_results
from portfolio.serializers import robustness as shapes
from portfolio.serializers.awaited import awaited_data
from portfolio.services.robustness import request_run


class RobustnessView(APIView):
    """How far the ranking depends on its weights."""

    @extend_schema(
        operation_id="ranking_robustness",
        parameters=[
            *PAGES,
        ],
        responses=shapes.RobustnessSerializer,
        tags=["ranking"],
    )
    def get(self, request: Request) -> Response:
        """Return the run that finished last and what it says of each use case you may see."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_PORTFOLIO)
        run, paging = latest_run(), Paging()
        found = visible_results(run, member)
        page: list[Any] = paging.paginate_queryset(found, request, view=self) or []
        rows = result_rows(run, [row.pk for row in page]) if run else []
        answer = paging.get_paginated_response([shapes.result_data(row) for row in rows])
        answer.data = {
            "run": shapes.run_data(run) if run else None,
            "awaited": awaited_data(awaited_ranking()),
            **answer.data,
        }
        return answer

    @extend_schema(
        operation_id="ranking_robustness_request",
        request=shapes.RobustnessInputSerializer,
        responses={202: shapes.RobustnessRequestedSerializer},
        tags=["ranking"],
    )
    def post(self, request: Request) -> Response:
        """Have the whole portfolio ranked under many weights, in a job."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_PORTFOLIO)
        require(member, Capability.MANAGE_SCORING, member.root_path)
        shape = shapes.RobustnessInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        asked = shapes.as_settings(shape.validated_data)
        run = request_run(asked, by=member, at=timezone.now())
        return Response({"run": run.pk, "job": run.job_id}, status=status.HTTP_202_ACCEPTED)
