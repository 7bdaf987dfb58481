"""A select box written in one go: a list of hundreds costs no template per option."""

from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class FlatSelect(forms.Select):
    """A select box without groups, drawn as plain text."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002
    ) -> SafeString:
        """Return the box with the current choice marked."""
        final = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        choices = tuple((str(key), str(label)) for key, label in self.choices)
        return format_html(
            "<select{}>{}</select>",
            flatatt(final),
            _options(choices, frozenset(self.format_value(value))),
        )


# The same few lists are chosen from on page after page.
@lru_cache(maxsize=256)
def _options(choices: tuple[tuple[str, str], ...], chosen: frozenset[str]) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((key, SafeString(" selected") if key in chosen else "", label) for key, label in choices),
    )
