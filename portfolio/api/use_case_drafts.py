"""Drafts of use cases for programs: each person's own."""

from typing import Any, Final

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.doors import APIView
from portal.api.portal import member_behind
from portal.api.versions import require_version, with_etag
from portal.domain.roles import Capability, Member, require
from portal.web.access import get_visible_or_404, require_view
from portfolio.models import UseCaseDraft
from portfolio.selectors.use_case_drafts import draft_row, drafts_of
from portfolio.serializers import use_case_drafts as shapes
from portfolio.serializers.use_cases import UseCaseInputSerializer, as_answer, as_input
from portfolio.services.use_case_drafts import (
    change_draft,
    discard_draft,
    keep_draft,
    register_draft,
)

TAGS: Final = ["use cases"]


class DraftListView(APIView):
    """The drafts you keep."""

    @extend_schema(
        operation_id="use_case_drafts_list",
        responses=shapes.DraftSerializer(many=True),
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List your drafts, the one changed at last first; nobody else sees them."""
        return Response([shapes.draft_data(row) for row in drafts_of(_registrar(request))])

    @extend_schema(
        operation_id="use_case_drafts_keep",
        request=shapes.DraftInputSerializer,
        responses={201: shapes.DraftSerializer},
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Keep a draft; a title or an outcome is enough."""
        member = _registrar(request)
        shape = shapes.DraftInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        row = keep_draft(shape.validated_data, by=member, at=timezone.now())
        return _answer(row, member, status.HTTP_201_CREATED)


class DraftView(APIView):
    """One draft."""

    @extend_schema(
        operation_id="use_case_drafts_detail", responses=shapes.DraftSerializer, tags=TAGS
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return one draft of yours."""
        member = _registrar(request)
        return _answer(_own(member, pk), member)

    @extend_schema(
        operation_id="use_case_drafts_change",
        request=shapes.DraftInputSerializer,
        responses=shapes.DraftSerializer,
        tags=TAGS,
    )
    def put(self, request: Request, pk: int) -> Response:
        """Put what you write now in the place of a draft; needs If-Match."""
        member = _registrar(request)
        row = _own(member, pk)
        version = require_version(request)
        shape = shapes.DraftInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        how: dict[str, Any] = {"version": version, "by": member, "at": timezone.now()}
        return _answer(change_draft(row, shape.validated_data, **how), member)

    @extend_schema(operation_id="use_case_drafts_discard", responses={204: None}, tags=TAGS)
    def delete(self, request: Request, pk: int) -> Response:
        """Throw a draft away; needs If-Match."""
        member = _registrar(request)
        row = _own(member, pk)
        discard_draft(row, version=require_version(request), by=member)
        return Response(status=status.HTTP_204_NO_CONTENT)


class DraftRegisterView(APIView):
    """Registering a draft."""

    @extend_schema(
        operation_id="use_case_drafts_register",
        request=shapes.DraftRegistrationSerializer,
        responses={200: shapes.DraftRegisteredSerializer, 201: shapes.DraftRegisteredSerializer},
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Register a draft, which is gone then; needs If-Match.

        When a use case reads like it, the answer is 409 with `similar`, until `overlap` says what
        yours is to it. Who joins gets 200, and registers none.
        """
        member = _registrar(request)
        row = _own(member, pk)
        version = require_version(request)
        more = shapes.DraftRegistrationSerializer(data=request.data)
        more.is_valid(raise_exception=True)
        kept = {name: value for name, value in row.data.items() if value not in (None, "")}
        whole = UseCaseInputSerializer(data=kept)
        whole.is_valid(raise_exception=True)
        done = register_draft(
            row,
            as_input(whole.validated_data, member=member),
            version=version,
            answer=as_answer(more.validated_data),
            by=member,
            at=timezone.now(),
        )
        code = status.HTTP_200_OK if done.is_joined else status.HTTP_201_CREATED
        return Response({"use_case": done.use_case.pk, "is_joined": done.is_joined}, status=code)


def _registrar(request: Request) -> Member:
    member = member_behind(request)
    require_view(member, Capability.VIEW_PORTFOLIO)
    require(member, Capability.REGISTER_USE_CASE)
    return member


def _own(member: Member, pk: int) -> UseCaseDraft:
    row: UseCaseDraft = get_visible_or_404(UseCaseDraft.objects.visible_to(member), pk=pk)
    return row


def _answer(row: UseCaseDraft, member: Member, code: int = status.HTTP_200_OK) -> Response:
    body = shapes.draft_data(draft_row(row, member))
    return with_etag(Response(shapes.DraftSerializer(body).data, status=code), row.version)
