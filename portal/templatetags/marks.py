"""Numbers as marks: bars, progress lines and big figures. Widths are drawn, never styled inline."""

from django import template
from django.utils.safestring import SafeString

from portal.web.components import draw, drawn_once

register = template.Library()

TONES = {"accent": "#0b5a68", "l4": "#2e7281", "thread": "#138a9b", "good": "#17703f"}
TONES |= {"warn": "#836300", "bad": "#9f161b"}


@register.simple_tag
def bar(
    value: float | None,
    *,
    maximum: float = 100,
    mark: float | None = None,
    tone: str = "accent",
    wide: bool = False,
) -> SafeString:
    """Draw ``value`` of ``maximum`` as a bar; ``mark`` is a threshold, ``tone`` one of TONES."""
    at = "" if mark is None else _share(mark, maximum, room=2)
    return _bar(_share(value or 0, maximum), at, tone, wide)


@drawn_once
def _bar(filled: str, mark: str, tone: str, wide: bool) -> SafeString:
    return draw("bar", filled=filled, mark=mark, tone=tone, fill=TONES[tone], wide=wide)


@register.simple_tag
def progress_line(done: int, total: int, *, label: str) -> SafeString:
    """Draw how far something has come as a thin line; ``label`` says it in words."""
    return draw("progress_line", filled=_share(done, total or 1), label=label)


@register.simple_tag
def big_number(
    value: str,
    *,
    unit: str = "",
    url: str = "",
    status: str = "",
    tone: str = "neutral",
    size: int = 40,
) -> SafeString:
    """Draw the number of a panel with its unit, the rows behind it and, where needed, a status."""
    return draw("big_number", value=value, unit=unit, url=url, status=status, tone=tone, size=size)


def _share(value: float, maximum: float, *, room: float = 0) -> str:
    # A string, because a template would write 77,9 in a language with decimal commas.
    share = min(100 - room, max(0, 100 * value / maximum))
    return f"{round(share, 1):g}"
