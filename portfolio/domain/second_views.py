"""Second views: WSJF and RICE, worked out from what a use case has. They never move a rank."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import fsum
from typing import Final

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portfolio.domain.criteria import Axis, ScoringModel

URGENCY: Final = "urgency"
RISK_REDUCTION: Final = "risk_reduction"
CUSTOMER_BENEFIT: Final = "customer_benefit"
WEEKS_IN_A_MONTH: Final = 52 / 12

#: Customer benefit from 0 to 5 as the impact of RICE, which knows nothing below minimal.
IMPACT: Final = {1: 0.25, 2: 0.5, 3: 1.0, 4: 2.0, 5: 3.0}

CONFIRMED, PARTLY_CONFIRMED, SUGGESTED = 1.0, 0.8, 0.5


class SecondView(StrEnum):
    """Another order in which people are used to look at a portfolio."""

    WSJF = "wsjf"
    RICE = "rice"

    @property
    def label(self) -> str:
        """The name people know it by."""
        return _(_LABELS[self])


_LABELS: Final = {SecondView.WSJF: gettext_noop("WSJF"), SecondView.RICE: gettext_noop("RICE")}


def wsjf(value: float, time_criticality: float, risk_reduction: float, size: float) -> float:
    """Weighted shortest job first: the cost of delay for each unit of work.

    Parameters
    ----------
    value, time_criticality, risk_reduction
        Points on one scale; together the cost of delay.
    size
        How much work it is, above 0.

    Returns
    -------
    float
        ``(value + time_criticality + risk_reduction) / size``.

    References
    ----------
    Reinertsen, D. G. (2009), *The Principles of Product Development Flow*, Celeritas, chapter 7.

    Examples
    --------
    >>> wsjf(7, 9, 5, 2), wsjf(8, 3, 4, 8)
    (10.5, 1.875)
    """
    return (value + time_criticality + risk_reduction) / size


def rice(reach: float, impact: float, confidence: float, effort: float) -> float:
    """Reach, impact, confidence and effort in one number.

    Parameters
    ----------
    reach
        People it touches in a quarter.
    impact
        What it does for each of them: 3 massive, 2 high, 1 medium, 0.5 low, 0.25 minimal.
    confidence
        How sure that is: 1, 0.8 or 0.5.
    effort
        Person-months, above 0.

    Returns
    -------
    float
        ``reach · impact · confidence / effort``.

    References
    ----------
    McBride, S., "RICE: simple prioritization for product managers", Intercom.

    Examples
    --------
    >>> round(rice(2000, 2, 0.8, 3)), rice(5000, 0.5, 1, 1)
    (1067, 2500.0)
    """
    return reach * impact * confidence / effort


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a use case has for the second views.

    Attributes
    ----------
    ratings
        Criterion key to points from 0 to 5; what is left out is not rated.
    confirmed
        The criteria a person rated; the others are an import's suggestions.
    effort_weeks
        Person-weeks, ``None`` where nobody estimated them.
    reach
        People it touches in a quarter, ``None`` where nobody said.
    """

    ratings: Mapping[str, float]
    confirmed: frozenset[str]
    effort_weeks: float | None = None
    reach: float | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """One number a view is made of, or why it is missing."""

    name: str
    value: float | None
    origin: str


