"""A box for words written in one go, without a template for each of its attributes."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.forms.flat_attributes import written_attributes


class FlatTextarea(forms.Textarea):
    """A box for several lines of words, drawn as plain text."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002
    ) -> SafeString:
        """Return the box with the words that are in it."""
        final = self.build_attrs(self.attrs, attrs)
        return format_html(
            '<textarea name="{}"{}>\n{}</textarea>',
            name,
            written_attributes(final.items()),
            self.format_value(value) or "",
        )
