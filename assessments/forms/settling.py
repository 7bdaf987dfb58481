"""Settling one capability."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain.scales import Scale
from portal.domain.page_parts import Choice
from portal.forms.sentences import Form

NOT_APPLICABLE = "not_applicable"


class SettleForm(Form):
    use_required_attribute = False

    level = forms.ChoiceField(
        label=gettext_lazy("Settle on"),
        error_messages={"required": gettext_lazy("Choose a level, or that it does not apply.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why this level"),
        help_text=gettext_lazy("Published with the result. Respondents stay unnamed."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say why, in a sentence.")},
    )

    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, scale: Scale, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        values = [*(str(level) for level in scale.levels), NOT_APPLICABLE]
        self.fields["level"].choices = [(each, each) for each in values]  # type: ignore[attr-defined]

    @property
    def settled_level(self) -> int | None:
        """The level that was chosen; None when it does not apply."""
        value = self.cleaned_data["level"]
        return None if value == NOT_APPLICABLE else int(value)


def settle_cards(scale: Scale, value: str) -> tuple[Choice, ...]:
    """Return one small card per level, and one for what does not apply."""
    levels = [
        Choice(
            str(level),
            format_html('<b>{}</b> <span class="st-soft">{}</span>', level, scale.name(level)),
            is_checked=value == str(level),
        )
        for level in scale.levels
    ]
    return (
        *levels,
        Choice(NOT_APPLICABLE, _("Does not apply"), is_checked=value == NOT_APPLICABLE),
    )
