"""The one place that turns refusals into form errors, pages and problem documents."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from portal.domain.errors import Refusal

PROBLEM = "application/problem+json"


def nothing_here() -> str:
    """Say that something is missing or hidden; which of the two is not for the reader to know."""
    return _("There is nothing here, or it is not yours to see.")


def add_refusal(form: BaseForm, refusal: Refusal) -> None:
    """Put a refusal where it belongs in a form: beside its fields, else on top."""
    placed = False
    for name, sentence in refusal.fields.items():
        if name in form.fields:
            form.add_error(name, sentence)
            placed = True
    if not placed:
        form.add_error(None, refusal.sentence)


def is_for_programs(request: HttpRequest) -> bool:
    """Tell whether the address belongs to the API, which answers in JSON whatever happens."""
    return request.path.startswith("/api/")


def problem_json(status: int, detail: str, *, code: str) -> JsonResponse:
    """Return a problem document for a request that never reached the API's own handler."""
    return JsonResponse(_body(status, detail, code), status=status, content_type=PROBLEM)


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return a page, or the plain sentence for htmx, with the refusal's status."""
    if getattr(request, "htmx", False):
        answer = HttpResponse(refusal.sentence, status=refusal.status, content_type="text/plain")
        answer["HX-Reswap"] = "none"
        return answer
    template = "errors/403.html" if refusal.status == 403 else "errors/refused.html"
    context = {"sentence": refusal.sentence, "code": refusal.code, "status": refusal.status}
    return render(request, template, context, status=refusal.status)


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an API error as problem+json (RFC 9457)."""
    if isinstance(error, Refusal):
        problem = _problem(error.status, error.sentence, code=error.code, errors=error.fields)
        problem.data |= error.facts
        return problem
    if isinstance(error, Http404):
        return _problem(404, nothing_here(), code="not_found")
    if isinstance(error, PermissionDenied):
        return _problem(403, _("You may not do this."), code="not_allowed")
    if isinstance(error, ValidationError):
        sentence = _("Some fields need another value.")
        return _problem(400, sentence, code="invalid_input", errors=error.detail)
    response = exception_handler(error, context)
    if response is None or not isinstance(error, APIException):
        return None
    problem = _problem(response.status_code, str(error.detail), code=str(error.default_code))
    for name, value in response.items():
        if name.lower() != "content-type":
            problem[name] = value
    return problem


def _problem(status: int, detail: str, *, code: str, errors: Any = None) -> Response:
    body = _body(status, detail, code)
    if errors:
        body["errors"] = errors
    return Response(body, status=status, content_type=PROBLEM)


def _body(status: int, detail: str, code: str) -> dict[str, Any]:
    return {"type": "about:blank", "status": status, "code": code, "detail": detail}
