"""Imports for programs: upload, look at the report, commit."""

from typing import Any, Final

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.doors import APIView
from portal.api.paging import PAGES, Paging
from portal.api.portal import member_behind
from portal.domain.roles import Capability, Member, require
from portal.models import Domain
from portal.web.access import get_visible_or_404, require_view
from portfolio.domain.import_tables import TableChoices
from portfolio.models import ImportRun
from portfolio.selectors.import_runs import import_page, import_runs
from portfolio.serializers import imports as shapes
from portfolio.services.import_files import check_size
from portfolio.services.import_runs import request_commit, upload

TAGS: Final = ["imports"]


class ImportListView(APIView):
    """Files of use cases."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="imports_list",
        parameters=PAGES,
        responses=shapes.ImportListSerializer(many=True),
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List the imports you may see, newest first."""
        member = _reader(request)
        paging = Paging()
        rows = import_runs(member).defer("content", "mapping", "report")
        page: list[Any] = paging.paginate_queryset(rows, request, view=self) or []
        return paging.get_paginated_response([shapes.list_data(run) for run in page])

    @extend_schema(
        operation_id="imports_create",
        request={"multipart/form-data": shapes.ImportInputSerializer},
        responses={202: shapes.ImportRunSerializer},
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Upload a file and import it in a job, unless a row has an error; or only check it."""
        member = _importer(request)
        shape = shapes.ImportInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        said = shape.validated_data
        check_size(said["file"].size, filename=said["file"].name)
        own = said.get("mapping_file")
        run = upload(
            said["file"].read(),
            filename=said["file"].name,
            domain=_domain(member, said.get("domain")),
            mapping_name=said.get("mapping", ""),
            mapping_file=own.read() if own else b"",
            choices=TableChoices(
                sheet=said.get("sheet", ""),
                header_row=said.get("header_row", 0),
                encoding=said.get("encoding", ""),
                delimiter=said.get("delimiter", ""),
            ),
            is_draft=said["draft"],
            is_commit=not (said["dry_run"] or said["draft"]),
            by=member,
            at=timezone.now(),
        )
        return _answer(member, run, status.HTTP_202_ACCEPTED)


class ImportDetailView(APIView):
    """One import."""

    @extend_schema(operation_id="imports_detail", responses=shapes.ImportRunSerializer, tags=TAGS)
    def get(self, request: Request, pk: int) -> Response:
        """Return one import with its report."""
        member = member_behind(request)
        return _answer(member, get_visible_or_404(import_runs(member), pk=pk), status.HTTP_200_OK)


class ImportCommitView(APIView):
    """Committing one import."""

    @extend_schema(
        operation_id="imports_commit",
        request=None,
        responses={202: shapes.ImportRunSerializer},
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Import a checked file in a job; asking twice imports it once."""
        member = member_behind(request)
        run = get_visible_or_404(import_runs(member), pk=pk)
        return _answer(
            member,
            request_commit(run, by=member, at=timezone.now()),
            status.HTTP_202_ACCEPTED,
        )


def _reader(request: Request) -> Member:
    member = member_behind(request)
    require_view(member, Capability.VIEW_PORTFOLIO)
    if not member.can(Capability.VIEW_IMPORTS):
        require(member, Capability.IMPORT_USE_CASES)
    return member


def _importer(request: Request) -> Member:
    member = member_behind(request)
    require_view(member, Capability.VIEW_PORTFOLIO)
    require(member, Capability.IMPORT_USE_CASES)
    return member


def _domain(member: Member, pk: int | None) -> Domain | None:
    if pk is None:
        return None
    domain: Domain = get_visible_or_404(Domain.objects.visible_to(member), pk=pk)
    return domain


def _answer(member: Member, run: ImportRun, code: int) -> Response:
    page = import_page(run, member=member)
    return Response(shapes.run_data(run, page), status=code)
