"""The scoring model for programs."""

from typing import Final

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.api.portal import member_behind
from portal.api.versions import require_version, with_etag
from portal.domain.roles import Capability, require
from portal.web.access import require_view
from portfolio.domain.criteria import ScoringModel
from portfolio.selectors.scoring_models import active_model
from portfolio.serializers import scoring_models as shapes
from portfolio.services.scoring_models import adopt_model, change_weights

TAGS: Final = ["ranking"]


def _answer(model: ScoringModel) -> Response:
    return with_etag(Response(shapes.scoring_model_data(model)), model.version)


class ScoringModelView(APIView):
    """The scoring model in force."""

    @extend_schema(operation_id="scoring_model", responses=shapes.ScoringModelSerializer, tags=TAGS)
    def get(self, request: Request) -> Response:
        """Return criteria, anchors, weights and thresholds."""
        require_view(member_behind(request), Capability.VIEW_PORTFOLIO)
        model = active_model()
        return _answer(model)

    @extend_schema(
        operation_id="scoring_model_adopt",
        request=shapes.ScoringModelInputSerializer,
        responses=shapes.ScoringModelSerializer,
        tags=TAGS,
    )
    def put(self, request: Request) -> Response:
        """Adopt a new version; everything is ranked by it. Needs If-Match."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_PORTFOLIO)
        require(member, Capability.MANAGE_SCORING)
        version = require_version(request)
        shape = shapes.ScoringModelInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        data = dict(shape.validated_data)
        reason = data.pop("reason")
        adopt_model(data, reason=reason, by=member, at=timezone.now(), version=version)
        return _answer(active_model())


class WeightsView(APIView):
    """The weights of the scoring model."""

    @extend_schema(
        operation_id="scoring_model_weigh",
        request=shapes.WeightsInputSerializer,
        responses=shapes.ScoringModelSerializer,
        tags=TAGS,
    )
    def put(self, request: Request) -> Response:
        """Adopt a version with the weights that follow from new answers. Needs If-Match."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_PORTFOLIO)
        require(member, Capability.MANAGE_SCORING)
        version = require_version(request)
        shape = shapes.WeightsInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        change_weights(
            shapes.as_weighings(shape.validated_data),
            reason=shape.validated_data["reason"],
            by=member,
            at=timezone.now(),
            version=version,
        )
        return _answer(active_model())
