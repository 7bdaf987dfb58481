"""Short lists that ask for something: decisions that wait, exceptions, choices to make."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from portal.domain.page_parts import Choice, OutOfOrder, QueueItem
from portal.web.components import draw

register = template.Library()


@register.simple_tag
def queue(items: Iterable[QueueItem]) -> SafeString:
    """Draw things that wait for the reader, each with its clock."""
    return draw("queue", items=list(items))


@register.simple_tag
def exceptions(items: Iterable[OutOfOrder]) -> SafeString:
    """Draw counts of what is out of order, each with a link to its rows."""
    return draw("exceptions", items=list(items))


@register.simple_tag
def choice_cards(name: str, options: Iterable[Choice], *, slim: bool = False) -> SafeString:
    """Draw radio buttons as cards; the fieldset and its legend are the page's."""
    return draw("choice_cards", name=name, options=list(options), slim=slim)
