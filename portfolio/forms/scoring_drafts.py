"""Changing the draft of the scoring model, part by part, and putting it in force."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.forms.sentences import Form
from portfolio.domain.criteria import HIGHEST_RATING, Axis, Criterion, ScoringModel
from portfolio.domain.model_edits import CriterionWords

TITLE_LENGTH, WORDS_LENGTH = 200, 500


class DraftForm(Form):
    """A form over one part of the draft; it remembers what each field held when it was opened."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def opened_with(self) -> SafeString:
        """Return what the fields held, as hidden fields."""
        hidden = ((bound.as_hidden(only_initial=True),) for bound in self.visible_fields())
        return format_html_join("", "{}", hidden)

    def base(self) -> dict[str, Any]:
        """Return what the fields held when the reader opened the form."""
        held = {}
        for name, field in self.fields.items():
            try:
                held[name] = field.to_python(self.data.get(self.add_initial_prefix(name), ""))
            except ValidationError:
                held[name] = None
        return held


class SettingsForm(DraftForm):
    """What holds for the model as a whole."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=TITLE_LENGTH,
        widget=forms.TextInput(),
    )
    alpha = forms.DecimalField(
        label=gettext_lazy("Weight of value in the priority, in per cent"),
        help_text=gettext_lazy("The rest is the weight of adjusted feasibility."),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    value_threshold = forms.DecimalField(
        label=gettext_lazy("High value begins at"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    feasibility_threshold = forms.DecimalField(
        label=gettext_lazy("High feasibility begins at"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    minimum_coverage = forms.DecimalField(
        label=gettext_lazy("Weight of an axis that has to be rated, in per cent"),
        help_text=gettext_lazy("Below that an axis is not scored at all."),
        min_value=1,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )

    def as_settings(self) -> dict[str, Any]:
        """Return the settings by the names the model has for them."""
        said = self.cleaned_data
        return {
            "title": said["title"],
            "alpha": float(said["alpha"] / 100),
            "value_threshold": float(said["value_threshold"]),
            "feasibility_threshold": float(said["feasibility_threshold"]),
            "minimum_coverage": float(said["minimum_coverage"] / 100),
        }


def settings_of(model: ScoringModel) -> dict[str, Any]:
    """Return what the form begins with."""
    return {
        "title": _(model.title),
        "alpha": plain(100 * model.alpha),
        "value_threshold": plain(model.value_threshold),
        "feasibility_threshold": plain(model.feasibility_threshold),
        "minimum_coverage": plain(100 * model.minimum_coverage),
    }


class CriterionForm(DraftForm):
    """What a criterion says to people."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("A noun, such as “Data availability”."),
        max_length=TITLE_LENGTH,
    )
    question = forms.CharField(
        label=gettext_lazy("Question"),
        help_text=gettext_lazy("What a rating answers."),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rating in range(HIGHEST_RATING + 1):
            self.fields[f"anchor_{rating}"] = forms.CharField(
                label=_("What %(rating)d looks like") % {"rating": rating},
                max_length=WORDS_LENGTH,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def anchors(self) -> list[forms.BoundField]:
        return [self[f"anchor_{rating}"] for rating in range(HIGHEST_RATING + 1)]

    def as_words(self) -> CriterionWords:
        """Return the words of the criterion."""
        said = self.cleaned_data
        anchors = (said[f"anchor_{rating}"] for rating in range(HIGHEST_RATING + 1))
        return CriterionWords(said["title"], said["question"], tuple(anchors))


class NewCriterionForm(CriterionForm):
    """A criterion that is added, and how much room the others make for it."""

    axis = forms.ChoiceField(label=gettext_lazy("Axis"), widget=forms.RadioSelect)
    share = forms.DecimalField(
        label=gettext_lazy("Its share of the axis, in per cent"),
        help_text=gettext_lazy("The others keep their proportions and share the rest."),
        min_value=1,
        max_value=90,
        max_digits=5,
        decimal_places=2,
    )

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

    def as_share(self) -> float:
        """Return its share of the axis, between 0 and 1."""
        return float(self.cleaned_data["share"] / 100)


def words_of(criterion: Criterion) -> Mapping[str, Any]:
    """Return what the form of a criterion begins with."""
    anchors = {f"anchor_{rating}": _(text) for rating, text in enumerate(criterion.anchors)}
    return {"title": _(criterion.title), "question": _(criterion.question), **anchors}


def reason_field(label: Any, kept: Any, *, missing: Any) -> forms.CharField:
    """Return the field for the reason of a publication: what is asked, and who reads it."""
    return forms.CharField(
        label=label,
        help_text=kept,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        error_messages={"required": missing},
    )


class PublishModelForm(Form):
    """The reason for which the draft is put in force, and what the reader saw."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)
    replaces = forms.IntegerField(widget=forms.HiddenInput)
    reason = reason_field(
        gettext_lazy("Why does the model change?"),
        gettext_lazy("The ledger keeps it with your name."),
        missing=gettext_lazy("Say why the scoring model changes."),
    )


class DiscardModelForm(Form):
    """The version of the draft that the reader throws away."""

    version = forms.IntegerField()


def plain(number: float) -> Decimal:
    """Return a number as people write it, without the noise of binary fractions."""
    return Decimal(str(round(number, 2))).normalize() + Decimal(0)
