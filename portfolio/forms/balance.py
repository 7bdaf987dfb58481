"""Setting the target bands of the balance."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.forms.sentences import Form
from portfolio.domain.balance import Band, Bands
from portfolio.domain.buckets import Bucket


@dataclass(frozen=True, slots=True)
class BandFields:
    """A bucket and the two fields of its band."""

    bucket: Bucket
    low: BoundField
    high: BoundField


class TargetsForm(Form):
    """A lower and an upper end in per cent for each bucket, and the reason of the change."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, bands: Bands, version: int, **kwargs: Any) -> None:
        super().__init__(data, initial={"version": version}, **kwargs)
        for name, initial in percentages(bands).items():
            bucket, end = name.rsplit("_", 1)
            words = {"bucket": Bucket(bucket).label}
            label = _("%(bucket)s, at least") if end == "low" else _("%(bucket)s, at most")
            self.fields[name] = forms.DecimalField(
                label=label % words,
                min_value=0,
                max_value=100,
                max_digits=5,
                decimal_places=2,
                initial=initial,
            )
        self.fields["reason"] = forms.CharField(
            label=gettext_lazy("Why do the bands change?"),
            help_text=gettext_lazy("The ledger keeps it with your name."),
            widget=forms.Textarea(attrs={"rows": 2}),
            max_length=2000,
            error_messages={"required": _("Say why the bands change.")},
        )

    @property
    def by_bucket(self) -> list[BandFields]:
        return [
            BandFields(bucket, self[f"{bucket.value}_low"], self[f"{bucket.value}_high"])
            for bucket in Bucket
        ]

    def as_bands(self) -> Bands:
        """Return the bands as shares from 0 to 1."""
        said = self.cleaned_data
        return {
            bucket: Band(
                float(said[f"{bucket.value}_low"] / 100), float(said[f"{bucket.value}_high"] / 100)
            )
            for bucket in Bucket
        }


def percentages(bands: Bands) -> dict[str, Decimal]:
    """Return the ends of bands in per cent, under the names of their fields."""
    return {
        f"{bucket.value}_{end}": (Decimal(str(round(share, 6))) * 100).normalize() + Decimal(0)
        for bucket in Bucket
        for end, share in (("low", bands[bucket].low), ("high", bands[bucket].high))
    }
