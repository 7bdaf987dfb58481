"""Campaigns over the API: set up, change, move on."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.api.paging import listed
from assessments.models import Campaign
from assessments.selectors.campaign_progress import campaign_progress
from assessments.selectors.campaigns import (
    campaign_frameworks,
    campaign_row,
    campaigns_readable_by,
    domains_of,
    targets_of,
)
from assessments.serializers import campaigns as shapes
from assessments.services import campaigns as service
from assessments.services.campaign_mails import MailKind, request_mails
from assessments.services.campaign_moves import (
    MovesMade,
    close_campaign,
    open_campaign,
    reopen_campaign,
)
from portal.api.doors import APIView
from portal.api.paging import PAGES
from portal.api.portal import member_behind
from portal.api.versions import require_version, with_etag
from portal.domain.roles import Capability, require
from portal.models import Domain
from portal.web.access import get_visible_or_404, require_view

TAGS = ["campaigns"]


def readable(request: Request, pk: int) -> Campaign:
    """Return one campaign that the caller may read, with its counts, or answer 404."""
    return get_visible_or_404(campaigns_readable_by(member_behind(request)), pk=pk)


def run_by(request: Request, pk: int) -> Campaign:
    """Return one campaign that the caller may run; who may only read it gets 403."""
    row = readable(request, pk)
    require(member_behind(request), Capability.RUN_ASSESSMENT, row.domain.path)
    return row


def _shown(request: Request, pk: int, code: int = status.HTTP_200_OK) -> Response:
    row = readable(request, pk)
    return with_etag(Response(_bodies([row])[0], status=code), row.version)


def _bodies(rows: Any) -> list[Any]:
    today = timezone.localdate()
    bodies = []
    for row in rows:
        shape = campaign_row(row, today=today)
        names = ("pk", "title", "state", "starts_on", "due_on", "domains", "asked", "finished")
        body = {name: getattr(shape, name) for name in (*names, "version")}
        more = ("domain_id", "framework_id", "facilitator_id", "message", "remind_days")
        body |= {name: getattr(row, name) for name in more}
        body |= {"target_level": float(row.target_level), "target_layers": targets_of(row)}
        bodies.append(shapes.CampaignSerializer(body).data)
    return bodies


class CampaignListView(APIView):
    """Campaigns that the caller may read."""

    @extend_schema(
        operation_id="campaigns_list",
        parameters=PAGES,
        responses=shapes.CampaignSerializer(many=True),
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List campaigns, those due last on top."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_ASSESSMENTS)
        rows = campaigns_readable_by(member)
        return listed(request, self, rows, _Ready, _bodies)

    @extend_schema(
        operation_id="campaigns_create",
        request=shapes.CampaignInputSerializer,
        responses={201: shapes.CampaignSerializer},
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Set up a campaign with one draft for each domain."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_ASSESSMENTS)
        require(member, Capability.RUN_ASSESSMENT)
        shape = shapes.CampaignInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        data = dict(shape.validated_data)
        own = Domain.objects.visible_to(member, Capability.RUN_ASSESSMENT).active()
        scope = get_visible_or_404(own, pk=data.pop("domain_id"))
        domains = data.pop("domains")
        data["framework"] = get_visible_or_404(campaign_frameworks(), pk=data.pop("framework_id"))
        said = service.CampaignInput(**data)
        row = service.create_campaign(scope, said, domains=domains, by=member, at=timezone.now())
        return _shown(request, row.pk, status.HTTP_201_CREATED)


class _Ready(shapes.CampaignSerializer):
    """Rows that are written already."""

    def to_representation(self, instance: Any) -> Any:
        return instance


class CampaignDetailView(APIView):
    """One campaign."""

    @extend_schema(operation_id="campaigns_detail", responses=shapes.CampaignSerializer, tags=TAGS)
    def get(self, request: Request, pk: int) -> Response:
        """Return one campaign."""
        return _shown(request, pk)

    @extend_schema(
        operation_id="campaigns_change",
        request=shapes.CampaignChangeSerializer,
        responses=shapes.CampaignSerializer,
        tags=TAGS,
    )
    def patch(self, request: Request, pk: int) -> Response:
        """Change the set-up; needs If-Match. It reaches every assessment not closed yet."""
        row = run_by(request, pk)
        version = require_version(request)
        shape = shapes.CampaignChangeSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        data = dict(shape.validated_data)
        domains = data.pop("domains", None)
        service.change_campaign(
            row,
            _merged(row, data),
            version=version,
            domains=domains_of(row) if domains is None else domains,
            by=member_behind(request),
            at=timezone.now(),
        )
        return _shown(request, pk)


def _merged(row: Campaign, data: dict[str, Any]) -> service.CampaignInput:
    kept = ("title", "starts_on", "due_on", "target_level", "message", "remind_days")
    values = {name: getattr(row, name) for name in (*kept, "facilitator_id")}
    values["target_layers"] = targets_of(row)
    frameworks = campaign_frameworks(beside=row.framework_id)
    values["framework"] = get_visible_or_404(
        frameworks, pk=data.pop("framework_id", row.framework_id)
    )
    return service.CampaignInput(**(values | data))


class CampaignOpenView(APIView):
    """Letting respondents answer."""

    @extend_schema(
        operation_id="campaigns_open",
        request=shapes.OpenSerializer,
        responses=shapes.MovesSerializer,
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Open drafts for answers and mail invitations; what cannot be opened is named."""
        return _moved(request, pk, shapes.OpenSerializer, open_campaign)


