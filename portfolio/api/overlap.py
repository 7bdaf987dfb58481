"""Overlap for programs: pairs that read alike, decisions about them, figures, what is near."""

from typing import Any, Final

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.doors import APIView
from portal.api.paging import PAGES, Paging
from portal.api.portal import member_behind
from portal.api.versions import require_version, with_etag
from portal.domain.roles import Capability, require
from portal.serializers.inputs import InputSerializer
from portal.web.access import get_visible_or_404, require_view
from portfolio.domain.overlap import Proposal
from portfolio.domain.overlap_rights import require_review, require_voice
from portfolio.forms.overlap import OverlapFilterForm
from portfolio.models import OverlapPair, UseCase
from portfolio.selectors.awaited import awaited_comparison
from portfolio.selectors.overlap import (
    OverlapFilters,
    known_pairs,
    overlap_figures,
    pair_rows,
    pairs,
    with_sides,
)
from portfolio.selectors.overlap_pages import pair_page
from portfolio.selectors.similar_use_cases import HINT, neighbourhood, similar_to_text
from portfolio.selectors.use_cases import domains_to_filter
from portfolio.serializers import overlap as shapes
from portfolio.services.overlap import link_pair, merge_pair, take_back, tell_apart
from portfolio.services.overlap_proposals import propose, withdraw
from portfolio.services.overlap_runs import compare_now

TAGS: Final = ["overlap"]
FILTERS: Final = [
    OpenApiParameter("state", OpenApiTypes.STR, enum=shapes.STATES, description="Default: open"),
    OpenApiParameter("band", OpenApiTypes.STR, enum=shapes.BANDS),
    OpenApiParameter("domain", OpenApiTypes.INT, description="One side lies in it or beneath."),
    OpenApiParameter("across", OpenApiTypes.STR, enum=["yes"], description="Two domains only"),
    OpenApiParameter(
        "proposed",
        OpenApiTypes.STR,
        enum=["yes", "waiting"],
        description="With a proposal, or with one that waits for what you say",
    ),
]
TYPED: Final = [
    OpenApiParameter("title", OpenApiTypes.STR, required=True),
    OpenApiParameter("outcome", OpenApiTypes.STR),
]


