"""Answers to requests that go wrong: pages for people, problem documents for programs."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import defaults

from portal.web.errors import is_for_programs, nothing_here, problem_json
from portal.web.kept_forms import keep_form


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    # Who signed in again elsewhere holds a newer token; the form's own mark says whose it is.
    if keep_form(request):
        return redirect(request.get_full_path())
    return render(request, "errors/csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_programs(request):
        return problem_json(400, _("The request was not understood."), code="bad_request")
    return defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_programs(request):
        return problem_json(404, nothing_here(), code="not_found")
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    if is_for_programs(request):
        sentence = _("The fault is ours and has been recorded.")
        return problem_json(500, sentence, code="server_error")
    return defaults.server_error(request)
