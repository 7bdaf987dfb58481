"""Ratings, standings, ranking and matrix for programs."""

from typing import Final

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.doors import APIView
from portal.api.paging import PAGES, Paging
from portal.api.portal import member_behind
from portal.api.versions import require_version, with_etag
from portal.domain.roles import Capability, require
from portal.web.access import require_view, seen_or_404
from portfolio.api.filters import checked_filters, filter_parameters
from portfolio.forms.ranking import MatrixFilterForm, RankingFilterForm, SteelThreadFilterForm
from portfolio.models import UseCase
from portfolio.selectors.awaited import awaited_ranking
from portfolio.selectors.matrix import matrix_data
from portfolio.selectors.ranking import ranking_page
from portfolio.selectors.ratings import ratings_of
from portfolio.selectors.standings import standing_panel
from portfolio.selectors.steel_thread import steel_thread
from portfolio.selectors.use_case_details import use_case_seen_by
from portfolio.selectors.use_case_rows import rows_by_id
from portfolio.serializers import ranking as shapes
from portfolio.serializers import ratings as rating_shapes
from portfolio.serializers.awaited import awaited_data
from portfolio.serializers.steel_thread import SteelThreadSerializer, steel_thread_data
from portfolio.serializers.use_cases import row_data
from portfolio.services.ratings import rate_use_case

TAGS: Final = ["ranking"]


def _visible(request: Request, pk: int) -> UseCase:
    return seen_or_404(use_case_seen_by(member_behind(request), pk))


class RatingsView(APIView):
    """The ratings of one use case."""

    @extend_schema(
        operation_id="use_cases_ratings", responses=rating_shapes.RatingsSerializer, tags=TAGS
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return how a use case is rated on every criterion of the model in force."""
        return _ratings_answer(request, _visible(request, pk))

    @extend_schema(
        operation_id="use_cases_rate",
        request=rating_shapes.RatingsInputSerializer,
        responses=rating_shapes.RatingsSerializer,
        tags=TAGS,
    )
    def put(self, request: Request, pk: int) -> Response:
        """Say how a use case does; what you leave out, you take back. Needs If-Match."""
        use_case = _visible(request, pk)
        member = member_behind(request)
        require(member, Capability.RATE_USE_CASE, use_case.domain.path)
        version = require_version(request)
        shape = rating_shapes.RatingsInputSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        said = rating_shapes.as_ratings(
            shape.validated_data["ratings"], ratings_of(use_case, member_behind(request))
        )
        rated = rate_use_case(use_case, said, version=version, by=member, at=timezone.now())
        return _ratings_answer(request, rated)


def _ratings_answer(request: Request, use_case: UseCase) -> Response:
    found = ratings_of(use_case, member_behind(request))
    return with_etag(Response(rating_shapes.ratings_data(found)), use_case.version)


class StandingView(APIView):
    """Why one use case ranks where it does."""

    @extend_schema(
        operation_id="use_cases_standing", responses=shapes.WhyThisRankSerializer, tags=TAGS
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return contributions, readiness, range of ranks, and what would unlock the use case."""
        panel = standing_panel(_visible(request, pk), member_behind(request))
        return Response(shapes.standing_data(panel))


class RankingView(APIView):
    """The ranked portfolio."""

    @extend_schema(
        operation_id="ranking_list",
        parameters=[
            *filter_parameters(RankingFilterForm),
            *PAGES,
        ],
        responses=shapes.RankingPageSerializer,
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List the use cases that have a place, the first place first."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_PORTFOLIO)
        filters = checked_filters(request, RankingFilterForm).as_ranking_filters()
        paging = Paging()
        wanted, size = paging.asked(request)
        found = ranking_page(member, filters, number=wanted, size=size)
        rows = [row_data(row) for row in rows_by_id(found.ids)]
        answer = paging.answer(
            rows, number=found.number, wanted=wanted, size=size, total=found.total
        )
        answer.data["awaited"] = awaited_data(awaited_ranking())
        return answer


class MatrixView(APIView):
    """The portfolio matrix."""

    @extend_schema(
        operation_id="matrix",
        parameters=filter_parameters(MatrixFilterForm),
        responses=shapes.MatrixSerializer,
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """Return every scored use case with its place on the matrix, and the counts."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_PORTFOLIO)
        filters = checked_filters(request, MatrixFilterForm).as_filters()
        return Response(shapes.matrix_body(matrix_data(member, filters), awaited_ranking()))


class SteelThreadView(APIView):
    """The use case to carry end to end first."""

    @extend_schema(
        operation_id="steel_thread",
        parameters=filter_parameters(SteelThreadFilterForm),
        responses=SteelThreadSerializer,
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """Recommend one use case, with the runners-up and why not them."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_PORTFOLIO)
        filters = checked_filters(request, SteelThreadFilterForm).as_filters()
        return Response(steel_thread_data(steel_thread(member, filters), awaited_ranking()))
