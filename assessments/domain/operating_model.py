"""The operating model: which one the answers describe, what speaks for it, what fails next."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessments.domain.derivations import capability_trace
from assessments.domain.figures import rounded

FEWEST_SIGNALS = 4
"""With fewer signals than this, several models fit the answers equally well."""

FEWEST_ANSWERS = 6
"""One capability may speak for several signals, so signals alone do not say how much is known."""


class OperatingModel(StrEnum):
    """How an organisation goes about AI, all of it together."""

    PROJECT_BY_PROJECT = "project_by_project"
    PLATFORM_FIRST = "platform_first"
    CENTRALISED = "centralised"
    DECENTRALISED = "decentralised"
    FEDERATED = "federated"


class Signal(StrEnum):
    """What tells one operating model from another."""

    DOMAIN_OWNERSHIP = "domain_ownership"
    CENTRAL_DELIVERY = "central_delivery"
    CENTRAL_STANDARDS = "central_standards"
    SHARED_PLATFORM = "shared_platform"
    REUSE = "reuse"
    FUNDING = "funding"


class Failure(StrEnum):
    """What goes wrong next."""

    BUILT_TWICE = "built_twice"
    NOBODY_WATCHES = "nobody_watches"
    PILOT_MONEY_ENDS = "pilot_money_ends"
    PLATFORM_WITHOUT_OWNERS = "platform_without_owners"
    LOCK_IN = "lock_in"
    PLATFORM_WITHOUT_USERS = "platform_without_users"
    BOTTLENECK = "bottleneck"
    ASKED_AND_NOT_GIVEN = "asked_and_not_given"
    INCOMPARABLE = "incomparable"
    DOMAINS_BUILD_TWICE = "domains_build_twice"
    STARVED = "starved"
    LABEL_ONLY = "label_only"
    RULES_HARDEN = "rules_harden"


@dataclass(frozen=True, slots=True)
class Reading:
    """A capability that a signal is read from.

    Parameters
    ----------
    framework, capability
        Keys.
    weight
        How much it counts within the signal.
    values
        What each level of the scale counts, the lowest first; empty where a level counts by its
        place on the scale.
    """

    framework: str
    capability: str
    weight: float = 1.0
    values: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class SignalRule:
    """How much a signal weighs, whether a diagnosis needs it, and what it is read from."""

    signal: Signal
    weight: float
    is_needed: bool
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """Where a model would have a signal, both ends included."""

    low: float
    high: float

    def distance(self, value: float) -> float:
        """How far a value lies outside; 0 within."""
        return max(0.0, self.low - value, value - self.high)


@dataclass(frozen=True, slots=True)
class ExpectedFailure:
    """A failure that is next when a signal lies below a value, unless an earlier one is."""

    failure: Failure
    signal: Signal
    below: float


@dataclass(frozen=True, slots=True)
class Pattern:
    """An operating model: where it has its signals, and what goes wrong under it, in order."""

    model: OperatingModel
    bands: Mapping[Signal, Band]
    failures: tuple[ExpectedFailure, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """How answers tell which operating model is run."""

    signals: tuple[SignalRule, ...]
    patterns: tuple[Pattern, ...]

    @property
    def frameworks(self) -> frozenset[str]:
        """Keys of the frameworks that it reads."""
        return frozenset(each.framework for rule in self.signals for each in rule.readings)


@dataclass(frozen=True, slots=True)
class Observed:
    """The level of one capability, as an assessment found it.

    Parameters
    ----------
    framework, capability
        Keys.
    title
        What the reader calls the capability.
    level, minimum, maximum
        The level and the ends of its scale.
    """

    framework: str
    capability: str
    title: str
    level: float
    minimum: float
    maximum: float


@dataclass(frozen=True, slots=True)
class Witness:
    """What one capability says about one signal, from 0 to 1."""

    framework: str
    capability: str
    title: str
    level: float
    signal: Signal
    value: float
    weight: float

    @property
    def trace(self) -> str:
        """The key under which its level opens in its own result."""
        return capability_trace(self.capability)


@dataclass(frozen=True, slots=True)
class SignalValue:
    """A signal from 0 to 1, or None where nothing was answered that it is read from."""

    signal: Signal
    value: float | None
    witnesses: tuple[Witness, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an operating model fits, from 0 to 1."""

    model: OperatingModel
    fit: float


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Which operating model the answers describe.

    Parameters
    ----------
    model
        The best fitting one; None where the answers do not suffice.
    fits
        Every model, the best first; empty where the answers do not suffice.
    signals
        What was read.
    missing
        Signals of which nothing is known.
    speaks_for, speaks_against
        What tells the best from the runner-up, the strongest first.
    failure
        What goes wrong next; None without a model.
    failure_witnesses
        What says so, the lowest first.
    in_production
        How many AI systems run; None where that was not said.
    """

    model: OperatingModel | None
    fits: tuple[Fit, ...]
    signals: tuple[SignalValue, ...]
    missing: tuple[Signal, ...]
    speaks_for: tuple[Witness, ...]
    speaks_against: tuple[Witness, ...]
    failure: Failure | None
    failure_witnesses: tuple[Witness, ...]
    in_production: int | None

    @property
    def runner_up(self) -> OperatingModel | None:
        """The model that fits second best."""
        return self.fits[1].model if len(self.fits) > 1 else None

    @property
    def margin(self) -> float:
        """How much better the best fits than the runner-up; 0 without one."""
        return rounded(self.fits[0].fit - self.fits[1].fit) if len(self.fits) > 1 else 0.0


def diagnose(
    table: Table, observed: Iterable[Observed], *, in_production: int | None = None
) -> Diagnosis:
    r"""Tell which operating model the answers describe.

    Parameters
    ----------
    table
        What is read from where, and the models.
    observed
        Levels of capabilities, in any order, of any of the frameworks; each capability once.
    in_production
        How many AI systems run. It changes what to do, not what is found: thirty systems may be
        run project by project, and that is the finding.

    Returns
    -------
    Diagnosis
        Without a model where a signal that is needed has no answer, fewer than four have, or fewer
        than six capabilities were answered: what was not answered is never taken for a no.

    Notes
    -----
    A reading :math:`v` is the place of the level on its scale, :math:`(l - l_{min}) / (l_{max} -
    l_{min})`, or lies on the straight lines between the values listed for the levels. A signal is
    :math:`x_s = \sum_r w_r v_r / \sum_r w_r` over the readings that were answered. A model asks for
    each signal within a band, from which the signal is :math:`d_{ms}` away, and fits to

    .. math:: f_m = 1 - \sum_s w_s d_{ms} / \sum_s w_s

    over the signals that are known. Of equals, the first in the table.

    A witness speaks for the best model as far as its own value is nearer to the band of the best
    than to that of the runner-up, times its share in the signal and the signal's weight.

    Examples
    --------
    >>> rule = SignalRule(Signal.REUSE, 1.0, True, (Reading("f", "shelf"),))
    >>> apart = Pattern(OperatingModel.DECENTRALISED, {Signal.REUSE: Band(0.0, 0.3)}, ())
    >>> shared = Pattern(OperatingModel.FEDERATED, {Signal.REUSE: Band(0.5, 1.0)}, ())
    >>> table = Table((rule,), (apart, shared))
    >>> found = diagnose(table, [Observed("f", "shelf", "Shelf", 4, 1, 5)])
    >>> found.model, found.missing
    (None, ())
    """
    levels = {(each.framework, each.capability): each for each in observed}
    signals = tuple(_signal(rule, levels) for rule in table.signals)
    known = {each.signal: each.value for each in signals if each.value is not None}
    missing = tuple(each.signal for each in signals if each.value is None)
    needed = {rule.signal for rule in table.signals if rule.is_needed}
    answered = {each.capability for signal in signals for each in signal.witnesses}
    too_few = len(known) < FEWEST_SIGNALS or len(answered) < FEWEST_ANSWERS
    if too_few or needed & set(missing):
        return Diagnosis(None, (), signals, missing, (), (), None, (), in_production)
    weights = {rule.signal: rule.weight for rule in table.signals}
    fits = _fits(table, known, weights)
    patterns = {each.model: each for each in table.patterns}
    best, runner_up = patterns[fits[0].model], patterns[fits[1].model]
    speaks_for, speaks_against = _evidence(signals, weights, best, runner_up)
    failure = _failure(best, known)
    return Diagnosis(
        model=best.model,
        fits=fits,
        signals=signals,
        missing=missing,
        speaks_for=speaks_for,
        speaks_against=speaks_against,
        failure=failure.failure,
        failure_witnesses=_lowest(signals, failure.signal),
        in_production=in_production,
    )


def _signal(rule: SignalRule, levels: Mapping[tuple[str, str], Observed]) -> SignalValue:
    witnesses = tuple(
        _witness(rule.signal, reading, seen)
        for reading in rule.readings
        if (seen := levels.get((reading.framework, reading.capability))) is not None
    )
    if not witnesses:
        return SignalValue(rule.signal, None, ())
    whole = math.fsum(each.weight for each in witnesses)
    value = math.fsum(each.weight * each.value for each in witnesses) / whole
    return SignalValue(rule.signal, rounded(value), witnesses)


def _witness(signal: Signal, reading: Reading, seen: Observed) -> Witness:
    return Witness(
        framework=seen.framework,
        capability=seen.capability,
        title=seen.title,
        level=rounded(seen.level),
        signal=signal,
        value=rounded(_value(reading, seen)),
        weight=reading.weight,
    )


def _value(reading: Reading, seen: Observed) -> float:
    place = seen.level - seen.minimum
    if not reading.values:
        return place / (seen.maximum - seen.minimum)
    # A scale with more levels than were listed keeps the last value.
    last = len(reading.values) - 1
    below = min(math.floor(place), last)
    above = min(below + 1, last)
    share = place - below
    return reading.values[below] + min(share, 1.0) * (reading.values[above] - reading.values[below])


def _fits(
    table: Table, known: Mapping[Signal, float], weights: Mapping[Signal, float]
) -> tuple[Fit, ...]:
    whole = math.fsum(weights[signal] for signal in known)

    def fit(pattern: Pattern) -> float:
        away = math.fsum(
            weights[signal] * pattern.bands[signal].distance(value)
            for signal, value in known.items()
            if signal in pattern.bands
        )
        return rounded(1 - away / whole)

    found = [Fit(each.model, fit(each)) for each in table.patterns]
    # The sort is stable, so equal fits stay in the order of the table.
    return tuple(sorted(found, key=lambda each: -each.fit))


def _evidence(
    signals: Sequence[SignalValue],
    weights: Mapping[Signal, float],
    best: Pattern,
    runner_up: Pattern,
) -> tuple[tuple[Witness, ...], tuple[Witness, ...]]:
    said: list[tuple[float, Witness]] = []
    for signal in signals:
        whole = math.fsum(each.weight for each in signal.witnesses)
        for each in signal.witnesses:
            share = weights[signal.signal] * each.weight / whole
            nearer = _away(runner_up, each) - _away(best, each)
            said.append((share * nearer, each))
    ordered = sorted(said, key=lambda pair: (-abs(pair[0]), pair[1].framework, pair[1].capability))
    return (
        tuple(each for force, each in ordered if force > 0),
        tuple(each for force, each in ordered if force < 0),
    )


def _away(pattern: Pattern, each: Witness) -> float:
    band = pattern.bands.get(each.signal)
    return 0.0 if band is None else band.distance(each.value)


def _failure(pattern: Pattern, known: Mapping[Signal, float]) -> ExpectedFailure:
    likely = (
        each
        for each in pattern.failures
        if each.signal in known and known[each.signal] < each.below
    )
    return next(likely, pattern.failures[-1])


def _lowest(signals: Sequence[SignalValue], signal: Signal) -> tuple[Witness, ...]:
    witnesses = next(each.witnesses for each in signals if each.signal is signal)
    return tuple(sorted(witnesses, key=lambda each: (each.value, each.framework, each.capability)))
