"""Since which day somebody asks who moved."""

from datetime import date
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms.sentences import Form

DAY: Final = "%Y-%m-%d"


class SinceForm(Form):
    """The day; left out, it is whatever the page usually begins with."""

    since = forms.DateField(label=_("Since"), required=False, input_formats=[DAY])

    def day(self) -> date | None:
        """Return the day asked for, or nothing where none was, or no real one."""
        found: date | None = self.cleaned_data.get("since") if self.is_valid() else None
        return found
