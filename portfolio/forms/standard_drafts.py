"""Changing the draft of a domain's standard, part by part, and putting it in force."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portfolio.domain.criteria import Axis, Criterion
from portfolio.domain.domain_standards import MOST_SHARE, Applied, Standard
from portfolio.forms.scoring_drafts import (
    CriterionForm,
    DraftForm,
    PublishModelForm,
    plain,
    reason_field,
    words_of,
)


class ThresholdsForm(DraftForm):
    """Where "high" begins in a domain; empty where it says nothing about it."""

    value_threshold = forms.DecimalField(
        label=gettext_lazy("High value begins at"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    feasibility_threshold = forms.DecimalField(
        label=gettext_lazy("High feasibility begins at"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )

    def __init__(self, *args: Any, above: Applied, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for axis in Axis:
            bound = above.bound(axis)
            self.fields[f"{axis.value}_threshold"].help_text = _(
                "%(threshold)s or more, as %(whose)s asks. Empty asks nothing beyond that."
            ) % {
                "threshold": f"{bound.threshold:g}",
                "whose": bound.whose.domain if bound.whose else _("the enterprise"),
            }

    def as_thresholds(self) -> dict[str, float | None]:
        """Return the thresholds by the names a standard has for them."""
        return {
            name: None if self.cleaned_data[name] is None else float(self.cleaned_data[name])
            for name in ("value_threshold", "feasibility_threshold")
        }


def thresholds_of(standard: Standard) -> dict[str, Any]:
    """Return what the form begins with."""
    return {
        f"{axis.value}_threshold": None if (own := standard.threshold(axis)) is None else plain(own)
        for axis in Axis
    }


class OwnCriterionForm(CriterionForm):
    """A criterion of a domain, and its share of the axis there."""

    share = forms.DecimalField(
        label=gettext_lazy("Its share of the axis within the domain, in per cent"),
        help_text=gettext_lazy(
            "What the enterprise asks keeps its proportions and at least half of the axis."
        ),
        min_value=1,
        max_value=int(100 * MOST_SHARE),
        max_digits=5,
        decimal_places=2,
    )

    def as_share(self) -> float:
        """Return its share of the axis, between 0 and 1."""
        return float(self.cleaned_data["share"] / 100)


class NewOwnCriterionForm(OwnCriterionForm):
    """A criterion that a domain adds."""

    axis = forms.ChoiceField(label=gettext_lazy("Axis"), widget=forms.RadioSelect)

    field_order = ("version", "axis", "title", "question")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["axis"].choices = [  # type: ignore[attr-defined]
            (Axis.VALUE.value, _("Value")),
            (Axis.FEASIBILITY.value, _("Feasibility")),
        ]

    def as_axis(self) -> Axis:
        """Return the axis it is added to."""
        return Axis(self.cleaned_data["axis"])


def own_words_of(criterion: Criterion) -> Mapping[str, Any]:
    """Return what the form of a domain's criterion begins with."""
    return {**words_of(criterion), "share": plain(100 * criterion.weight)}


class PublishStandardForm(PublishModelForm):
    """The reason for which the draft is put in force, and what the reader saw."""

    reason = reason_field(
        gettext_lazy("Why does the standard change?"),
        gettext_lazy("The ledger keeps it with your name, and the centre reads it."),
        missing=gettext_lazy("Say why the standard changes."),
    )
