"""Moving a use case to another stage."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from portal.forms.flat_select import FlatSelect
from portfolio.domain.stages import Stage


class StageForm(forms.Form):
    """The stage to move to, and why."""

    use_required_attribute = False

    stage = forms.ChoiceField(label=gettext_lazy("Move to"), widget=FlatSelect)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, moves: Sequence[Stage], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["stage"].choices = [  # type: ignore[attr-defined]
            (stage.value, stage.label) for stage in moves
        ]
