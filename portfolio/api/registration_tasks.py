"""What is left to say about a use case, for programs."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.doors import APIView
from portal.api.portal import member_behind
from portal.web.access import seen_or_404
from portfolio.selectors.registration_tasks import tasks_of
from portfolio.selectors.use_case_details import techniques_of_one, use_case_seen_by
from portfolio.serializers import registration_tasks as shapes


class RegistrationTasksView(APIView):
    """How far the registration of one use case is."""

    @extend_schema(
        operation_id="use_cases_tasks", responses=shapes.TaskListSerializer, tags=["use cases"]
    )
    def get(self, request: Request, pk: int) -> Response:
        """Return part by part what is said, what is not, and what each part unlocks."""
        use_case = seen_or_404(use_case_seen_by(member_behind(request), pk))
        return Response(shapes.task_list_data(tasks_of(use_case, techniques_of_one(use_case))))
