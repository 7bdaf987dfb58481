"""Roadmaps for programs: the list, one roadmap, what is on it, planning."""

from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.models import FoundationAction
from portal.api.doors import APIView
from portal.api.paging import PAGES, Paging
from portal.api.portal import member_behind
from portal.api.versions import require_version, with_etag
from portal.domain.roles import Capability, require
from portal.models import Domain
from portal.web.access import get_visible_or_404, require_view
from portfolio.models import Roadmap, UseCase
from portfolio.selectors.roadmaps import (
    dependencies_of,
    items_of,
    needs_of,
    roadmap_page,
    roadmap_row,
    roadmaps_visible_to,
)
from portfolio.serializers import roadmaps as shapes
from portfolio.services.roadmap_changes import ItemInput, add_items, change_item
from portfolio.services.roadmap_dependencies import add_dependency, remove_dependency
from portfolio.services.roadmap_items import add_highest_priorities, remove_item
from portfolio.services.roadmaps import change_roadmap, create_roadmap, plan

TAGS: Final = ["roadmaps"]


def visible_roadmap(request: Request, pk: int) -> Roadmap:
    """Return a roadmap the caller may read, or answer 404."""
    return get_visible_or_404(roadmaps_visible_to(member_behind(request)), pk=pk)


def checked(shape: Any) -> Any:
    """Return what a shape says, or answer 400 with what is wrong."""
    shape.is_valid(raise_exception=True)
    return shape.validated_data


def _answer(request: Request, pk: int, code: int = status.HTTP_200_OK) -> Response:
    page = roadmap_page(visible_roadmap(request, pk), currency=settings.CURRENCY)
    return with_etag(Response(shapes.detail_data(page), status=code), page.row.version)


def _plannable(request: Request, pk: int) -> tuple[Roadmap, int]:
    roadmap = visible_roadmap(request, pk)
    require(member_behind(request), Capability.PLAN_ROADMAP, roadmap.domain.path)
    return roadmap, require_version(request)


