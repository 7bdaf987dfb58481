"""Reviewing and settling over the API."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessments.api.assessments import readable
from assessments.models import Assessment
from assessments.selectors.reliability import reliability_of
from assessments.selectors.reviews import review
from assessments.serializers import reviews as shapes
from assessments.services.settling import (
    settle_level,
    settle_not_applicable,
    withdraw_settlement,
)
from portal.api.portal import member_behind
from portal.domain.roles import Capability, require

TAGS = ["review"]


def _run(request: Request, pk: int) -> Assessment:
    row = readable(request, pk)
    require(member_behind(request), Capability.RUN_ASSESSMENT, row.domain.path)
    return row


class ReviewView(APIView):
    """Where each question stands."""

    @extend_schema(
        operation_id="review_list",
        responses=shapes.ReviewRowSerializer(many=True),
        tags=TAGS,
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return every question with its counts, those that wait first; no names."""
        rows = review(_run(request, pk)).rows
        return Response(shapes.ReviewRowSerializer(rows, many=True).data)


class ReliabilityView(APIView):
    """How far the answers can be relied on."""

    @extend_schema(
        operation_id="reliability_list",
        responses=shapes.ReliabilitySerializer(many=True),
        tags=TAGS,
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return α and leanings for each perspective; read consensus first.

        In an evenly split room a leaning names one of the camps by luck.
        """
        found = reliability_of(_run(request, pk))
        return Response(shapes.ReliabilitySerializer(found, many=True).data)


class SettlementView(APIView):
    """What was settled for one question."""

    @extend_schema(
        operation_id="settlements_put",
        request=shapes.SettlementInputSerializer,
        responses=shapes.SettlementSerializer,
        tags=TAGS,
    )
    def put(self, request: Request, pk: int, key: str) -> Response:
        """Settle a question on an option, or that it does not apply."""
        row, member = _run(request, pk), member_behind(request)
        shape = shapes.SettlementInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        data, now = shape.validated_data, timezone.now()
        if data["level"] is None:
            settled = settle_not_applicable(
                row, question=key, reason=data["reason"], by=member, at=now
            )
        else:
            settled = settle_level(
                row, question=key, level=data["level"], reason=data["reason"], by=member, at=now
            )
        return Response(shapes.SettlementSerializer(settled).data)

    @extend_schema(operation_id="settlements_delete", responses={204: None}, tags=TAGS)
    def delete(self, request: Request, pk: int, key: str) -> Response:
        """Take a settlement back."""
        row = _run(request, pk)
        withdraw_settlement(row, question=key, by=member_behind(request), at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
