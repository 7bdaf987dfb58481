"""Drafts of frameworks: copying a version and changing the copy, part by part or as text."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.forms.sentences import Form

MAX_BYTES = 1_000_000
EFFORTS = [(str(number), str(number)) for number in range(1, 6)]


class CopyForm(Form):
    use_required_attribute = False

    version = forms.CharField(label=gettext_lazy("Version of the draft"), max_length=20)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=80)
    key = forms.CharField(
        label=gettext_lazy("Key"),
        help_text=gettext_lazy(
            "Leave it for a new version of the same framework. Another key makes a framework of "
            "its own, which is not compared with earlier results."
        ),
        max_length=60,
    )


class DraftForm(Form):
    """A form over part of a draft, which knows the version and the words it started from."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any], **kwargs: Any) -> None:
        words = {name: value for name, value in initial.items() if name != "version"}
        values = {**initial, "base": json.dumps(words)}
        super().__init__(data, initial=values, **kwargs)

    def base_words(self) -> dict[str, Any]:
        """Return the words the reader started from; nothing where they cannot be told."""
        try:
            found = json.loads(self.cleaned_data.get("base") or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class DetailsForm(DraftForm):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=80)
    summary = forms.CharField(
        label=gettext_lazy("Summary"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LayerForm(DraftForm):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=60)
    summary = forms.CharField(
        label=gettext_lazy("Summary"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    stands_on = forms.MultipleChoiceField(
        label=gettext_lazy("Stands on"),
        help_text=gettext_lazy("The layers it cannot be relied on without."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, layers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stands_on"].choices = layers  # type: ignore[attr-defined]
        if not layers:
            del self.fields["stands_on"]


class NewLayerForm(LayerForm):
    capability = forms.CharField(
        label=gettext_lazy("Its first capability"),
        help_text=gettext_lazy("A layer has at least one. Its texts are written next."),
        max_length=60,
    )


class NewCapabilityForm(DraftForm):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=60)
    layer = forms.ChoiceField(label=gettext_lazy("Layer"))

    def __init__(self, *args: Any, layers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layer"].choices = layers  # type: ignore[attr-defined]


class CapabilityForm(DraftForm):
    """Everything about one capability: a text for each level, and the steps between."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=60)
    layer = forms.ChoiceField(
        label=gettext_lazy("Layer"), help_text=gettext_lazy("Where its score is counted.")
    )
    question = forms.CharField(
        label=gettext_lazy("Question"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    weight = forms.FloatField(
        label=gettext_lazy("Weight"),
        help_text=gettext_lazy("How much it counts within its layer."),
        min_value=0.01,
        max_value=100,
    )

    def __init__(
        self,
        *args: Any,
        capability: Mapping[str, Any],
        layers: Sequence[tuple[str, str]],
        others: Sequence[tuple[str, str]],
        names: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layer"].choices = layers  # type: ignore[attr-defined]
        self.levels = [row["level"] for row in capability.get("levels", ())]
        self.steps = [row["from"] for row in capability.get("steps", ())]
        for level in self.levels:
            words = {"level": level, "name": names.get(level, "")}
            label = _("Level %(level)s, %(name)s") % words
            self.fields[f"level_{level}"] = _area(label, 220, rows=3)
        for start in self.steps:
            self._add_step(start, others)

    def _add_step(self, start: int, others: Sequence[tuple[str, str]]) -> None:
        self.fields |= {
            f"step_{start}_title": forms.CharField(label=_("What to do"), max_length=120),
            f"step_{start}_text": _area(_("How"), 5000, rows=3),
            f"step_{start}_effort": forms.ChoiceField(label=_("Effort, 1 to 5"), choices=EFFORTS),
            f"step_{start}_weeks": forms.IntegerField(label=_("Weeks"), min_value=1, max_value=104),
            f"step_{start}_who": forms.CharField(label=_("Who"), max_length=60),
            f"step_{start}_unlocks": forms.MultipleChoiceField(
                label=_("Unlocks"),
                choices=others,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
        }

    def level_fields(self) -> list[Any]:
        """Return the fields of the levels, lowest first."""
        return [self[f"level_{level}"] for level in self.levels]

    def step_fields(self) -> list[dict[str, Any]]:
        """Return the fields of each step by their names, with the levels it joins."""
        names = ("title", "text", "effort", "weeks", "who", "unlocks")
        return [
            {name: self[f"step_{start}_{name}"] for name in names}
            | {"from": start, "to": start + 1}
            for start in self.steps
        ]

    def words(self) -> dict[str, Any]:
        """Return the capability in the shape of a framework file."""
        given = self.cleaned_data
        found: dict[str, Any] = {name: given[name] for name in ("title", "question", "weight")}
        if self.levels:
            found["levels"] = [
                {"level": level, "text": given[f"level_{level}"]} for level in self.levels
            ]
        if self.steps:
            found["steps"] = [self._step(start) for start in self.steps]
        return found

    def _step(self, start: int) -> dict[str, Any]:
        given = self.cleaned_data
        texts = {name: given[f"step_{start}_{name}"] for name in ("title", "text", "who")}
        return {
            "from": start,
            "to": start + 1,
            **texts,
            "effort": int(given[f"step_{start}_effort"]),
            "weeks": given[f"step_{start}_weeks"],
            "unlocks": given[f"step_{start}_unlocks"],
        }


class TextForm(Form):
    use_required_attribute = False

    text = forms.CharField(
        label=gettext_lazy("Framework as YAML"),
        max_length=MAX_BYTES,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "class": "st-code", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file in its place"),
        help_text=gettext_lazy("YAML, at most 1 MB. It replaces the text above."),
        max_length=200,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def capability_words(layer: str, capability: Mapping[str, Any]) -> dict[str, Any]:
    """Return a capability as its form starts from it."""
    found: dict[str, Any] = {"layer": layer}
    found |= {name: capability[name] for name in ("title", "question")}
    found["weight"] = capability.get("weight", 1.0)
    for row in capability.get("levels", ()):
        found[f"level_{row['level']}"] = row["text"]
    for row in capability.get("steps", ()):
        for name in ("title", "text", "weeks", "who"):
            found[f"step_{row['from']}_{name}"] = row[name]
        found[f"step_{row['from']}_effort"] = str(row["effort"])
        found[f"step_{row['from']}_unlocks"] = list(row.get("unlocks", ()))
    return found


def _area(label: str, longest: int, *, rows: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, widget=widget)
