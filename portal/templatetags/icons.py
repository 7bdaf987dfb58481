"""Icons: Tabler outlines, drawn inline so that they take the colour of the words beside them."""

from django import template
from django.utils.safestring import SafeString

from portal.web.components import draw, drawn_once

register = template.Library()


@register.simple_tag
@drawn_once
def icon(name: str, *, size: int = 16) -> SafeString:
    """Draw ``templates/components/icons/<name>.svg`` at 16 or 20 pixels."""
    return draw("icon", name=name, size=size)
