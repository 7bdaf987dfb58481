"""What happened to a use case, for programs."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.doors import APIView
from portal.api.paging import PAGES, Paging
from portal.api.portal import member_behind
from portal.web.access import seen_or_404
from portfolio.selectors.use_case_details import use_case_seen_by
from portfolio.selectors.use_case_history import happenings_page
from portfolio.serializers import use_case_history as shapes


class UseCaseHistoryView(APIView):
    """The history of one use case."""

    @extend_schema(
        operation_id="use_cases_history",
        parameters=[
            *PAGES,
        ],
        responses=shapes.HistoryPageSerializer,
        tags=["use cases"],
    )
    def get(self, request: Request, pk: int) -> Response:
        """List what happened to a use case, newest first: when, who, which fields, and why."""
        member = member_behind(request)
        use_case = seen_or_404(use_case_seen_by(member, pk))
        paging = Paging()
        wanted, size = paging.asked(request)
        entries, number, total = happenings_page(use_case, member, number=wanted, size=size)
        told = [shapes.entry_data(entry) for entry in entries]
        return paging.answer(told, number=number, wanted=wanted, size=size, total=total)
