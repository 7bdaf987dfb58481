"""A link or a file beside an answer."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from assessments.domain.links import LONGEST_LINK
from portal.domain.file_flaws import FileRefused, Flaw
from portal.domain.file_kinds import ENDINGS, LARGEST_FILE
from portal.forms.sentences import Form

ACCEPTED = ",".join(ending for endings in ENDINGS.values() for ending in endings)


class EvidenceForm(Form):
    use_required_attribute = False

    link = forms.CharField(
        label=_("Link"),
        max_length=LONGEST_LINK,
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, PNG, JPEG, Word, Excel, PowerPoint, CSV or text, up to 10 MB."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[Any]] | None" = None,
    ) -> None:
        super().__init__(data, files)

    @property
    def is_blank(self) -> bool:
        """Whether there is neither a link nor a file."""
        return not self.data.get("link", "").strip() and not self.files.get("file")

    def clean_file(self) -> "UploadedFile[Any] | None":
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > LARGEST_FILE:
            raise ValidationError(FileRefused(Flaw.TOO_LARGE).sentence)
        return file
