"""Criteria: what value and feasibility are made of, and how much each part counts."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import chain
from typing import Any, Final

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portfolio.domain import anchors
from portfolio.domain.priority import Thresholds

HIGHEST_RATING: Final = 5
WEIGHT_TOLERANCE: Final = 1e-6


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
    """

    key: str
    version: int
    title: str
    criteria: tuple[Criterion, ...]
    alpha: float = 0.5
    value_threshold: float = 55.0
    feasibility_threshold: float = 55.0
    minimum_coverage: float = 0.4

    @property
    def thresholds(self) -> Thresholds:
        """Where "high" begins on each axis."""
        return Thresholds(self.value_threshold, self.feasibility_threshold)

    def on(self, axis: Axis) -> tuple[Criterion, ...]:
        """Return the criteria of one axis, in the order they are asked."""
        return tuple(criterion for criterion in self.criteria if criterion.axis is axis)


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
    >>> check_model(DEFAULT_MODEL) is DEFAULT_MODEL
    True
    """
    problems = tuple(
        chain(
            _key_problems(model),
            chain.from_iterable(_criterion_problems(c) for c in model.criteria),
            chain.from_iterable(_axis_problems(model, axis) for axis in Axis),
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


def _criterion_problems(criterion: Criterion) -> Iterator[str]:
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
    >>> model_from_data(model_to_data(DEFAULT_MODEL)) == DEFAULT_MODEL
    True
    """
    data = asdict(model)
    data["criteria"] = [
        {**criterion, "axis": str(criterion["axis"]), "anchors": list(criterion["anchors"])}
        for criterion in data["criteria"]
    ]
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
            criteria=tuple(_criterion_from_data(row) for row in data["criteria"]),
            alpha=float(data["alpha"]),
            value_threshold=float(data["value_threshold"]),
            feasibility_threshold=float(data["feasibility_threshold"]),
            minimum_coverage=float(data["minimum_coverage"]),
        )
    except KeyError as error:
        problem = _("The scoring model has no {entry}.", entry=error.args[0])
        raise ScoringModelInvalid((problem,)) from error
    except (TypeError, ValueError) as error:
        problem = _("The scoring model cannot be read: {error}.", error=error)
        raise ScoringModelInvalid((problem,)) from error
    return check_model(model)


def _criterion_from_data(row: Mapping[str, Any]) -> Criterion:
    return Criterion(
        key=str(row["key"]),
        axis=Axis(row["axis"]),
        title=str(row["title"]),
        question=str(row["question"]),
        weight=float(row["weight"]),
        anchors=tuple(map(str, row["anchors"])),
    )


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
