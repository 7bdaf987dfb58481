"""What happens around every view: who asks, in which zone, and how a refusal is answered."""

import zoneinfo
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme

from portal.domain.errors import Refusal
from portal.domain.roles import Member
from portal.selectors.members import member_of, organisation_day
from portal.web.errors import is_for_programs, refusal_page
from portal.web.kept_forms import keep_form

type GetResponse = Callable[[HttpRequest], HttpResponse]

ANONYMOUS = Member(0, "anonymous")


class MemberMiddleware:
    """Puts ``request.member`` there (one query, on first use) and the reader's time zone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with the member attached."""
        request.member = SimpleLazyObject(lambda: self._member(request))  # type: ignore[attr-defined]
        zone = getattr(request.user, "time_zone", "") if request.user.is_authenticated else ""
        with timezone.override(_zone(zone)):
            return self.get_response(request)

    @staticmethod
    def _member(request: HttpRequest) -> Member:
        if not request.user.is_authenticated:
            return ANONYMOUS
        return member_of(request.user, today=organisation_day(timezone.now()))


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name or settings.TIME_ZONE)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)


class NoStoreMiddleware:
    """Keeps every answer that does not say otherwise out of all caches, errors and files too."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say that nobody may keep the answer."""
        response = self.get_response(request)
        response.setdefault("Cache-Control", "private, no-store")
        return response


class HtmxSessionMiddleware:
    """Sends the whole page to the sign-in, instead of swapping a sign-in form into a panel."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Turn a redirect to the sign-in into a page load when htmx asked."""
        response = self.get_response(request)
        is_redirect = response.status_code == 302
        if not (is_redirect and getattr(request, "htmx", False)):
            return response
        sign_in = resolve_url(settings.LOGIN_URL)
        if not response["Location"].startswith(sign_in):
            return response
        current = request.htmx.current_url_abs_path or "/"  # type: ignore[attr-defined]
        if not url_has_allowed_host_and_scheme(current, allowed_hosts=None):
            current = "/"
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = f"{sign_in}?next={quote(current)}"
        return answer


class SignInMiddleware(LoginRequiredMiddleware):
    """Asks whoever is not signed in to sign in, and keeps what they had typed meanwhile."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        """Send the reader to the sign-in, and from there back to the page they were on."""
        keep_form(request)
        page = _page_behind(request)
        if page is None:
            return super().handle_no_permission(request, view_func)
        return redirect_to_login(page, resolve_url(settings.LOGIN_URL))


def _page_behind(request: HttpRequest) -> str | None:
    """Return the page of ours that a form was sent from, for its address may only take forms."""
    if request.method in {"GET", "HEAD"}:
        return None
    came_from = request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return None
    parts = urlsplit(came_from)
    return urlunsplit(("", "", parts.path, parts.query, "")) or None


class RefusalMiddleware:
    """Turns a refusal that no form took up into a page with its sentence."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, and give a bare 405 its page."""
        response = self.get_response(request)
        if response.status_code != 405 or response.content or is_for_programs(request):
            return response
        page = render(request, "errors/405.html", status=405)
        page["Allow"] = response.get("Allow", "")
        return page

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Answer a refusal with its own status and sentence."""
        if isinstance(exception, Refusal):
            return refusal_page(request, exception)
        return None
