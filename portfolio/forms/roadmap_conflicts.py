"""Two people planned at once: what it was, what it is, and what the reader wrote."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.domain.page_parts import Conflict

type Values = Mapping[str, Any]


def packed(values: Values) -> str:
    """Write the values a form started from, so that it can tell later what the reader changed."""
    return json.dumps({name: _texts(value) for name, value in values.items()})


def reconciled(
    form: forms.Form, theirs: Values, *, version: int
) -> tuple[QueryDict, list[Conflict]]:
    """Return the form's data over the newest version, and every field the other person changed.

    What the reader wrote stays. What the reader did not touch becomes theirs.
    """
    data = cast("QueryDict", form.data).copy()
    base = _unpacked(data.get("base", ""))
    conflicts = []
    for bound in form.visible_fields():
        if bound.name not in theirs:
            continue
        now = _texts(theirs[bound.name])
        was = base.get(bound.name, now)
        mine = sorted(data.getlist(bound.name))
        if now in (was, mine):
            continue
        is_mine = mine != was
        if not is_mine:
            data.setlist(bound.name, now)
        yours = _words(bound, mine) if is_mine else _("Not touched, so theirs is kept")
        conflicts.append(Conflict(str(bound.label), _words(bound, was), _words(bound, now), yours))
    data["version"], data["base"] = str(version), packed(theirs)
    return data, conflicts


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, (list, tuple)) else [value]
    return sorted(
        each.isoformat() if isinstance(each, date) else "" if each is None else str(each)
        for each in values
    )


def _unpacked(text: str) -> dict[str, list[str]]:
    # The reader could have changed it, and then only fools themselves.
    try:
        read = json.loads(text)
    except ValueError:
        return {}
    return (
        {str(k): [str(v) for v in vs] for k, vs in read.items() if isinstance(vs, list)}
        if (isinstance(read, dict))
        else {}
    )


def _words(bound: forms.BoundField, texts: list[str]) -> str:
    choices = {str(key): str(label) for key, label in getattr(bound.field, "choices", ())}
    words = [choices.get(text, text) for text in texts]
    if isinstance(bound.field, forms.DateField):
        words = [date_format(date.fromisoformat(t), "j F Y") if _is_day(t) else t for t in texts]
    return ", ".join(words)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
