"""What a robustness run is asked to vary."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms.flat_select import FlatSelect
from portal.forms.sentences import Form
from portfolio.domain.robustness_runs import SPREADS, TOPS, RunSettings, WeightKind


class RobustnessForm(Form):
    """Which weights are admissible, and how many first places count."""

    kind = forms.ChoiceField(
        label=_("Which weights"),
        widget=FlatSelect,
        choices=lambda: [(each.value, each.label) for each in WeightKind],
        initial=WeightKind.WITHIN.value,
    )
    spread = forms.IntegerField(
        label=_("At most this many points away"),
        help_text=_("Used for weights near the model's: 10 lets a weight of 25% be 15% to 35%."),
        initial=RunSettings().spread,
        min_value=SPREADS[0],
        max_value=SPREADS[-1],
    )
    top = forms.IntegerField(
        label=_("How many first places count as the top"),
        initial=RunSettings().top,
        min_value=TOPS[0],
        max_value=TOPS[-1],
    )

    def as_settings(self) -> RunSettings:
        """Return what was asked for."""
        said = self.cleaned_data
        return RunSettings(kind=WeightKind(said["kind"]), spread=said["spread"], top=said["top"])