@dataclass(frozen=True, slots=True)
class ViewScore:
    """What a view says of one use case.

    Attributes
    ----------
    score
        ``None`` while a term is missing: nothing is assumed.
    terms
        What it is made of, in the order of the formula.
    """

    score: float | None
    terms: tuple[Term, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Why there is no score: one sentence part for each missing term."""
        return tuple(term.origin for term in self.terms if term.value is None)


def view_score(view: SecondView, model: ScoringModel, inputs: Inputs) -> ViewScore:
    """Work out a second view of one use case.

    Parameters
    ----------
    view
        Which.
    model
        The scoring model in force, whose ratings are read.
    inputs
        What the use case has.

    Returns
    -------
    ViewScore
        The score, or what is missing for it.

    Notes
    -----
    WSJF reads time criticality from the rating of urgency, risk reduction from its own, and value
    from the other value criteria by their weights, each on 0 to 10; size is the effort in
    person-weeks. RICE reads impact from customer benefit and confidence from how many of the
    ratings a person gave: all of them 100 %, some 80 %, none 50 %; effort in person-months.

    Examples
    --------
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> rated = dict.fromkeys([c.key for c in DEFAULT_MODEL.criteria], 4)
    >>> found = view_score(
    ...     SecondView.WSJF, DEFAULT_MODEL, Inputs(rated, frozenset(rated), effort_weeks=12))
    >>> found.score
    2.0
    >>> view_score(SecondView.RICE, DEFAULT_MODEL, Inputs(rated, frozenset())).missing
    ('nobody said how many people it reaches in a quarter', 'the effort is not estimated')
    """
    is_wsjf = view is SecondView.WSJF
    terms = _wsjf_terms(model, inputs) if is_wsjf else _rice_terms(model, inputs)
    known = [term.value for term in terms if term.value is not None]
    if len(known) < len(terms):
        return ViewScore(None, terms)
    return ViewScore(wsjf(*known) if is_wsjf else rice(*known), terms)


def _wsjf_terms(model: ScoringModel, inputs: Inputs) -> tuple[Term, ...]:
    others = [c for c in model.on(Axis.VALUE) if c.key not in {URGENCY, RISK_REDUCTION}]
    rated = [c for c in others if c.key in inputs.ratings]
    weight = fsum(c.weight for c in rated)
    value = fsum(c.weight * inputs.ratings[c.key] for c in rated) / weight if rated else None
    titles = ", ".join(_(c.title) for c in rated)
    from_ratings = _("from {criteria}", criteria=titles)
    if value is None:
        from_ratings = _("no other value criterion is rated")
    return (
        Term(_("Value"), None if value is None else 2 * value, from_ratings),
        _rated_term(_("Time criticality"), URGENCY, model, inputs),
        _rated_term(_("Risk reduction"), RISK_REDUCTION, model, inputs),
        _effort(_("Size"), inputs, weeks=1, unit=_("person-weeks")),
    )


def _rated_term(name: str, key: str, model: ScoringModel, inputs: Inputs) -> Term:
    title = next((_(c.title) for c in model.criteria if c.key == key), "")
    if not title:
        return Term(name, None, _("the scoring model does not ask about it"))
    if key not in inputs.ratings:
        return Term(name, None, _("{criterion} is not rated", criterion=title))
    return Term(name, 2 * inputs.ratings[key], _("from {criteria}", criteria=title))


def _rice_terms(model: ScoringModel, inputs: Inputs) -> tuple[Term, ...]:
    reach = Term(_("Reach"), inputs.reach, _("people in a quarter"))
    if inputs.reach is None:
        absent = _("nobody said how many people it reaches in a quarter")
        reach = Term(_("Reach"), None, absent)
    return (
        reach,
        _impact(model, inputs),
        _confidence(inputs),
        _effort(_("Effort"), inputs, weeks=WEEKS_IN_A_MONTH, unit=_("person-months")),
    )


def _impact(model: ScoringModel, inputs: Inputs) -> Term:
    term = _rated_term(_("Impact"), CUSTOMER_BENEFIT, model, inputs)
    if term.value is None:
        return term
    impact = IMPACT.get(int(inputs.ratings[CUSTOMER_BENEFIT]))
    origin = term.origin if impact else _("customers gain nothing, so there is no impact")
    return Term(term.name, impact, origin)


def _confidence(inputs: Inputs) -> Term:
    name = _("Confidence")
    if not inputs.ratings:
        return Term(name, None, _("nothing is rated"))
    by_people = inputs.confirmed & inputs.ratings.keys()
    if len(by_people) == len(inputs.ratings):
        return Term(name, CONFIRMED, _("people gave every rating"))
    if by_people:
        return Term(name, PARTLY_CONFIRMED, _("some ratings are suggestions"))
    return Term(name, SUGGESTED, _("all ratings are suggestions"))


def _effort(name: str, inputs: Inputs, *, weeks: float, unit: str) -> Term:
    if not inputs.effort_weeks:
        return Term(name, None, _("the effort is not estimated"))
    return Term(name, inputs.effort_weeks / weeks, unit)
