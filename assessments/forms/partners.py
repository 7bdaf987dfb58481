"""Adding a partner, changing it, and finding it again."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Partner
from assessments.selectors.histories import fields_at
from portal.forms.sentences import Form

FIELDS = ("name", "provides")


class PartnerFilterForm(Form):
    use_required_attribute = False

    q = forms.CharField(
        label=gettext_lazy("Search partners"),
        help_text=gettext_lazy("Name, what it provides, or domain"),
        required=False,
    )
    domain = forms.ChoiceField(label=gettext_lazy("Domain"), required=False)

    def __init__(self, *args: Any, domains: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Any domain")), *domains]
        self.fields["domain"].choices = choices  # type: ignore[attr-defined]


class PartnerForm(Form):
    use_required_attribute = False

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    provides = forms.CharField(
        label=gettext_lazy("What it provides"),
        help_text=gettext_lazy("In a phrase, such as “document models and their operation”."),
        max_length=300,
        required=False,
    )
    domain = forms.TypedChoiceField(
        label=gettext_lazy("Domain"),
        help_text=gettext_lazy("Which one answers for working with it; that stays so."),
        coerce=int,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, domains: list[tuple[int, str]], is_new: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domain"].choices = domains  # type: ignore[attr-defined]
        if not is_new:
            del self.fields["domain"]


def initial_of(partner: Partner) -> dict[str, Any]:
    """Return a partner as the form starts from it."""
    return {name: getattr(partner, name) for name in FIELDS} | {"version": partner.version}


def initial_at(partner: Partner, version: int) -> dict[str, Any]:
    """Return a partner as it was at one version, or as it stands where that is not known."""
    record = fields_at(partner, version)
    return initial_of(partner) if record is None else {name: record[name] for name in FIELDS}
