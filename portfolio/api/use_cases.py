"""Use cases for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.doors import APIView
from portal.api.paging import PAGES, Paging
from portal.api.portal import member_behind
from portal.api.versions import require_version, with_etag
from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.web.access import require_view, seen_or_404
from portfolio.domain.stages import Stage
from portfolio.domain.use_case_columns import COLUMNS, USUAL
from portfolio.forms.use_case_filters import UseCaseFilterForm
from portfolio.models import UseCase
from portfolio.selectors.register_entries import register_entry
from portfolio.selectors.use_case_details import (
    techniques_of_one,
    use_case_detail,
    use_case_seen_by,
)
from portfolio.selectors.use_case_orders import Order, SortKey
from portfolio.selectors.use_cases import UseCaseFilters, domains_to_filter, use_case_page
from portfolio.serializers import use_cases as shapes
from portfolio.serializers.register_entries import RegisterEntrySerializer, entry_data
from portfolio.services.overlap_answers import register_or_join
from portfolio.services.use_case_faults import input_faults
from portfolio.services.use_case_inputs import UseCaseInput, input_of
from portfolio.services.use_cases import (
    archive_use_case,
    change_stage,
    change_use_case,
    restore_use_case,
)

TAGS: Final = ["use cases"]
JOINED: Final = PolymorphicProxySerializer(
    component_name="JoinedUseCase",
    serializers=[shapes.UseCaseDetailSerializer, RegisterEntrySerializer],
    resource_type_field_name=None,
)
ORDERINGS: Final = [
    word for key in SortKey for word in (key.value, f"-{key}") if Order.parse(word) is not None
]


def list_parameters() -> list[OpenApiParameter]:
    """Return the parameters that narrow and order the list."""
    form = UseCaseFilterForm({}, domains=(), sources=())
    filters = [
        OpenApiParameter(
            name,
            OpenApiTypes.STR,
            description=str(field.label),
            enum=[key for key, _label in getattr(field, "choices", ()) if key] or None,
        )
        for name, field in form.fields.items()
    ]
    return [
        *filters,
        OpenApiParameter("ordering", OpenApiTypes.STR, enum=ORDERINGS),
        *PAGES,
    ]


class UseCaseListView(APIView):
    """The use cases you may see."""

    @extend_schema(
        operation_id="use_cases_list",
        parameters=list_parameters(),
        responses=shapes.UseCasePageSerializer,
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List use cases: filtered, in one order, a page at a time."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_PORTFOLIO)
        filters = list_filters(request)
        order = list_order(request, filters)
        paging = Paging()
        wanted, size = paging.asked(request)
        found = use_case_page(member, filters, order, number=wanted, size=size)
        if not found.total:
            _require_known_domain(request)
        rows = [shapes.row_data(row) for row in found.rows]
        return paging.answer(rows, number=found.number, wanted=wanted, size=size, total=found.total)

    @extend_schema(
        operation_id="use_cases_create",
        request=shapes.UseCaseInputSerializer,
        responses={200: JOINED, 201: shapes.UseCaseDetailSerializer},
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Register a use case, or join one like it.

        When one reads like it, the answer is 409 with `similar`, until `overlap` says what yours
        is to it. Who joins gets that use case with 200, or its entry in the register where they
        may not read it whole, and registers none.
        """
        member = member_behind(request)
        require_view(member, Capability.VIEW_PORTFOLIO)
        require(member, Capability.REGISTER_USE_CASE)
        shape = shapes.UseCaseInputSerializer(data=request.data)
        said = _said_or_every_fault(shape, member)
        done = register_or_join(
            shapes.as_input(said, member=member),
            stage=Stage(said["stage"]),
            answer=shapes.as_answer(said),
            by=member,
            at=timezone.now(),
        )
        if not done.is_joined:
            return _answer(request, done.use_case.pk, status.HTTP_201_CREATED)
        if member.can(Capability.VIEW_PORTFOLIO, done.use_case.domain.path):
            return _answer(request, done.use_case.pk)
        entry = register_entry(member, done.use_case.pk)
        return Response(entry_data(entry) if entry else None)


