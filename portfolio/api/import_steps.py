"""Imports settled step by step for programs: table, columns, words, check, cancel, undo."""

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
from portfolio.domain.import_tables import TableChoices
from portfolio.models import ImportRun, SavedMapping
from portfolio.selectors.import_runs import import_page, import_runs
from portfolio.selectors.import_steps import import_step, saved_mappings
from portfolio.serializers import import_steps as shapes
from portfolio.serializers.imports import ImportRunSerializer, run_data
from portfolio.services.import_drafts import (
    answer_columns,
    answer_words,
    check_open,
    choose_table,
)
from portfolio.services.import_runs import check_again
from portfolio.services.import_undos import cancel, request_undo
from portfolio.services.saved_mappings import change_mapping, remove_mapping, save_mapping

TAGS: Final = ["imports"]


class ImportTableView(APIView):
    """How the file of an import is read."""

    @extend_schema(operation_id="imports_table", responses=shapes.ImportStepSerializer, tags=TAGS)
    def get(self, request: Request, pk: int) -> Response:
        """Return how the file is read, and what its columns and words mean."""
        member, run = _found(request, pk)
        check_open(run, by=member)
        return _step(run)

    @extend_schema(
        operation_id="imports_table_change",
        request=shapes.ImportTableInputSerializer,
        responses={202: ImportRunSerializer},
        tags=TAGS,
    )
    def put(self, request: Request, pk: int) -> Response:
        """Read the file again in another way, a large one in a job."""
        member, run = _found(request, pk)
        shape = shapes.ImportTableInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        choices = TableChoices(**shape.validated_data)
        return _run(member, choose_table(run, choices, by=member, at=timezone.now()))


class ImportColumnsView(APIView):
    """What the columns of an import mean."""

    @extend_schema(
        operation_id="imports_columns_change",
        request=shapes.ImportColumnsInputSerializer,
        responses=shapes.ImportStepSerializer,
        tags=TAGS,
    )
    def put(self, request: Request, pk: int) -> Response:
        """Say what each column means."""
        member, run = _found(request, pk)
        shape = shapes.ImportColumnsInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        said = shape.validated_data
        row = answer_columns(
            run,
            said["meanings"],
            fills_down=said["fills_down"],
            dates=said.get("date_formats"),
            decimal_mark=said.get("decimal_mark"),
            by=member,
        )
        return _step(row)


class ImportWordsView(APIView):
    """What the words of an import mean."""

    @extend_schema(
        operation_id="imports_words_change",
        request=shapes.ImportWordsInputSerializer,
        responses=shapes.ImportStepSerializer,
        tags=TAGS,
    )
    def put(self, request: Request, pk: int) -> Response:
        """Say what words mean; those left out stay as they are."""
        member, run = _found(request, pk)
        shape = shapes.ImportWordsInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        return _step(answer_words(run, shape.validated_data["words"], by=member))


class ImportCheckView(APIView):
    """Checking an import."""

    @extend_schema(
        operation_id="imports_check",
        request=None,
        responses={202: ImportRunSerializer},
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Check the file with what was said about it, a large one in a job."""
        member, run = _found(request, pk)
        return _run(member, check_again(run, by=member, at=timezone.now()))


class ImportCancelView(APIView):
    """Cancelling an import."""

    @extend_schema(
        operation_id="imports_cancel",
        request=None,
        responses={202: ImportRunSerializer},
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Cancel the import before it is committed or half way; nothing of it stays."""
        member, run = _found(request, pk)
        return _run(member, cancel(run, by=member))


class ImportUndoView(APIView):
    """Undoing an import."""

    @extend_schema(
        operation_id="imports_undo",
        request=None,
        responses={202: ImportRunSerializer},
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Take the import back while nobody built on it, a large one in a job."""
        member, run = _found(request, pk)
        return _run(member, request_undo(run, by=member, at=timezone.now()))


class SavedMappingListView(APIView):
    """Mappings that were saved."""

    @extend_schema(
        operation_id="import_mappings_list",
        responses=shapes.SavedMappingSerializer(many=True),
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List the mappings you may use, your own first."""
        return Response(
            [shapes.saved_mapping_row(row) for row in saved_mappings(_importer(request))]
        )

    @extend_schema(
        operation_id="import_mappings_create",
        request=shapes.SavedMappingInputSerializer,
        responses={201: shapes.SavedMappingDetailSerializer},
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Save a mapping; one of your own of that name is brought up to date."""
        member = _importer(request)
        shape = shapes.SavedMappingInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        row = save_mapping(**shape.validated_data, by=member, at=timezone.now())
        return _mapping(row, status.HTTP_201_CREATED)


class SavedMappingView(APIView):
    """One saved mapping."""

    @extend_schema(
        operation_id="import_mappings_detail",
        responses=shapes.SavedMappingDetailSerializer,
        tags=TAGS,
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return one mapping with what it says."""
        return _mapping(_saved(_importer(request), pk))

    @extend_schema(
        operation_id="import_mappings_change",
        request=shapes.SavedMappingInputSerializer,
        responses=shapes.SavedMappingDetailSerializer,
        tags=TAGS,
    )
    def put(self, request: Request, pk: int) -> Response:
        """Change a mapping of your own. Needs If-Match."""
        member = _importer(request)
        row = _saved(member, pk)
        version = require_version(request)
        shape = shapes.SavedMappingInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        said = shape.validated_data
        return _mapping(change_mapping(row, **said, version=version, by=member, at=timezone.now()))

    @extend_schema(operation_id="import_mappings_remove", responses={204: None}, tags=TAGS)
    def delete(self, request: Request, pk: int) -> Response:
        """Remove a mapping of your own. Needs If-Match."""
        member = _importer(request)
        row = _saved(member, pk)
        remove_mapping(row, version=require_version(request), by=member, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


def _importer(request: Request) -> Member:
    member = member_behind(request)
    require_view(member, Capability.VIEW_PORTFOLIO)
    require(member, Capability.IMPORT_USE_CASES)
    return member


def _found(request: Request, pk: int) -> tuple[Member, ImportRun]:
    member = member_behind(request)
    run: ImportRun = get_visible_or_404(import_runs(member), pk=pk)
    return member, run


def _saved(member: Member, pk: int) -> SavedMapping:
    row: SavedMapping = get_visible_or_404(SavedMapping.objects.visible_to(member), pk=pk)
    return row


def _step(run: ImportRun) -> Response:
    return Response(shapes.step_data(import_step(run)))


def _run(member: Member, run: ImportRun) -> Response:
    data: dict[str, Any] = run_data(run, import_page(run, member=member))
    return Response(data, status=status.HTTP_202_ACCEPTED)


def _mapping(row: SavedMapping, code: int = status.HTTP_200_OK) -> Response:
    return with_etag(Response(shapes.saved_mapping_data(row), status=code), row.version)
