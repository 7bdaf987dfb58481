"""Taking a whole assessment out as a file, and reading one in."""

from django import forms
from django.utils.translation import gettext_lazy

from assessments.services.assessment_files import FileFormat
from portal.forms.sentences import Form


class AssessmentExportForm(Form):
    format = forms.ChoiceField(
        label=gettext_lazy("Format"), choices=[(each.value, each.name) for each in FileFormat]
    )
