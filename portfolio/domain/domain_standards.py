"""Domain standards: what a domain asks of its use cases beyond the scoring model, never less."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain
from math import fsum
from typing import Final

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portfolio.domain.criteria import Axis, Criterion, ScoringModel
from portfolio.domain.priority import Thresholds
from portfolio.domain.scoring_models import WEIGHT_TOLERANCE, criterion_problems

MOST_CRITERIA: Final = 5
"""How many criteria of its own one domain may ask."""

MOST_SHARE: Final = 0.5
"""What the criteria of domains may carry of an axis together; the enterprise keeps the rest."""


@dataclass(frozen=True, slots=True)
class Standard:
    """What one domain asks beyond what applies from above; an empty one asks nothing.

    Attributes
    ----------
    criteria
        Its own criteria; the weight of each is its share of the axis within the domain.
    value_threshold, feasibility_threshold
        Where "high" begins in this domain, ``None`` where it says nothing about it.
    """

    criteria: tuple[Criterion, ...] = ()
    value_threshold: float | None = None
    feasibility_threshold: float | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it asks nothing."""
        return self == Standard()

    def threshold(self, axis: Axis) -> float | None:
        """Return where "high" begins on one axis, if it says so."""
        return self.value_threshold if axis is Axis.VALUE else self.feasibility_threshold

    def on(self, axis: Axis) -> tuple[Criterion, ...]:
        """Return its own criteria of one axis."""
        return tuple(criterion for criterion in self.criteria if criterion.axis is axis)


class StandardInvalid(Invalid):
    """The standard breaks a rule; ``fields`` names the threshold or criterion that does."""

    code = "domain_standard_invalid"


def fold(above: Standard, below: Standard) -> Standard:
    """Return what two standards ask together, the one beneath the other in the tree.

    Parameters
    ----------
    above, below
        The standard of a domain, and that of a domain beneath it.

    Returns
    -------
    Standard
        All criteria of both, and the higher of both thresholds on each axis.

    Notes
    -----
    Associative, with the empty standard as its unit, so that it does not matter where a line of
    domains is cut. A criterion that both name counts as it stands above.

    Examples
    --------
    >>> fold(Standard(value_threshold=65), Standard(value_threshold=60, feasibility_threshold=58))
    Standard(criteria=(), value_threshold=65, feasibility_threshold=58)
    """
    known = {criterion.key for criterion in above.criteria}
    return Standard(
        criteria=above.criteria + tuple(c for c in below.criteria if c.key not in known),
        value_threshold=_strictest(above.value_threshold, below.value_threshold),
        feasibility_threshold=_strictest(above.feasibility_threshold, below.feasibility_threshold),
    )


def fold_all(standards: Iterable[Standard]) -> Standard:
    """Return what a whole line of domains asks, the highest first."""
    return reduce(fold, standards, Standard())


def strictest_thresholds(model: ScoringModel, standard: Standard) -> Thresholds:
    """Return where "high" begins under a model and a standard: the higher number on each axis.

    Notes
    -----
    Taken when it is read and never stored as one number, so that a domain stays at least as
    strict as the enterprise when the enterprise tightens later.

    Examples
    --------
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> strictest_thresholds(DEFAULT_MODEL, Standard(value_threshold=65))
    Thresholds(value=65, feasibility=55.0)
    """
    own = model.thresholds
    return Thresholds(
        max(own.value, standard.value_threshold or 0.0),
        max(own.feasibility, standard.feasibility_threshold or 0.0),
    )