class UseCaseColumnsView(APIView):
    """The columns a list of use cases can have."""

    @extend_schema(
        operation_id="use_cases_columns",
        responses=shapes.ColumnSerializer(many=True),
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List the columns that `columns` of a list, of its files and of a saved view may name."""
        require_view(member_behind(request), Capability.VIEW_PORTFOLIO)
        return Response(
            [
                {
                    "key": column.key,
                    "name": column.name,
                    "kind": column.kind.value,
                    "is_sortable": column.is_sortable,
                    "is_usual": column.key in USUAL,
                    "headings": column.headings,
                }
                for column in COLUMNS.values()
            ]
        )


class UseCaseDetailView(APIView):
    """One use case."""

    @extend_schema(
        operation_id="use_cases_detail", responses=shapes.UseCaseDetailSerializer, tags=TAGS
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return one use case whole."""
        return _answer(request, pk)

    @extend_schema(
        operation_id="use_cases_change",
        request=shapes.UseCaseChangeSerializer,
        responses=shapes.UseCaseDetailSerializer,
        tags=TAGS,
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Change what is said about a use case; needs If-Match."""
        member = member_behind(request)
        use_case = _visible(request, pk)
        require(member, Capability.EDIT_USE_CASE, use_case.domain.path)
        version = require_version(request)
        shape = shapes.UseCaseChangeSerializer(data=request.data)
        current = input_of(use_case, techniques_of_one(use_case))
        said = _said_or_every_fault(shape, member, use_case, current)
        wanted = shapes.as_input(said, member=member, current=current)
        change_use_case(
            use_case,
            wanted,
            version=version,
            by=member,
            at=timezone.now(),
            reason=said.get("reason", ""),
        )
        return _answer(request, pk)


class UseCaseStageView(APIView):
    """The stage of one use case."""

    @extend_schema(
        operation_id="use_cases_move",
        request=shapes.StageMoveSerializer,
        responses=shapes.UseCaseDetailSerializer,
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Move a use case to another stage; needs If-Match."""
        member = member_behind(request)
        use_case = _visible(request, pk)
        require(member, Capability.EDIT_USE_CASE, use_case.domain.path)
        version = require_version(request)
        shape = shapes.StageMoveSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        said = shape.validated_data
        change_stage(
            use_case,
            Stage(said["stage"]),
            version=version,
            by=member,
            at=timezone.now(),
            reason=said["reason"],
        )
        return _answer(request, pk)


class UseCaseArchiveView(APIView):
    """Taking a use case out of lists and ranks."""

    @extend_schema(
        operation_id="use_cases_archive",
        request=shapes.RestSerializer,
        responses=shapes.UseCaseDetailSerializer,
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Archive a use case; needs If-Match."""
        use_case, how = _to_put_away(request, pk)
        archive_use_case(use_case, **how)
        return _answer(request, pk)


class UseCaseRestoreView(APIView):
    """Bringing an archived use case back."""

    @extend_schema(
        operation_id="use_cases_restore",
        request=shapes.RestSerializer,
        responses=shapes.UseCaseDetailSerializer,
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Restore a use case; needs If-Match."""
        use_case, how = _to_put_away(request, pk)
        restore_use_case(use_case, **how)
        return _answer(request, pk)


def _visible(request: Request, pk: int) -> UseCase:
    return seen_or_404(use_case_seen_by(member_behind(request), pk))


def _said_or_every_fault(
    shape: shapes.UseCaseChangeSerializer,
    member: Member,
    use_case: UseCase | None = None,
    current: UseCaseInput | None = None,
) -> Any:
    """Return checked data; when some of it does not hold, tell all that does not, at once."""
    if shape.is_valid():
        said = shape.validated_data
    elif isinstance(shape.initial_data, Mapping):
        said = shape.readable()
    else:
        raise ValidationError(shape.errors)
    read, missing = shapes.as_far_as_read(said, member=member, current=current)
    errors = {**shape.errors, **missing}
    if errors:
        for fault in input_faults(read, at=timezone.now(), current=use_case):
            fields = fault.fields or {"bucket": fault.sentence}
            errors = {**{name: [text] for name, text in fields.items()}, **errors}
        raise ValidationError(errors)
    return said


def _to_put_away(request: Request, pk: int) -> tuple[UseCase, dict[str, Any]]:
    """Return a use case, and who archives or restores it, when, over which version and why."""
    member = member_behind(request)
    use_case = _visible(request, pk)
    require(member, Capability.EDIT_USE_CASE, use_case.domain.path)
    version = require_version(request)
    shape = shapes.RestSerializer(data=request.data)
    shape.is_valid(raise_exception=True)
    reason = shape.validated_data["reason"]
    return use_case, {"version": version, "by": member, "at": timezone.now(), "reason": reason}


def _answer(request: Request, pk: int, code: int = status.HTTP_200_OK) -> Response:
    use_case = _visible(request, pk)
    body = shapes.detail_data(use_case, use_case_detail(use_case))
    shown = shapes.UseCaseDetailSerializer(body).data
    return with_etag(Response(shown, status=code), use_case.version)


def list_filters(request: Request) -> UseCaseFilters:
    """Read what the list is narrowed by."""
    # A page offers its choices; a program names one, which the list itself looks up.
    text = request.query_params.get("domain", "")
    named = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
    filters = _read(request, domains=() if named is None else [(named, text, "")])
    return replace(filters, domain_id=named)


def _require_known_domain(request: Request) -> None:
    # Only an empty list leaves open whether the domain is empty or not one to be seen.
    if "domain" in request.query_params:
        _read(request, domains=domains_to_filter(member_behind(request)))


def _read(request: Request, *, domains: Sequence[tuple[int, str, str]]) -> UseCaseFilters:
    asked: Any = request.query_params
    sources = asked.getlist("source")
    form = UseCaseFilterForm(asked, domains=domains, sources=sources, is_shown=False)
    filters = form.as_filters()
    if form.errors:
        raise ValidationError(
            {name: [str(sentence) for sentence in found] for name, found in form.errors.items()}
        )
    return filters


def list_order(request: Request, filters: UseCaseFilters) -> Order:
    """Read the order of the list."""
    text = request.query_params.get("ordering", "")
    order = Order.parse(text) if text else filters.usual_order
    if order is None:
        sentence = _("Order by one of: {keys}.", keys=", ".join(ORDERINGS))
        raise ValidationError({"ordering": [sentence]})
    return order
