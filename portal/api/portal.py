"""The cellar for programs: who I am, domains, people, jobs, the ledger."""

from typing import Any, cast
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.doors import APIView
from portal.api.paging import PAGES, Paging
from portal.api.versions import require_version, with_etag
from portal.domain.roles import Capability, Member, require
from portal.models import Domain, LedgerEntry, User
from portal.selectors.jobs import job_row, jobs_visible_to
from portal.selectors.ledger import entries, ledger_row, verify_ledger
from portal.selectors.members import people_visible_to
from portal.serializers import portal as shapes
from portal.services import domains
from portal.web.access import get_visible_or_404, require_some_role, require_view


def member_behind(request: Request) -> Member:
    """Return the member who calls, as the authentication attached them."""
    member: Member = request.member  # type: ignore[attr-defined]
    return member


class MeView(APIView):
    """The person behind the key or the session."""

    @extend_schema(operation_id="me", responses=shapes.MeSerializer, tags=["account"])
    def get(self, request: Request) -> Response:
        """Return who you are and what you may do."""
        member = member_behind(request)
        user = cast("User", request.user)
        body = {
            "id": user.pk,
            "email": user.email,
            "name": user.name,
            "time_zone": user.time_zone,
            "grants": [{"role": g.role.value, "domain_id": g.domain_id} for g in member.grants],
            "capabilities": sorted(c.value for c in Capability if member.can(c)),
        }
        return Response(shapes.MeSerializer(body).data)


def _page(request: Request, rows: Any, view: APIView, shape: Any, build: Any = None) -> Response:
    paging = Paging()
    page: list[Any] = paging.paginate_queryset(rows, request, view=view) or []
    shown = [build(row) for row in page] if build else page
    return paging.get_paginated_response(shape(shown, many=True).data)


class DomainListView(APIView):
    """The domain tree."""

    @extend_schema(
        operation_id="domains_list",
        parameters=PAGES,
        responses=shapes.DomainSerializer(many=True),
        tags=["domains"],
    )
    def get(self, request: Request) -> Response:
        """List the domains you may see, parents before children."""
        member = member_behind(request)
        require_some_role(member)
        rows = Domain.objects.visible_to(member).active().order_by("path")
        return _page(request, rows, self, shapes.DomainSerializer)

    @extend_schema(
        operation_id="domains_create",
        request=shapes.DomainInputSerializer,
        responses={201: shapes.DomainSerializer},
        tags=["domains"],
    )
    def post(self, request: Request) -> Response:
        """Add a domain beneath another one."""
        member = member_behind(request)
        require_some_role(member)
        require(member, Capability.MANAGE_DOMAINS)
        shape = shapes.DomainInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        data = dict(shape.validated_data)
        visible = Domain.objects.visible_to(member).active()
        parent = get_visible_or_404(visible, pk=data.pop("parent"))
        domain = domains.add_domain(parent, **data, by=member, at=timezone.now())
        body = shapes.DomainSerializer(domain).data
        return with_etag(Response(body, status=status.HTTP_201_CREATED), domain.version)


class DomainDetailView(APIView):
    """One domain."""

    @extend_schema(
        operation_id="domains_detail", responses=shapes.DomainSerializer, tags=["domains"]
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return one domain."""
        domain = get_visible_or_404(Domain.objects.visible_to(member_behind(request)), pk=pk)
        return with_etag(Response(shapes.DomainSerializer(domain).data), domain.version)

    @extend_schema(
        operation_id="domains_change",
        request=shapes.DomainChangeSerializer,
        responses=shapes.DomainSerializer,
        tags=["domains"],
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Rename, describe or move one domain; needs If-Match."""
        member = member_behind(request)
        domain = get_visible_or_404(Domain.objects.visible_to(member), pk=pk)
        require(member, Capability.MANAGE_DOMAINS, domain.path)
        version = require_version(request)
        shape = shapes.DomainChangeSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        data = shape.validated_data
        parent_id = data.get("parent")
        if parent_id is not None:
            get_visible_or_404(Domain.objects.visible_to(member), pk=parent_id)
        changed = domains.change_and_move(
            domain,
            name=data.get("name", domain.name),
            code=data.get("code", domain.code),
            description=data.get("description", domain.description),
            parent_id=parent_id,
            version=version,
            by=member,
            at=timezone.now(),
        )
        return with_etag(Response(shapes.DomainSerializer(changed).data), changed.version)


class PersonListView(APIView):
    """People."""

    @extend_schema(
        operation_id="people_list",
        parameters=PAGES,
        responses=shapes.PersonSerializer(many=True),
        tags=["people"],
    )
    def get(self, request: Request) -> Response:
        """List the people you may see, by name."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_PEOPLE)
        rows = people_visible_to(member).prefetch_related(None)
        return _page(request, rows, self, shapes.PersonSerializer)


class JobListView(APIView):
    """Jobs."""

    @extend_schema(
        operation_id="jobs_list",
        parameters=PAGES,
        responses=shapes.JobSerializer(many=True),
        tags=["jobs"],
    )
    def get(self, request: Request) -> Response:
        """List the jobs you may see, newest first."""
        require_some_role(member_behind(request))
        rows = jobs_visible_to(member_behind(request))
        return _page(request, rows, self, shapes.JobSerializer, job_row)


class JobDetailView(APIView):
    """One job."""

    @extend_schema(operation_id="jobs_detail", responses=shapes.JobSerializer, tags=["jobs"])
    def get(self, request: Request, pk: UUID) -> Response:
        """Return one job with its progress."""
        job = get_visible_or_404(jobs_visible_to(member_behind(request)), pk=pk)
        return Response(shapes.JobSerializer(job_row(job)).data)


class LedgerListView(APIView):
    """The ledger."""

    @extend_schema(
        operation_id="ledger_list",
        parameters=PAGES,
        responses=shapes.LedgerEntrySerializer(many=True),
        tags=["ledger"],
    )
    def get(self, request: Request) -> Response:
        """List ledger entries, newest first, with the bytes their hashes rest on."""
        require_view(member_behind(request), Capability.VIEW_LEDGER)
        return _page(request, entries(), self, shapes.LedgerEntrySerializer, _ledger_body)


def _ledger_body(entry: LedgerEntry) -> dict[str, Any]:
    row = ledger_row(entry)
    return {
        "seq": row.seq,
        "recorded_at": row.recorded_at,
        "event": row.event,
        "actor": row.actor,
        "subject": row.subject,
        "subject_type": row.subject_type,
        "hash": row.hash,
        "payload": bytes(entry.payload).decode(errors="backslashreplace"),
        "previous_hash": entry.previous_hash,
    }


class LedgerCheckView(APIView):
    """The proof."""

    @extend_schema(
        operation_id="ledger_check", responses=shapes.VerificationSerializer, tags=["ledger"]
    )
    def get(self, request: Request) -> Response:
        """Walk the whole chain and say whether it holds."""
        require_view(member_behind(request), Capability.VIEW_LEDGER)
        return Response(shapes.VerificationSerializer(verify_ledger()).data)
