"""Weighing the criteria of the scoring model, by the method the reader chose."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portfolio.domain.criteria import Axis, Criterion, ScoringModel
from portfolio.domain.pairwise import HIGHEST_RATIO, Judgement, pairs_of
from portfolio.domain.scoring_models import pair_key
from portfolio.domain.weighting import Weighing, WeightMethod
from portfolio.forms.scoring_drafts import DraftForm

QUESTIONS: Final = {
    WeightMethod.DIRECT: gettext_lazy(
        "Say which share of its axis each criterion has, in per cent."
    ),
    WeightMethod.SWING: gettext_lazy(
        "Think of the step from the worst description of a criterion to the best. Give the step "
        "that matters most 100, and the others what they matter beside it."
    ),
    WeightMethod.RANK_ORDER: gettext_lazy(
        "Only put the criteria in order, 1 for what matters most. The weights are the middle of "
        "all that agree with the order."
    ),
    WeightMethod.PAIRWISE: gettext_lazy(
        "Compare two at a time. The portal says how far the answers agree with one another, and "
        "which one fits the others least."
    ),
}


class WeightsForm(DraftForm):
    """The answers of one method for both axes."""

    method = forms.ChoiceField(
        choices=[(each.value, each.value) for each in WeightMethod],
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(
        self, data: Any = None, *, model: ScoringModel, method: WeightMethod, version: int
    ) -> None:
        super().__init__(data, initial={"version": version, "method": method.value})
        self.model, self.weight_method = model, method
        said = answers(model, method)
        for axis in Axis:
            for name, field in _fields(model.on(axis), method):
                self.fields[name] = field
                field.initial = said.get(name)

    @property
    def question(self) -> str:
        """What the method asks."""
        return str(QUESTIONS[self.weight_method])

    @property
    def is_pairwise(self) -> bool:
        return self.weight_method is WeightMethod.PAIRWISE

    @property
    def on_value(self) -> list[BoundField]:
        return self._on(Axis.VALUE)

    @property
    def on_feasibility(self) -> list[BoundField]:
        return self._on(Axis.FEASIBILITY)

    def _on(self, axis: Axis) -> list[BoundField]:
        return [self[name] for name in _names(self.model.on(axis), self.weight_method)]

    def as_weighings(self) -> dict[Axis, Weighing]:
        """Return what was answered, axis by axis."""
        return {axis: self._weighing(axis) for axis in Axis}

    def _weighing(self, axis: Axis) -> Weighing:
        method, criteria, said = self.weight_method, self.model.on(axis), self.cleaned_data
        if method is WeightMethod.PAIRWISE:
            pairs = pairs_of([each.key for each in criteria])
            return Weighing(
                method, judgements=tuple(_judgement(*each, said[pair_key(*each)]) for each in pairs)
            )
        return Weighing(method, tuple((each.key, float(said[each.key])) for each in criteria))


def _judgement(first: str, second: str, said: str) -> Judgement:
    times = int(said)
    return Judgement(first, second, times) if times > 0 else Judgement(second, first, -times)


def _names(criteria: tuple[Criterion, ...], method: WeightMethod) -> list[str]:
    keys = [each.key for each in criteria]
    if method is WeightMethod.PAIRWISE:
        return [pair_key(*pair) for pair in pairs_of(keys)]
    return keys


def _fields(
    criteria: tuple[Criterion, ...], method: WeightMethod
) -> Iterator[tuple[str, forms.Field]]:
    if method is WeightMethod.PAIRWISE:
        for first, second in pairs_of(criteria):
            yield pair_key(first.key, second.key), _pair_field(_(first.title), _(second.title))
        return
    for criterion in criteria:
        title = _(criterion.title)
        match method:
            case WeightMethod.RANK_ORDER:
                places = [(str(place), str(place)) for place in range(1, len(criteria) + 1)]
                yield (
                    criterion.key,
                    forms.ChoiceField(label=title, choices=places, widget=_select()),
                )
            case WeightMethod.SWING:
                yield (
                    criterion.key,
                    forms.DecimalField(
                        label=title, max_digits=5, decimal_places=2, min_value=0, max_value=100
                    ),
                )
            case _:
                yield (
                    criterion.key,
                    forms.DecimalField(
                        label=title,
                        max_digits=5,
                        decimal_places=2,
                        error_messages={"required": _("Enter a weight in per cent.")},
                    ),
                )


def _pair_field(first: str, second: str) -> forms.ChoiceField:
    def times(title: str, number: int) -> str:
        return _("%(criterion)s: %(times)d times as much") % {"criterion": title, "times": number}

    downwards = range(HIGHEST_RATIO, 1, -1)
    return forms.ChoiceField(
        label=_("%(first)s or %(second)s") % {"first": first, "second": second.lower()},
        widget=_select(),
        choices=[
            ("", _("Not compared yet")),
            *((str(number), times(first, number)) for number in downwards),
            ("1", _("Both the same")),
            *((str(-number), times(second, number)) for number in reversed(downwards)),
        ],
    )


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "form-select"})


def percentage(criterion: Criterion) -> Decimal:
    """Return the weight of a criterion in per cent, without the noise of binary fractions."""
    return _plain(100 * round(criterion.weight, 6), 4)


def answers(model: ScoringModel, method: WeightMethod) -> dict[str, Any]:
    """Return what a form begins with: the answers that are kept, else what the weights say.

    Pairwise comparison begins empty, as nobody gave these answers yet.
    """
    begun: dict[str, Any] = {}
    for axis in Axis:
        weighing = model.weighing(axis)
        if weighing is not None and weighing.method is method:
            begun |= _kept(weighing, [each.key for each in model.on(axis)])
        else:
            begun |= _derived(model.on(axis), method)
    return begun


def _kept(weighing: Weighing, keys: list[str]) -> Mapping[str, Any]:
    if weighing.method is WeightMethod.RANK_ORDER:
        return {key: str(int(place)) for key, place in weighing.numbers}
    if weighing.method is not WeightMethod.PAIRWISE:
        return {key: _plain(number, 2) for key, number in weighing.numbers}
    said = {(each.more, each.less): each.times for each in weighing.judgements}
    told = {}
    for first, second in pairs_of(keys):
        times = said.get((first, second))
        told[pair_key(first, second)] = str(times or -said[second, first])
        if times is None and said[second, first] == 1:
            told[pair_key(first, second)] = "1"
    return told


def _derived(criteria: tuple[Criterion, ...], method: WeightMethod) -> Mapping[str, Any]:
    match method:
        case WeightMethod.DIRECT:
            return {each.key: percentage(each) for each in criteria}
        case WeightMethod.SWING:
            highest = max(each.weight for each in criteria)
            return {each.key: _plain(100 * each.weight / highest, 0) for each in criteria}
        case WeightMethod.RANK_ORDER:
            ranked = sorted(criteria, key=lambda each: -each.weight)
            return {each.key: str(place) for place, each in enumerate(ranked, start=1)}
        case _:
            return {}


def _plain(number: float, decimals: int) -> Decimal:
    return Decimal(str(round(number, decimals))).normalize() + Decimal(0)
