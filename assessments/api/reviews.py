"""Reviewing and settling over the API."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.api.assessments import readable
from assessments.models import Assessment
from assessments.selectors.reliability import reliability_of
from assessments.selectors.reviews import review, reviewed_question
from assessments.selectors.tallies import mark_of
from assessments.selectors.workshops import workshop
from assessments.serializers import reviews as shapes
from assessments.services.settling import (
    reveal_names,
    settle_level,
    settle_not_applicable,
    withdraw_settlement,
)
from portal.api.doors import APIView
from portal.api.portal import member_behind
from portal.domain.roles import Capability, require

TAGS = ["review"]


def _run(request: Request, pk: int) -> Assessment:
    row = readable(request, pk)
    require(member_behind(request), Capability.RUN_ASSESSMENT, row.domain.path)
    return row


def _question(row: Assessment, key: str) -> Response:
    found = review(row)
    if key not in found.standings.tallies:
        raise Http404
    one = reviewed_question(row, found, key)
    return _marked(Response(shapes.ReviewedQuestionSerializer(one).data), one.mark)


def _marked(response: Response, mark: str) -> Response:
    response["ETag"] = f'"{mark}"'
    return response


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


class ReviewedQuestionView(APIView):
    """One question in full."""

    @extend_schema(
        operation_id="review_retrieve",
        responses=shapes.ReviewedQuestionSerializer,
        tags=TAGS,
    )
    def get(self, request: Request, pk: int, key: str) -> Response:
        """Return what was said to one question; names only where they were revealed."""
        return _question(_run(request, pk), key)


class RevealView(APIView):
    """The names behind the answers to one question."""

    @extend_schema(
        operation_id="reveal_create",
        request=None,
        responses=shapes.ReviewedQuestionSerializer,
        tags=TAGS,
    )
    def post(self, request: Request, pk: int, key: str) -> Response:
        """Show who said what, from now on; the ledger keeps who asked for it."""
        row = _run(request, pk)
        reveal_names(row, question=key, by=member_behind(request), at=timezone.now())
        return _question(row, key)


class WorkshopView(APIView):
    """What a workshop takes up."""

    @extend_schema(operation_id="workshop_retrieve", responses=shapes.WorkshopSerializer, tags=TAGS)
    def get(self, request: Request, pk: int) -> Response:
        """Return the questions in the order in which a workshop takes them up."""
        return Response(shapes.WorkshopSerializer(workshop(_run(request, pk))).data)


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
        """Settle a question on an option, or that it does not apply.

        With If-Match and the ETag of the question nothing is replaced that was settled meanwhile.
        """
        row, member = _run(request, pk), member_behind(request)
        shape = shapes.SettlementInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        data = shape.validated_data
        said: dict[str, Any] = {
            "question": key,
            "reason": data["reason"],
            "by": member,
            "at": timezone.now(),
            "seen": request.headers.get("If-Match", "").strip().strip('"') or None,
        }
        if data["level"] is None:
            settled = settle_not_applicable(row, **said)
        else:
            settled = settle_level(row, level=data["level"], **said)
        return _marked(Response(shapes.SettlementSerializer(settled).data), mark_of(settled))

    @extend_schema(operation_id="settlements_delete", responses={204: None}, tags=TAGS)
    def delete(self, request: Request, pk: int, key: str) -> Response:
        """Take a settlement back."""
        row = _run(request, pk)
        withdraw_settlement(row, question=key, by=member_behind(request), at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
