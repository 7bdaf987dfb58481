"""Handing a filled answer sheet in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.forms.sentences import Form


class SheetForm(Form):
    use_required_attribute = False

    file = forms.FileField(
        label=gettext_lazy("Filled sheet"),
        help_text=gettext_lazy("The .xlsx file you downloaded here, saved with your answers."),
        max_length=200,
    )


class SheetForForm(SheetForm):
    respondent = forms.TypedChoiceField(
        label=gettext_lazy("On behalf of"),
        help_text=gettext_lazy("The ledger keeps that you handed it in for them."),
        coerce=int,
    )
    field_order = ("respondent", "file")

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose a respondent")), *people]
        self.fields["respondent"].choices = choices  # type: ignore[attr-defined]
