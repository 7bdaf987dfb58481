"""What the register of the house can be narrowed by."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.domain.search_words import LONGEST_SEARCH
from portal.forms.sentences import Form
from portfolio.domain.buckets import Bucket
from portfolio.domain.stages import Stage
from portfolio.forms.use_case_filters import choice
from portfolio.selectors.register_entries import RegisterFilters


class RegisterFilterForm(Form):
    """Every value is checked against a short list; one that is not on it narrows nothing."""

    use_required_attribute = False

    q = forms.CharField(
        label=gettext_lazy("Search the register"),
        help_text=gettext_lazy("Title, outcome or code"),
        required=False,
        max_length=LONGEST_SEARCH,
    )
    domain = choice(gettext_lazy("Domain"))
    bucket = choice(gettext_lazy("Bucket"))
    stage = choice(gettext_lazy("Stage"))

    def __init__(self, data: Any = None, *, domains: Sequence[tuple[int, str]]) -> None:
        super().__init__(data)
        every = ("", _("All"))
        choices = {
            "domain": [every, *((str(pk), name) for pk, name in domains)],
            "bucket": [every, *((each.value, each.label) for each in Bucket)],
            "stage": [every, *((each.value, each.label) for each in Stage)],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        self.is_valid()

    def as_filters(self) -> RegisterFilters:
        """Return the filters whose values are known; the others narrow nothing."""
        said = self.cleaned_data
        return RegisterFilters(
            text=said.get("q", ""),
            domain_id=int(said["domain"]) if said.get("domain") else None,
            bucket=Bucket(said["bucket"]) if said.get("bucket") else None,
            stage=Stage(said["stage"]) if said.get("stage") else None,
        )

    def at_work(self) -> list[tuple[str, str, str]]:
        """Return name, label and value in words of every filter that narrows the register."""
        shown = []
        for name, value in self.cleaned_data.items():
            if value:
                field: Any = self.fields[name]
                words = dict(getattr(field, "choices", ())).get(value, value)
                shown.append((name, str(field.label), str(words)))
        return shown