class CampaignCloseView(APIView):
    """Taking no more answers."""

    @extend_schema(
        operation_id="campaigns_close",
        request=shapes.SomeSerializer,
        responses=shapes.MovesSerializer,
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Close open assessments; what cannot be closed is named."""
        return _moved(request, pk, shapes.SomeSerializer, close_campaign)


class CampaignReopenView(APIView):
    """Taking answers again."""

    @extend_schema(
        operation_id="campaigns_reopen",
        request=shapes.ReopenSerializer,
        responses=shapes.MovesSerializer,
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Open closed assessments again, for a reason; what cannot be opened is named."""
        return _moved(request, pk, shapes.ReopenSerializer, reopen_campaign)


class CampaignMailView(APIView):
    """Mailing those who are asked."""

    @extend_schema(
        operation_id="campaigns_mail",
        request=shapes.MailInputSerializer,
        responses={202: shapes.MailJobSerializer},
        tags=TAGS,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Mail invitations, or reminders to those who are not done, in a job."""
        row = run_by(request, pk)
        kind = MailKind(_valid(shapes.MailInputSerializer, request)["kind"])
        job = request_mails(row, kind, by=member_behind(request), at=timezone.now())
        return Response({"job_id": job.pk}, status=status.HTTP_202_ACCEPTED)


class CampaignProgressView(APIView):
    """How far a campaign is."""

    @extend_schema(
        operation_id="campaigns_progress", responses=shapes.ProgressSerializer, tags=TAGS
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return progress by domain and by person; never what anybody said."""
        row, member = readable(request, pk), member_behind(request)
        found = campaign_progress(row, today=timezone.localdate())
        can_run = member.can(Capability.RUN_ASSESSMENT, row.domain.path)
        people = found.people if can_run else ()
        body = {"domains": found.domains, "people": people}
        return Response(shapes.ProgressSerializer(body).data)


def _valid(shape: type[Any], request: Request) -> dict[str, Any]:
    found = shape(data=request.data)
    found.is_valid(raise_exception=True)
    return dict(found.validated_data)


def _moved(request: Request, pk: int, shape: type[Any], move: Callable[..., MovesMade]) -> Response:
    row, said = run_by(request, pk), _valid(shape, request)
    only = said.pop("assessments")
    made = move(row, only=only, **said, by=member_behind(request), at=timezone.now())
    return Response(shapes.MovesSerializer(made).data)
