"""Changing many use cases at once, for programs."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.doors import APIView
from portal.api.portal import member_behind
from portal.domain.roles import Capability, require
from portal.web.access import get_visible_or_404, require_view
from portfolio.api.use_cases import TAGS
from portfolio.models import BulkEdit
from portfolio.serializers import bulk_edits as shapes
from portfolio.services.bulk_edit_previews import keep_preview
from portfolio.services.bulk_edits import cancel, change_together, confirm


class BulkEditListView(APIView):
    """Changes to many use cases."""

    @extend_schema(
        operation_id="use_cases_bulk",
        request=shapes.BulkEditInputSerializer,
        responses={200: shapes.BulkEditSerializer, 202: shapes.BulkEditSerializer},
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Change many use cases together, or only say what would become of each.

        With `dry_run` nothing is written; confirm the preview at its own address. More than 500
        are previewed in a job, and more than 100 changed in one, which the answer 202 names; its
        address then tells how far it is.
        """
        member = member_behind(request)
        require_view(member, Capability.VIEW_PORTFOLIO)
        require(member, Capability.EDIT_USE_CASE)
        shape = shapes.BulkEditInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        said, now = shape.validated_data, timezone.now()
        ids, change = said["use_cases"], shapes.as_change(said)
        if said["dry_run"]:
            edit = keep_preview(ids, change, by=member, at=now)
        else:
            edit = change_together(ids, change, reason=said["reason"], by=member, at=now)
        return _answer(edit)


class BulkEditView(APIView):
    """One change to many use cases."""

    @extend_schema(
        operation_id="use_cases_bulk_detail", responses=shapes.BulkEditSerializer, tags=TAGS
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return one of your bulk edits, with what became of each use case."""
        return Response(shapes.edit_data(_mine(request, pk)))

    @extend_schema(
        operation_id="use_cases_bulk_confirm",
        request=shapes.BulkReasonSerializer,
        responses={200: shapes.BulkEditSerializer, 202: shapes.BulkEditSerializer},
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Carry out a previewed change; a use case that was changed since is left as it is."""
        edit = _mine(request, pk)
        shape = shapes.BulkReasonSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        reason = shape.validated_data["reason"]
        return _answer(confirm(edit, reason=reason, by=member_behind(request), at=timezone.now()))


class BulkEditCancelView(APIView):
    """Cancelling a change to many use cases."""

    @extend_schema(
        operation_id="use_cases_bulk_cancel",
        request=None,
        responses={202: shapes.BulkEditSerializer},
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Cancel it before it is carried out or half way; nothing of it stays."""
        edit = cancel(_mine(request, pk), by=member_behind(request))
        return Response(shapes.edit_data(edit), status=status.HTTP_202_ACCEPTED)


def _mine(request: Request, pk: int) -> BulkEdit:
    member = member_behind(request)
    require_view(member, Capability.VIEW_PORTFOLIO)
    return get_visible_or_404(BulkEdit.objects.visible_to(member), pk=pk)


def _answer(edit: BulkEdit) -> Response:
    waits = edit.state in {BulkEdit.State.PREVIEWING, BulkEdit.State.WORKING}
    code = status.HTTP_202_ACCEPTED if waits else status.HTTP_200_OK
    return Response(shapes.edit_data(edit), status=code)
