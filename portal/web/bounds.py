"""What is turned away before any view: bodies too large to take, addresses no page could mean."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.web.errors import is_for_programs, problem_json

type GetResponse = Callable[[HttpRequest], HttpResponse]


class BoundsMiddleware:
    """Answers 413 without reading the body, and 400 to an address with a NUL in it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer what is out of bounds, and pass everything else on."""
        if _length(request) > _limit(request):
            return _too_large(request)
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            # PostgreSQL refuses the character, which would be an error of ours.
            if is_for_programs(request):
                sentence = _("An address holds no NUL character.")
                return problem_json(400, sentence, code="bad_request")
            raise BadRequest("NUL in the address")
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _limit(request: HttpRequest) -> int:
    # Files go to disk, so that the form can say beside its field what is too large for it.
    if request.content_type == "multipart/form-data":
        return int(settings.UPLOAD_MAX_SIZE)
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _too_large(request: HttpRequest) -> HttpResponse:
    if is_for_programs(request):
        return problem_json(413, _("This is too large. Send it in parts."), code="too_large")
    if "HX-Request" in request.headers:
        sentence = _("This is too large. Nothing was changed.")
        return HttpResponse(sentence, status=413, content_type="text/plain")
    return render(request, "errors/413.html", status=413)
