"""Robustness runs: the whole portfolio ranked under every weight that somebody could hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count, groupby
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portfolio.domain.criteria import Axis, Criterion, ScoringModel
from portfolio.domain.priority_draws import AxisRatings, priority_draws
from portfolio.domain.rank_draws import Floats, Ranks, rank_rows, rank_type
from portfolio.domain.rank_pairs import inseparable_pairs, pair_draws
from portfolio.domain.ranking import Ranges, Standings, by_axis, discount, ranges_by_axis
from portfolio.domain.weight_draws import AnyWeights, RankedWeights, WeightSpec, WeightsWithin

DRAWS: Final = 10_000
SEED: Final = 49
SPREADS: Final = range(1, 51)
TOPS: Final = range(1, 1_001)
#: A shift of the weights below this says nothing about what a use case is strong in.
NOTABLE: Final = 0.02


class WeightKind(StrEnum):
    """How much of the weights is taken for granted.

    Examples
    --------
    >>> WeightKind.ORDINAL.label
    'Only their order holds'
    """

    WITHIN = "within"
    ORDINAL = "ordinal"
    FREE = "free"

    @property
    def label(self) -> str:
        """The words a reader sees."""
        return _(_LABELS[self])


_LABELS: Final = {
    WeightKind.WITHIN: gettext_noop("Near the model's"),
    WeightKind.ORDINAL: gettext_noop("Only their order holds"),
    WeightKind.FREE: gettext_noop("Any weights"),
}


class RunInvalid(Invalid):
    """A run was asked for that cannot be made."""

    code = "robustness_run_invalid"


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What a run lets vary, and what it counts.

    Attributes
    ----------
    kind
        How much of the weights is taken for granted.
    spread
        With ``WITHIN``, how many points of a hundred each weight may lie from the model's.
    top
        How many first places count as being at the top.
    draws
        Number of draws.
    seed
        Makes the run repeatable.
    """

    kind: WeightKind = WeightKind.WITHIN
    spread: int = 10
    top: int = 10
    draws: int = DRAWS
    seed: int = SEED

    @property
    def words(self) -> str:
        """Which weights vary, in the middle of a sentence."""
        match self.kind:
            case WeightKind.WITHIN:
                return _("the weights within ± {spread} points of the model's", spread=self.spread)
            case WeightKind.ORDINAL:
                return _("all weights in the model's order of importance")
            case WeightKind.FREE:
                return _("all possible weights")


def check_settings(settings: RunSettings) -> RunSettings:
    """Return the settings when they can be run.

    Raises
    ------
    RunInvalid
        With a sentence beside each field that is out of range.
    """
    limits = {"spread": SPREADS, "top": TOPS}
    fields = {
        name: _("Enter a whole number from {low} to {high}.", low=allowed[0], high=allowed[-1])
        for name, allowed in limits.items()
        if getattr(settings, name) not in allowed
    }
    if fields:
        raise RunInvalid(" ".join(fields.values()), fields=fields)
    return settings


@dataclass(frozen=True, slots=True, eq=False)
class PortfolioRobustness:
    """What became of each use case over all draws; one entry each, in the order given.

    Attributes
    ----------
    top_share, first_share
        Share of the draws in which it is among the first, and in which it is first.
    first_weights
        Shape ``(n, m)``: mean of the weights under which it is first; ``nan`` where it never is.
    mean_weights
        Shape ``(m,)``: mean of all weights drawn.
    order
        The rows in the order of the ranking.
    is_close
        Shape ``(n, n)``: whether two use cases cannot be separated.
    """

    top_share: Floats
    first_share: Floats
    first_weights: Floats
    mean_weights: Floats
    order: NDArray[np.intp]
    is_close: NDArray[np.bool_]

    def inseparable_from(self, row: int) -> tuple[int, ...]:
        """Return all that a use case cannot be separated from, in the order of the ranking."""
        return tuple(self.order[self.is_close[row, self.order]].tolist())

    @property
    def inseparable(self) -> tuple[tuple[int, ...], ...]:
        """For each use case the rows it cannot be separated from."""
        return tuple(map(self.inseparable_from, range(self.order.size)))


