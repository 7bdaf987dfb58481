"""Flat widgets write what Django's templates would."""

from typing import Any

import pytest
from django import forms

from portal.forms.flat_select import FlatSelect
from portal.forms.flat_textarea import FlatTextarea

CHOICES = [("", "All"), ("a&b", "<A> & B"), ("3", "Three")]
ATTRIBUTES = (
    {},
    {"id": "id_reason", "class": "form-control", "placeholder": False, "required": True},
    {"id": "id_reason", "aria-describedby": 'x "y"', "rows": 2, "aria-invalid": "true"},
)


@pytest.mark.parametrize("attributes", ATTRIBUTES)
@pytest.mark.parametrize("value", [None, "", "Two\nlines", '</textarea><b class="x">'])
def test_a_flat_textarea_is_the_textarea_of_django(
    value: str | None, attributes: dict[str, Any]
) -> None:
    plain = forms.Textarea(attrs={"rows": 4})
    flat = FlatTextarea(attrs={"rows": 4})

    assert flat.render("reason", value, attributes) == plain.render("reason", value, attributes)


@pytest.mark.parametrize("attributes", ATTRIBUTES)
@pytest.mark.parametrize("value", [None, "", "a&b", 3, "unknown"])
def test_a_flat_select_says_what_the_select_of_django_says(
    value: object, attributes: dict[str, Any]
) -> None:
    plain = forms.Select(choices=CHOICES).render("stage", value, attributes)
    flat = FlatSelect(choices=CHOICES).render("stage", value, attributes)

    assert _told(flat) == _told(plain)


def _told(markup: str) -> list[list[str]]:
    """Return tags with their attributes in any order, and the words between them."""
    pieces = markup.replace(">", ">\n").replace("<", "\n<").splitlines()
    words = [piece.strip().strip("<>") for piece in pieces if piece.strip()]
    return [sorted(word.split()) for word in words]
