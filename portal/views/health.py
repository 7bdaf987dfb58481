"""Two questions an orchestrator asks: are you alive, and can you serve."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from portal.selectors.jobs import oldest_waiting
from portal.selectors.preparation import is_prepared

SLOW_QUEUE = timedelta(seconds=60)


@login_not_required
def livez(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    return JsonResponse({"status": "alive"})


@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not is_prepared():
            return JsonResponse({"status": "migrations pending"}, status=503)
        wait = oldest_waiting(now=timezone.now())
    except Error:
        return JsonResponse({"status": "no database"}, status=503)
    queue = "slow" if wait > SLOW_QUEUE else "ok"
    body = {"status": "ready", "queue": queue, "queue_age_seconds": int(wait.total_seconds())}
    return JsonResponse(body)
