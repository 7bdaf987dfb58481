"""The live region at the foot of every page."""

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.safestring import SafeString

from portal.web.components import draw, drawn_once
from portal.web.toasts import waiting_toasts

register = template.Library()


@register.simple_tag(takes_context=True)
def toasts(context: Context) -> SafeString:
    """Draw the messages that wait for the reader, and the region that later ones join."""
    request: HttpRequest | None = context.get("request")
    waiting = waiting_toasts(request) if request is not None else ()
    if not waiting:
        return _region()
    return draw("toasts", toasts=waiting, csrf_token=context.get("csrf_token", ""))


@drawn_once
def _region() -> SafeString:
    return draw("toasts", toasts=(), csrf_token="")
