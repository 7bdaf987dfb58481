"""Foundation actions over the API."""

from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.api.paging import listed
from assessments.domain.lifecycle import AssessmentState
from assessments.models import FoundationAction
from assessments.selectors.action_effects import own_effect
from assessments.selectors.actions import (
    DEFAULT_SORT,
    SORTS,
    action_domains,
    action_rows,
    person,
)
from assessments.selectors.assessments import assessments_readable_by
from assessments.serializers import actions as shapes
from assessments.services.actions import add_action, adopt_recommendation, change_action
from portal.api.doors import APIView
from portal.api.paging import PAGES
from portal.api.portal import member_behind
from portal.api.versions import require_version, with_etag
from portal.domain.roles import Capability, require
from portal.web.access import get_visible_or_404, require_view

TAGS = ["actions"]
FILTERS = [
    OpenApiParameter("q", OpenApiTypes.STR, description="Part of the title or the domain."),
    OpenApiParameter("status", OpenApiTypes.STR, enum=["open", *FoundationAction.Status.values]),
    OpenApiParameter("domain", OpenApiTypes.STR, description="The path of a domain."),
    OpenApiParameter("ordering", OpenApiTypes.STR, enum=list(SORTS)),
]


def _shown(row: FoundationAction, code: int = status.HTTP_200_OK) -> Response:
    return with_etag(Response(shapes.ActionSerializer(row).data, status=code), row.version)


def _moved(row: FoundationAction) -> dict[str, Any] | None:
    found = own_effect(row)
    if found is None:
        return None
    shape = {
        "before_id": found.before[0] if found.before else None,
        "after_id": found.after[0] if found.after else None,
        "effect": found.effect,
    }
    return dict(shapes.OwnEffectSerializer(shape).data)


def _with_owner(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"owner": person(data.pop("owner_id"))}


class ActionListView(APIView):
    """Foundation actions that the caller may read."""

    @extend_schema(
        operation_id="actions_list",
        parameters=[*FILTERS, *PAGES],
        responses=shapes.ActionSerializer(many=True),
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List actions, what is due first on top."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_ASSESSMENTS)
        query = request.query_params
        rows = action_rows(
            member,
            search=query.get("q", ""),
            status=query.get("status", ""),
            domain=query.get("domain", ""),
            sort=query.get("ordering", DEFAULT_SORT),
        )
        return listed(request, self, rows, shapes.ActionSerializer)

    @extend_schema(
        operation_id="actions_create",
        request=shapes.ActionInputSerializer,
        responses={201: shapes.ActionSerializer},
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Add an action by hand."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_ASSESSMENTS)
        require(member, Capability.MANAGE_ACTIONS)
        shape = shapes.ActionInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        data = _with_owner(dict(shape.validated_data))
        domain = get_visible_or_404(action_domains(member), pk=data.pop("domain_id"))
        row = add_action(domain, **data, by=member, at=timezone.now())
        return _shown(row, status.HTTP_201_CREATED)


class ActionAdoptView(APIView):
    """Turning a recommendation into work."""

    @extend_schema(
        operation_id="actions_adopt",
        request=shapes.AdoptInputSerializer,
        responses={201: shapes.ActionSerializer},
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Adopt what a published result recommends for a capability."""
        member = member_behind(request)
        rows = assessments_readable_by(member).defer(None).defer("framework__data")
        assessment = get_visible_or_404(rows, pk=pk, state=AssessmentState.PUBLISHED)
        shape = shapes.AdoptInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        data = _with_owner(dict(shape.validated_data))
        row = adopt_recommendation(assessment, **data, by=member, at=timezone.now())
        return _shown(row, status.HTTP_201_CREATED)


class ActionDetailView(APIView):
    """One foundation action."""

    @extend_schema(
        operation_id="actions_detail", responses=shapes.ActionDetailSerializer, tags=TAGS
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return one action and what it has moved."""
        rows = FoundationAction.objects.visible_to(member_behind(request))
        row = get_visible_or_404(rows, pk=pk)
        body = shapes.ActionSerializer(row).data | {"moved": _moved(row)}
        return with_etag(Response(body), row.version)

    @extend_schema(
        operation_id="actions_change",
        request=shapes.ActionChangeSerializer,
        responses=shapes.ActionSerializer,
        tags=TAGS,
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Change an action; needs If-Match."""
        member = member_behind(request)
        row = get_visible_or_404(FoundationAction.objects.visible_to(member), pk=pk)
        require(member, Capability.MANAGE_ACTIONS, row.domain.path)
        version = require_version(request)
        shape = shapes.ActionChangeSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        names = ("title", "description", "status", "effort_weeks", "due_on", "cost", "owner_id")
        data = {name: getattr(row, name) for name in names} | dict(shape.validated_data)
        after = change_action(
            row, version=version, **_with_owner(data), by=member, at=timezone.now()
        )
        return _shown(after)
