"""The scoring model for programs: in force, as a draft, and every version before."""

from typing import Final

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.doors import APIView
from portal.api.portal import member_behind
from portal.api.versions import require_version, with_etag
from portal.domain.roles import Capability, Member, require
from portal.web.access import require_view
from portfolio.domain.criteria import ScoringModel
from portfolio.domain.scoring_models import model_from_data
from portfolio.models import ScoringModelDraft
from portfolio.selectors.scoring_drafts import draft_preview, open_draft
from portfolio.selectors.scoring_models import active_model, model_of, model_versions
from portfolio.serializers import scoring_models as shapes
from portfolio.services.scoring_drafts import (
    begin_draft,
    discard_draft,
    draft_model,
    publish_draft,
    put_draft,
    weigh_draft,
)

TAGS: Final = ["ranking"]


def _answer(model: ScoringModel) -> Response:
    return with_etag(Response(shapes.scoring_model_data(model)), model.version)


def _draft_answer(row: ScoringModelDraft) -> Response:
    model = model_from_data(row.data)
    return with_etag(Response(shapes.scoring_model_data(model)), row.version)


def _drafted(request: Request, row: ScoringModelDraft) -> Response:
    """Answer a draft with where to look at what it moves and where to put it in force."""
    answer = _draft_answer(row)
    answer.data |= {
        "preview": request.build_absolute_uri(reverse("api:scoring-draft-preview")),
        "publish": request.build_absolute_uri(reverse("api:scoring-draft-publish")),
    }
    return answer


def _manager(request: Request) -> Member:
    member = member_behind(request)
    require_view(member, Capability.VIEW_PORTFOLIO)
    require(member, Capability.MANAGE_SCORING)
    return member


def _draft() -> ScoringModelDraft:
    row = open_draft()
    if row is None:
        raise NotFound
    return row


class ScoringModelView(APIView):
    """The scoring model in force."""

    @extend_schema(operation_id="scoring_model", responses=shapes.ScoringModelSerializer, tags=TAGS)
    def get(self, request: Request) -> Response:
        """Return criteria, anchors, weights and thresholds."""
        require_view(member_behind(request), Capability.VIEW_PORTFOLIO)
        model = active_model()
        return _answer(model)

    @extend_schema(
        operation_id="scoring_model_draft",
        request=shapes.ScoringModelInputSerializer,
        responses=shapes.DraftedModelSerializer,
        tags=TAGS,
    )
    def put(self, request: Request) -> Response:
        """Put a whole model into the draft; publish it afterwards.

        Needs If-Match with the version of the draft, or `"0"` where there is none: one is begun
        from the version in force then. Nothing is ranked by it before the draft is published, and
        the reason is given there.
        """
        member = _manager(request)
        version = require_version(request)
        shape = shapes.ScoringModelInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        row = draft_model(shape.validated_data, version=version, by=member, at=timezone.now())
        return _drafted(request, row)


class WeightsView(APIView):
    """The weights of the scoring model."""

    @extend_schema(
        operation_id="scoring_model_weigh",
        request=shapes.WeightsInputSerializer,
        responses=shapes.DraftedModelSerializer,
        tags=TAGS,
    )
    def put(self, request: Request) -> Response:
        """Put weights that follow from new answers into the draft; publish it afterwards.

        Needs If-Match with the version of the draft, or `"0"` where there is none: one is begun
        from the version in force then. Nothing is ranked by it before the draft is published.
        """
        member = _manager(request)
        version = require_version(request)
        shape = shapes.WeightsInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        row = weigh_draft(
            shapes.as_weighings(shape.validated_data), version=version, by=member, at=timezone.now()
        )
        return _drafted(request, row)


class VersionListView(APIView):
    """All versions of the scoring model."""

    @extend_schema(
        operation_id="scoring_model_versions",
        responses=shapes.ModelVersionSerializer(many=True),
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List every version that was ever in force, the newest first."""
        require_view(member_behind(request), Capability.VIEW_PORTFOLIO)
        return Response(
            [
                {
                    "version": row.version,
                    "title": row.title,
                    "reason": row.reason,
                    "adopted_by": row.created_by,
                    "adopted_at": row.created_at,
                    "is_active": row.is_active,
                }
                for row in model_versions()
            ]
        )


class VersionView(APIView):
    """One version of the scoring model."""

    @extend_schema(
        operation_id="scoring_model_version", responses=shapes.ScoringModelSerializer, tags=TAGS
    )
    def get(self, request: Request, number: int) -> Response:
        """Return a version as it was adopted; it never changes."""
        require_view(member_behind(request), Capability.VIEW_PORTFOLIO)
        model = model_of(number)
        if model is None:
            raise NotFound
        return _answer(model)


class DraftView(APIView):
    """The version somebody works on."""

    @extend_schema(operation_id="scoring_draft", responses=shapes.ScoringModelSerializer, tags=TAGS)
    def get(self, request: Request) -> Response:
        """Return the draft; its version stands in the ETag."""
        _manager(request)
        return _draft_answer(_draft())

    @extend_schema(
        operation_id="scoring_draft_begin",
        request=None,
        responses={201: shapes.ScoringModelSerializer},
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Begin a draft from the version in force; one that is open already is returned."""
        answer = _draft_answer(begin_draft(by=_manager(request), at=timezone.now()))
        answer.status_code = 201
        return answer

    @extend_schema(
        operation_id="scoring_draft_change",
        request=shapes.ScoringDraftInputSerializer,
        responses=shapes.ScoringModelSerializer,
        tags=TAGS,
    )
    def put(self, request: Request) -> Response:
        """Put a whole model into the draft. Needs If-Match."""
        member = _manager(request)
        version = require_version(request)
        shape = shapes.ScoringDraftInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        row = put_draft(shape.validated_data, version=version, by=member, at=timezone.now())
        return _draft_answer(row)

    @extend_schema(operation_id="scoring_draft_discard", responses={204: None}, tags=TAGS)
    def delete(self, request: Request) -> Response:
        """Throw the draft away. Needs If-Match."""
        member = _manager(request)
        discard_draft(version=require_version(request), by=member, at=timezone.now())
        return Response(status=204)


class DraftPreviewView(APIView):
    """What the draft would move."""

    @extend_schema(
        operation_id="scoring_draft_preview", responses=shapes.PreviewSerializer, tags=TAGS
    )
    def get(self, request: Request) -> Response:
        """Return who would change place, quadrant or the order of a bucket."""
        _manager(request)
        row = _draft()
        return Response(shapes.preview_data(draft_preview(row, model_from_data(row.data))))


class DraftPublishView(APIView):
    """Putting the draft in force."""

    @extend_schema(
        operation_id="scoring_draft_publish",
        request=shapes.PublishInputSerializer,
        responses=shapes.ScoringModelSerializer,
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Publish the draft as a version that never changes. Needs If-Match."""
        member = _manager(request)
        version = require_version(request)
        shape = shapes.PublishInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        publish_draft(**shape.validated_data, version=version, by=member, at=timezone.now())
        return _answer(active_model())
