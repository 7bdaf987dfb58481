"""Draws the components of ``templates/components``."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language


def draw(component: str, /, **values: Any) -> SafeString:
    """Return the markup of one component, drawn from plain values."""
    return mark_safe(get_template(f"components/{component}.html").render(values).strip())  # noqa: S308


def drawn_once[**P](tag: Callable[P, SafeString]) -> Callable[P, SafeString]:
    """Let a tag draw the same markup for the same values and language the first time only.

    Badges appear several times in every row of a list; drawing each of them from its template
    would cost more than the query behind the list. Values have to be hashable; a text and markup
    that reads the same are two values.
    """

    @lru_cache(maxsize=4096, typed=True)
    def drawn(_language: str | None, *args: P.args, **kwargs: P.kwargs) -> SafeString:
        return tag(*args, **kwargs)

    @wraps(tag)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> SafeString:
        if settings.DEBUG:
            return tag(*args, **kwargs)
        return drawn(get_language(), *args, **kwargs)  # type: ignore[arg-type]

    return remembered
