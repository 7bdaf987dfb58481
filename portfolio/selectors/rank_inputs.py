"""Reading what the ranking rests on: ratings, techniques, readiness and the standings so far."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from assessments.domain.confidence import Confidence
from portfolio.domain.criteria import ScoringModel
from portfolio.domain.places import Ground
from portfolio.domain.priority import Thresholds
from portfolio.domain.rating_panels import Opinion, panel
from portfolio.domain.readiness import Readiness
from portfolio.domain.scoring_models import model_to_data
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.models import Rating, UseCase, UseCaseTechnique
from portfolio.selectors.readiness import ReadinessBook
from portfolio.selectors.standard_books import StandardBook

#: Stages in which a use case no longer competes for a place.
OUT_OF_THE_RUNNING: Final = frozenset({Stage.RETIRED, Stage.REJECTED})

#: The columns that hold the score of a use case, and those that hold its place.
SCORE_COLUMNS: Final = (
    "value",
    "feasibility",
    "readiness_factor",
    "adjusted_feasibility",
    "priority",
    "quadrant",
    "is_provisional",
    "readiness_assessment_id",
    "standards_stamp",
)
PLACE_COLUMNS: Final = (
    *("rank", "rank_low", "rank_high", "is_rank_robust"),
    *("bucket_rank", "bucket_rank_low", "bucket_rank_high"),
    *("domain_rank", "domain_rank_low", "domain_rank_high"),
    "is_on_front",
)
#: The columns of the second views.
VIEW_COLUMNS: Final = ("wsjf", "rice")
_STORED: Final = (*SCORE_COLUMNS, *PLACE_COLUMNS, *VIEW_COLUMNS)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A use case as the ranking sees it; ``stored`` are the columns of its standing so far."""

    pk: int
    domain_path: str
    bucket: str
    effort_weeks: int | None
    reach: int | None
    tier: int | None
    techniques: frozenset[Technique]
    is_running: bool
    stored: tuple[Any, ...]


@dataclass(frozen=True, slots=True, eq=False)
class RatingsMatrix:
    """What people said, by use case and criterion of a model.

    Attributes
    ----------
    points
        From 0 to 5, ``nan`` where nobody rated.
    confirmed
        Which of them a person gave.
    ranges
        The lowest and the highest points each may have; they equal ``points`` where everybody
        agrees and is sure.
    """

    points: NDArray[np.float64]
    confirmed: NDArray[np.bool_]
    ranges: tuple[NDArray[np.float64], NDArray[np.float64]]

    def of(self, columns: Sequence[int], rows: Sequence[int] | None = None) -> "RatingsMatrix":
        """Return some criteria of it, for all use cases or for some."""
        low, high = self.ranges
        cut = np.ix_(range(len(self.points)) if rows is None else rows, columns)
        return RatingsMatrix(self.points[cut], self.confirmed[cut], (low[cut], high[cut]))


@dataclass(frozen=True, slots=True, eq=False)
class RankInput:
    """All of it at one moment.

    Attributes
    ----------
    model
        The scoring model in force.
    candidates
        Use cases that compete, in the order of the rows of ``ratings``.
    ratings
        Points from 0 to 5 by use case and criterion, ``nan`` for unrated.
    confirmed
        Which of them a person gave.
    ranges
        Between which points each of them may lie: the lowest, and the highest.
    factors
        What readiness leaves of feasibility, ``nan`` where nothing was assessed.
    sources
        The assessment that says so, ``None`` where nothing was assessed.
    standards
        What domains ask beyond the model.
    grounds
        By what use cases are compared within their domains; empty where the model does for all.
    leaving
        Use cases that still have a standing but no longer compete.
    """

    model: ScoringModel
    candidates: Sequence[Candidate]
    ratings: NDArray[np.float64]
    confirmed: NDArray[np.bool_]
    ranges: tuple[NDArray[np.float64], NDArray[np.float64]]
    factors: NDArray[np.float64]
    sources: Sequence[int | None]
    standards: StandardBook
    grounds: Sequence[Ground]
    leaving: Sequence[Candidate]

    @property
    def thresholds(self) -> list[Thresholds]:
        """Where "high" begins for each use case, by the strictest that applies to it."""
        return self.thresholds_under(self.model)

    def thresholds_under(self, model: ScoringModel) -> list[Thresholds]:
        """Where "high" would begin for each use case if another model were in force."""
        book = StandardBook(model, self.standards.published)
        return [book.thresholds(each.domain_path) for each in self.candidates]

    @property
    def stamps(self) -> list[str]:
        """Which standards apply to each use case."""
        return [self.standards.stamp(each.domain_path) for each in self.candidates]

    @property
    def digest(self) -> str:
        """What names everything that ranks follow from: equal inputs, equal ranks."""
        found = sha256(json.dumps(model_to_data(self.model), sort_keys=True).encode())
        found.update(np.array([each.pk for each in self.candidates], dtype=np.int64).tobytes())
        for points in (self.ratings, *self.ranges):
            found.update(points.tobytes())
        found.update(self.factors.tobytes())
        found.update(json.dumps(self.stamps).encode() if any(self.stamps) else b"")
        for ground in self.grounds:
            found.update(np.asarray(ground.ratings).tobytes())
        return found.hexdigest()


def rank_input() -> RankInput:
    """Read everything the ranking rests on; six queries, however many use cases there are."""
    standards = StandardBook.read()
    model = standards.model
    everyone = _candidates()
    running = [each for each in everyone if each.is_running]
    wide = ratings_matrix(standards.widest, [each.pk for each in running])
    rated = wide.of(range(len(model.criteria)))
    book = ReadinessBook.read()
    return RankInput(
        model=model,
        candidates=running,
        ratings=rated.points,
        confirmed=rated.confirmed,
        ranges=rated.ranges,
        factors=readiness_factors(running, book),
        sources=readiness_sources(running, book),
        standards=standards,
        grounds=grounds_of(standards, running, wide),
        leaving=[each for each in everyone if not each.is_running],
    )


