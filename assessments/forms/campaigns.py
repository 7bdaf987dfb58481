"""Setting a campaign up, and choosing whom it asks."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain.frameworks import Framework
from assessments.domain.invitations import Invitation, Perspective
from assessments.models import Campaign, FrameworkVersion
from assessments.selectors.campaign_progress import PlaceRow
from assessments.selectors.facilitators import Facilitator
from assessments.selectors.respondents import Person
from assessments.services.campaigns import CampaignInput
from portal.forms.sentences import Form


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget)


class ScopeForm(Form):
    use_required_attribute = False

    domain = forms.TypedChoiceField(label=gettext_lazy("Scope"), coerce=int)
    framework = forms.TypedChoiceField(label=gettext_lazy("Framework"), coerce=int)

    def __init__(
        self,
        *args: Any,
        domains: Sequence[tuple[int, str]],
        frameworks: Sequence[FrameworkVersion],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["domain"].choices = domains
        fields["framework"].choices = [(row.pk, f"{row.title} {row.version}") for row in frameworks]


class CampaignForm(Form):
    use_required_attribute = False

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    starts_on = _day(gettext_lazy("First day"))
    due_on = _day(gettext_lazy("Due"))
    facilitator = forms.TypedChoiceField(
        label=gettext_lazy("Facilitator"),
        help_text=gettext_lazy("Settles what respondents do not agree on, and publishes."),
        coerce=int,
        required=False,
        empty_value=None,
    )
    domains = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Domains"),
        help_text=gettext_lazy("Each is assessed on its own and gets its own result."),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one domain to be assessed.")},
    )
    target_level = forms.DecimalField(
        label=gettext_lazy("Target level"), max_digits=2, decimal_places=1, initial=Decimal(3)
    )
    message = forms.CharField(
        label=gettext_lazy("Message"),
        help_text=gettext_lazy("Stands in the mails, below what is asked and by when."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    remind_days = forms.IntegerField(
        label=gettext_lazy("Remind days before"),
        help_text=gettext_lazy("A mail to who is not done, so many days before the due date."),
        initial=3,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        domains: Sequence[tuple[int, str]],
        people: Sequence[Facilitator],
        framework: Framework,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["domains"].choices = domains
        fields["facilitator"].choices = [(each.pk, each.name) for each in people]
        self._layers = {f"target_{layer.key}": layer for layer in framework.layers}
        for name, layer in self._layers.items():
            fields[name] = forms.DecimalField(
                label=layer.title, max_digits=2, decimal_places=1, required=False
            )

    @property
    def layer_fields(self) -> list[BoundField]:
        """The targets of the layers."""
        return [self[name] for name in self._layers]

    def as_input(self, framework: FrameworkVersion) -> CampaignInput:
        """Return what the service takes."""
        data = self.cleaned_data
        return CampaignInput(
            title=data["title"],
            starts_on=data["starts_on"],
            due_on=data["due_on"],
            framework=framework,
            target_level=data["target_level"],
            target_layers={
                layer.key: data[name]
                for name, layer in self._layers.items()
                if data[name] is not None
            },
            message=data["message"],
            facilitator_id=data["facilitator"],
            remind_days=data["remind_days"],
        )


SET_UP = ("title", "starts_on", "due_on", "target_level", "message", "remind_days")


def initial_of(campaign: Campaign, domains: Collection[int]) -> dict[str, Any]:
    """Return the set-up as the form starts from it."""
    return _initial({name: getattr(campaign, name) for name in _STORED}) | {
        "domains": list(domains),
        "version": campaign.version,
    }


_STORED = (*SET_UP, "facilitator_id", "target")


def initial_at(campaign: Campaign, version: int, domains: Collection[int]) -> dict[str, Any]:
    """Return the set-up as it was at one version, or as it stands where that is not known."""
    record = campaign.history.filter(version=version).order_by("-history_id").values().first()
    if record is None:
        return initial_of(campaign, domains)
    return _initial(record) | {"domains": list(domains)}


def _initial(record: Mapping[str, Any]) -> dict[str, Any]:
    layers = record["target"].get("layers", {})
    values = {name: record[name] for name in SET_UP} | {"facilitator": record["facilitator_id"]}
    return values | {f"target_{key}": Decimal(str(level)) for key, level in layers.items()}


class AddPeopleForm(Form):
    use_required_attribute = False

    people = forms.TypedMultipleChoiceField(
        label=gettext_lazy("People"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick whom to ask.")},
    )
    perspective = forms.ChoiceField(
        label=gettext_lazy("Perspective"), initial=Perspective.SELF.value
    )
    layers = forms.MultipleChoiceField(
        label=gettext_lazy("Layers"),
        help_text=gettext_lazy("None ticked means all."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    assessments = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Domains"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick the domains to ask them about.")},
    )

    def __init__(
        self,
        *args: Any,
        found: Sequence[Person],
        framework: Framework,
        assessments: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["people"].choices = [(person.pk, _labelled(person)) for person in found]
        fields["perspective"].choices = perspective_choices()
        fields["layers"].choices = [(layer.key, layer.title) for layer in framework.layers]
        fields["assessments"].choices = assessments

    @property
    def invitations(self) -> dict[int, list[Invitation]]:
        """Whom to ask, by the id of each assessment."""
        data = self.cleaned_data
        perspective, layers = Perspective(data["perspective"]), tuple(data["layers"])
        asked = [Invitation(user_id, perspective, layers) for user_id in data["people"]]
        return {pk: list(asked) for pk in data["assessments"]}


class RespondentsForm(Form):
    """Who is asked about one domain: from where they look, which layers, and who leaves."""

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, places: Sequence[PlaceRow], framework: Framework, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._places = {place.user_id: place for place in places}
        layers = [(layer.key, layer.title) for layer in framework.layers]
        keys = [key for key, _title in layers]
        for place in places:
            of = {"name": place.name}
            self.fields[f"perspective_{place.user_id}"] = forms.ChoiceField(
                label=_("Perspective of %(name)s") % of,
                choices=perspective_choices(),
                initial=place.perspective.value,
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            self.fields[f"layers_{place.user_id}"] = forms.MultipleChoiceField(
                label=_("Layers of %(name)s") % of,
                choices=layers,
                initial=list(place.layers) or keys,
                required=False,
                widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
            )
            self.fields[f"remove_{place.user_id}"] = forms.BooleanField(
                label=_("Do not ask %(name)s") % of,
                required=False,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One row for each person: the place and its three fields."""
        return [
            {
                "place": place,
                "perspective": self[f"perspective_{user_id}"],
                "layers": self[f"layers_{user_id}"],
                "remove": self[f"remove_{user_id}"],
            }
            for user_id, place in self._places.items()
        ]

    @property
    def invitations(self) -> list[Invitation]:
        """Everybody who stays, as the service takes it."""
        data = self.cleaned_data
        return [
            Invitation(
                user_id,
                Perspective(data[f"perspective_{user_id}"]),
                tuple(data[f"layers_{user_id}"]),
            )
            for user_id in self._places
            if not data[f"remove_{user_id}"]
        ]


class RespondentListForm(Form):
    use_required_attribute = False

    rows = forms.CharField(
        label=gettext_lazy("Rows"),
        help_text=gettext_lazy("Domain, e-mail, perspective, layers: one row for each place."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = forms.FileField(label=gettext_lazy("Or a CSV file"), required=False, max_length=200)


def perspective_choices() -> list[tuple[str, str]]:
    """Return the perspectives, each with what a reader sees."""
    return [(each.value, each.label) for each in Perspective]


def _labelled(person: Person) -> Any:
    return format_html('{} <span class="st-small">{}</span>', person.name, person.email)