def portfolio_robustness(
    model: ScoringModel,
    ratings: ArrayLike,
    standings: Standings,
    settings: RunSettings,
    *,
    ranges: Ranges | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> PortfolioRobustness:
    """Rank a whole portfolio under many weights at once (SMAA-2).

    Parameters
    ----------
    model
        Criteria and weights.
    ratings
        One row for each use case that has a priority, one column for each criterion of the model;
        points from 0 to 5, ``nan`` for unrated.
    standings
        Where they stand.
    settings
        What varies.
    ranges
        Between which points each rating may lie; drawn from anew with the weights.
    progress
        Called with the draws done and their number.

    Returns
    -------
    PortfolioRobustness
        Shares and neighbours.

    Notes
    -----
    The draws are those of ``priority_draws``: an open rating may be anything in every draw, as in
    the ranges of the ranking. The weights of the criteria vary within each axis; how value counts
    against feasibility (``alpha``) stays as the model says. Each chunk is counted and let go; the
    ranks alone are held, two bytes each, of the draws in which pairs are compared. A pair cannot
    be separated when neither ranks before the other in more than six draws of ten; every pair of
    the portfolio is compared, in ``rank_pairs.pair_draws`` of the draws.

    References
    ----------
    Lahdelma, R. and Salminen, P. (2001), "SMAA-2: Stochastic multicriteria acceptability analysis
    for group decision making", *Operations Research* 49(3): 444–454.

    Examples
    --------
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> from portfolio.domain.ranking import standings
    >>> rated = [[4] * 11, [2] * 11, [2] * 11]
    >>> found = portfolio_robustness(
    ...     DEFAULT_MODEL, rated, standings(DEFAULT_MODEL, rated, [1.0] * 3), RunSettings(top=1))
    >>> found.top_share, found.inseparable
    (array([1., 0., 0.]), ((), (2,), (1,)))
    """
    points = np.atleast_2d(np.asarray(ratings, dtype=float))
    order = np.argsort(-standings.priority, kind="stable")
    counts = _Counts.of(len(points), len(model.criteria), settings.draws)
    spans = ranges_by_axis(model, ranges, np.arange(len(points)))
    axes = [
        AxisRatings.of(scores, weight_spec(model.on(axis), settings), span)
        for scores, axis, span in zip(by_axis(model, points), Axis, spans, strict=True)
    ]
    varied = priority_draws(
        axes[0],
        axes[1],
        alpha=model.alpha,
        discount=discount(standings, np.arange(len(points))),
        draws=settings.draws,
        seed=settings.seed,
    )
    for drawn in varied:
        counts.add(rank_rows(drawn.priorities), drawn.weights, drawn.part.start, settings.top)
        if progress is not None:
            progress(drawn.part.stop, settings.draws)
    return counts.result(settings.draws, order, _columns(model))


def weight_spec(criteria: tuple[Criterion, ...], settings: RunSettings) -> WeightSpec:
    """Return what the settings take for granted about the weights of one axis."""
    weights = tuple(criterion.weight for criterion in criteria)
    match settings.kind:
        case WeightKind.FREE:
            return AnyWeights()
        case WeightKind.WITHIN:
            return WeightsWithin(weights, settings.spread / 100)
        case WeightKind.ORDINAL:
            order = sorted(range(len(weights)), key=lambda column: -weights[column])
            levels = groupby(order, key=weights.__getitem__)
            ties = tuple(tuple(columns) for _weight, columns in levels)
            return RankedWeights(tuple(order), tuple(each for each in ties if len(each) > 1))


@dataclass(frozen=True, slots=True)
class Favour:
    """What a use case is first by.

    Attributes
    ----------
    criterion
        The criterion that weighs more than usual where it is first.
    is_heaviest
        Whether it then weighs most of its axis.
    """

    criterion: Criterion
    is_heaviest: bool


def favour(model: ScoringModel, first_weights: Floats, mean_weights: Floats) -> Favour | None:
    """Say which weight lets a use case be first.

    Parameters
    ----------
    model
        Criteria, in whose order the weights are.
    first_weights
        Mean of the weights under which it is first; ``nan`` where it never is.
    mean_weights
        Mean of all weights drawn.

    Returns
    -------
    Favour or None
        ``None`` where it never is first, or is under weights as they usually are.

    Examples
    --------
    >>> from portfolio.domain.criteria import DEFAULT_MODEL
    >>> usual = np.array([c.weight for c in DEFAULT_MODEL.criteria])
    >>> shift = np.array([0.1] + [-0.025] * 4 + [0] * 6)
    >>> favour(DEFAULT_MODEL, usual + shift, usual).criterion.title
    'Strategic fit'
    """
    more = first_weights - mean_weights
    if np.isnan(more).any() or more.max() < NOTABLE:
        return None
    column = int(np.argmax(more))
    criterion = model.criteria[column]
    own_axis = [c.axis is criterion.axis for c in model.criteria]
    heaviest = first_weights[np.array(own_axis)].max()
    return Favour(criterion, is_heaviest=bool(first_weights[column] >= heaviest))


def in_spans(places: Sequence[int]) -> list[int | list[int]]:
    """Write places in a row of more than two as their first and last, so that few words hold many.

    Examples
    --------
    >>> in_spans([1, 4, 5, 7, 8, 9])
    [1, 4, 5, [7, 9]]
    >>> from_spans([1, 4, 5, [7, 9]])
    (1, 4, 5, 7, 8, 9)
    """
    counter = count()
    found: list[int | list[int]] = []
    for _start, row in groupby(places, key=lambda place: place - next(counter)):
        run = list(row)
        found.extend([[run[0], run[-1]]] if len(run) > 2 else run)
    return found


def from_spans(spans: Sequence[int | Sequence[int]]) -> tuple[int, ...]:
    """Return the places that `in_spans` wrote."""
    return tuple(
        place
        for span in spans
        for place in ([span] if isinstance(span, int) else range(span[0], span[1] + 1))
    )


def _columns(model: ScoringModel) -> NDArray[np.intp]:
    """Return where each criterion of the model lies among the weights drawn, axis by axis."""
    drawn = [criterion.key for axis in Axis for criterion in model.on(axis)]
    return np.array([drawn.index(criterion.key) for criterion in model.criteria])


@dataclass(slots=True, eq=False)
class _Counts:
    """What is counted chunk by chunk."""

    top: NDArray[np.int64]
    first: NDArray[np.int64]
    first_weights: Floats
    weights: Floats
    compared: Ranks

    @classmethod
    def of(cls, n: int, m: int, draws: int) -> "_Counts":
        return cls(
            top=np.zeros(n, dtype=np.int64),
            first=np.zeros(n, dtype=np.int64),
            first_weights=np.zeros((n, m)),
            weights=np.zeros(m),
            compared=np.zeros((n, pair_draws(n, draws)), dtype=rank_type(n)),
        )

    def add(self, ranks: Ranks, weights: Floats, start: int, top: int) -> None:
        is_first = ranks == 1
        self.top += np.count_nonzero(ranks <= top, axis=0)
        self.first += np.count_nonzero(is_first, axis=0)
        draw, winner = np.nonzero(is_first)
        np.add.at(self.first_weights, winner, weights[draw])
        self.weights += weights.sum(axis=0)
        room = self.compared[:, start : start + len(ranks)]
        room[:] = ranks[: room.shape[1]].T

    def result(
        self, draws: int, order: NDArray[np.intp], columns: NDArray[np.intp]
    ) -> PortfolioRobustness:
        with np.errstate(invalid="ignore"):
            first_weights = self.first_weights / self.first[:, None]
        return PortfolioRobustness(
            top_share=self.top / draws,
            first_share=self.first / draws,
            first_weights=first_weights[:, columns],
            mean_weights=(self.weights / draws)[columns],
            order=order,
            is_close=inseparable_pairs(self.compared),
        )
