"""Scoring: ratings on described criteria become value and feasibility, 0 to 100."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portfolio.domain.criteria import HIGHEST_RATING, Axis, Criterion, ScoringModel

# Sums of weights such as 0.25 + 0.15 miss 0.4 by a rounding error, which must not decide.
COVERAGE_DECIMALS = 9


class RatingInvalid(Invalid):
    """The rating lies off the scale."""

    code = "rating_invalid"


@dataclass(frozen=True, slots=True)
class Rating:
    """What somebody rated a criterion, from 0 to 5; halves are allowed.

    Raises
    ------
    RatingInvalid
        When the points lie off the scale.
    """

    points: float

    def __post_init__(self) -> None:
        if not 0 <= self.points <= HIGHEST_RATING:
            raise RatingInvalid(
                _("A rating goes from 0 to 5; {points:g} does not.", points=self.points)
            )

    @property
    def score(self) -> float:
        """The rating on the scale from 0 to 100."""
        return 100 * self.points / HIGHEST_RATING


@dataclass(frozen=True, slots=True)
class Unrated:
    """Nobody has rated the criterion yet, which says nothing about how good it is."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one rated criterion adds to the score of its axis.

    Attributes
    ----------
    criterion
        The criterion that was rated.
    rating
        Its rating, 0 to 5.
    weight
        Its share among the rated criteria of the axis.
    points
        Points of the axis score that come from it; they add up to the score.
    """

    criterion: Criterion
    rating: float
    weight: float
    points: float


@dataclass(frozen=True, slots=True)
class Scored:
    """The score of one axis and how it came about.

    Attributes
    ----------
    value
        Score from 0 to 100.
    coverage
        Share of the axis' weight that was rated, in (0, 1].
    contributions
        One for each rated criterion, in the order of the model.
    missing
        The criteria nobody has rated yet.
    """

    value: float
    coverage: float
    contributions: tuple[Contribution, ...]
    missing: tuple[Criterion, ...]

    @property
    def is_provisional(self) -> bool:
        """Whether ratings are still missing."""
        return bool(self.missing)

    @property
    def note(self) -> str:
        """What is missing, as a sentence; empty when nothing is."""
        if not self.missing:
            return ""
        return _(
            "Provisional: {share:.0%} of the weight is rated; missing is {criteria}.",
            share=self.coverage,
            criteria=", ".join(_(criterion.title).lower() for criterion in self.missing),
        )


@dataclass(frozen=True, slots=True)
class NotScored:
    """Too little is rated to give the axis a score; ``reason`` says so to the reader."""

    reason: str


@dataclass(frozen=True, slots=True)
class UseCaseScore:
    """Value and feasibility of one use case under one version of a model."""

    model_key: str
    model_version: int
    value: Scored | NotScored
    feasibility: Scored | NotScored


def score(model: ScoringModel, ratings: Mapping[str, Rating | Unrated]) -> UseCaseScore:
    """Score one use case.

    Parameters
    ----------
    model
        Criteria and weights; expected to have passed ``check_model``.
    ratings
        Criterion key to rating. A key left out counts as unrated; a key the model does not ask
        about is left aside, so that a new version of a model may drop a criterion.

    Returns
    -------
    UseCaseScore
        A score, or the reason why there is none, for each axis.

    Notes
    -----
    Additive multi-attribute value on a fixed scale: ``V = Σ w_j · v_j`` with ``v_j = 20 · rating``
    and the weights of the rated criteria rescaled to add up to one. An axis is scored when the
    rated criteria carry at least ``model.minimum_coverage`` of its weight. As the scale does not
    depend on who else is rated, adding a use case never changes a score.

    References
    ----------
    Keeney, R. L. and Raiffa, H. (1976), *Decisions with Multiple Objectives*, Wiley, chapter 3.

    Examples
    --------
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> case = score(DEFAULT_MODEL, {"strategic_fit": Rating(4), "financial_benefit": Rating(2)})
    >>> case.value.value, case.value.coverage
    (60.0, 0.5)
    >>> case.feasibility.reason
    'Not scored: no feasibility criterion is rated yet.'
    """
    return UseCaseScore(
        model_key=model.key,
        model_version=model.version,
        value=_score_axis(model, Axis.VALUE, ratings),
        feasibility=_score_axis(model, Axis.FEASIBILITY, ratings),
    )


def _score_axis(
    model: ScoringModel, axis: Axis, ratings: Mapping[str, Rating | Unrated]
) -> Scored | NotScored:
    criteria = model.on(axis)
    rated = [
        (criterion, rating)
        for criterion in criteria
        if isinstance(rating := ratings.get(criterion.key), Rating)
    ]
    if not rated:
        return NotScored(_("Not scored: no {axis} criterion is rated yet.", axis=axis.word))
    weight = fsum(criterion.weight for criterion, _rating in rated)
    coverage = _share(weight, fsum(criterion.weight for criterion in criteria))
    if coverage < model.minimum_coverage:
        return NotScored(
            _(
                "Not scored: {rated} of {criteria} {axis} criteria are rated. They carry "
                "{share:.0%} of the weight; {needed:.0%} is needed.",
                rated=len(rated),
                criteria=len(criteria),
                axis=axis.word,
                share=coverage,
                needed=model.minimum_coverage,
            )
        )
    contributions = tuple(
        Contribution(c, rating.points, c.weight / weight, rating.score * c.weight / weight)
        for c, rating in rated
    )
    return Scored(
        value=min(100.0, fsum(contribution.points for contribution in contributions)),
        coverage=coverage,
        contributions=contributions,
        missing=tuple(c for c in criteria if not isinstance(ratings.get(c.key), Rating)),
    )


def _share(part: float, whole: float) -> float:
    return round(part / whole, COVERAGE_DECIMALS)


@dataclass(frozen=True, slots=True, eq=False)
class ScoreMatrix:
    """Scores of many use cases, one row each; ``nan`` where an axis is not scored."""

    value: NDArray[np.float64]
    feasibility: NDArray[np.float64]
    value_coverage: NDArray[np.float64]
    feasibility_coverage: NDArray[np.float64]


def score_matrix(model: ScoringModel, ratings: ArrayLike) -> ScoreMatrix:
    """Score thousands of use cases at once; says the same as ``score``.

    Parameters
    ----------
    model
        Criteria and weights; expected to have passed ``check_model``.
    ratings
        One row for each use case, one column for each criterion in the order of
        ``model.criteria``; points from 0 to 5, ``nan`` for unrated.

    Returns
    -------
    ScoreMatrix
        Scores and coverage of both axes.

    Raises
    ------
    ValueError
        When the number of columns is not the number of criteria.
    RatingInvalid
        When a rating lies off the scale.

    Examples
    --------
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> nan = float("nan")
    >>> row = [4, 2, nan, nan, nan] + [nan] * 6
    >>> score_matrix(DEFAULT_MODEL, [row]).value
    array([60.])
    """
    points = np.atleast_2d(np.asarray(ratings, dtype=float))
    if points.shape[1] != len(model.criteria):
        raise ValueError(f"{points.shape[1]} columns for {len(model.criteria)} criteria.")
    if np.any((points < 0) | (points > HIGHEST_RATING)):
        raise RatingInvalid(_("A rating goes from 0 to 5; at least one does not."))
    value, value_coverage = _axis_columns(model, Axis.VALUE, points)
    feasibility, feasibility_coverage = _axis_columns(model, Axis.FEASIBILITY, points)
    return ScoreMatrix(value, feasibility, value_coverage, feasibility_coverage)


def _axis_columns(
    model: ScoringModel, axis: Axis, points: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    weights = np.array([c.weight if c.axis is axis else 0.0 for c in model.criteria])
    rated = np.where(np.isnan(points), 0.0, weights)
    carried = rated.sum(axis=1)
    coverage = np.round(carried / weights.sum(), COVERAGE_DECIMALS)
    is_scored = coverage >= model.minimum_coverage
    weighted = (np.nan_to_num(points) * rated).sum(axis=1) * 100 / HIGHEST_RATING
    scores = np.divide(weighted, carried, out=np.full(len(points), np.nan), where=is_scored)
    return np.minimum(scores, 100.0), coverage
