"""Deciding suggested buckets, many at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.forms.sentences import Form
from portfolio.domain.buckets import Bucket


class DecideBucketsForm(Form):
    """Which use cases were ticked, as ``id:version``, and what shall become of them."""

    use_required_attribute = False

    bucket = forms.ChoiceField(
        label=gettext_lazy("Put them into"),
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Needed where it is not the suggested bucket."),
        required=False,
        max_length=2000,
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["bucket"].choices = [  # type: ignore[attr-defined]
            ("", _("The suggested bucket")),
            *((bucket.value, bucket.label) for bucket in Bucket),
        ]

    def as_bucket(self) -> Bucket | None:
        """Return the bucket that was chosen; None for the suggested one."""
        chosen = self.cleaned_data["bucket"]
        return Bucket(chosen) if chosen else None


def read_ticks(values: list[str]) -> dict[int, int]:
    """Return use case to version; what is not ``id:version`` is not ticked."""
    pairs = (value.partition(":") for value in values)
    return {
        int(pk): int(version)
        for pk, _colon, version in pairs
        if _is_number(pk) and _is_number(version)
    }


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16
