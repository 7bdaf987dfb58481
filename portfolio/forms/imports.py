"""Uploading a file of use cases."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from portal.domain.roles import Capability, Member
from portal.forms.flat_select import FlatSelect
from portal.forms.sentences import Form
from portal.selectors.domains import domain_choices
from portfolio.selectors.import_runs import mapping_label
from portfolio.selectors.import_steps import saved_mappings
from portfolio.services.import_files import FileRefused, check_size
from portfolio.services.import_mappings import shipped_mappings

LARGEST_MAPPING: Final = 256 * 1024


class ImportForm(Form):
    use_required_attribute = False

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, JSON or .xlsx, up to 10 MB. A formula counts as what it last came to."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.json,.xlsx"}),
        error_messages={"required": _("Choose a file.")},
    )
    domain = forms.TypedChoiceField(
        label=_("Domain"),
        help_text=_("Domains that the file names are looked for beneath this one."),
        coerce=int,
        widget=FlatSelect,
        error_messages={"invalid_choice": _("Choose a domain into which you may import.")},
    )
    mapping = forms.ChoiceField(label=_("Columns"), required=False, widget=FlatSelect)
    mapping_file = forms.FileField(
        label=_("Own mapping file"),
        help_text=_("A TOML file that says what your columns and words mean. It goes first."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".toml"}),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domains = domain_choices(member, Capability.IMPORT_USE_CASES)
        self.fields["domain"].choices = domains  # type: ignore[attr-defined]
        shipped = [(name, mapping_label(name)) for name in shipped_mappings()]
        kept = dict.fromkeys(row.name for row in saved_mappings(member))
        shipped += [(name, name) for name in kept]
        self.fields["mapping"].choices = [("", _("Find out by their names")), *shipped]  # type: ignore[attr-defined]

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        try:
            check_size(file.size or 0, filename=file.name or "")
        except FileRefused as refusal:
            raise ValidationError(refusal.sentence) from refusal
        return file

    def clean_mapping_file(self) -> "UploadedFile[Any] | None":
        file: UploadedFile[Any] | None = self.cleaned_data["mapping_file"]
        if file is not None and (file.size or 0) > LARGEST_MAPPING:
            raise ValidationError(_("A mapping file has at most 256 kB."))
        return file

    def as_input(self) -> dict[str, Any]:
        """Return what was sent as the service takes it, without the domain."""
        data = self.cleaned_data
        own = data["mapping_file"]
        return {
            "content": data["file"].read(),
            "filename": data["file"].name or "",
            "mapping_name": data["mapping"],
            "mapping_file": own.read() if own else b"",
        }
