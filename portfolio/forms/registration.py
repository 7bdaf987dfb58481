"""Registering a use case in one sitting: the four fields that are needed to be in."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.domain.roles import Capability, Member
from portal.forms.flat_select import FlatSelect
from portal.forms.sentences import Form
from portal.models import Domain
from portal.selectors.domains import domain_choices
from portfolio.domain.ownership import OwnerRole
from portfolio.forms.use_cases import UseCaseForm
from portfolio.selectors.ownership import owner_choices, people_by_id
from portfolio.selectors.use_case_drafts import DraftRow
from portfolio.services.use_case_inputs import UseCaseInput

_SHARED: Final = UseCaseForm.base_fields


class RegistrationForm(Form):
    """What a use case is called, what it brings, where it belongs and who answers for it."""

    use_required_attribute = False

    title = _SHARED["title"]
    outcome = _SHARED["outcome"]
    domain = _SHARED["domain"]
    business_owner = forms.ChoiceField(
        label=gettext_lazy("Business owner"),
        help_text=gettext_lazy("Answers for the outcome. You, until you name somebody else."),
        required=False,
        widget=FlatSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose somebody from the list.")},
    )

    draft = forms.CharField(widget=forms.HiddenInput, required=False)
    draft_version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        member: Member,
        today: date,
        initial: Mapping[str, Any] | None = None,
        is_draft: bool = False,
    ) -> None:
        told = {"business_owner": str(member.user_id), **(initial or {})}
        super().__init__(data, initial=told)
        self.member = member
        domains = domain_choices(member, Capability.REGISTER_USE_CASE)
        first = [] if len(domains) == 1 else [("", _("Choose a domain"))]
        self._choose("domain", [*first, *domains])
        if is_draft:
            for field in self.fields.values():
                field.required = False
        self._choose("business_owner", [(str(pk), label) for pk, label in owner_choices(today)])

    @property
    def draft_key(self) -> int | None:
        """The draft it goes on from, where it says so."""
        return _number(self["draft"].value())

    @property
    def draft_version_said(self) -> int:
        """The version of that draft its author saw."""
        return _number(self["draft_version"].value()) or 0

    def as_input(self) -> UseCaseInput:
        """Return what was said, typed; whoever registers owns what names no owner."""
        said = self.cleaned_data
        owner = int(said["business_owner"] or self.member.user_id)
        return UseCaseInput(
            domain=Domain.objects.visible_to(self.member).get(pk=said["domain"]),
            title=said["title"],
            outcome=said["outcome"],
            owners={OwnerRole.BUSINESS_OWNER: people_by_id({owner}).get(owner)},
        )

    def as_draft(self) -> dict[str, Any]:
        """Return what a draft keeps of it; what was not understood is left out."""
        said = self.cleaned_data
        owner = said.get("business_owner")
        return {
            "title": said.get("title", ""),
            "outcome": said.get("outcome", ""),
            "domain": said.get("domain") or None,
            "business_owner": int(owner) if owner else None,
        }

    def _choose(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


def drafted_values(draft: DraftRow) -> dict[str, Any]:
    """Return the values a form starts from when it goes on with a draft."""
    return {
        "title": draft.title,
        "outcome": draft.outcome,
        "domain": str(draft.domain_id or ""),
        "business_owner": str(draft.business_owner_id or ""),
        "draft": draft.pk,
        "draft_version": draft.version,
    }


def _number(text: Any) -> int | None:
    said = str(text or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 18 else None
