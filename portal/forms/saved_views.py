"""Keeping a list as a view, and changing what is said about one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.domain.saved_views import LONGEST_NAME, LONGEST_QUERY, Sharing
from portal.forms.sentences import Form


class SavedViewForm(Form):
    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, help_text=_("Such as: Pilots without an owner.")
    )
    sharing = forms.ChoiceField(label=_("Who sees it"), widget=forms.RadioSelect)
    domain = forms.TypedChoiceField(
        label=_("In which domain"), coerce=int, empty_value=None, required=False
    )
    is_my_choice = forms.BooleanField(label=_("Open the list with this view"), required=False)
    page = forms.CharField(widget=forms.HiddenInput, max_length=40)
    query = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_QUERY, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, domains: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sharing: Any = self.fields["sharing"]
        sharing.choices = [(each.value, each.label) for each in Sharing]
        chosen: Any = self.fields["domain"]
        chosen.choices = [("", _("Choose a domain")), *domains]
