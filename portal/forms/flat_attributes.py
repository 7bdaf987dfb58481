"""Attributes of a widget as markup, without a template and without a call for each of them."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString


def written_attributes(attributes: Iterable[tuple[str, Any]]) -> SafeString:
    """Return the attributes in their order; what is false or nothing is left out."""
    return SafeString(
        "".join(
            f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
            for name, value in attributes
            if value is not False and value is not None
        )
    )