class OverlapListView(APIView):
    """Pairs of use cases that read alike."""

    @extend_schema(
        operation_id="overlap_list",
        parameters=[*FILTERS, *PAGES],
        responses=shapes.PairSerializer(many=True),
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """List pairs of which you may read a side whole and find the other, the most alike first.

        Where you know one side by its entry in the register alone (`is_whole` is false), scores,
        words and version are those of the entries.
        """
        member = member_behind(request)
        require_view(member, Capability.VIEW_PORTFOLIO)
        paging = Paging()
        rows = with_sides(pairs(member, _filters(request)))
        page: list[Any] = paging.paginate_queryset(rows, request, view=self) or []
        return paging.get_paginated_response(
            [shapes.pair_data(row) for row in pair_rows(page, member)]
        )


class OverlapFiguresView(APIView):
    """What building twice costs."""

    @extend_schema(
        operation_id="overlap_figures", responses=shapes.OverlapFiguresSerializer, tags=TAGS
    )
    def get(self, request: Request) -> Response:
        """Return the duplicate rate and the double spend, over what you may see."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_PORTFOLIO)
        return Response(shapes.figures_data(overlap_figures(member), awaited_comparison()))


class OverlapCompareView(APIView):
    """Comparing the whole portfolio."""

    @extend_schema(
        operation_id="overlap_compare",
        request=None,
        responses={202: shapes.ComparisonSerializer},
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        """Have all use cases compared at once, in a job."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_PORTFOLIO)
        job = compare_now(by=member, at=timezone.now())
        return Response({"job": str(job.pk)}, status=status.HTTP_202_ACCEPTED)


class OverlapPairView(APIView):
    """One pair."""

    @extend_schema(operation_id="overlap_detail", responses=shapes.PairDetailSerializer, tags=TAGS)
    def get(self, request: Request, pk: int) -> Response:
        """Return one pair side by side."""
        return _answer(request, pk)


class OverlapProposalView(APIView):
    """What you propose for your side of a pair, where you know the other by its entry alone."""

    @extend_schema(
        operation_id="overlap_propose",
        request=shapes.ProposalInputSerializer,
        responses=shapes.PairDetailSerializer,
        tags=TAGS,
    )
    def put(self, request: Request, pk: int) -> Response:
        """Propose what becomes of it; needs If-Match. What both sides propose is settled."""
        pair = _to_propose(request, pk)
        said, how = _said(request, shapes.ProposalInputSerializer)
        propose(pair, Proposal(said["proposal"]), **how)
        return _answer(request, pk)

    @extend_schema(
        operation_id="overlap_withdraw",
        responses={200: shapes.PairDetailSerializer},
        tags=TAGS,
    )
    def delete(self, request: Request, pk: int) -> Response:
        """Withdraw what you proposed; needs If-Match."""
        pair = _to_propose(request, pk)
        version = require_version(request)
        withdraw(pair, version=version, by=member_behind(request), at=timezone.now())
        return _answer(request, pk)


class OverlapDecisionView(APIView):
    """What is decided about a pair."""

    @extend_schema(
        operation_id="overlap_decide",
        request=shapes.DecisionInputSerializer,
        responses=shapes.PairDetailSerializer,
        tags=TAGS,
    )
    def put(self, request: Request, pk: int) -> Response:
        """Merge, link or tell apart; needs If-Match."""
        pair = _to_decide(request, pk)
        said, how = _said(request, shapes.DecisionInputSerializer)
        if said["decision"] == "merge":
            merge_pair(pair, keep=said.get("keep") or 0, **how)
        elif said["decision"] == "link":
            link_pair(pair, **how)
        else:
            tell_apart(pair, **how)
        return _answer(request, pk)

    @extend_schema(
        operation_id="overlap_take_back",
        responses={200: shapes.PairDetailSerializer},
        tags=TAGS,
    )
    def delete(self, request: Request, pk: int) -> Response:
        """Take a decision back; needs If-Match."""
        pair = _to_decide(request, pk)
        version = require_version(request)
        take_back(pair, version=version, by=member_behind(request), at=timezone.now())
        return _answer(request, pk)


class SimilarUseCasesView(APIView):
    """What is near one use case."""

    @extend_schema(
        operation_id="use_cases_similar", responses=shapes.NeighbourhoodSerializer, tags=TAGS
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return the most alike use cases of the last comparison, and every link."""
        member = member_behind(request)
        use_case = get_visible_or_404(UseCase.objects.visible_to(member), pk=pk)
        return Response(shapes.neighbourhood_data(neighbourhood(use_case, member)))


class SimilarTypedView(APIView):
    """What is like a title."""

    @extend_schema(
        operation_id="use_cases_similar_to_text",
        parameters=TYPED,
        responses=shapes.SimilarSerializer(many=True),
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        """Return up to three use cases that read like a title, with its outcome if you have it."""
        member = member_behind(request)
        require_view(member, Capability.VIEW_PORTFOLIO)
        require(member, Capability.REGISTER_USE_CASE)
        title = request.query_params.get("title", "")[:500]
        outcome = request.query_params.get("outcome", "")[:2000]
        found = similar_to_text(member, title, outcome, floor=HINT)
        return Response([shapes.similar_data(each) for each in found])


def _said(request: Request, shape: type[InputSerializer]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what is said of a pair, and the version, reason, person and moment it is said with."""
    version = require_version(request)
    sent = shape(data=request.data)
    sent.is_valid(raise_exception=True)
    said = sent.validated_data
    by, at = member_behind(request), timezone.now()
    return said, {"version": version, "reason": said["reason"], "by": by, "at": at}


def _filters(request: Request) -> OverlapFilters:
    form = OverlapFilterForm(
        request.query_params, domains=domains_to_filter(member_behind(request))
    )
    if form.errors:
        raise ValidationError(
            {name: [str(sentence) for sentence in found] for name, found in form.errors.items()}
        )
    return form.as_filters()


def _visible(request: Request, pk: int) -> OverlapPair:
    return get_visible_or_404(known_pairs(member_behind(request)), pk=pk)


def _to_decide(request: Request, pk: int) -> OverlapPair:
    pair = _visible(request, pk)
    require_review(member_behind(request), pair.first.domain.path, pair.second.domain.path)
    return pair


def _to_propose(request: Request, pk: int) -> OverlapPair:
    pair = _visible(request, pk)
    require_voice(member_behind(request), pair.first.domain.path, pair.second.domain.path)
    return pair


def _answer(request: Request, pk: int) -> Response:
    page = pair_page(_visible(request, pk), member_behind(request))
    return with_etag(Response(shapes.pair_detail_data(page)), page.row.version)
