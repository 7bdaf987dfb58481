"""The export that imports again, for programs."""

from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from portal.api.doors import APIView
from portal.api.portal import member_behind
from portal.domain.roles import Capability
from portal.domain.wording import gettext as _
from portal.web.access import require_view
from portal.web.exports import streamed_file
from portfolio.api.use_cases import TAGS, list_filters, list_order, list_parameters
from portfolio.reports.register_files import FileKind, register_content
from portfolio.selectors.register_exports import register_entries


class RegisterExportView(APIView):
    """Everything on the use cases you may see, as a file that imports again."""

    @extend_schema(
        operation_id="use_cases_export",
        parameters=[
            OpenApiParameter("kind", OpenApiTypes.STR, enum=[*FileKind], default=FileKind.JSON),
            *list_parameters(),
        ],
        responses={(200, "application/json"): OpenApiTypes.OBJECT},
        tags=TAGS,
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """Return the use cases of a list whole, as JSON, CSV or a workbook.

        The file goes through `POST /api/v1/imports/` again without a mapping.
        """
        member = member_behind(request)
        require_view(member, Capability.VIEW_PORTFOLIO)
        text = request.query_params.get("kind", FileKind.JSON)
        if text not in set(FileKind):
            sentence = _("Choose one of: {kinds}.", kinds=", ".join(FileKind))
            raise ValidationError({"kind": [sentence]})
        kind = FileKind(text)
        filters = list_filters(request)
        entries = register_entries(member, filters, list_order(request, filters))
        name = f"use-cases-whole-{timezone.localdate().isoformat()}.{kind}"
        return streamed_file(name, register_content(kind, entries), kind.content_type)
