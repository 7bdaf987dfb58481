"""Taking a whole assessment out as a file, and reading one in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.services.assessment_files import LONGEST_REASON, FileFormat
from portal.domain.roles import Capability, Member
from portal.forms.flat_select import FlatSelect
from portal.forms.sentences import Form
from portal.selectors.domains import domain_choices
from portal.services.file_limits import FileRefused, check_size


class AssessmentExportForm(Form):
    use_required_attribute = False

    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[(each.value, each.name) for each in FileFormat],
        error_messages={"required": gettext_lazy("Choose Excel or JSON.")},
    )
    names = forms.BooleanField(label=gettext_lazy("With names"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why names are needed"),
        help_text=gettext_lazy("The ledger keeps it, and everybody who is asked reads it."),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or {})
        if data.get("names") and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why the names are needed, in a sentence."))
        return data


class AssessmentImportForm(Form):
    use_required_attribute = False

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("The JSON or .xlsx file of one assessment, up to 10 MB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".json,.xlsx"}),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )
    domain = forms.TypedChoiceField(
        label=gettext_lazy("Domain"),
        coerce=int,
        required=False,
        empty_value=None,
        widget=FlatSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose one in which you may do this.")},
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domains = domain_choices(member, Capability.RUN_ASSESSMENT)
        choices = [("", gettext_lazy("The one that the file names")), *domains]
        self.fields["domain"].choices = choices  # type: ignore[attr-defined]

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        try:
            check_size(file.size or 0, filename=file.name or "")
        except FileRefused as refusal:
            raise ValidationError(refusal.sentence) from refusal
        return file


class ImportConfirmForm(Form):
    again = forms.BooleanField(
        label=gettext_lazy("Import it again, beside the one that is here"), required=False
    )
