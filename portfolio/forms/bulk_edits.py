"""Changing many use cases at once: what shall be changed, and why."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.domain.roles import Capability, Member
from portal.forms.flat_select import FlatSelect
from portal.forms.sentences import Form
from portal.selectors.domains import domain_choices
from portfolio.domain.buckets import Bucket
from portfolio.domain.bulk_edits import BulkChange, Standing, label_of
from portfolio.domain.listing import Listing
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.domain.use_cases import DATES
from portfolio.selectors.ownership import owner_choices

VACANT: Final = "vacant"
type Choices = Iterable[tuple[str, str]]


def _choice(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, widget=FlatSelect)


def _several(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple
    )


class BulkChangeForm(Form):
    """What shall be said about every use case; a field that is left alone changes nothing."""

    use_required_attribute = False

    domain = _choice(gettext_lazy("Domain"))
    stage = _choice(gettext_lazy("Stage"))
    bucket = _choice(gettext_lazy("Bucket"))
    bucket_reason = forms.CharField(
        label=gettext_lazy("Why this bucket"), required=False, max_length=1000
    )
    added = _several(gettext_lazy("Add techniques"))
    removed = _several(gettext_lazy("Remove techniques"))
    emptied = _several(gettext_lazy("Empty these dates"))
    listing = _choice(gettext_lazy("Who finds it in the register"))
    listing_reason = forms.CharField(
        label=gettext_lazy("Why not everybody"),
        required=False,
        max_length=1000,
    )
    standing = _choice(gettext_lazy("Archive or restore"))

    def __init__(self, data: Any = None, *, member: Member, today: date) -> None:
        super().__init__(data)
        stay = ("", _("Leave as it is"))
        domains = domain_choices(member, Capability.EDIT_USE_CASE)
        self._choose("domain", [stay, *((str(pk), name) for pk, name in domains)])
        self._choose("stage", [stay, *((each.value, each.label) for each in Stage)])
        self._choose("bucket", [stay, *((each.value, each.label) for each in Bucket)])
        self._choose("listing", [stay, *((each.value, each.label) for each in Listing)])
        self._choose("standing", [stay, *((each.value, each.label) for each in Standing)])
        techniques = [(each.value, each.label) for each in Technique]
        self._choose("added", techniques)
        self._choose("removed", techniques)
        self._choose("emptied", [(name, label_of(name)) for name in DATES])
        people = [(str(pk), label) for pk, label in owner_choices(today)]
        for role in OwnerRole:
            self.fields[role.value] = _choice(role.label)
            self._choose(role.value, [stay, (VACANT, _("Vacant")), *people])
        for name in DATES:
            self.fields[name] = forms.DateField(
                label=label_of(name),
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )

    def owners(self) -> list[forms.BoundField]:
        """Return the four owner roles."""
        return [self[role.value] for role in OwnerRole]

    def dates(self) -> list[forms.BoundField]:
        """Return the four dates."""
        return [self[name] for name in DATES]

    def says_owners(self) -> bool:
        """Tell whether somebody was chosen, or something is wrong with who was."""
        return any(bound.value() or bound.errors for bound in self.owners())

    def says_dates(self) -> bool:
        """Tell whether a date was given or emptied, or something is wrong with one."""
        return any(bound.value() or bound.errors for bound in (*self.dates(), self["emptied"]))

    def as_change(self) -> BulkChange:
        """Return what was said, typed."""
        said = self.cleaned_data
        owners = {role: said[role.value] for role in OwnerRole if said[role.value]}
        dates: dict[str, date | None] = {name: said[name] for name in DATES if said[name]}
        return BulkChange(
            domain=int(said["domain"]) if said["domain"] else None,
            stage=Stage(said["stage"]) if said["stage"] else None,
            owners={role: None if pk == VACANT else int(pk) for role, pk in owners.items()},
            added=tuple(map(Technique, said["added"])),
            removed=tuple(map(Technique, said["removed"])),
            dates=dict.fromkeys(said["emptied"]) | dates,
            bucket=Bucket(said["bucket"]) if said["bucket"] else None,
            bucket_reason=said["bucket_reason"],
            standing=Standing(said["standing"]) if said["standing"] else None,
            listing=Listing(said["listing"]) if said["listing"] else None,
            listing_reason=said["listing_reason"],
        )

    def _choose(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]


class BulkReasonForm(Form):
    """Why many use cases are changed."""

    use_required_attribute = False

    reason = forms.CharField(
        label=gettext_lazy("Why are they changed?"),
        help_text=gettext_lazy("It stands in the history of each of them."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say why they are changed.")},
    )


def read_ids(values: Iterable[str]) -> list[int]:
    """Return the numbers of the ticked use cases, each once; what is no number is not ticked.

    One value may hold several, as ``3,4,5``.
    """
    said = (each for value in values for each in value.split(","))
    ids = (int(each) for each in said if each.isascii() and each.isdigit() and len(each) < 16)
    return list(dict.fromkeys(ids))
