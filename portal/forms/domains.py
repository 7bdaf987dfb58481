"""Adding, changing and moving domains."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.domain.roles import Member
from portal.forms.sentences import Form
from portal.models import Domain
from portal.selectors.domains import parent_choices


class DomainForm(Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.CharField(
        label=_("Short name"), max_length=40, required=False, help_text=_("Such as: FRT.")
    )
    description = forms.CharField(
        label=_("What it is responsible for"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    parent = forms.TypedChoiceField(label=_("Belongs to"), coerce=int)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        member: Member,
        parent: Domain | None = None,
        is_root: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if is_root:
            del self.fields["parent"]
        else:
            choices = parent_choices(member, parent)
            self.fields["parent"].choices = choices  # type: ignore[attr-defined]
