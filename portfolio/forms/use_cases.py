"""Changing what is said about a use case."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.domain.page_parts import Choice
from portal.domain.roles import Capability, Member
from portal.forms.flat_select import FlatSelect
from portal.forms.sentences import Form
from portal.models import Domain
from portal.selectors.domains import domain_choices
from portfolio.domain.buckets import QUESTIONS, Answer, Bucket
from portfolio.domain.listing import Listing
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.risk_tiers import UNKNOWN, Autonomy, Impact, Unknown
from portfolio.domain.techniques import Technique
from portfolio.selectors.ownership import owner_choices, people_by_id
from portfolio.services.use_case_inputs import BucketChoice, UseCaseInput

IMPACTS: Final = {
    Impact.SLIGHT: gettext_lazy("Annoying at most. Nobody is treated wrongly."),
    Impact.LIMITED: gettext_lazy("Some people or some money affected, and easy to put right."),
    Impact.SERIOUS: gettext_lazy("Rights, safety or large sums affected, and hard to put right."),
    Impact.SEVERE: gettext_lazy("Lasting harm to people, or a loss that would make the news."),
}
AUTONOMIES: Final = {
    Autonomy.ADVISES: gettext_lazy("It suggests; people decide and act."),
    Autonomy.ASKS_EACH_TIME: gettext_lazy("It prepares each step; a person releases every one."),
    Autonomy.WITHIN_LIMITS: gettext_lazy("It acts by itself inside limits that people watch."),
    Autonomy.ACTS_ALONE: gettext_lazy("It acts, and nobody looks at the single case."),
}
MONEY: Final = ("planned_cost", "planned_benefit")
DATES: Final = ("initiated_on", "development_started_on", "live_on", "retired_on")


def _text(label: Any, hint: Any = "", *, rows: int = 3, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, widget=widget, **options)


def _money(label: Any, hint: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=hint, required=False, min_value=0, max_digits=14, decimal_places=2
    )


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class UseCaseForm(Form):
    """Everything a person can say about a use case, in groups a template lays out."""

    use_required_attribute = False

    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("What people will call it, such as: Dynamic delivery slots."),
        max_length=500,
        error_messages={"required": gettext_lazy("Enter a title.")},
    )
    outcome = _text(
        gettext_lazy("Outcome"),
        gettext_lazy("What will be different, by how much and by when."),
        error_messages={"required": gettext_lazy("Say what will be different.")},
    )
    problem = _text(gettext_lazy("Problem"), required=False)
    techniques = forms.MultipleChoiceField(
        label=gettext_lazy("Techniques"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    domain = forms.TypedChoiceField(
        label=gettext_lazy("Domain"),
        help_text=gettext_lazy("The domain owns the use case and its outcome."),
        coerce=int,
        widget=FlatSelect,
        error_messages={
            "required": gettext_lazy("Choose the domain it belongs to."),
            "invalid_choice": gettext_lazy("Choose one of the domains in the list."),
        },
    )
    planned_cost = _money(gettext_lazy("Planned cost"), gettext_lazy("Until it is live."))
    planned_benefit = _money(gettext_lazy("Planned benefit"), gettext_lazy("Each year."))
    effort_weeks = forms.IntegerField(
        label=gettext_lazy("Effort in person-weeks"), required=False, min_value=0, max_value=5000
    )
    reach = forms.IntegerField(
        label=gettext_lazy("People it reaches in a quarter"),
        help_text=gettext_lazy("Customers or colleagues who meet what it does. RICE reads it."),
        required=False,
        min_value=0,
        max_value=2_000_000_000,
    )
    initiated_on = _day(gettext_lazy("Initiated on"))
    development_started_on = _day(gettext_lazy("Development started on"))
    live_on = _day(gettext_lazy("Live on"))
    retired_on = _day(gettext_lazy("Retired on"))
    impact = forms.TypedChoiceField(
        label=gettext_lazy("How bad could it get if it is wrong?"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    autonomy = forms.TypedChoiceField(
        label=gettext_lazy("How much does it do on its own?"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    bucket_override = forms.ChoiceField(
        label=gettext_lazy("Bucket"),
        help_text=gettext_lazy("Choose one only if the answers miss the point."),
        required=False,
        widget=FlatSelect,
    )
    bucket_reason = _text(gettext_lazy("Why this bucket"), required=False, rows=2, max_length=1000)
    listing = forms.ChoiceField(
        label=gettext_lazy("Who finds it in the register"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose who finds it.")},
    )
    listing_reason = _text(
        gettext_lazy("Why not everybody"),
        gettext_lazy("Needed when only its domain and the centre find it."),
        required=False,
        rows=2,
        max_length=1000,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it changes"),
        help_text=gettext_lazy("Stands in the history beside what you changed."),
        required=False,
        max_length=1000,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        member: Member,
        capability: Capability,
        today: date,
        current: UseCaseInput,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={**initial_of(current), **(initial or {})})
        self.member = member
        # What an import left without an outcome can be edited otherwise; the service knows when
        # it may be empty, over the version that stands then.
        self.fields["outcome"].required = False
        self._choose("domain", self._domains(capability, current))
        self._choose("techniques", [(each.value, each.label) for each in Technique])
        self._choose("listing", _listings())
        self._choose("impact", _levels(IMPACTS))
        self._choose("autonomy", _levels(AUTONOMIES))
        buckets = [(bucket.value, bucket.label) for bucket in Bucket]
        self._choose("bucket_override", [("", _("As the answers say")), *buckets])
        self._add_questions()
        self._add_owners(owner_choices(today), current)

    def clean(self) -> dict[str, Any]:
        """Ask for the reason that an override needs."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("bucket_override") and not said.get("bucket_reason", "").strip():
            self.add_error("bucket_reason", _("Say why it belongs in this bucket."))
        return said

    def questions(self) -> list[BoundField]:
        """Return the five questions about the bucket."""
        return [self[f"bucket_{question.key}"] for question in QUESTIONS]

    def owners(self) -> list[BoundField]:
        """Return the four owner roles."""
        return [self[role.value] for role in OwnerRole]

    def as_input(self, current: UseCaseInput) -> UseCaseInput:
        """Return what was said, typed; what no field asks for stays as it is."""
        said = self.cleaned_data
        ids = {role: int(said[role]) for role in OwnerRole if said[role]}
        people = people_by_id(set(ids.values()))
        return UseCaseInput(
            domain=Domain.objects.visible_to(self.member).get(pk=said["domain"]),
            title=said["title"],
            outcome=said["outcome"],
            problem=said["problem"],
            techniques=tuple(Technique(value) for value in said["techniques"]),
            owners={role: people.get(ids.get(role, 0)) for role in OwnerRole},
            planned_cost=said["planned_cost"],
            planned_benefit=said["planned_benefit"],
            effort_weeks=said["effort_weeks"],
            reach=said["reach"],
            initiated_on=said["initiated_on"],
            development_started_on=said["development_started_on"],
            live_on=said["live_on"],
            retired_on=said["retired_on"],
            impact=UNKNOWN if said["impact"] is None else Impact(said["impact"]),
            autonomy=UNKNOWN if said["autonomy"] is None else Autonomy(said["autonomy"]),
            bucket=self._bucket(),
            source=current.source,
            external_reference=current.external_reference,
            listing=Listing(said["listing"] or current.listing),
            listing_reason=said["listing_reason"],
        )

    def _bucket(self) -> BucketChoice:
        said = self.cleaned_data
        given = {question.key: said[f"bucket_{question.key}"] for question in QUESTIONS}
        chosen = said["bucket_override"]
        return BucketChoice(
            answers={key: Answer(value) for key, value in given.items() if value},
            override=Bucket(chosen) if chosen else None,
            reason=said["bucket_reason"],
        )

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _domains(self, capability: Capability, current: UseCaseInput) -> list[tuple[Any, str]]:
        choices: list[tuple[Any, str]] = list(domain_choices(self.member, capability))
        if current.domain.pk not in dict(choices):
            choices.append((current.domain.pk, current.domain.name))
        return choices if len(choices) == 1 else [("", _("Choose a domain")), *choices]

    def _add_questions(self) -> None:
        answers = [("yes", _("Yes")), ("no", _("No")), ("unsure", _("Not sure"))]
        for question in QUESTIONS:
            self.fields[f"bucket_{question.key}"] = forms.ChoiceField(
                label=_(question.text),
                help_text=_(question.example),
                choices=answers,
                required=False,
                widget=forms.RadioSelect,
            )

    def _add_owners(self, people: Sequence[tuple[int, str]], current: UseCaseInput) -> None:
        here = [(str(pk), label) for pk, label in people]
        known = dict(here)
        for role in OwnerRole:
            holder = current.owners.get(role)
            gone = (
                [(str(holder.pk), _("%(name)s, who left") % {"name": holder})]
                if holder and str(holder.pk) not in known
                else []
            )
            self.fields[role.value] = forms.ChoiceField(
                label=role.label,
                help_text=role.answers_for,
                choices=[("", _("Vacant")), *gone, *here],
                required=False,
                widget=FlatSelect,
            )


