"""Filters at work, as chips that take them away again."""

from django import forms
from django.http import QueryDict

from portal.domain.page_parts import Chip


def chips(form: forms.Form, query: QueryDict) -> list[Chip]:
    """Return a chip for every filter that is chosen, but not for the search."""
    found = []
    for bound in form.visible_fields():
        value = form.cleaned_data.get(bound.name) if form.is_valid() else None
        if value and isinstance(bound.field, forms.ChoiceField):
            words = str(dict(bound.field.choices).get(value, value)).strip()  # type: ignore[arg-type]
            found.append(Chip(str(bound.label), words, _without(query, bound.name)))
    return found


def _without(query: QueryDict, name: str) -> str:
    rest = query.copy()
    for each in (name, "page"):
        rest.pop(each, None)
    return f"?{rest.urlencode()}"
