"""Changing the weights of the scoring model."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.forms.sentences import Form
from portfolio.domain.criteria import Axis, Criterion, ScoringModel


@dataclass(frozen=True, slots=True)
class WeightField:
    """A criterion and the field for its weight."""

    criterion: Criterion
    field: BoundField


class WeightsForm(Form):
    """One share in per cent for each criterion, under its name, and the reason of the change."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, model: ScoringModel, **kwargs: Any) -> None:
        super().__init__(data, initial={"version": model.version}, **kwargs)
        self.model = model
        for criterion in model.criteria:
            self.fields[criterion.key] = forms.DecimalField(
                label=_(criterion.title),
                max_digits=5,
                decimal_places=2,
                initial=percentage(criterion),
                error_messages={"required": _("Enter a weight in per cent.")},
            )
        self.fields["reason"] = forms.CharField(
            label=gettext_lazy("Why do the weights change?"),
            help_text=gettext_lazy("The ledger keeps it with your name."),
            widget=forms.Textarea(attrs={"rows": 2}),
            max_length=2000,
            error_messages={"required": _("Say why the scoring model changes.")},
        )

    @property
    def on_value(self) -> list[WeightField]:
        return self._on(Axis.VALUE)

    @property
    def on_feasibility(self) -> list[WeightField]:
        return self._on(Axis.FEASIBILITY)

    def as_percentages(self) -> dict[str, Decimal]:
        """Return criterion key to weight in per cent."""
        return {each.key: self.cleaned_data[each.key] for each in self.model.criteria}

    def _on(self, axis: Axis) -> list[WeightField]:
        return [WeightField(each, self[each.key]) for each in self.model.on(axis)]


def percentage(criterion: Criterion) -> Decimal:
    """Return the weight of a criterion in per cent, without the noise of binary fractions."""
    return (Decimal(str(round(criterion.weight, 6))) * 100).normalize() + Decimal(0)


def percentages(model: ScoringModel) -> dict[str, Decimal]:
    """Return criterion key to weight in per cent, for every criterion of a model."""
    return {criterion.key: percentage(criterion) for criterion in model.criteria}
