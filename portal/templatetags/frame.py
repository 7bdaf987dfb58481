"""The parts of the frame that are the same on page after page, drawn once."""

from collections.abc import Iterable

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from portal.web.components import draw, drawn_once
from portal.web.navigation import NavSection

register = template.Library()

_FORMS = "<!--forms-here-->"


@register.simple_tag
@drawn_once
def files() -> SafeString:
    """Name our styles, scripts and libraries to the browser."""
    return draw("files")


@register.simple_tag
@drawn_once
def brand(url: str = "", *, css: str = "") -> SafeString:
    """Draw the name of the product as a way home."""
    return draw("brand", url=url, css=css)


@register.simple_tag
@drawn_once
def search_door() -> SafeString:
    """Draw the way to what is found anywhere in the portal."""
    return draw("search_door")


@register.simple_tag(takes_context=True)
def palette(context: Context) -> SafeString:
    """Draw the command palette, closed."""
    forms = draw(
        "palette_forms",
        csrf_token=context["csrf_token"],
        return_to=context["request"].get_full_path(),
    )
    return SafeString(_palette().replace(_FORMS, forms))


@drawn_once
def _palette() -> SafeString:
    # All of it but the forms that name the page is the same on every page.
    return draw("palette", forms=SafeString(_FORMS))


@register.simple_tag
@drawn_once
def account_links() -> SafeString:
    """Draw what the account menu leads to."""
    return draw("account_links")


@register.simple_tag
def navigation(nav: Iterable[NavSection], *, label: str) -> SafeString:
    """Draw where one can go; ``label`` names the landmark."""
    return _navigation(tuple(nav), label)


@drawn_once
def _navigation(nav: tuple[NavSection, ...], label: str) -> SafeString:
    return draw("navigation", nav=nav, label=label)


@register.simple_tag
@drawn_once
def theme_buttons(theme: str) -> SafeString:
    """Draw the three themes as buttons, the current one pressed."""
    return draw("theme_buttons", theme=theme)
