"""Rating one use case: a described score and its evidence for each criterion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain.confidence import Confidence
from portal.domain.page_parts import Choice, Conflict
from portal.forms.sentences import Form
from portfolio.domain.criteria import HIGHEST_RATING, Axis
from portfolio.domain.domain_standards import Layer
from portfolio.domain.scoring import Unrated
from portfolio.selectors.ratings import CriterionRating, UseCaseRatings, Voice
from portfolio.services.ratings import RatingInput

EVIDENCE, RATIONALE, CONFIRM, BASE = "evidence", "rationale", "confirm", "base"
LOW, HIGH, SURE = "low", "high", "confidence"


@dataclass(frozen=True, slots=True)
class CriterionFields:
    """What the page shows for one criterion; ``confirm`` only where a suggestion waits for it."""

    rated: CriterionRating
    score: BoundField
    rationale: BoundField
    evidence: BoundField
    low: BoundField
    high: BoundField
    confidence: BoundField
    base: BoundField
    evidence_base: BoundField
    confirm: BoundField | None
    weight: str

    @property
    def says_more(self) -> bool:
        """Whether anything stands, or is wrong, in the part that is folded away."""
        more = (self.rationale, self.low, self.high, self.confidence)
        return any(bound.errors or bound.value() for bound in more)


class RatingForm(Form):
    """One score field for each criterion, under the name of the criterion."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, ratings: UseCaseRatings, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.ratings = ratings
        for rated in ratings.criteria:
            self._add(rated)

    def _add(self, rated: CriterionRating) -> None:
        criterion, begun = rated.criterion, rated.begun
        said, evidence = _text(begun.score if begun else None), begun.evidence if begun else ""
        choices: list[tuple[str, Any]] = [
            (str(number), Choice(str(number), _(anchor), mark=str(number)))
            for number, anchor in enumerate(criterion.anchors)
        ]
        self.fields[criterion.key] = forms.ChoiceField(
            label=_(criterion.title),
            help_text=_(criterion.question),
            choices=[*choices, ("", Choice("", _("Not rated yet")))],
            required=False,
            initial=said,
            widget=forms.RadioSelect,
        )
        self.fields[f"{criterion.key}_{EVIDENCE}"] = forms.CharField(
            label=_("Evidence"),
            required=False,
            max_length=4000,
            initial=evidence,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields[f"{criterion.key}_{BASE}"] = forms.CharField(
            required=False, initial=said, widget=forms.HiddenInput
        )
        self.fields[f"{criterion.key}_{EVIDENCE}_{BASE}"] = forms.CharField(
            required=False, initial=evidence, widget=forms.HiddenInput
        )
        self._add_certainty(criterion.key, begun)
        if rated.is_suggested:
            self.fields[f"{criterion.key}_{CONFIRM}"] = forms.BooleanField(
                label=gettext_lazy("I confirm this suggestion"), required=False
            )

    def _add_certainty(self, key: str, begun: Voice | None) -> None:
        self.fields[f"{key}_{RATIONALE}"] = forms.CharField(
            label=_("Why"),
            required=False,
            max_length=4000,
            initial=begun.rationale if begun else "",
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        points = [("", _("Not said")), *((str(n), str(n)) for n in range(HIGHEST_RATING + 1))]
        for name, label, said in (
            (LOW, _("At least"), begun.low if begun else None),
            (HIGH, _("At most"), begun.high if begun else None),
        ):
            self.fields[f"{key}_{name}"] = forms.ChoiceField(
                label=label, choices=points, required=False, initial=_text(said)
            )
        self.fields[f"{key}_{SURE}"] = forms.ChoiceField(
            label=_("How sure are you?"),
            choices=[("", _("Not said")), *((str(int(c)), c.label) for c in Confidence)],
            required=False,
            initial=_text(int(begun.confidence) if begun and begun.confidence else None),
        )

    def on(self, axis: Axis) -> list[CriterionFields]:
        """Return the fields of one axis, criterion by criterion."""
        return [self._fields(rated) for rated in self.ratings.on(axis)]

    @property
    def on_value(self) -> list[CriterionFields]:
        return self.on(Axis.VALUE)

    @property
    def on_feasibility(self) -> list[CriterionFields]:
        return self.on(Axis.FEASIBILITY)

    @property
    def by_domain(self) -> list[tuple[Layer, list[CriterionFields]]]:
        """Return what each domain asks besides, and by which version of its standard."""
        return [
            (layer, [self._fields(each) for each in self.ratings.criteria if each.layer is layer])
            for layer in self.ratings.layers
        ]

    def _fields(self, rated: CriterionRating) -> CriterionFields:
        key = rated.criterion.key
        return CriterionFields(
            rated=rated,
            score=self[key],
            rationale=self[f"{key}_{RATIONALE}"],
            evidence=self[f"{key}_{EVIDENCE}"],
            low=self[f"{key}_{LOW}"],
            high=self[f"{key}_{HIGH}"],
            confidence=self[f"{key}_{SURE}"],
            base=self[f"{key}_{BASE}"],
            evidence_base=self[f"{key}_{EVIDENCE}_{BASE}"],
            confirm=self[f"{key}_{CONFIRM}"] if rated.is_suggested else None,
            weight=_weight(rated),
        )

    def clean(self) -> dict[str, Any]:
        """Refuse words for a rating that was not given."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for rated in self.ratings.criteria:
            key = rated.criterion.key
            if data.get(key) != "":
                continue
            if data.get(f"{key}_{EVIDENCE}"):
                self.add_error(key, _("Choose a rating for this evidence, or clear it."))
            elif any(data.get(f"{key}_{name}") for name in (RATIONALE, LOW, HIGH, SURE)):
                self.add_error(key, _("Choose a rating, or clear what you said about it."))
        return data

    def as_input(self) -> dict[str, RatingInput | Unrated]:
        """Return what was said; a suggestion that was neither changed nor confirmed is not."""
        said: dict[str, RatingInput | Unrated] = {}
        for rated in self.ratings.criteria:
            key = rated.criterion.key
            score = self.cleaned_data[key]
            begun = rated.begun
            if score == "":
                if begun is not None:
                    said[key] = Unrated()
                continue
            wanted = self._input(key, int(score))
            is_same = begun is not None and wanted == _as_input(begun)
            if rated.is_suggested and is_same and not self.cleaned_data[f"{key}_{CONFIRM}"]:
                continue
            said[key] = wanted
        return said

    def _input(self, key: str, score: int) -> RatingInput:
        said = {
            name: self.cleaned_data[f"{key}_{name}"]
            for name in (EVIDENCE, RATIONALE, LOW, HIGH, SURE)
        }
        return RatingInput(
            score,
            said[EVIDENCE],
            said[RATIONALE],
            low=_number(said[LOW]),
            high=_number(said[HIGH]),
            confidence=Confidence(int(said[SURE])) if said[SURE] else None,
        )


def _weight(rated: CriterionRating) -> str:
    """Say how much a criterion counts: for the enterprise, or within the domain that asks it."""
    share = f"{rated.criterion.weight:.0%}"
    if rated.layer is None:
        return _("%(weight)s of its axis") % {"weight": share}
    words = {"weight": share, "axis": rated.criterion.axis.word, "domain": rated.layer.domain}
    return _("%(weight)s of %(axis)s within %(domain)s") % words


def _as_input(voice: Voice) -> RatingInput:
    return RatingInput(
        voice.score,
        voice.evidence,
        voice.rationale,
        low=voice.low,
        high=voice.high,
        confidence=voice.confidence,
    )


def _number(text: str) -> int | None:
    return int(text) if text else None


def both_ratings(form: RatingForm, now: UseCaseRatings, *, version: int) -> "Both":
    """Return the posted data over the newest ratings, and what both have changed.

    What the reader did not touch becomes theirs, or saving again would take their change back
    unseen.
    """
    data = cast("QueryDict", form.data).copy()
    conflicts = []
    for rated in now.criteria:
        key, title = rated.criterion.key, _(rated.criterion.title)
        begun = rated.begun
        evidence = _("%(criterion)s: evidence") % {"criterion": title}
        for label, name, theirs, empty in (
            (title, key, _text(begun.score if begun else None), _("Not rated yet")),
            (evidence, f"{key}_{EVIDENCE}", begun.evidence if begun else "", _("No evidence")),
        ):
            conflict = _settled(data, name, theirs, label=label, empty=empty)
            if conflict is not None:
                conflicts.append(conflict)
    data["version"] = str(version)
    return Both(data, conflicts)


def is_untouched(form: RatingForm, now: UseCaseRatings) -> bool:
    """Whether what the reader's form began with still stands, whatever else changed."""
    data = form.data
    for rated in now.criteria:
        key, begun = rated.criterion.key, rated.begun
        score, evidence = _text(begun.score if begun else None), begun.evidence if begun else ""
        opened = data.get(f"{key}_{BASE}", ""), data.get(f"{key}_{EVIDENCE}_{BASE}", "")
        if (score, _one_line_end(evidence)) != (opened[0], _one_line_end(opened[1])):
            return False
    return True


def _settled(data: QueryDict, name: str, theirs: str, *, label: str, empty: str) -> Conflict | None:
    """Put what stands now beneath one field, and tell when that differs from what was opened."""
    base, yours, now = (
        _one_line_end(text) for text in (data.get(f"{name}_{BASE}", ""), data.get(name, ""), theirs)
    )
    data[f"{name}_{BASE}"] = theirs
    if now in {base, yours}:
        return None
    is_mine = yours != base
    if not is_mine:
        data[name] = theirs
    words = (yours or empty) if is_mine else _("Not touched, so theirs is kept")
    return Conflict(label, base, now, words)


def _one_line_end(text: str) -> str:
    # A browser sends another line end than a program stores.
    return text.replace("\r\n", "\n").strip()


@dataclass(frozen=True, slots=True)
class Both:
    """The form's data over the newest version, and every rating that differs."""

    data: Mapping[str, Any]
    conflicts: Sequence[Conflict]


def _text(score: int | None) -> str:
    return "" if score is None else str(score)