def model_within(model: ScoringModel, standard: Standard) -> ScoringModel:
    """Return the model by which a domain compares its use cases among themselves.

    Parameters
    ----------
    model
        The scoring model of the enterprise.
    standard
        What the line of domains down to that one asks, as ``fold_all`` returns it.

    Returns
    -------
    ScoringModel
        The same model where the standard is empty. Otherwise each criterion of a domain carries
        the share it was given, and the criteria of the enterprise keep their proportions in what
        is left, which is never less than half of an axis: what a line of domains asks beyond
        that shrinks in proportion.

    Examples
    --------
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> own = Criterion("d7_trust", Axis.VALUE, "Trust", "Do people trust it?", 0.2, ("a",) * 6)
    >>> found = model_within(DEFAULT_MODEL, Standard((own,)))
    >>> [round(each.weight, 2) for each in found.on(Axis.VALUE)]
    [0.2, 0.2, 0.16, 0.12, 0.12, 0.2]
    """
    taken = {criterion.key for criterion in model.criteria}
    own = tuple(criterion for criterion in standard.criteria if criterion.key not in taken)
    thresholds = strictest_thresholds(model, standard)
    if not own and thresholds == model.thresholds:
        return model
    for axis in Axis:
        own = _with_shares(own, axis)
    left = {axis: 1 - fsum(c.weight for c in own if c.axis is axis) for axis in Axis}
    kept = tuple(replace(c, weight=c.weight * left[c.axis]) for c in model.criteria)
    return replace(
        model,
        criteria=(*kept, *own),
        value_threshold=thresholds.value,
        feasibility_threshold=thresholds.feasibility,
        value_weighing=None,
        feasibility_weighing=None,
    )


def _with_shares(own: tuple[Criterion, ...], axis: Axis) -> tuple[Criterion, ...]:
    total = fsum(criterion.weight for criterion in own if criterion.axis is axis)
    if total <= MOST_SHARE:
        return own
    return tuple(
        replace(c, weight=c.weight * MOST_SHARE / total) if c.axis is axis else c for c in own
    )


def _strictest(one: float | None, other: float | None) -> float | None:
    return max((each for each in (one, other) if each is not None), default=None)


@dataclass(frozen=True, slots=True)
class Layer:
    """The standard of one domain on the way down the tree, and which version of it."""

    domain_id: int
    domain: str
    version: int
    standard: Standard


@dataclass(frozen=True, slots=True)
class Bound:
    """Where "high" begins on one axis, and whose word that is: ``None`` for the enterprise."""

    axis: Axis
    threshold: float
    whose: Layer | None


@dataclass(frozen=True, slots=True)
class Applied:
    """What applies to the use cases of one domain.

    Attributes
    ----------
    model
        The scoring model of the enterprise.
    layers
        The standards that are not empty, from the highest domain down to the own one.
    """

    model: ScoringModel
    layers: tuple[Layer, ...] = ()

    @property
    def standard(self) -> Standard:
        """Everything the domains ask together."""
        return fold_all(layer.standard for layer in self.layers)

    @property
    def thresholds(self) -> Thresholds:
        """Where "high" begins here: the strictest of all."""
        return strictest_thresholds(self.model, self.standard)

    @property
    def within(self) -> ScoringModel:
        """The model by which use cases are compared within the domain."""
        return model_within(self.model, self.standard)

    @property
    def has_criteria(self) -> bool:
        """Whether use cases are rated on more here than the enterprise asks."""
        return any(layer.standard.criteria for layer in self.layers)

    def bound(self, axis: Axis) -> Bound:
        """Return the threshold of one axis and who set it; the higher domain among equals."""
        own = self.model.thresholds
        found = Bound(axis, own.value if axis is Axis.VALUE else own.feasibility, None)
        for layer in self.layers:
            threshold = layer.standard.threshold(axis)
            if threshold is not None and threshold > found.threshold:
                found = Bound(axis, threshold, layer)
        return found

    def and_then(self, layer: Layer) -> "Applied":
        """Return what applies where one more domain has its say."""
        more = () if layer.standard.is_empty else (layer,)
        return replace(self, layers=(*self.layers, *more))


