"""Components around a body: panel, page head, note, dialog, empty state."""

from collections.abc import Sequence

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from portal.templatetags.badges import TONE_ICONS
from portal.web.components import draw

register = template.Library()


@register.simple_block_tag
def capture(content: SafeString) -> SafeString:
    """Keep a piece of template for a component: ``{% capture as meta %}…{% endcapture %}``."""
    return content


@register.simple_block_tag
def page_head(
    content: SafeString, title: str, *, lead: str = "", meta: SafeString | Sequence[str] = ()
) -> SafeString:
    """Draw the head of a page; the body holds its buttons."""
    pieces = [meta] if isinstance(meta, str) else list(meta)
    return draw("page_head", title=title, lead=lead, meta=pieces, tools=_trimmed(content))


@register.simple_block_tag
def panel(
    content: SafeString,
    title: str = "",
    *,
    more_label: str = "",
    more_url: str = "",
    foot: str = "",
    flush: bool = False,
    id: str = "",  # noqa: A002
) -> SafeString:
    """Draw a panel around the body; ``flush`` lets a table touch its edges."""
    return draw(
        "panel",
        title=title,
        more_label=more_label,
        more_url=more_url,
        foot=foot,
        flush=flush,
        id=id,
        body=content,
    )


@register.simple_block_tag
def note(content: SafeString, *, tone: str = "neutral", icon: str = "") -> SafeString:
    """Draw a remark within a page; tone is neutral, warn or bad."""
    return draw("note", text=_trimmed(content), tone=tone, icon=icon or TONE_ICONS[tone])


@register.simple_block_tag
def empty_state(content: SafeString, kind: str, title: str, *, level: int = 2) -> SafeString:
    """Say why a list is empty: ``none`` yet, hidden by a ``filter``, or ``lock``: not yours.

    The body starts with a sentence and ends with one next step in ``st-actions``.
    """
    return draw("empty_state", kind=kind, title=title, level=level, body=content)


@register.simple_block_tag
def dialog(content: SafeString, id: str, title: str) -> SafeString:  # noqa: A002
    """Draw a dialog that ``<a href="#id" data-dialog>`` opens, with JavaScript or without."""
    return draw("dialog", id=id, title=title, body=content)


@register.simple_block_tag(takes_context=True)
def confirm_dialog(
    context: Context,
    content: SafeString,
    id: str,  # noqa: A002
    title: str,
    *,
    action: str,
    confirm: str,
    cancel: str = "",
    tone: str = "primary",
) -> SafeString:
    """Draw a dialog whose body is a form with one button that acts and one that leaves."""
    return draw(
        "confirm_dialog",
        id=id,
        title=title,
        action=action,
        confirm=confirm,
        cancel=cancel,
        tone=tone,
        body=content,
        csrf_token=context.get("csrf_token", ""),
    )


def _trimmed(content: SafeString) -> SafeString:
    # Stripping gives a plain string back; an empty one tells the template that there is no body.
    return mark_safe(content.strip())  # noqa: S308
