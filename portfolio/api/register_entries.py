"""The register of the house for programs."""

from typing import Final

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.doors import APIView
from portal.api.paging import PAGES, Paging
from portal.api.portal import member_behind
from portal.selectors.prepared import KEYS_END
from portal.web.access import require_some_role
from portfolio.forms.register_entries import RegisterFilterForm
from portfolio.selectors.register_entries import domains_in_register, register_entry, register_page
from portfolio.serializers import register_entries as shapes
from portfolio.serializers.use_cases import BUCKETS, STAGES

TAGS: Final = ["register"]
PARAMETERS: Final = [
    OpenApiParameter("q", OpenApiTypes.STR),
    OpenApiParameter("domain", OpenApiTypes.INT),
    OpenApiParameter("bucket", OpenApiTypes.STR, enum=BUCKETS),
    OpenApiParameter("stage", OpenApiTypes.STR, enum=STAGES),
    *PAGES,
]


class RegisterListView(APIView):
    """The register of the house."""

    @extend_schema(
        operation_id="register_list",
        parameters=PARAMETERS,
        responses=shapes.RegisterPageSerializer,
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List what everybody here may know of each use case, by title."""
        member = member_behind(request)
        require_some_role(member)
        domains = domains_in_register(member) if request.query_params.get("domain") else ()
        form = RegisterFilterForm(request.query_params, domains=domains)
        if form.errors:
            raise ValidationError(
                {name: list(map(str, told)) for name, told in form.errors.items()}
            )
        paging = Paging()
        wanted, size = paging.asked(request)
        found = register_page(member, form.as_filters(), number=wanted, size=size)
        rows = [shapes.entry_data(entry) for entry in found.entries]
        return paging.answer(rows, number=found.number, wanted=wanted, size=size, total=found.total)


class RegisterEntryView(APIView):
    """One entry of the register."""

    @extend_schema(
        operation_id="register_entry", responses=shapes.RegisterEntrySerializer, tags=TAGS
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return what everybody here may know of one use case."""
        member = member_behind(request)
        require_some_role(member)
        entry = register_entry(member, pk) if pk < KEYS_END else None
        if entry is None:
            raise Http404
        return Response(shapes.entry_data(entry))
