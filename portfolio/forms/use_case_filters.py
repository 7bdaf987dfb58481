"""What a list of use cases can be narrowed by."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.domain.search_words import LONGEST_SEARCH
from portal.forms.flat_select import FlatSelect
from portal.forms.sentences import Form
from portfolio.domain.balance import Horizon
from portfolio.domain.buckets import Bucket
from portfolio.domain.import_sources import source_words
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.priority import Quadrant
from portfolio.domain.risk_tiers import Tier
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.selectors.use_cases import OwnerGap, UseCaseFilters

type Choices = list[tuple[str, str]]


def choice(label: Any) -> forms.ChoiceField:
    """Return a filter whose choices are filled in for the reader."""
    # Django's own sentence would call the reader's address bar "one of the available".
    unknown = {"invalid_choice": gettext_lazy("There is no “%(value)s”.")}
    return forms.ChoiceField(label=label, required=False, widget=FlatSelect, error_messages=unknown)


def hidden_choice(label: Any) -> forms.ChoiceField:
    """Return a filter that other pages lead here with; the list only says that it is at work."""
    return forms.ChoiceField(label=label, required=False, widget=forms.HiddenInput)


class UseCaseFilterForm(Form):
    """Every value is checked against a short list; what is not on it is named and left out.

    A form that is not shown has only the fields that its data names.
    """

    use_required_attribute = False

    q = forms.CharField(
        label=gettext_lazy("Search use cases"),
        help_text=gettext_lazy("Title, outcome, reference or code"),
        required=False,
        max_length=LONGEST_SEARCH,
    )
    domain = choice(gettext_lazy("Domain"))
    bucket = choice(gettext_lazy("Bucket"))
    stage = choice(gettext_lazy("Stage"))
    quadrant = choice(gettext_lazy("Quadrant"))
    tier = choice(gettext_lazy("Risk tier"))
    technique = choice(gettext_lazy("Technique"))
    scored = choice(gettext_lazy("Scored"))
    before_production = choice(gettext_lazy("Before production"))
    owner_gap = choice(gettext_lazy("Owner gap"))
    source = choice(gettext_lazy("Source"))
    archived = choice(gettext_lazy("Archived"))
    # The balance leads here with these two.
    horizon = hidden_choice(gettext_lazy("Horizon"))
    alone = hidden_choice(gettext_lazy("Without domains beneath"))

    def __init__(
        self,
        data: Any = None,
        *,
        domains: Sequence[tuple[int, str, str]],
        sources: Sequence[str],
        is_shown: bool = True,
        **kwargs: Any,
    ) -> None:
        if not is_shown:
            # A form is its own copy of every field, which takes longer than reading the few named.
            named = {name: field for name, field in self.base_fields.items() if name in data}
            self.base_fields = named  # type: ignore[misc]
        super().__init__(data, **kwargs)
        self.paths = {str(pk): path for pk, _name, path in domains}
        for name, choices in _choices(domains, sources).items():
            if name in self.fields:
                self.fields[name].choices = choices  # type: ignore[attr-defined]

    def as_filters(self) -> UseCaseFilters:
        """Return the filters whose values are known; the others narrow nothing."""
        self.full_clean()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return UseCaseFilters(
            text=said.get("q", ""),
            domain_path=self.paths.get(said.get("domain", ""), ""),
            bucket=_one(Bucket, said.get("bucket")),
            stage=_one(Stage, said.get("stage")),
            horizon=_one(Horizon, said.get("horizon")),
            is_domain_alone=said.get("alone") == "yes",
            quadrant=_one(Quadrant, said.get("quadrant")),
            tier=int(said["tier"]) if "tier" in said else None,
            technique=_one(Technique, said.get("technique")),
            is_scored=said["scored"] == "yes" if "scored" in said else None,
            is_before_production=(
                said["before_production"] == "yes" if "before_production" in said else None
            ),
            owner_gap=_one(OwnerGap, said.get("owner_gap")),
            source=said.get("source", ""),
            is_archived=said.get("archived") == "yes",
        )

    def at_work(self) -> list[tuple[str, str, str]]:
        """Return name, label and value in words of every filter that narrows the list."""
        shown = []
        for name, value in self.cleaned_data.items():
            if value:
                field = self.fields[name]
                words = dict(getattr(field, "choices", ())).get(value, value)
                shown.append((name, str(field.label), str(words).strip()))
        return shown


def _one[Kind: StrEnum](kind: type[Kind], value: str | None) -> Kind | None:
    return kind(value) if value else None


def _choices(domains: Sequence[tuple[int, str, str]], sources: Sequence[str]) -> dict[str, Choices]:
    names = {pk: name.strip() for pk, name, _path in domains}
    return {
        "domain": _or_all((str(pk), name) for pk, name, _path in domains),
        "source": _or_all((source, source_words(source, names)) for source in sources),
        **_fixed_choices(get_language()),
    }


@lru_cache
def _fixed_choices(_language: str | None) -> dict[str, Choices]:
    anyone = (OwnerGap.ANY.value, _("Any role vacant"))
    return {
        "bucket": _or_all((bucket.value, bucket.label) for bucket in Bucket),
        "stage": _or_all((stage.value, stage.label) for stage in Stage),
        "quadrant": _or_all((quadrant.value, quadrant.label) for quadrant in Quadrant),
        "tier": _or_all((str(tier.value), f"{tier.label} · {tier.title}") for tier in Tier),
        "technique": _or_all((technique.value, technique.label) for technique in Technique),
        "scored": _or_all([("yes", _("Yes")), ("no", _("No"))]),
        "before_production": _or_all([("yes", _("Yes")), ("no", _("No"))]),
        "owner_gap": _or_all([anyone, *((role.value, role.label) for role in OwnerRole)]),
        "archived": [("", _("No")), ("yes", _("Yes"))],
        "horizon": _or_all((horizon.value, horizon.label) for horizon in Horizon),
        "alone": [("", _("No")), ("yes", _("Yes"))],
    }


def _or_all(choices: Iterable[tuple[str, str]]) -> Choices:
    return [("", _("All")), *choices]