class RoadmapListView(APIView):
    """The roadmaps you may see."""

    @extend_schema(
        operation_id="roadmaps_list",
        parameters=PAGES,
        responses=shapes.RoadmapSerializer(many=True),
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List roadmaps, the latest change first."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_ROADMAP)
        paging = Paging()
        rows = paging.paginate_queryset(roadmaps_visible_to(member), request, view=self) or []
        shown = [shapes.row_data(roadmap_row(row)) for row in rows]
        return paging.get_paginated_response(shown)

    @extend_schema(
        operation_id="roadmaps_create",
        request=shapes.RoadmapInputSerializer,
        responses={201: shapes.RoadmapDetailSerializer},
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Create a roadmap for a domain."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_ROADMAP)
        require(member, Capability.PLAN_ROADMAP)
        said = checked(shapes.RoadmapInputSerializer(data=request.data))
        domain = get_visible_or_404(Domain.objects.visible_to(member), pk=said["domain"])
        made = create_roadmap(domain, shapes.as_input(said), by=member, at=timezone.now())
        return _answer(request, made.pk, status.HTTP_201_CREATED)


class RoadmapDetailView(APIView):
    """One roadmap."""

    @extend_schema(
        operation_id="roadmaps_detail", responses=shapes.RoadmapDetailSerializer, tags=TAGS
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return one roadmap with its items and what is wrong with its waves."""
        return _answer(request, pk)

    @extend_schema(
        operation_id="roadmaps_change",
        request=shapes.RoadmapChangeSerializer,
        responses=shapes.RoadmapDetailSerializer,
        tags=TAGS,
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Change title or waves; needs If-Match."""
        roadmap, version = _plannable(request, pk)
        said = checked(shapes.RoadmapChangeSerializer(data=request.data))
        wanted = shapes.as_input(said, roadmap)
        by = member_behind(request)
        change_roadmap(roadmap, wanted, version=version, by=by, at=timezone.now())
        return _answer(request, pk)


class RoadmapPlanView(APIView):
    """Planning."""

    @extend_schema(
        operation_id="roadmaps_plan",
        request=None,
        responses=shapes.RoadmapDetailSerializer,
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Fill the waves anew; needs If-Match."""
        roadmap, version = _plannable(request, pk)
        plan(roadmap, version=version, by=member_behind(request), at=timezone.now())
        return _answer(request, pk)


class RoadmapItemListView(APIView):
    """What is on a roadmap."""

    @extend_schema(
        operation_id="roadmap_items_list",
        parameters=PAGES,
        responses=shapes.RoadmapItemSerializer(many=True),
        tags=TAGS,
    )
    def get(self, request: Request, pk: int) -> Response:
        """List the items wave by wave, then what is left out."""
        page = roadmap_page(visible_roadmap(request, pk), currency=settings.CURRENCY)
        paging = Paging()
        rows = paging.paginate_queryset(list(page.items), request, view=self) or []
        answer = paging.get_paginated_response([shapes.item_data(row) for row in rows])
        return with_etag(answer, page.row.version)

    @extend_schema(
        operation_id="roadmap_items_add",
        request=shapes.RoadmapItemsInputSerializer,
        responses={201: shapes.RoadmapDetailSerializer},
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Add the highest priorities, or use cases and actions by id; needs If-Match."""
        roadmap, version = _plannable(request, pk)
        said = checked(shapes.RoadmapItemsInputSerializer(data=request.data))
        by, at = member_behind(request), timezone.now()
        if "highest" in said:
            add_highest_priorities(roadmap, said["highest"], version=version, by=by, at=at)
        else:
            use_cases = UseCase.objects.visible_to(by).filter(pk__in=said["use_cases"])
            actions = FoundationAction.objects.visible_to(by).filter(pk__in=said["actions"])
            add_items(roadmap, use_cases=use_cases, actions=actions, version=version, by=by, at=at)
        return _answer(request, pk, status.HTTP_201_CREATED)


class RoadmapItemView(APIView):
    """One item."""

    @extend_schema(
        operation_id="roadmap_items_change",
        request=shapes.RoadmapItemChangeSerializer,
        responses=shapes.RoadmapDetailSerializer,
        tags=TAGS,
    )
    def patch(self, request: Request, pk: int, item_pk: int) -> Response:
        """Change effort, pin or what it needs first; needs If-Match."""
        roadmap, version = _plannable(request, pk)
        item = get_visible_or_404(items_of(roadmap), pk=item_pk)
        said = checked(shapes.RoadmapItemChangeSerializer(data=request.data))
        pinned = item.wave if item.is_pinned else None
        current = ItemInput(item.effort_weeks, pinned, needs_of(item))
        wanted = shapes.as_item_input(said, current)
        by = member_behind(request)
        change_item(item, wanted, version=version, by=by, at=timezone.now())
        return _answer(request, pk)

    @extend_schema(
        operation_id="roadmap_items_remove",
        responses=shapes.RoadmapDetailSerializer,
        tags=TAGS,
    )
    def delete(self, request: Request, pk: int, item_pk: int) -> Response:
        """Take an item off the roadmap; needs If-Match."""
        roadmap, version = _plannable(request, pk)
        item = get_visible_or_404(items_of(roadmap), pk=item_pk)
        remove_item(item, version=version, by=member_behind(request), at=timezone.now())
        return _answer(request, pk)


class DependencyListView(APIView):
    """What has to be done first."""

    @extend_schema(
        operation_id="roadmap_dependencies_list",
        parameters=PAGES,
        responses=shapes.DependencySerializer(many=True),
        tags=TAGS,
    )
    def get(self, request: Request, pk: int) -> Response:
        """List what waits for what."""
        paging = Paging()
        rows = dependencies_of(visible_roadmap(request, pk))
        page = paging.paginate_queryset(rows, request, view=self) or []
        return paging.get_paginated_response([shapes.dependency_data(row) for row in page])

    @extend_schema(
        operation_id="roadmap_dependencies_add",
        request=shapes.DependencyInputSerializer,
        responses={201: shapes.RoadmapDetailSerializer},
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Say that one item waits for another; needs If-Match. A circle is refused."""
        roadmap, version = _plannable(request, pk)
        said = checked(shapes.DependencyInputSerializer(data=request.data))
        item = get_visible_or_404(items_of(roadmap), pk=said["item"])
        needs = get_visible_or_404(items_of(roadmap), pk=said["needs"])
        add_dependency(item, needs, version=version, by=member_behind(request), at=timezone.now())
        return _answer(request, pk, status.HTTP_201_CREATED)


class DependencyView(APIView):
    """One dependency."""

    @extend_schema(
        operation_id="roadmap_dependencies_remove",
        responses=shapes.RoadmapDetailSerializer,
        tags=TAGS,
    )
    def delete(self, request: Request, pk: int, dependency_pk: int) -> Response:
        """Let an item start without waiting; needs If-Match."""
        roadmap, version = _plannable(request, pk)
        row = get_visible_or_404(dependencies_of(roadmap), pk=dependency_pk)
        remove_dependency(row, version=version, by=member_behind(request), at=timezone.now())
        return _answer(request, pk)
