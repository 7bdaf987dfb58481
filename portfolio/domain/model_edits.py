"""Model edits: what changes one part of a scoring model and leaves the rest consistent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portfolio.domain.criteria import Axis, Criterion, ScoringModel

LONGEST_KEY: Final = 40
#: What fields of a form about a model are called beside its criteria.
RESERVED: Final = frozenset({"version", "method", "reason"})


class CriterionUnknown(Invalid):
    """The model has no criterion of that key."""

    code = "criterion_unknown"

    def __init__(self, key: str) -> None:
        super().__init__(_("The scoring model has no criterion called {key}.", key=key))


class LastCriterion(Invalid):
    """An axis keeps at least one criterion."""

    code = "last_criterion"

    def __init__(self, axis: Axis) -> None:
        super().__init__(_("The last {axis} criterion cannot be removed.", axis=axis.word))


@dataclass(frozen=True, slots=True)
class CriterionWords:
    """What a criterion says to people: a noun, a question, and six descriptions."""

    title: str
    question: str
    anchors: tuple[str, ...]


def criterion_of(model: ScoringModel, key: str) -> Criterion:
    """Return one criterion of a model.

    Raises
    ------
    CriterionUnknown
        When there is none of that key.
    """
    for criterion in model.criteria:
        if criterion.key == key:
            return criterion
    raise CriterionUnknown(key)


def reworded(model: ScoringModel, key: str, words: CriterionWords) -> ScoringModel:
    """Return the model with other words for one criterion; its key and weight stay.

    Raises
    ------
    CriterionUnknown
        When there is none of that key.
    """
    old = criterion_of(model, key)
    new = replace(old, title=words.title, question=words.question, anchors=words.anchors)
    return replace(model, criteria=tuple(new if c.key == key else c for c in model.criteria))


def with_criterion(
    model: ScoringModel, axis: Axis, words: CriterionWords, *, share: float
) -> ScoringModel:
    """Return the model with one more criterion; the others of its axis make room for it.

    Parameters
    ----------
    model
        The model as it is.
    axis, words
        What is added; its key is made of its title.
    share
        Its share of the axis, above 0 and below 1.

    Returns
    -------
    ScoringModel
        Every other weight of the axis is multiplied by ``1 - share``, so that they keep their
        proportions. The answers that led to the weights of the axis are no longer kept.

    Examples
    --------
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> words = CriterionWords("Reach", "How many people does it reach?", ("a",) * 6)
    >>> [round(c.weight, 3) for c in
    ...  with_criterion(DEFAULT_MODEL, Axis.VALUE, words, share=0.2).on(Axis.VALUE)]
    [0.2, 0.2, 0.16, 0.12, 0.12, 0.2]
    """
    taken = {criterion.key for criterion in model.criteria}
    key = key_of(words.title, taken)
    added = Criterion(key, axis, words.title, words.question, share, words.anchors)
    shrunk = tuple(
        replace(c, weight=c.weight * (1 - share)) if c.axis is axis else c for c in model.criteria
    )
    return _unweighed(replace(model, criteria=(*shrunk, added)), axis)


def without_criterion(model: ScoringModel, key: str) -> ScoringModel:
    """Return the model without one criterion; the others of its axis share its weight.

    Raises
    ------
    CriterionUnknown
        When there is none of that key.
    LastCriterion
        When its axis would be empty.

    Examples
    --------
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> left = without_criterion(DEFAULT_MODEL, "customer_benefit").on(Axis.VALUE)
    >>> [round(c.weight, 4) for c in left]
    [0.3125, 0.3125, 0.1875, 0.1875]
    """
    gone = criterion_of(model, key)
    rest = [c for c in model.on(gone.axis) if c.key != key]
    if not rest:
        raise LastCriterion(gone.axis)
    total = sum(c.weight for c in rest)
    criteria = tuple(
        replace(c, weight=c.weight / total) if c.axis is gone.axis else c
        for c in model.criteria
        if c.key != key
    )
    return _unweighed(replace(model, criteria=criteria), gone.axis)


def key_of(title: str, taken: frozenset[str] | set[str] = frozenset()) -> str:
    """Make a key of a title that no other criterion has.

    Examples
    --------
    >>> key_of("Ease of use (staff)"), key_of("Reach", {"reach"}), key_of("可用性")
    ('ease_of_use_staff', 'reach_2', 'criterion')
    """
    stem = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[: LONGEST_KEY - 3].strip("_")
    stem = stem if stem and stem[0].isalpha() else f"criterion_{stem}".strip("_")
    key, number = stem[: LONGEST_KEY - 3], 2
    while key in taken or key in RESERVED:
        key = f"{stem[: LONGEST_KEY - 3]}_{number}"
        number += 1
    return key


def differences(before: ScoringModel, after: ScoringModel) -> dict[str, list[object]]:
    """Say in what two versions differ: a name to what it was and what it is.

    Parameters
    ----------
    before, after
        The two versions.

    Returns
    -------
    dict
        Weights, thresholds and methods by their names; a criterion that came or went by its
        title; one whose words changed by the number of descriptions that differ.
    """
    old = {c.key: c for c in before.criteria}
    new = {c.key: c for c in after.criteria}
    told: dict[str, list[object]] = {}
    for key in dict.fromkeys([*old, *new]):
        told |= criterion_differences(key, old.get(key), new.get(key))
    for name in _SETTINGS:
        if getattr(before, name) != getattr(after, name):
            told[name] = [getattr(before, name), getattr(after, name)]
    for axis in Axis:
        if before.weighing(axis) != after.weighing(axis):
            told[f"{axis} weighed by"] = [_method(before, axis), _method(after, axis)]
    return told


_SETTINGS: Final = (
    "title",
    "alpha",
    "value_threshold",
    "feasibility_threshold",
    "minimum_coverage",
)


def criterion_differences(
    key: str, old: Criterion | None, new: Criterion | None
) -> Mapping[str, list[object]]:
    """Say in what one criterion differs; it may have come or gone."""
    told: dict[str, list[object]] = {}
    weights = [old and old.weight, new and new.weight]
    if weights[0] != weights[1]:
        told[f"weight of {key}"] = list(weights)
    titles = [old and old.title, new and new.title]
    if titles[0] != titles[1]:
        told[f"criterion {key}"] = list(titles)
    if old and new:
        if old.question != new.question:
            told[f"question of {key}"] = [old.question, new.question]
        for rating, pair in enumerate(zip(old.anchors, new.anchors, strict=True)):
            if pair[0] != pair[1]:
                told[f"{rating} of {key}"] = list(pair)
    return told


def _method(model: ScoringModel, axis: Axis) -> str | None:
    weighing = model.weighing(axis)
    return weighing.method.value if weighing else None


def _unweighed(model: ScoringModel, axis: Axis) -> ScoringModel:
    if axis is Axis.VALUE:
        return replace(model, value_weighing=None)
    return replace(model, feasibility_weighing=None)