def _as_typed(amount: Decimal | None) -> Decimal | None:
    """Return a whole amount without the decimals that the database keeps for it."""
    return amount if amount is None or amount % 1 else amount.quantize(Decimal(1))


def initial_of(current: UseCaseInput) -> dict[str, Any]:
    """Return the values a form starts from when it changes what was said before."""
    bucket = current.bucket
    return {
        "title": current.title,
        "outcome": current.outcome,
        "problem": current.problem,
        "techniques": [technique.value for technique in current.techniques],
        "domain": str(current.domain.pk),
        **{name: _as_typed(getattr(current, name)) for name in MONEY},
        **{name: getattr(current, name) for name in ("effort_weeks", "reach", *DATES)},
        "impact": "" if isinstance(current.impact, Unknown) else str(current.impact.value),
        "autonomy": "" if isinstance(current.autonomy, Unknown) else str(current.autonomy.value),
        **{f"bucket_{key}": answer.value for key, answer in bucket.answers.items()},
        "bucket_override": bucket.override.value if bucket.override else "",
        "bucket_reason": bucket.reason,
        "listing": current.listing.value,
        "listing_reason": current.listing_reason,
        **{
            role.value: str(holder.pk) if (holder := current.owners.get(role)) else ""
            for role in OwnerRole
        },
    }


def _listings() -> list[tuple[str, Choice]]:
    return [(each.value, Choice(each.value, each.label, text=each.sentence)) for each in Listing]


def _levels(sentences: Mapping[Any, Any]) -> list[tuple[str, Choice]]:
    unknown = Choice("", _("Not known yet"), text=_("The tier stays open until both are stated."))
    return [
        *(
            (
                str(level.value),
                Choice(str(level.value), level.label, text=str(sentence), mark=str(level.value)),
            )
            for level, sentence in sentences.items()
        ),
        ("", unknown),
    ]