def check_standard(standard: Standard, above: Applied) -> Standard:
    """Return the standard when it keeps every rule, and refuse it with all problems when not.

    Parameters
    ----------
    standard
        What a domain wants to ask.
    above
        What applies to it from the enterprise and the domains above.

    Raises
    ------
    StandardInvalid
        With one sentence for each broken rule: a threshold that is laxer than what applies from
        above, a key that is used already, a criterion without its words, too many criteria, or
        too much weight in them.

    Examples
    --------
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> check_standard(Standard(value_threshold=50), Applied(DEFAULT_MODEL))
    Traceback (most recent call last):
    ...
    portfolio.domain.domain_standards.StandardInvalid: A value threshold of 50 would be laxer than \
the 55 of the enterprise. Enter 55 or more, or leave it empty.
    """
    fields: dict[str, str] = {}
    problems = chain(
        _threshold_problems(standard, above),
        _key_problems(standard, above),
        ((c.key, told) for c in standard.criteria for told in criterion_problems(c)),
        _number_problems(standard),
        _share_problems(standard, above),
    )
    told = []
    for name, sentence in problems:
        told.append(sentence)
        fields.setdefault(name, sentence)
    if told:
        raise StandardInvalid(" ".join(dict.fromkeys(told)), fields=fields)
    return standard


def _threshold_problems(standard: Standard, above: Applied) -> Iterator[tuple[str, str]]:
    for axis in Axis:
        wanted, bound = standard.threshold(axis), above.bound(axis)
        if wanted is None:
            continue
        words = {"axis": axis.word, "wanted": f"{wanted:g}", "bound": f"{bound.threshold:g}"}
        if not 0 <= wanted <= 100:
            told = _("The {axis} threshold is {wanted}; it goes from 0 to 100.", **words)
        elif wanted >= bound.threshold:
            continue
        elif bound.whose is None:
            told = _(
                "A {axis} threshold of {wanted} would be laxer than the {bound} of the "
                "enterprise. Enter {bound} or more, or leave it empty.",
                **words,
            )
        else:
            told = _(
                "A {axis} threshold of {wanted} would be laxer than the {bound} of {domain}. "
                "Enter {bound} or more, or leave it empty.",
                **words,
                domain=bound.whose.domain,
            )
        yield f"{axis.value}_threshold", told


def _key_problems(standard: Standard, above: Applied) -> Iterator[tuple[str, str]]:
    taken = {criterion.key: "" for criterion in above.model.criteria}
    taken |= {c.key: layer.domain for layer in above.layers for c in layer.standard.criteria}
    seen: set[str] = set()
    for criterion in standard.criteria:
        if criterion.key in seen:
            yield criterion.key, _("The key {key} is used twice.", key=criterion.key)
        elif taken.get(criterion.key) == "":
            yield (
                criterion.key,
                _("The scoring model has a criterion called {key} already.", key=criterion.key),
            )
        elif criterion.key in taken:
            yield (
                criterion.key,
                _(
                    "{domain} has a criterion called {key} already.",
                    domain=taken[criterion.key],
                    key=criterion.key,
                ),
            )
        seen.add(criterion.key)


def _number_problems(standard: Standard) -> Iterator[tuple[str, str]]:
    if len(standard.criteria) > MOST_CRITERIA:
        told = _(
            "A domain may ask {most} criteria of its own, not {count}.",
            most=MOST_CRITERIA,
            count=len(standard.criteria),
        )
        yield "criteria", told


def _share_problems(standard: Standard, above: Applied) -> Iterator[tuple[str, str]]:
    for axis in Axis:
        own = fsum(criterion.weight for criterion in standard.on(axis))
        before = fsum(criterion.weight for criterion in above.standard.on(axis))
        if not own or own + before <= MOST_SHARE + WEIGHT_TOLERANCE:
            continue
        yield (
            "share",
            _(
                "The criteria of domains would carry {total:.0%} of {axis} here; they may carry "
                "{most:.0%}. {left:.0%} is left for this domain.",
                total=own + before,
                axis=axis.word,
                most=MOST_SHARE,
                left=max(0.0, MOST_SHARE - before),
            ),
        )
