"""The standards of domains for programs: in force, as a draft, and every version before."""

from typing import Any, Final

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.doors import APIView
from portal.api.paging import PAGES, Paging
from portal.api.portal import member_behind
from portal.api.versions import require_version, with_etag
from portal.domain.roles import Capability, Member, require
from portal.models import Domain
from portal.web.access import get_visible_or_404, require_view
from portfolio.domain.standard_edits import standard_from_data
from portfolio.models import DomainStandardDraft
from portfolio.selectors.domain_standards import standard_page, standard_rows, versions_of
from portfolio.selectors.standard_drafts import draft_of, standard_draft_preview
from portfolio.serializers import domain_standards as shapes
from portfolio.serializers.scoring_models import PreviewSerializer, preview_data
from portfolio.services.standard_drafts import (
    begin_draft,
    change_draft,
    discard_draft,
    publish_draft,
)

TAGS: Final = ["domain-standards"]


def _domain(request: Request, pk: int) -> Domain:
    rows = Domain.objects.visible_to(member_behind(request), Capability.VIEW_PORTFOLIO)
    domain: Domain = get_visible_or_404(rows.filter(depth__gt=1), pk=pk)
    return domain


def _own(request: Request, pk: int) -> tuple[Domain, Member]:
    domain, member = _domain(request, pk), member_behind(request)
    require(member, Capability.SET_STANDARD, domain.path)
    return domain, member


def _draft(domain: Domain) -> DomainStandardDraft:
    row = draft_of(domain)
    if row is None:
        raise NotFound
    return row


def _draft_answer(row: DomainStandardDraft, *, status: int = 200) -> Response:
    body = shapes.standard_data(standard_from_data(row.data))
    return with_etag(Response(body, status=status), row.version)


def _answer(domain: Domain, member: Member) -> Response:
    page = standard_page(domain, member)
    return with_etag(Response(shapes.page_data(page)), page.shown.version if page.shown else 0)


class DomainStandardListView(APIView):
    """What every domain asks."""

    @extend_schema(
        operation_id="domain_standards",
        responses=shapes.StandardRowSerializer(many=True),
        parameters=PAGES,
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List the domains you may see, in the order of the tree, and what each asks."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_PORTFOLIO)
        paging = Paging()
        page: list[Any] = paging.paginate_queryset(standard_rows(member), request, view=self) or []
        return paging.get_paginated_response([shapes.row_data(row) for row in page])


class DomainStandardView(APIView):
    """The standard of one domain."""

    @extend_schema(
        operation_id="domain_standard", responses=shapes.DomainStandardSerializer, tags=TAGS
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return what applies to the use cases of a domain, and whose word each part is."""
        return _answer(_domain(request, pk), member_behind(request))


class VersionListView(APIView):
    """All versions of the standard of one domain."""

    @extend_schema(
        operation_id="domain_standard_versions",
        responses=shapes.StandardVersionSerializer(many=True),
        tags=TAGS,
    )
    def get(self, request: Request, pk: int) -> Response:
        """List every version that was ever in force, the newest first."""
        return Response([shapes.version_data(row) for row in versions_of(_domain(request, pk))])


class VersionView(APIView):
    """One version of the standard of a domain."""

    @extend_schema(
        operation_id="domain_standard_version",
        responses=shapes.StandardVersionSerializer,
        tags=TAGS,
    )
    def get(self, request: Request, pk: int, number: int) -> Response:
        """Return a version as it was published; it never changes."""
        for row in versions_of(_domain(request, pk)):
            if row.version == number:
                return with_etag(Response(shapes.version_data(row)), row.version)
        raise NotFound


class DraftView(APIView):
    """The version somebody works on."""

    @extend_schema(
        operation_id="domain_standard_draft", responses=shapes.StandardSerializer, tags=TAGS
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return the draft; its version stands in the ETag."""
        domain, _member = _own(request, pk)
        return _draft_answer(_draft(domain))

    @extend_schema(
        operation_id="domain_standard_draft_begin",
        request=None,
        responses={201: shapes.StandardSerializer},
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Begin a draft from what is in force; one that is open already is returned."""
        domain, member = _own(request, pk)
        return _draft_answer(begin_draft(domain, by=member, at=timezone.now()), status=201)

    @extend_schema(
        operation_id="domain_standard_draft_change",
        request=shapes.StandardInputSerializer,
        responses=shapes.StandardSerializer,
        tags=TAGS,
    )
    def put(self, request: Request, pk: int) -> Response:
        """Put a whole standard into the draft; an empty one withdraws it. Needs If-Match."""
        domain, member = _own(request, pk)
        version = require_version(request)
        shape = shapes.StandardInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        wanted = shapes.as_standard(shape.validated_data, domain.pk)
        row = change_draft(
            domain, lambda _before: wanted, version=version, by=member, at=timezone.now()
        )
        return _draft_answer(row)

    @extend_schema(operation_id="domain_standard_draft_discard", responses={204: None}, tags=TAGS)
    def delete(self, request: Request, pk: int) -> Response:
        """Throw the draft away. Needs If-Match."""
        domain, member = _own(request, pk)
        discard_draft(domain, version=require_version(request), by=member, at=timezone.now())
        return Response(status=204)


class DraftPreviewView(APIView):
    """What the draft would move."""

    @extend_schema(
        operation_id="domain_standard_draft_preview", responses=PreviewSerializer, tags=TAGS
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return who would change place within their domain, or quadrant."""
        domain, _member = _own(request, pk)
        return Response(preview_data(standard_draft_preview(domain, _draft(domain))))


class DraftPublishView(APIView):
    """Putting the draft in force."""

    @extend_schema(
        operation_id="domain_standard_draft_publish",
        request=shapes.PublishStandardInputSerializer,
        responses=shapes.DomainStandardSerializer,
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Publish the draft as a version that never changes. Needs If-Match."""
        domain, member = _own(request, pk)
        version = require_version(request)
        shape = shapes.PublishStandardInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        said = shape.validated_data
        publish_draft(domain, **said, version=version, by=member, at=timezone.now())
        return _answer(domain, member)
