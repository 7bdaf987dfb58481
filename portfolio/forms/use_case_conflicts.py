"""Two people wrote at once: whose words go where."""

from collections.abc import Mapping
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from portal.domain.money import exact_money
from portal.domain.page_parts import Conflict
from portfolio.forms.use_cases import MONEY, UseCaseForm, initial_of
from portfolio.services.use_case_inputs import UseCaseInput


def reconciled(
    form: UseCaseForm, *, base: UseCaseInput, theirs: UseCaseInput, version: int
) -> tuple[QueryDict, list[Conflict]]:
    """Return the form's data over the newest version, and every field they changed.

    What the reader wrote stays. What the reader did not touch becomes theirs, or saving again
    would take their change back unseen.
    """
    data = cast("QueryDict", form.data).copy()
    was, now = initial_of(base), initial_of(theirs)
    conflicts = []
    for bound in form.visible_fields():
        before, after = was.get(bound.name, ""), now.get(bound.name, "")
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
    texts = value if isinstance(value, list) else ["" if value is None else str(value)]
    data.setlist(bound.html_name, texts)


def _words(bound: BoundField, value: Any) -> str:
    choices: Mapping[str, Any] = {
        str(key): label for key, label in getattr(bound.field, "choices", ())
    }
    if isinstance(value, (list, tuple)):
        return ", ".join(str(choices.get(str(each), each)) for each in value)
    if value in (None, ""):
        return ""
    if bound.name in MONEY:
        return _amount(bound, value)
    if hasattr(value, "isoformat"):
        return date_format(value, "j F Y")
    if choices:
        return str(choices.get(str(value), value)).strip()
    return number_format(value) if not isinstance(value, str) else value


def _amount(bound: BoundField, value: Any) -> str:
    try:
        return exact_money(str(bound.field.to_python(value)), settings.CURRENCY)
    except (ValidationError, ArithmeticError, ValueError):
        # What the reader wrote is no amount; the form says so beside the field.
        return str(value)
