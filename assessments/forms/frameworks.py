"""Loading a framework from a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms.sentences import Form


class FrameworkFileForm(Form):
    use_required_attribute = False

    file = forms.FileField(
        label=_("Framework file"),
        help_text=_("YAML, at most 1 MB. The frameworks that ship show the format."),
        max_length=200,
    )
