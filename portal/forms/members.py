"""Inviting people and granting roles."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.domain.roles import Capability, Member, Role
from portal.forms.sentences import Form
from portal.selectors.domains import domain_choices


class InviteForm(Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("They get a mail with which they set a password.")
    )


def _roles() -> list[tuple[str, Any]]:
    return [(role.value, role.label) for role in Role]


class GrantForm(Form):
    role = forms.ChoiceField(label=_("Role"), choices=_roles)
    domain = forms.TypedChoiceField(
        label=_("In"), coerce=int, help_text=_("The role holds there and in everything beneath.")
    )
    starts_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave empty for a role without an end."),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = domain_choices(member, Capability.MANAGE_PEOPLE)
        self.fields["domain"].choices = choices  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = timezone.localdate()
