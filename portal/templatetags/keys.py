"""Keys and what they do, for the list of keyboard shortcuts."""

from django import template
from django.utils.safestring import SafeString

from portal.web.components import draw, drawn_once

register = template.Library()


@register.simple_tag
@drawn_once
def key_line(meaning: str, *keys: str) -> SafeString:
    """Draw what one of the ``keys`` does; a page says its own in ``{% block keys %}``."""
    return draw("key_line", meaning=meaning, keys=keys)


@register.simple_tag
@drawn_once
def shortcuts(page_keys: str = "") -> SafeString:
    """Draw the list of keyboard shortcuts that "?" opens."""
    return draw("shortcuts", page_keys=page_keys)
