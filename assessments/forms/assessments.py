"""Setting an assessment up, finding it again, and moving it on."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain.lifecycle import AssessmentState
from assessments.models import Assessment, FrameworkVersion
from assessments.selectors.histories import fields_at
from assessments.selectors.respondents import Person
from portal.forms.flat_select import FlatSelect
from portal.forms.sentences import Form

STATES = (
    ("", gettext_lazy("Any state")),
    (AssessmentState.DRAFT.value, gettext_lazy("Draft")),
    (AssessmentState.OPEN.value, gettext_lazy("Open for answers")),
    (AssessmentState.CLOSED.value, gettext_lazy("Being settled")),
    (AssessmentState.PUBLISHED.value, gettext_lazy("Published")),
)


class AssessmentFilterForm(Form):
    use_required_attribute = False

    q = forms.CharField(
        label=gettext_lazy("Search assessments"),
        help_text=gettext_lazy("Title or domain"),
        required=False,
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=STATES, required=False, widget=FlatSelect
    )
    domain = forms.ChoiceField(label=gettext_lazy("Domain"), required=False, widget=FlatSelect)

    def __init__(self, *args: Any, domains: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Any domain")), *domains]
        self.fields["domain"].choices = choices  # type: ignore[attr-defined]


class AssessmentForm(Form):
    use_required_attribute = False

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    domain = forms.TypedChoiceField(label=gettext_lazy("Domain"), coerce=int)
    framework = forms.TypedChoiceField(label=gettext_lazy("Framework"), coerce=int)
    partner = forms.TypedChoiceField(
        label=gettext_lazy("Partner"),
        help_text=gettext_lazy("For a framework that is about a partner, and for no other."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    starts_on = forms.DateField(
        label=gettext_lazy("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    due_on = forms.DateField(
        label=gettext_lazy("Due"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    target_level = forms.DecimalField(
        label=gettext_lazy("Target level"),
        help_text=gettext_lazy("What every capability is meant to reach, such as 3 or 3.5."),
        max_digits=2,
        decimal_places=1,
        initial=Decimal(3),
    )
    in_production = forms.IntegerField(
        label=gettext_lazy("AI systems in production"),
        help_text=gettext_lazy(
            "About how many the domain runs. A first use case needs other advice than the "
            "thirtieth system."
        ),
        min_value=0,
        max_value=9999,
        required=False,
    )
    respondents = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Respondents"),
        help_text=gettext_lazy("People who may answer. Those close to the domain come first."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        domains: list[tuple[int, str]],
        frameworks: list[FrameworkVersion],
        people: list[Person],
        partners: list[tuple[int, str]] | None = None,
        is_new: bool = True,
        is_open: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["domain"].choices = domains
        fields["framework"].choices = [(row.pk, f"{row.title} {row.version}") for row in frameworks]
        fields["respondents"].choices = [(person.pk, _labelled(person)) for person in people]
        fields["partner"].choices = [("", _("None, the domain itself")), *(partners or ())]
        if not is_new:
            del fields["domain"]
        if not is_new or not partners:
            del fields["partner"]
        if is_open:
            del fields["framework"]


class ReopenForm(Form):
    use_required_attribute = False

    reason = forms.CharField(
        label=gettext_lazy("Why it is opened again"),
        help_text=gettext_lazy("Kept in the ledger."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def _labelled(person: Person) -> SafeString:
    return format_html('{} <span class="st-small">{}</span>', person.name, person.email)


SET_UP = ("title", "starts_on", "due_on", "target_level", "in_production")


def initial_of(assessment: Assessment) -> dict[str, Any]:
    """Return the set-up as the form starts from it."""
    values = {name: getattr(assessment, name) for name in SET_UP}
    return values | {"framework": assessment.framework_id, "version": assessment.version}


def initial_at(assessment: Assessment, version: int) -> dict[str, Any]:
    """Return the set-up as it was at one version, or as it stands where that is not known."""
    record = fields_at(assessment, version)
    if record is None:
        return initial_of(assessment)
    return {name: record[name] for name in SET_UP} | {"framework": record["framework_id"]}