def candidate_of(use_case: UseCase) -> Candidate:
    """Return one use case as the ranking sees it; one query, and its domain has to be loaded."""
    return Candidate(
        pk=use_case.pk,
        domain_path=use_case.domain.path,
        bucket=use_case.bucket,
        effort_weeks=use_case.effort_weeks,
        reach=use_case.reach,
        tier=use_case.tier,
        techniques=frozenset(
            Technique(each) for each in use_case.techniques.values_list("technique", flat=True)
        ),
        is_running=is_running(use_case),
        stored=tuple(getattr(use_case, name) for name in _STORED),
    )


def is_running(use_case: UseCase) -> bool:
    """Whether a use case competes for a place."""
    return use_case.archived_at is None and use_case.stage not in OUT_OF_THE_RUNNING


def readiness_factors(candidates: Sequence[Candidate], book: ReadinessBook) -> NDArray[np.float64]:
    """Return what readiness leaves of each feasibility, ``nan`` where nothing was assessed."""
    answers = (book.answer(each.domain_path, each.techniques, each.tier) for each in candidates)
    return np.array(
        [each.factor if isinstance(each, Readiness) else np.nan for each in answers], dtype=float
    )


def readiness_sources(candidates: Sequence[Candidate], book: ReadinessBook) -> list[int | None]:
    """Return which assessment each factor rests on, ``None`` where nothing was assessed."""
    found = []
    for each in candidates:
        source = book.source(each.domain_path)
        answer = book.answer(each.domain_path, each.techniques, each.tier)
        is_said = source is not None and isinstance(answer, Readiness)
        found.append(source.assessment_id if source and is_said else None)
    return found


def grounds_of(
    standards: StandardBook, candidates: Sequence[Candidate], rated: RatingsMatrix
) -> list[Ground]:
    """Sort use cases by the model that their domains compare them by.

    ``rated`` has the columns of ``standards.widest``. None where no domain has criteria of its
    own, for the model of the enterprise does for all then.
    """
    column_of = {each.key: column for column, each in enumerate(standards.widest.criteria)}
    if len(column_of) == len(standards.model.criteria):
        return []
    rows: defaultdict[str, list[int]] = defaultdict(list)
    path_of: dict[str, str] = {}
    for row, each in enumerate(candidates):
        applied = standards.at(each.domain_path)
        stamp = standards.stamp(each.domain_path) if applied.has_criteria else ""
        rows[stamp].append(row)
        path_of[stamp] = each.domain_path
    found = []
    for stamp, members in rows.items():
        model = standards.at(path_of[stamp]).within if stamp else standards.model
        cut = rated.of([column_of[each.key] for each in model.criteria], members)
        found.append(Ground(model, members, cut.points, cut.ranges))
    return found


def ratings_row(model: ScoringModel, ratings: Mapping[str, float]) -> list[float]:
    """Return ratings in the order of the model's criteria, ``nan`` for unrated."""
    return [ratings.get(criterion.key, np.nan) for criterion in model.criteria]


def _candidates() -> list[Candidate]:
    techniques: defaultdict[int, set[Technique]] = defaultdict(set)
    for use_case_id, technique in UseCaseTechnique.objects.values_list("use_case_id", "technique"):
        techniques[use_case_id].add(Technique(technique))
    running = Q(archived_at__isnull=True) & ~Q(stage__in=OUT_OF_THE_RUNNING)
    rows = UseCase.objects.filter(running | Q(scored_at__isnull=False)).order_by("pk")
    names = (
        *("pk", "domain__path", "bucket", "effort_weeks", "reach", "tier", "stage", "archived_at"),
        *_STORED,
    )
    return [
        Candidate(
            pk=pk,
            domain_path=path,
            bucket=bucket,
            effort_weeks=weeks,
            reach=reach,
            tier=tier,
            techniques=frozenset(techniques.get(pk, ())),
            is_running=archived_at is None and stage not in OUT_OF_THE_RUNNING,
            stored=tuple(stored),
        )
        for pk, path, bucket, weeks, reach, tier, stage, archived_at, *stored in (
            rows.values_list(*names)
        )
    ]


def ratings_matrix(model: ScoringModel, ids: Sequence[int]) -> RatingsMatrix:
    """Return how use cases are rated on every criterion of a model; one query."""
    shape = (len(ids), len(model.criteria))
    points, low, high = (np.full(shape, np.nan) for _end in range(3))
    confirmed = np.zeros(shape, dtype=bool)
    row_of = {pk: row for row, pk in enumerate(ids)}
    column_of = {criterion.key: column for column, criterion in enumerate(model.criteria)}
    said: defaultdict[tuple[int, int], list[Opinion]] = defaultdict(list)
    rated = Rating.objects.filter(criterion__in=column_of).order_by()
    names = ("use_case_id", "criterion", "score", "low", "high", "confidence", "source")
    for pk, criterion, score, least, most, sure, source in rated.values_list(*names):
        if pk not in row_of:
            continue
        cell = row_of[pk], column_of[criterion]
        confirmed[cell] = source == Rating.Source.PERSON
        confidence = None if sure is None else Confidence(sure)
        said[cell].append(Opinion(score, least, most, confidence))
    for cell, opinions in said.items():
        found = panel(opinions)
        points[cell], low[cell], high[cell] = found.likely, found.low, found.high
    return RatingsMatrix(points, confirmed, (low, high))
