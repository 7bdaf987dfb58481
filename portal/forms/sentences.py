"""What a form says when a field needs another value: a sentence that names the field.

A summary on top of a page lists what is wrong, far from the fields. Django's own sentences ("This
field is required.") say nothing there, so every form of the portal is a `Form` of this module.
"""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms import Field
from django.utils.translation import gettext as _

_NUMBERS: Final = (forms.DecimalField, forms.FloatField)


class Form(forms.Form):
    """A form that says each of Django's own sentences with the label of the field in it."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Add an error, in our words where the words are Django's."""
        known = self.fields.get(field) if field else None
        if known is not None and isinstance(error, ValidationError):
            named = [_named(known, self[str(field)].label, each) for each in error.error_list]
            error = ValidationError(named)
        super().add_error(field, error)

    def left_out(self) -> list[tuple[str, str]]:
        """Return label and sentence of every filter of an address whose value is not known."""
        return [
            (str(self.fields[name].label), str(sentences[0]))
            for name, sentences in self.errors.items()
        ]


def _named(field: Field, label: Any, error: ValidationError) -> ValidationError:
    code = error.code or ""
    if not label or not _is_default(field, code):
        return error
    sentence = _sentence(field, str(label), code, error.params or {})
    return ValidationError(sentence, code=code) if sentence else error


def _is_default(field: Field, code: str) -> bool:
    """Whether nobody gave the field words of its own for this."""
    own: Any = field.error_messages.get(code)
    for kind in type(field).__mro__:
        defaults: Any = getattr(kind, "default_error_messages", {})
        if code in defaults:
            return bool(own == defaults[code])
    # What validators say: their words are Django's unless the field has others.
    return own is None and code in _VALIDATED


_VALIDATED: Final = frozenset(
    {
        *("max_length", "min_length", "max_value", "min_value", "invalid"),
        *("max_digits", "max_decimal_places", "max_whole_digits"),
    }
)


def _sentence(field: Field, label: str, code: str, told: Any) -> str:
    if code in {"required", "missing"}:
        return _missing(field, label)
    if code in {"invalid", "overflow"}:
        return _unreadable(field, label)
    if isinstance(field, forms.FileField):
        return ""
    limit = {"label": label, "limit": told.get("limit_value"), "now": told.get("show_value")}
    sentences = {
        "invalid_choice": _("Choose one of the answers under “%(label)s”."),
        "invalid_list": _("Choose from the answers under “%(label)s”."),
        "max_length": _("“%(label)s” takes %(limit)s characters or fewer; this is %(now)s."),
        "min_length": _("“%(label)s” takes %(limit)s characters or more; this is %(now)s."),
        "max_value": _("“%(label)s” must be %(limit)s or less."),
        "min_value": _("“%(label)s” must be %(limit)s or more."),
        "max_digits": _("“%(label)s” is too long a number: it takes %(max)s digits."),
        "max_whole_digits": _(
            "“%(label)s” is too large: it takes %(max)s digits before the point."
        ),
        "max_decimal_places": _("“%(label)s” has too many decimals: it takes %(max)s."),
    }
    return sentences.get(code, "") % {**limit, "max": told.get("max", "")}


def _missing(field: Field, label: str) -> str:
    if isinstance(field, forms.ChoiceField):
        return _("Choose an answer under “%(label)s”.") % {"label": label}
    if isinstance(field, forms.FileField):
        return _("Choose a file under “%(label)s”.") % {"label": label}
    if isinstance(field, forms.BooleanField):
        return _("Tick “%(label)s”.") % {"label": label}
    if isinstance(field, forms.DateField):
        return _("Enter a date under “%(label)s”.") % {"label": label}
    return _("“%(label)s” is needed.") % {"label": label}


def _unreadable(field: Field, label: str) -> str:
    if isinstance(field, forms.DateField):
        return _("“%(label)s” must be a real date, such as 2026-03-31.") % {"label": label}
    if isinstance(field, _NUMBERS):
        return _("“%(label)s” must be a number.") % {"label": label}
    if isinstance(field, forms.IntegerField):
        return _("“%(label)s” must be a whole number.") % {"label": label}
    if isinstance(field, forms.EmailField):
        return _("“%(label)s” must be an address like name@example.org.") % {"label": label}
    if isinstance(field, forms.FileField):
        return _("“%(label)s” did not arrive. Choose the file again.") % {"label": label}
    return ""
