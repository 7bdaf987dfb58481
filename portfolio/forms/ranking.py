"""What the ranking and the matrix can be narrowed by."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portfolio.forms.use_case_filters import UseCaseFilterForm
from portfolio.selectors.ranking import TOP, RankingFilters, ScoreRange

_MATRIX: Final = ("domain", "stage", "bucket", "tier")
_RANKING: Final = ("q", "domain", "stage", "tier", "quadrant", "bucket")
_RANGES: Final = ("value", "feasibility")


class MatrixFilterForm(UseCaseFilterForm):
    """The filters of the list that make sense on a matrix, under the same names."""

    kept: tuple[str, ...] = _MATRIX

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [name for name in self.fields if name not in self.kept]:
            del self.fields[name]


class SteelThreadFilterForm(MatrixFilterForm):
    """Whose steel thread it is: every domain may carry its own, and of one bucket."""

    kept = ("domain", "bucket")


class BalanceFilterForm(MatrixFilterForm):
    """What the balance can be narrowed by."""

    kept = ("domain", "technique", "tier")


class SuggestedFilterForm(MatrixFilterForm):
    """What the suggested buckets can be narrowed by."""

    kept = ("q", "domain", "bucket", "source")


class RankingFilterForm(MatrixFilterForm):
    """The filters of the ranking; the ranges come from a square of the matrix."""

    kept = (*_RANKING, *(f"{name}_{end}" for name in _RANGES for end in ("from", "to")))

    value_from = forms.IntegerField(
        min_value=0, max_value=TOP, required=False, widget=forms.HiddenInput
    )
    value_to = forms.IntegerField(
        min_value=0, max_value=TOP, required=False, widget=forms.HiddenInput
    )
    feasibility_from = forms.IntegerField(
        min_value=0, max_value=TOP, required=False, widget=forms.HiddenInput
    )
    feasibility_to = forms.IntegerField(
        min_value=0, max_value=TOP, required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The tabs above the list choose the bucket.
        self.fields["bucket"].widget = forms.HiddenInput()

    def as_ranking_filters(self) -> RankingFilters:
        """Return the filters whose values are known; the others narrow nothing."""
        rows = self.as_filters()
        return RankingFilters(rows, self._range("value"), self._range("feasibility"))

    def at_work(self) -> list[tuple[str, str, str]]:
        """Return name, label and value in words of every filter that narrows the ranking."""
        ranges = {"value": gettext_lazy("Value"), "feasibility": gettext_lazy("Feasibility")}
        ends = {f"{name}_{end}" for name in _RANGES for end in ("from", "to")}
        shown = [each for each in super().at_work() if each[0] not in ends | {"bucket"}]
        for name, label in ranges.items():
            wanted = self._range(name)
            if not wanted.is_everything:
                words = _("%(low)d to %(high)d") % {"low": wanted.low, "high": wanted.high}
                shown.append((name, str(label), words))
        return shown

    def _range(self, name: str) -> ScoreRange:
        low, high = (self.cleaned_data.get(f"{name}_{end}") for end in ("from", "to"))
        return ScoreRange(low or 0, TOP if high is None else high)
