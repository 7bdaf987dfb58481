"""Two people wrote at once: whose words go where."""

from collections.abc import Mapping
from typing import Any, cast

from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from portal.domain.page_parts import Conflict


def reconciled(
    form: BaseForm, *, base: Mapping[str, Any], theirs: Mapping[str, Any], version: int
) -> tuple[QueryDict, list[Conflict]]:
    """Return the form's data over the newest version, and every field that somebody changed.

    ``base`` and ``theirs`` are initial values of the form, as the reader opened it and as it
    stands. What the reader wrote stays. What the reader did not touch becomes theirs, or saving
    again would take their change back unseen.
    """
    data = cast("QueryDict", form.data).copy()
    conflicts = []
    for bound in form.visible_fields():
        before, after = base.get(bound.name), theirs.get(bound.name)
        if before == after or not bound.field.has_changed(after, bound.data):
            continue
        is_mine = bound.field.has_changed(before, bound.data)
        if not is_mine:
            _put(data, bound, after)
        yours = _words(bound, bound.data) if is_mine else _("Not touched, so theirs is kept")
        conflicts.append(
            Conflict(str(bound.label), _words(bound, before), _words(bound, after), yours)
        )
    data["version"] = str(version)
    return data, conflicts


def _put(data: QueryDict, bound: BoundField, value: Any) -> None:
    texts = [str(each) for each in value] if isinstance(value, list) else [_text(value)]
    data.setlist(bound.html_name, texts)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _words(bound: BoundField, value: Any) -> str:
    choices: Mapping[str, Any] = {
        str(key): label for key, label in getattr(bound.field, "choices", ())
    }
    if isinstance(value, (list, tuple)):
        return ", ".join(str(choices.get(str(each), each)) for each in value)
    if value in (None, ""):
        return ""
    if hasattr(value, "isoformat"):
        return date_format(value, "j F Y")
    if choices:
        return str(choices.get(str(value), value)).strip()
    return str(value) if isinstance(value, str) else str(number_format(value))
