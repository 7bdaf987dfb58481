"""Criteria: what value and feasibility are made of, and how much each part counts."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portfolio.domain import anchors
from portfolio.domain.priority import Thresholds
from portfolio.domain.weighting import Weighing

HIGHEST_RATING: Final = 5


class Axis(StrEnum):
    """The two questions every use case answers: is it worth it, and can we do it."""

    VALUE = "value"
    FEASIBILITY = "feasibility"

    @property
    def word(self) -> str:
        """The axis in the middle of a sentence."""
        return _(_IN_SENTENCES[self])


_IN_SENTENCES: Final = {
    Axis.VALUE: gettext_noop("value"),
    Axis.FEASIBILITY: gettext_noop("feasibility"),
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing a use case is rated on, from 0 (worst) to 5 (best).

    Attributes
    ----------
    key
        Stable name, unique within the model.
    axis
        Whether it says something about value or about feasibility.
    title, question
        What the reader sees: a noun, and the question a rating answers.
    weight
        Share of the axis, in (0, 1]; the weights of an axis add up to one.
    anchors
        Six observable descriptions, for the ratings 0 to 5.
    """

    key: str
    axis: Axis
    title: str
    question: str
    weight: float
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScoringModel:
    """One version of the opinion by which use cases are scored.

    Attributes
    ----------
    key, version, title
        Which model this is; a change of any number makes a new version.
    criteria
        The criteria of both axes, in the order they are asked.
    alpha
        Weight of value against feasibility in the priority, from 0 to 1.
    value_threshold, feasibility_threshold
        Where "high" begins on the matrix, 0 to 100.
    minimum_coverage
        Share of an axis' weight that has to be rated before the axis is scored at all.
    value_weighing, feasibility_weighing
        The answers that led to the weights of each axis, ``None`` where nobody kept them.
    """

    key: str
    version: int
    title: str
    criteria: tuple[Criterion, ...]
    alpha: float = 0.5
    value_threshold: float = 55.0
    feasibility_threshold: float = 55.0
    minimum_coverage: float = 0.4
    value_weighing: Weighing | None = None
    feasibility_weighing: Weighing | None = None

    @property
    def thresholds(self) -> Thresholds:
        """Where "high" begins on each axis."""
        return Thresholds(self.value_threshold, self.feasibility_threshold)

    def on(self, axis: Axis) -> tuple[Criterion, ...]:
        """Return the criteria of one axis, in the order they are asked."""
        return tuple(criterion for criterion in self.criteria if criterion.axis is axis)

    def weighing(self, axis: Axis) -> Weighing | None:
        """Return the answers that led to the weights of one axis."""
        return self.value_weighing if axis is Axis.VALUE else self.feasibility_weighing


DEFAULT_MODEL: Final = ScoringModel(
    key="default",
    version=1,
    title=gettext_noop("Value and feasibility"),
    criteria=(
        Criterion(
            "strategic_fit",
            Axis.VALUE,
            gettext_noop("Strategic fit"),
            gettext_noop("How directly does it serve an aim the enterprise has set itself?"),
            0.25,
            anchors.STRATEGIC_FIT,
        ),
        Criterion(
            "financial_benefit",
            Axis.VALUE,
            gettext_noop("Financial benefit"),
            gettext_noop("How much does it save or earn in a year, once it runs?"),
            0.25,
            anchors.FINANCIAL_BENEFIT,
        ),
        Criterion(
            "customer_benefit",
            Axis.VALUE,
            gettext_noop("Customer benefit"),
            gettext_noop("What do the people we serve get from it?"),
            0.20,
            anchors.CUSTOMER_BENEFIT,
        ),
        Criterion(
            "risk_reduction",
            Axis.VALUE,
            gettext_noop("Risk reduction"),
            gettext_noop("Which known risk becomes less likely or less severe?"),
            0.15,
            anchors.RISK_REDUCTION,
        ),
        Criterion(
            "urgency",
            Axis.VALUE,
            gettext_noop("Urgency"),
            gettext_noop("What is lost by starting a year later?"),
            0.15,
            anchors.URGENCY,
        ),
        Criterion(
            "data_availability",
            Axis.FEASIBILITY,
            gettext_noop("Data availability"),
            gettext_noop("Is the data there, within reach and good enough?"),
            0.25,
            anchors.DATA_AVAILABILITY,
        ),
        Criterion(
            "technical_maturity",
            Axis.FEASIBILITY,
            gettext_noop("Technical maturity"),
            gettext_noop("Where has this been made to work before?"),
            0.20,
            anchors.TECHNICAL_MATURITY,
        ),
        Criterion(
            "integration_effort",
            Axis.FEASIBILITY,
            gettext_noop("Ease of integration"),
            gettext_noop("How many systems have to change before it can be used?"),
            0.15,
            anchors.INTEGRATION_EFFORT,
        ),
        Criterion(
            "skills",
            Axis.FEASIBILITY,
            gettext_noop("Skills"),
            gettext_noop("Who builds it, and who runs it afterwards?"),
            0.15,
            anchors.SKILLS,
        ),
        Criterion(
            "change_readiness",
            Axis.FEASIBILITY,
            gettext_noop("Readiness for change"),
            gettext_noop("How do the people whose work changes stand to it?"),
            0.15,
            anchors.CHANGE_READINESS,
        ),
        Criterion(
            "affordability",
            Axis.FEASIBILITY,
            gettext_noop("Affordability"),
            gettext_noop("Is the money to build and to run it there?"),
            0.10,
            anchors.AFFORDABILITY,
        ),
    ),
)
