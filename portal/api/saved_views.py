"""Saved views for programs."""

from typing import Any, Final

from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.doors import APIView
from portal.api.portal import member_behind
from portal.api.versions import require_version, with_etag
from portal.domain.errors import Invalid
from portal.domain.roles import Capability, Member, require
from portal.domain.saved_views import Sharing, listed_page
from portal.domain.wording import gettext as _
from portal.models import Domain, SavedView
from portal.selectors.saved_views import views_of
from portal.serializers import saved_views as shapes
from portal.services import saved_views
from portal.services.saved_views import ViewInput
from portal.web.access import get_visible_or_404, require_some_role, require_view

TAGS: Final = ["views"]


class SavedViewListView(APIView):
    """The views you may open."""

    @extend_schema(
        operation_id="saved_views_list",
        parameters=[OpenApiParameter("page", OpenApiTypes.STR, description="Such as use-cases.")],
        responses=shapes.SavedViewSerializer(many=True),
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List your views and those shared with you; there are never many."""
        member = member_behind(request)
        require_some_role(member)
        rows = views_of(member, request.query_params.get("page", ""))
        return Response([shapes.view_data(row) for row in rows])

    @extend_schema(
        operation_id="saved_views_create",
        request=shapes.SavedViewInputSerializer,
        responses={201: shapes.SavedViewSerializer},
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Keep a list under a name: `query` is what the address of the list says."""
        member = member_behind(request)
        require_some_role(member)
        shape = shapes.SavedViewInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        said = dict(shape.validated_data)
        page = said.pop("page")
        require_view(member, listed_page(page).capability)
        view = saved_views.save_view(page, _input(member, said), by=member, at=timezone.now())
        return _answer(member, view.slug, status.HTTP_201_CREATED)


class SavedViewDetailView(APIView):
    """One saved view."""

    @extend_schema(
        operation_id="saved_views_detail", responses=shapes.SavedViewSerializer, tags=TAGS
    )
    def get(self, request: Request, slug: str) -> Response:
        """Return one view."""
        return _answer(member_behind(request), slug)

    @extend_schema(
        operation_id="saved_views_change",
        request=shapes.SavedViewChangeSerializer,
        responses=shapes.SavedViewSerializer,
        tags=TAGS,
    )
    def patch(self, request: Request, slug: str) -> Response:
        """Rename, share or change a view of yours; needs If-Match."""
        member = member_behind(request)
        view = _visible(member, slug)
        version = require_version(request)
        shape = shapes.SavedViewChangeSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        wanted = _input(member, shape.validated_data, view)
        saved_views.change_view(view, wanted, version=version, by=member, at=timezone.now())
        return _answer(member, slug)

    @extend_schema(operation_id="saved_views_remove", responses={204: None}, tags=TAGS)
    def delete(self, request: Request, slug: str) -> Response:
        """Remove a view of yours; needs If-Match."""
        member = member_behind(request)
        view = _visible(member, slug)
        version = require_version(request)
        saved_views.remove_view(view, version=version, by=member, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class SavedViewChoiceView(APIView):
    """Whether the list opens with a view for you."""

    @extend_schema(
        operation_id="saved_views_choose",
        request=None,
        responses=shapes.SavedViewSerializer,
        tags=TAGS,
    )
    def put(self, request: Request, slug: str) -> Response:
        """Have the list open with a view, for you alone."""
        member = member_behind(request)
        saved_views.open_with(_visible(member, slug), is_chosen=True, by=member)
        return _answer(member, slug)

    @extend_schema(
        operation_id="saved_views_choose_not", responses=shapes.SavedViewSerializer, tags=TAGS
    )
    def delete(self, request: Request, slug: str) -> Response:
        """Have the list no longer open with a view."""
        member = member_behind(request)
        saved_views.open_with(_visible(member, slug), is_chosen=False, by=member)
        return _answer(member, slug)


class SavedViewUsualView(APIView):
    """Whether the list opens with a view for everybody who chose none."""

    @extend_schema(
        operation_id="saved_views_make_usual",
        request=None,
        responses=shapes.SavedViewSerializer,
        tags=TAGS,
    )
    def put(self, request: Request, slug: str) -> Response:
        """Have the list open with a view for everybody; needs If-Match."""
        return _set_usual(request, slug, is_usual=True)

    @extend_schema(
        operation_id="saved_views_make_not_usual", responses=shapes.SavedViewSerializer, tags=TAGS
    )
    def delete(self, request: Request, slug: str) -> Response:
        """Have the list open as it comes again; needs If-Match."""
        return _set_usual(request, slug, is_usual=False)


class SavedViewUnshareView(APIView):
    """Leaving a view to its owner."""

    @extend_schema(
        operation_id="saved_views_unshare",
        request=None,
        responses={200: shapes.SavedViewSerializer, 204: None},
        tags=TAGS,
    )
    def post(self, request: Request, slug: str) -> Response:
        """Stop sharing a view; needs If-Match. Whoever does not own it sees it no more: 204."""
        member = member_behind(request)
        view = _visible(member, slug)
        version = require_version(request)
        changed = saved_views.unshare_view(view, version=version, by=member, at=timezone.now())
        if changed.owner_id != member.user_id:
            return Response(status=status.HTTP_204_NO_CONTENT)
        return _answer(member, slug)


def _visible(member: Member, slug: str) -> SavedView:
    view = get_visible_or_404(SavedView.objects.visible_to(member), slug=slug)
    require_view(member, listed_page(view.page).capability)
    return view


def _set_usual(request: Request, slug: str, *, is_usual: bool) -> Response:
    member = member_behind(request)
    view = _visible(member, slug)
    require(member, Capability.CURATE_VIEWS)
    version = require_version(request)
    saved_views.make_usual(view, is_usual=is_usual, version=version, by=member, at=timezone.now())
    return _answer(member, slug)


def _answer(member: Member, slug: str, code: int = status.HTTP_200_OK) -> Response:
    row = next((row for row in views_of(member) if row.slug == slug), None)
    if row is None:
        raise Http404
    return with_etag(Response(shapes.view_data(row), status=code), row.version)


def _input(member: Member, said: dict[str, Any], view: SavedView | None = None) -> ViewInput:
    name, query = (view.name, view.query) if view else ("", "")
    sharing = Sharing(said.get("sharing", view.sharing if view else Sharing.PRIVATE))
    pk = said.get("domain", view.domain_id if view else None)
    domain = None
    if pk is not None and sharing is Sharing.DOMAIN:
        domain = Domain.objects.visible_to(member).filter(pk=pk).first()
        if domain is None:
            sentence = _("There is no such domain.")
            raise Invalid(sentence, fields={"domain": sentence})
    return ViewInput(said.get("name", name), said.get("query", query), sharing, domain)
