"""The balance of the portfolio and its target bands for programs."""

from typing import Final

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.doors import APIView
from portal.api.portal import member_behind
from portal.api.versions import require_version, with_etag
from portal.domain.roles import Capability, require
from portal.domain.wording import gettext as _
from portal.web.access import require_view
from portfolio.api.filters import checked_filters, filter_parameters
from portfolio.domain.balance import Measure
from portfolio.forms.ranking import BalanceFilterForm
from portfolio.selectors.awaited import awaited_ranking
from portfolio.selectors.balance import portfolio_balance, targets_in_force
from portfolio.serializers import balance as shapes
from portfolio.services.balance import set_targets

TAGS: Final = ["balance"]


class BalanceView(APIView):
    """How the portfolio divides."""

    @extend_schema(
        operation_id="balance",
        parameters=[
            *filter_parameters(BalanceFilterForm),
            OpenApiParameter("measure", OpenApiTypes.STR, enum=[each.value for each in Measure]),
        ],
        responses=shapes.BalanceSerializer,
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """Return the balance by bucket, domain and horizon, against the target bands."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_PORTFOLIO)
        asked = request.query_params.get("measure", Measure.COUNT.value)
        if asked not in set(Measure):
            raise ValidationError({"measure": [_("There is no “{value}”.", value=asked[:40])]})
        filters = checked_filters(request, BalanceFilterForm).as_filters()
        found = portfolio_balance(member, filters, Measure(asked))
        return Response(shapes.balance_data(found, awaited_ranking()))


class BalanceTargetsView(APIView):
    """The target bands in force."""

    @extend_schema(
        operation_id="balance_targets", responses=shapes.BalanceTargetsSerializer, tags=TAGS
    )
    def get(self, request: Request) -> Response:
        """Return the bands in force, and who set them."""
        require_view(member_behind(request), Capability.VIEW_PORTFOLIO)
        return _answer()

    @extend_schema(
        operation_id="balance_targets_set",
        request=shapes.BalanceTargetsInputSerializer,
        responses=shapes.BalanceTargetsSerializer,
        tags=TAGS,
    )
    def put(self, request: Request) -> Response:
        """Set new bands; nothing moves but what the balance says. Needs If-Match."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_PORTFOLIO)
        require(member, Capability.MANAGE_SCORING, member.root_path)
        version = require_version(request)
        shape = shapes.BalanceTargetsInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        set_targets(
            shapes.as_bands(shape.validated_data["bands"]),
            reason=shape.validated_data["reason"],
            by=member,
            at=timezone.now(),
            version=version,
        )
        return _answer()


def _answer() -> Response:
    targets = targets_in_force()
    return with_etag(Response(shapes.targets_data(targets)), targets.version)
