"""Answers with a page, or with the part of it that htmx asked for."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from portal.web.toasts import send_toasts


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    fragment: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the whole page, or its partial ``fragment`` when htmx swaps a part of it."""
    part = fragment if fragment and wants_fragment(request) else None
    name = f"{template}#{part}" if part else template
    response = render(request, name, dict(context or {}), status=status)
    # One address serves both, and a cache that mixed them would show a bare fragment as a page.
    patch_vary_headers(response, ["HX-Request"])
    if request.user.is_authenticated:
        response["Cache-Control"] = "private, no-store"
    return send_toasts(request, response) if part else response


def wants_fragment(request: HttpRequest) -> bool:
    """Tell whether htmx will swap a part; a boosted link or a restored page needs the whole."""
    htmx = HtmxDetails(request)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request
