"""Moving a use case to another stage, and out of the lists and back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.forms.flat_select import FlatSelect
from portal.forms.flat_textarea import FlatTextarea
from portal.forms.sentences import Form
from portfolio.domain.stages import Stage


class StageForm(Form):
    """The stage to move to, and why."""

    use_required_attribute = False

    stage = forms.ChoiceField(label=gettext_lazy("Move to"), widget=FlatSelect)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=1000,
        widget=FlatTextarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, moves: Sequence[Stage], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["stage"].choices = [  # type: ignore[attr-defined]
            (stage.value, stage.label) for stage in moves
        ]

    @classmethod
    def again(cls, said: QueryDict, *, moves: Sequence[Stage], version: int | str) -> "StageForm":
        """Return what was said over the newest version, with the stages that can follow now.

        A stage that cannot follow any more is asked for anew: no other is chosen silently.
        """
        data = said.copy()
        data["version"] = str(version)
        form = cls(data, moves=moves)
        if said.get("stage") not in moves:
            data["stage"] = ""
            choices = form.fields["stage"].choices  # type: ignore[attr-defined]
            form.fields["stage"].choices = [  # type: ignore[attr-defined]
                ("", _("Choose a stage")),
                *choices,
            ]
        return form


class RestForm(Form):
    """Why a use case is archived or restored, and which version of it was read before."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Stands in the history."),
        required=False,
        max_length=1000,
        widget=FlatTextarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        # The page holds the form of another step too, which asks why as well.
        super().__init__(data, auto_id="id_rest_%s", **kwargs)

    @property
    def said(self) -> int:
        """The version that was read; zero, which no row has, when none can be read."""
        return self.cleaned_data.get("version") or 0

    @classmethod
    def again(cls, said: QueryDict, *, version: int | str) -> "RestForm":
        """Return what was said over the newest version."""
        data = said.copy()
        data["version"] = str(version)
        return cls(data)
