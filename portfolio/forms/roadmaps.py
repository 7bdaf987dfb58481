"""Making a roadmap, filling it, and publishing it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.domain.roles import Capability, Member
from portal.forms.sentences import Form
from portal.selectors.domains import domain_choices
from portfolio.domain.roadmaps import (
    MOST_CAPACITY,
    MOST_EFFORT,
    MOST_WAVES,
    MOST_WEEKS,
    Frame,
)
from portfolio.selectors.roadmap_candidates import ActionCandidate, UseCaseCandidate
from portfolio.services.roadmap_changes import ItemInput
from portfolio.services.roadmap_editions import LONGEST_SUMMARY
from portfolio.services.roadmaps import RoadmapInput

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RoadmapForm(Form):
    """The title and the frame; a new roadmap also names its domain."""

    use_required_attribute = False

    domain = forms.TypedChoiceField(
        label=_("Domain"), coerce=int, help_text=_("The roadmap holds what lies in it or beneath.")
    )
    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("Such as: Roadmap 2027."))
    starts_on = forms.DateField(label=_("First day of the first wave"), widget=_DATE)
    wave_count = forms.IntegerField(
        label=_("Waves"), min_value=1, max_value=MOST_WAVES, help_text=_("1 to 12.")
    )
    wave_weeks = forms.IntegerField(
        label=_("Weeks in a wave"),
        min_value=1,
        max_value=MOST_WEEKS,
        help_text=_("13 weeks are a quarter."),
    )
    capacity_weeks = forms.IntegerField(
        label=_("Person-weeks in a wave"),
        min_value=1,
        max_value=MOST_CAPACITY,
        help_text=_("What everybody together can put into a wave."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, member: Member, is_new: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        if is_new:
            choices = domain_choices(member, Capability.PLAN_ROADMAP)
            self.fields["domain"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["domain"]

    def as_input(self) -> RoadmapInput:
        said = self.cleaned_data
        frame = Frame(
            said["starts_on"], said["wave_count"], said["wave_weeks"], said["capacity_weeks"]
        )
        return RoadmapInput(said["title"], frame)


class HighestForm(Form):
    """How many of the highest priorities are added."""

    use_required_attribute = False

    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=100, initial=10)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ChooseForm(Form):
    """Use cases and foundation actions to add, one by one."""

    use_cases = forms.TypedMultipleChoiceField(
        label=_("Use cases"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    actions = forms.TypedMultipleChoiceField(
        label=_("Foundation actions"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        use_cases: Sequence[UseCaseCandidate],
        actions: Sequence[ActionCandidate],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["use_cases"].choices = [  # type: ignore[attr-defined]
            (row.pk, _about(row.title, row.domain, row.score, weeks=row.effort_weeks))
            for row in use_cases
        ]
        self.fields["actions"].choices = [  # type: ignore[attr-defined]
            (row.pk, _about(row.title, row.domain, weeks=row.effort_weeks)) for row in actions
        ]


class ItemForm(Form):
    """The effort of an item, the wave it is fixed to, and what it needs first."""

    use_required_attribute = False

    effort_weeks = forms.IntegerField(label=_("Person-weeks"), min_value=1, max_value=MOST_EFFORT)
    pinned_to = forms.TypedChoiceField(
        label=_("Wave"), coerce=int, empty_value=None, required=False
    )
    needs = forms.TypedMultipleChoiceField(
        label=_("Needs first"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It can start only in a wave after all of these."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        wave_count: int,
        others: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        waves = [
            (number, _("Fixed to wave %(number)s") % {"number": number})
            for number in range(1, wave_count + 1)
        ]
        self.fields["pinned_to"].choices = [  # type: ignore[attr-defined]
            ("", _("Planning decides")),
            *waves,
        ]
        self.fields["needs"].choices = list(others)  # type: ignore[attr-defined]

    def as_input(self) -> ItemInput:
        said = self.cleaned_data
        return ItemInput(said["effort_weeks"], said["pinned_to"], said["needs"])


class PublishForm(Form):
    """What the publisher says about an edition."""

    use_required_attribute = False

    title = forms.CharField(
        label=_("Title of the edition"),
        max_length=200,
        help_text=_("It stands on the first page of the PDF."),
    )
    summary = forms.CharField(
        label=_("What you want to say about it"),
        required=False,
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Two or three sentences. Figures and decisions are added from the plan."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


def _about(*parts: str, weeks: int) -> str:
    effort = ngettext("%(weeks)s person-week", "%(weeks)s person-weeks", weeks) % {"weeks": weeks}
    return " · ".join([*parts, effort])
