"""Foundation actions: adopting, adding, changing and finding them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import FoundationAction
from assessments.selectors.actions import STATUS_LABELS
from assessments.selectors.histories import fields_at
from portal.forms.sentences import Form


class ActionFilterForm(Form):
    use_required_attribute = False

    q = forms.CharField(
        label=gettext_lazy("Search actions"),
        help_text=gettext_lazy("Title, domain or partner"),
        required=False,
    )
    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False)
    domain = forms.ChoiceField(label=gettext_lazy("Domain"), required=False)

    def __init__(self, *args: Any, domains: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["status"].choices = [
            ("", _("Any status")),
            ("open", _("All that are open")),
            *STATUS_LABELS.items(),
        ]
        fields["domain"].choices = [("", _("Any domain")), *domains]


class AdoptForm(Form):
    use_required_attribute = False

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    owner = forms.TypedChoiceField(
        label=gettext_lazy("Owner"), coerce=int, required=False, empty_value=None
    )
    effort_weeks = forms.IntegerField(
        label=gettext_lazy("Effort in weeks"), min_value=0, max_value=520
    )
    due_on = forms.DateField(
        label=gettext_lazy("Due"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    cost = forms.DecimalField(
        label=gettext_lazy("Cost"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
    )

    def __init__(self, *args: Any, owners: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Nobody yet")), *owners]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]


class ActionForm(AdoptForm):
    description = forms.CharField(
        label=gettext_lazy("What is done"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    status = forms.ChoiceField(label=gettext_lazy("Status"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = list(STATUS_LABELS.items())  # type: ignore[attr-defined]


class NewActionForm(AdoptForm):
    description = forms.CharField(
        label=gettext_lazy("What is done"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    domain = forms.TypedChoiceField(label=gettext_lazy("Domain"), coerce=int)
    capability = forms.ChoiceField(label=gettext_lazy("Raises"))
    from_level = forms.IntegerField(label=gettext_lazy("From level"), min_value=0, max_value=9)
    to_level = forms.IntegerField(label=gettext_lazy("To level"), min_value=1, max_value=10)

    def __init__(
        self,
        *args: Any,
        domains: list[tuple[int, str]],
        capabilities: dict[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["domain"].choices = domains
        fields["capability"].choices = list(capabilities.items())


CHANGED = ("title", "description", "status", "effort_weeks", "due_on", "cost")


def initial_of(action: FoundationAction) -> dict[str, Any]:
    """Return the action as its form starts from it."""
    values = {name: getattr(action, name) for name in CHANGED}
    return values | {"owner": action.owner_id, "version": action.version}


def initial_at(action: FoundationAction, version: int) -> dict[str, Any]:
    """Return the action as it was at one version, or as it stands where that is not known."""
    record = fields_at(action, version)
    if record is None:
        return initial_of(action)
    return {name: record[name] for name in CHANGED} | {"owner": record["owner_id"]}
