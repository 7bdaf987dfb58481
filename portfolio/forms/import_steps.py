"""The steps of an import: its table, its columns, its words, and a name for the mapping."""

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.forms.flat_select import FlatSelect
from portal.forms.sentences import Form
from portfolio.domain.import_answers import DETAIL, LEFT_OUT, LEVELS, UNDECIDED, Word, Words
from portfolio.domain.import_mappings import CHOICES, ChoiceField
from portfolio.domain.import_surveys import Column
from portfolio.domain.import_tables import ENCODINGS, TableChoices
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.selectors.import_runs import FIELD_LABELS
from portfolio.selectors.import_steps import ImportStep

KEEP: Final = "keep"
DATES: Final = {
    "day": ("%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y"),
    "month": ("%m/%d/%Y", "%m-%d-%Y", "%B %d, %Y", "%b %d, %Y"),
}
_LEVEL_LABELS: Final = (
    _("Domain, or its whole path"),
    _("Domain, second level"),
    _("Domain, third level"),
)
_SIGNS: Final = (
    ("", _("Find out")),
    (",", _("Comma")),
    (";", _("Semicolon")),
    ("\t", _("Tab")),
    ("|", _("Vertical bar")),
)


class TableForm(Form):
    """Which sheet, which row names the columns, which encoding."""

    sheet = forms.ChoiceField(label=_("Sheet"), widget=FlatSelect, required=False)
    header_row = forms.IntegerField(
        label=_("Row that names the columns"), min_value=1, max_value=50_000, required=False
    )
    encoding = forms.ChoiceField(label=_("Encoding"), widget=FlatSelect, required=False)
    delimiter = forms.ChoiceField(
        label=_("Sign between cells"), widget=FlatSelect, required=False, choices=_SIGNS
    )

    def __init__(self, *args: Any, step: ImportStep, **kwargs: Any) -> None:
        found = step.survey
        said = {"header_row": found.header_row, "sheet": found.sheet} | step.choices
        super().__init__(*args, **{"initial": said} | kwargs)
        if found.sheets:
            self.fields["sheet"].choices = [(name, name) for name in found.sheets]  # type: ignore[attr-defined]
            del self.fields["encoding"], self.fields["delimiter"]
        else:
            del self.fields["sheet"]
            label = gettext("Find out") + f" ({ENCODINGS.get(found.encoding, found.encoding)})"
            self.fields["encoding"].choices = [("", label), *ENCODINGS.items()]  # type: ignore[attr-defined]
        if not found.header_row:
            self.fields.clear()

    def as_choices(self) -> TableChoices:
        """Return what was said as the service takes it."""
        data = self.cleaned_data
        return TableChoices(
            sheet=data.get("sheet") or "",
            header_row=data.get("header_row") or 0,
            encoding=data.get("encoding") or "",
            delimiter=data.get("delimiter") or "",
        )


class ColumnsForm(Form):
    """What each column of a file means, and how its dates and numbers are written."""

    fills_down = forms.BooleanField(
        label=_("An empty cell of a domain means the one above it"), required=False
    )
    dates = forms.ChoiceField(
        label=_("Dates"),
        widget=FlatSelect,
        required=False,
        choices=(
            (KEEP, _("As the mapping says, or 2026-12-31 and 31.12.2026")),
            ("day", _("Day first: 31/12/2026")),
            ("month", _("Month first: 12/31/2026")),
        ),
    )
    decimal_mark = forms.ChoiceField(
        label=_("Before decimals"),
        widget=FlatSelect,
        required=False,
        choices=(("", _("Find out")), (".", _("A dot: 1,250.50")), (",", _("A comma: 1.250,50"))),
    )

    def __init__(self, *args: Any, step: ImportStep, **kwargs: Any) -> None:
        initial = {
            "fills_down": step.fills_down,
            "dates": KEEP,
            "decimal_mark": step.mapping.decimal_mark,
        }
        super().__init__(*args, **{"initial": initial} | kwargs)
        self.step = step
        choices = meaning_choices()
        for place, (column, meaning) in enumerate(step.columns):
            label = column.name or gettext("Column %(number)s") % {"number": place + 1}
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=label,
                choices=choices,
                initial=meaning,
                widget=FlatSelect(
                    attrs={
                        "class": "form-select",
                        "aria-label": gettext("%(column)s means") % {"column": label},
                    }
                ),
            )

    @property
    def rows(self) -> Iterator[tuple[Column, forms.BoundField, int]]:
        """The columns, each with its field and the share of rows that have anything there."""
        rows = max(self.step.survey.rows, 1)
        for place, column in enumerate(self.step.survey.columns):
            share = min(100, round(100 * column.filled / rows))
            yield column, self[f"column_{place}"], share

    def as_input(self) -> dict[str, Any]:
        """Return what was said as the service takes it."""
        data = self.cleaned_data
        places = range(len(self.step.survey.columns))
        return {
            "meanings": [data[f"column_{place}"] for place in places],
            "fills_down": data["fills_down"],
            "dates": DATES.get(data["dates"]),
            "decimal_mark": data["decimal_mark"],
        }


class WordsForm(Form):
    """What each different word of the columns of choices means."""

    def __init__(self, *args: Any, step: ImportStep, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = step.words
        for group in self.groups:
            choices = word_choices(group.field)
            for number, word in enumerate(group.words):
                label = word.text or gettext("empty")
                self.fields[f"{group.field}_{number}"] = forms.ChoiceField(
                    label=label,
                    choices=choices,
                    initial=word.meaning,
                    required=False,
                    widget=FlatSelect(
                        attrs={
                            "class": "form-select",
                            "aria-label": gettext("%(word)s means") % {"word": label},
                        }
                    ),
                )

    @property
    def tables(self) -> Iterator[tuple[Words, Any, list[tuple[Word, forms.BoundField]]]]:
        """The columns of choices: what each is, its label, and its words with their fields."""
        for group in self.groups:
            pairs = [
                (word, self[f"{group.field}_{number}"]) for number, word in enumerate(group.words)
            ]
            yield group, FIELD_LABELS[group.field], pairs

    def as_input(self) -> dict[str, dict[str, str]]:
        """Return what was said as the service takes it."""
        return {
            group.field: {
                word.text: self.cleaned_data[f"{group.field}_{number}"]
                for number, word in enumerate(group.words)
            }
            for group in self.groups
        }


class KeepMappingForm(Form):
    """A name under which a mapping is kept."""

    name = forms.CharField(label=_("Name"), max_length=100)
    is_shared = forms.BooleanField(label=_("Others may use it too"), required=False)


def meaning_choices() -> list[tuple[str, Any]]:
    """Return what a column can mean: a detail, left out, a level of the domain, or a field."""
    levels = list(zip(LEVELS, _LEVEL_LABELS, strict=True))
    fields = [(name, label) for name, label in FIELD_LABELS.items() if name not in LEVELS]
    return [
        (DETAIL, _("Kept as a detail")),
        (LEFT_OUT, _("Left out")),
        *fields[:3],
        *levels,
        *fields[3:],
    ]


def word_choices(field: str) -> list[tuple[str, Any]]:
    """Return what a word of a column of choices can mean."""
    undecided = (UNDECIDED, _("Choose"))
    if field == ChoiceField.STAGE:
        return [undecided, *((stage.value, stage.label) for stage in Stage)]
    nothing = ("", _("Says nothing"))
    if field == ChoiceField.TECHNIQUES:
        return [undecided, nothing, *((each.value, each.label) for each in Technique)]
    return [undecided, nothing, *((key, gettext(label)) for key, label in CHOICES[field].items())]
