"""Standard edits: what changes one part of a domain's standard, and how it is written down."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from portal.domain.wording import gettext as _
from portfolio.domain.criteria import Axis, Criterion
from portfolio.domain.domain_standards import Applied, Standard, StandardInvalid
from portfolio.domain.model_edits import (
    LONGEST_KEY,
    CriterionUnknown,
    CriterionWords,
    criterion_differences,
    key_of,
)
from portfolio.domain.scoring_models import criterion_from_data, criterion_to_data

THRESHOLDS: Final = ("value_threshold", "feasibility_threshold")


def key_start(domain_id: int) -> str:
    """Return how the keys of all criteria of a domain begin."""
    return f"d{domain_id}_"


def own_key(domain_id: int, title: str, taken: frozenset[str] | set[str] = frozenset()) -> str:
    """Make a key of a title that names the domain, so that no two domains meet in it.

    Examples
    --------
    >>> own_key(12, "Trust of customers"), own_key(12, "Trust", {"d12_trust"})
    ('d12_trust_of_customers', 'd12_trust_2')
    """
    stem = key_start(domain_id)
    words = key_of(title)[: LONGEST_KEY - len(stem) - 4].strip("_")
    return key_of(f"{stem}{words}", taken)


def own_criterion(standard: Standard, key: str) -> Criterion:
    """Return one criterion of a standard.

    Raises
    ------
    CriterionUnknown
        When there is none of that key.
    """
    for criterion in standard.criteria:
        if criterion.key == key:
            return criterion
    raise CriterionUnknown(key)


def with_own_criterion(
    standard: Standard, domain_id: int, axis: Axis, words: CriterionWords, *, share: float
) -> Standard:
    """Return the standard with one more criterion, whose key names the domain."""
    key = own_key(domain_id, words.title, {each.key for each in standard.criteria})
    added = Criterion(key, axis, words.title, words.question, share, words.anchors)
    return replace(standard, criteria=(*standard.criteria, added))


def changed_criterion(
    standard: Standard, key: str, words: CriterionWords, *, share: float
) -> Standard:
    """Return the standard with other words and another share for one criterion.

    Raises
    ------
    CriterionUnknown
        When there is none of that key.
    """
    old = own_criterion(standard, key)
    new = Criterion(key, old.axis, words.title, words.question, share, words.anchors)
    return replace(standard, criteria=tuple(new if c.key == key else c for c in standard.criteria))


def without_own_criterion(standard: Standard, key: str) -> Standard:
    """Return the standard without one criterion.

    Raises
    ------
    CriterionUnknown
        When there is none of that key.
    """
    gone = own_criterion(standard, key)
    return replace(standard, criteria=tuple(c for c in standard.criteria if c is not gone))


def still_stricter(standard: Standard, above: Applied) -> Standard:
    """Return the standard without the thresholds that what applies from above has overtaken."""
    kept = {
        f"{axis.value}_threshold": own
        if (own := standard.threshold(axis)) is not None and own > above.bound(axis).threshold
        else None
        for axis in Axis
    }
    return Standard(standard.criteria, **kept)


def differences(before: Standard, after: Standard) -> dict[str, list[object]]:
    """Say in what two versions differ, as ``model_edits.differences`` does for a model.

    Examples
    --------
    >>> differences(Standard(), Standard(value_threshold=65))
    {'value_threshold': [None, 65]}
    """
    old = {c.key: c for c in before.criteria}
    new = {c.key: c for c in after.criteria}
    told: dict[str, list[object]] = {}
    for name in THRESHOLDS:
        if getattr(before, name) != getattr(after, name):
            told[name] = [getattr(before, name), getattr(after, name)]
    for key in dict.fromkeys([*old, *new]):
        told |= criterion_differences(key, old.get(key), new.get(key))
    return told


def standard_to_data(standard: Standard) -> dict[str, Any]:
    """Write a standard as plain data; ``standard_from_data`` reads it back unchanged.

    Examples
    --------
    >>> standard_to_data(Standard(value_threshold=65))
    {'criteria': [], 'value_threshold': 65, 'feasibility_threshold': None}
    """
    return {
        "criteria": [criterion_to_data(criterion) for criterion in standard.criteria],
        **{name: getattr(standard, name) for name in THRESHOLDS},
    }


def standard_from_data(data: Mapping[str, Any]) -> Standard:
    """Read a standard from plain data; whether it keeps the rules is for ``check_standard``.

    Raises
    ------
    StandardInvalid
        When the data has the wrong shape.
    """
    try:
        return Standard(
            tuple(criterion_from_data(row) for row in data["criteria"]),
            *(None if data[name] is None else float(data[name]) for name in THRESHOLDS),
        )
    except KeyError as error:
        raise StandardInvalid(_("The standard has no {entry}.", entry=error.args[0])) from error
    except (TypeError, ValueError) as error:
        raise StandardInvalid(_("The standard cannot be read: {error}.", error=error)) from error
