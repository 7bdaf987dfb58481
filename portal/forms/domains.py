"""Adding, changing and moving domains."""

import json
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
    base = forms.CharField(widget=forms.HiddenInput, required=False)

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

    def base_words(self) -> dict[str, Any]:
        """Return the words the reader started from; nothing where they cannot be told."""
        try:
            found = json.loads(self.cleaned_data.get("base") or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def words_of(domain: Domain, parent: Domain | None) -> dict[str, str]:
    """Return what the fields of a domain hold as it stands."""
    words = {"name": domain.name, "code": domain.code, "description": domain.description}
    return words | ({"parent": str(parent.pk)} if parent else {})


def initial_of(domain: Domain, parent: Domain | None) -> dict[str, Any]:
    """Return what the form of a domain opens with: its words, and what it started from."""
    words = words_of(domain, parent)
    return {**words, "version": domain.version, "base": json.dumps(words)}
