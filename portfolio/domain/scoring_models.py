"""Scoring models: the rules a model keeps, and how it is written down."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from itertools import chain
from typing import Any, Final

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portfolio.domain.criteria import HIGHEST_RATING, Axis, Criterion, ScoringModel
from portfolio.domain.pairwise import JudgementsInvalid
from portfolio.domain.weighting import (
    Weighing,
    WeightMethod,
    weighing_from_data,
    weighing_to_data,
    weights_of,
)

WEIGHT_TOLERANCE: Final = 1e-6


class ScoringModelInvalid(Invalid):
    """The scoring model breaks a rule; ``problems`` holds one sentence for each."""

    code = "scoring_model_invalid"

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def check_model(model: ScoringModel) -> ScoringModel:
    """Return the model when every rule holds, and refuse it with all problems when not.

    Parameters
    ----------
    model
        The model somebody wants to use.

    Returns
    -------
    ScoringModel
        The same model.

    Raises
    ------
    ScoringModelInvalid
        With one sentence for each broken rule.

    Examples
    --------
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> check_model(DEFAULT_MODEL) is DEFAULT_MODEL
    True
    """
    problems = tuple(
        chain(
            _key_problems(model),
            chain.from_iterable(criterion_problems(c) for c in model.criteria),
            chain.from_iterable(_axis_problems(model, axis) for axis in Axis),
            chain.from_iterable(_weighing_problems(model, axis) for axis in Axis),
            _setting_problems(model),
        )
    )
    if problems:
        raise ScoringModelInvalid(problems)
    return model


def _key_problems(model: ScoringModel) -> Iterator[str]:
    keys = [criterion.key for criterion in model.criteria]
    for key in dict.fromkeys(keys):
        if keys.count(key) > 1:
            yield _("The key {key} is used {times} times.", key=key, times=keys.count(key))


def criterion_problems(criterion: Criterion) -> Iterator[str]:
    """Say what is wrong with the words or the weight of one criterion."""
    name = _(criterion.title.strip() or criterion.key) or _("A criterion")
    if not (criterion.key.strip() and criterion.title.strip() and criterion.question.strip()):
        yield _("{criterion} needs a key, a title and a question.", criterion=name)
    if not criterion.weight > 0:
        yield _(
            "The weight of {criterion} is {weight:g}; it has to be above 0.",
            criterion=name,
            weight=criterion.weight,
        )
    if len(criterion.anchors) != HIGHEST_RATING + 1 or not all(
        anchor.strip() for anchor in criterion.anchors
    ):
        yield _(
            "{criterion} needs six descriptions, one for each rating from 0 to 5.", criterion=name
        )


def _axis_problems(model: ScoringModel, axis: Axis) -> Iterator[str]:
    criteria = model.on(axis)
    total = sum(criterion.weight for criterion in criteria)
    if not criteria:
        yield _("The model has no {axis} criterion.", axis=axis.word)
    elif not abs(total - 1) <= WEIGHT_TOLERANCE:
        yield _("The {axis} weights add up to {total:.6g}, not 1.", axis=axis.word, total=total)


def _weighing_problems(model: ScoringModel, axis: Axis) -> Iterator[str]:
    weighing, criteria = model.weighing(axis), model.on(axis)
    if weighing is None:
        return
    try:
        found = weights_of(weighing, [criterion.key for criterion in criteria])
    except Invalid as refused:
        yield refused.sentence
        return
    if not all(abs(found[each.key] - each.weight) <= WEIGHT_TOLERANCE for each in criteria):
        yield _(
            "The {axis} weights do not follow from the answers that are kept with them.",
            axis=axis.word,
        )


def _setting_problems(model: ScoringModel) -> Iterator[str]:
    if not 0 <= model.alpha <= 1:
        yield _(
            "The weight of value in the priority is {alpha:g}; it goes from 0 to 1.",
            alpha=model.alpha,
        )
    if not 0 < model.minimum_coverage <= 1:
        yield _(
            "The minimum coverage is {coverage:g}; it goes from above 0 to 1.",
            coverage=model.minimum_coverage,
        )
    thresholds = (model.value_threshold, model.feasibility_threshold)
    for axis, threshold in zip(Axis, thresholds, strict=True):
        if not 0 <= threshold <= 100:
            yield _(
                "The {axis} threshold is {threshold:g}; it goes from 0 to 100.",
                axis=axis.word,
                threshold=threshold,
            )


def model_to_data(model: ScoringModel) -> dict[str, Any]:
    """Write a model as plain data, for storing, exporting and snapshots.

    Parameters
    ----------
    model
        The model to write.

    Returns
    -------
    dict
        Text, numbers, lists and dicts only; ``model_from_data`` reads it back unchanged.

    Examples
    --------
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> model_from_data(model_to_data(DEFAULT_MODEL)) == DEFAULT_MODEL
    True
    """
    data = asdict(model)
    data["criteria"] = [criterion_to_data(criterion) for criterion in model.criteria]
    for axis in Axis:
        data[f"{axis}_weighing"] = weighing_to_data(model.weighing(axis))
    return data


def model_from_data(data: Mapping[str, Any]) -> ScoringModel:
    """Read a model from plain data.

    Parameters
    ----------
    data
        What ``model_to_data`` wrote, possibly edited by hand since.

    Returns
    -------
    ScoringModel
        A model that has passed ``check_model``.

    Raises
    ------
    ScoringModelInvalid
        When the data has the wrong shape or the model breaks a rule.
    """
    try:
        model = ScoringModel(
            key=str(data["key"]),
            version=int(data["version"]),
            title=str(data["title"]),
            criteria=tuple(criterion_from_data(row) for row in data["criteria"]),
            alpha=float(data["alpha"]),
            value_threshold=float(data["value_threshold"]),
            feasibility_threshold=float(data["feasibility_threshold"]),
            minimum_coverage=float(data["minimum_coverage"]),
            # Versions from before answers were kept have none.
            value_weighing=weighing_from_data(data.get("value_weighing")),
            feasibility_weighing=weighing_from_data(data.get("feasibility_weighing")),
        )
    except KeyError as error:
        problem = _("The scoring model has no {entry}.", entry=error.args[0])
        raise ScoringModelInvalid((problem,)) from error
    except (TypeError, ValueError) as error:
        problem = _("The scoring model cannot be read: {error}.", error=error)
        raise ScoringModelInvalid((problem,)) from error
    return check_model(model)


def criterion_to_data(criterion: Criterion) -> dict[str, Any]:
    """Write one criterion as plain data."""
    row = asdict(criterion)
    return {**row, "axis": str(criterion.axis), "anchors": list(criterion.anchors)}


def criterion_from_data(row: Mapping[str, Any]) -> Criterion:
    """Read one criterion from plain data."""
    return Criterion(
        key=str(row["key"]),
        axis=Axis(row["axis"]),
        title=str(row["title"]),
        question=str(row["question"]),
        weight=float(row["weight"]),
        anchors=tuple(map(str, row["anchors"])),
    )


class WeightsInvalid(Invalid):
    """The answers make no weights; ``fields`` says beside which criterion or pair that shows."""

    code = "weights_invalid"


def reweighed(model: ScoringModel, weighings: Mapping[Axis, Weighing]) -> ScoringModel:
    """Return the model with the weights that follow from new answers.

    Parameters
    ----------
    model
        The model as it is.
    weighings
        The answers for each axis that is weighed anew; they are kept with the model.

    Returns
    -------
    ScoringModel
        The same in everything else.

    Raises
    ------
    WeightsInvalid
        With a sentence for each axis; a field is the key of a criterion, or of a pair as
        ``pair_key`` writes it.

    Examples
    --------
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> order = enumerate((c.key for c in DEFAULT_MODEL.on(Axis.VALUE)), start=1)
    >>> said = Weighing(WeightMethod.RANK_ORDER, tuple((key, place) for place, key in order))
    >>> changed = reweighed(DEFAULT_MODEL, {Axis.VALUE: said})
    >>> [round(c.weight, 4) for c in changed.on(Axis.VALUE)]
    [0.4567, 0.2567, 0.1567, 0.09, 0.04]
    """
    found: dict[str, float] = {}
    fields: dict[str, str] = {}
    for axis, weighing in weighings.items():
        criteria = model.on(axis)
        problems = dict(_answer_problems(axis, weighing, criteria))
        if problems:
            fields |= problems
            continue
        found |= weights_of(weighing, [each.key for each in criteria])
    if fields:
        raise WeightsInvalid(" ".join(dict.fromkeys(fields.values())), fields=fields)
    return replace(
        model,
        criteria=tuple(replace(c, weight=found.get(c.key, c.weight)) for c in model.criteria),
        value_weighing=weighings.get(Axis.VALUE, model.value_weighing),
        feasibility_weighing=weighings.get(Axis.FEASIBILITY, model.feasibility_weighing),
    )


def pair_key(first: str, second: str) -> str:
    """Return the name under which the comparison of two criteria is asked for."""
    return f"{first}:{second}"


def _answer_problems(
    axis: Axis, weighing: Weighing, criteria: tuple[Criterion, ...]
) -> Iterator[tuple[str, str]]:
    keys = [each.key for each in criteria]
    numbers = dict(weighing.numbers)
    if weighing.method is not WeightMethod.PAIRWISE:
        yield from _number_problems(numbers, criteria)
        if not all(numbers.get(key, 0) > 0 for key in keys):
            return
    try:
        weights_of(weighing, keys)
    except JudgementsInvalid as refused:
        for first, second in refused.pairs:
            yield pair_key(first, second), refused.sentence
        if not refused.pairs:
            yield keys[0], refused.sentence
    except Invalid as refused:
        is_share = weighing.method is WeightMethod.DIRECT and set(numbers) == set(keys)
        told = _sum_sentence(axis, sum(numbers.values())) if is_share else refused.sentence
        yield keys[0], told


def _number_problems(
    numbers: Mapping[str, float], criteria: tuple[Criterion, ...]
) -> Iterator[tuple[str, str]]:
    for criterion in criteria:
        if not numbers.get(criterion.key, 0) > 0:
            name = _(criterion.title).lower()
            yield criterion.key, _("Enter a weight above 0 for {criterion}.", criterion=name)


def _sum_sentence(axis: Axis, total: float) -> str:
    off = round(total - 100, 2)
    told = {"axis": axis.word, "total": f"{round(total, 2):g}", "off": f"{abs(off):g}"}
    if off > 0:
        return _("The {axis} weights add up to {total}%, not 100%. Take {off} off.", **told)
    return _("The {axis} weights add up to {total}%, not 100%. Add {off}.", **told)
