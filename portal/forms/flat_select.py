"""A select box written in one go: a list of hundreds costs no template per option."""

from functools import lru_cache
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.forms.flat_attributes import written_attributes


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
            written_attributes(sorted(final.items(), key=_place)),
            _options(choices, frozenset(self.format_value(value))),
        )


def _place(attribute: tuple[str, object]) -> tuple[bool, str]:
    """Put what is only there or not after what has a value, each by its name."""
    name, value = attribute
    return value is True, name


# The same few lists are chosen from on page after page.
@lru_cache(maxsize=256)
def _options(choices: tuple[tuple[str, str], ...], chosen: frozenset[str]) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((key, SafeString(" selected") if key in chosen else "", label) for key, label in choices),
    )
