"""Rating use cases: what people say, and what an import suggests until they do."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any, Final

from django.db import transaction

from assessments.domain.confidence import Confidence
from portal.domain.errors import Invalid
from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.models import User
from portal.services import ledger
from portfolio.domain.criteria import HIGHEST_RATING
from portfolio.domain.scoring import Unrated
from portfolio.models import Rating, UseCase
from portfolio.selectors.ratings import combined_points
from portfolio.selectors.standard_books import asked_in
from portfolio.services.events import PortfolioEvent
from portfolio.services.follow_ups import request_ranking
from portfolio.services.ranking import score_use_case
from portfolio.services.use_case_checks import UseCaseArchived, UseCaseChanged

BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class RatingInput:
    """How a use case does on one criterion, as one person says it.

    Attributes
    ----------
    score
        0 to 5.
    evidence
        What somebody else could check.
    rationale
        Why, in their own words.
    low, high
        Between which points they would not be surprised; both or neither.
    confidence
        How sure they are, where they say so.
    """

    score: int
    evidence: str = ""
    rationale: str = ""
    low: int | None = None
    high: int | None = None
    confidence: Confidence | None = None


class RatingsInvalid(Invalid):
    """A rating lies off the scale, or belongs to a criterion that the model does not ask about."""

    code = "ratings_invalid"


@transaction.atomic
def rate_use_case(
    use_case: UseCase,
    ratings: Mapping[str, RatingInput | Unrated],
    *,
    version: int,
    by: Member,
    at: datetime,
) -> UseCase:
    """Say how a use case does; its standing follows at once, the ranks with the next ranking.

    Each person rates for themselves: what others said stays, and all of it is combined by
    ``rating_panels.panel``.

    Parameters
    ----------
    use_case
        The use case.
    ratings
        Criterion key to rating, or to ``Unrated`` to take one's own back, or a suggestion away.
        Criteria left out stay as they are, and so does a suggestion that nobody confirmed. Saying
        what was suggested confirms it; saying again what one said changes nothing.
    version
        The version of the use case that the reader saw.
    by, at
        Who rates, and when.

    Returns
    -------
    UseCase
        The row as it is then.

    Raises
    ------
    NotAllowed
        When the member may not rate in that domain.
    UseCaseChanged, UseCaseArchived
        When somebody saved it since, or it is archived.
    RatingsInvalid
        When a rating lies off the scale or belongs to no criterion; nothing is stored then.
    """
    rows = UseCase.objects.select_for_update(of=("self",)).select_related("domain")
    row = rows.get(pk=use_case.pk)
    require(by, Capability.RATE_USE_CASE, row.domain.path)
    if row.version != version:
        raise UseCaseChanged(row)
    if row.archived_at is not None:
        raise UseCaseArchived
    _check(ratings, row.domain.path)
    before = {rating.criterion: rating for rating in row.ratings.all() if _replaces(rating, by)}
    changes = dict(_changes(before, ratings))
    if not changes:
        return row
    for criterion in changes:
        _write(row, before.get(criterion), criterion, ratings[criterion], by=by, at=at)
    row.version, row.updated_at = version + 1, at
    _keep_history(row, by=by, at=at)
    row.save(update_fields=["version", "updated_at"])
    score_use_case(row, combined_points(row.ratings.all()), at=at)
    told = {name: change for part in changes.values() for name, change in part.items()}
    ledger.record(PortfolioEvent.USE_CASE_RATED, subject=row, by=by, at=at, changes=told)
    request_ranking(by=by, at=at)
    return row


@transaction.atomic
def store_suggested_ratings(
    suggestions: Mapping[int, Mapping[str, RatingInput]], *, by: Member, at: datetime
) -> frozenset[int]:
    """Store what an import suggests, without touching what a person said.

    Parameters
    ----------
    suggestions
        Id of a use case to criterion key to rating. What the import no longer suggests for one
        of these use cases is taken back; a criterion the model does not ask about is kept aside.
    by, at
        Who imports, and when. That they may is for the caller to check.

    Returns
    -------
    frozenset of int
        The use cases for which anything changed; a ranking is asked for when there are any.

    Raises
    ------
    RatingsInvalid
        When a rating lies off the scale; nothing is stored then.

    Notes
    -----
    A few statements for each batch. Field history and ledger hold what people say; a suggestion
    is part of the import that made it, and makes no new version of the use case.
    """
    for ratings in suggestions.values():
        _check_scale(ratings)
    changed: set[int] = set()
    for ids in batched(sorted(suggestions), BATCH):
        changed |= _suggest({pk: suggestions[pk] for pk in ids}, by=by, at=at)
    if changed:
        request_ranking(by=by, at=at)
    return frozenset(changed)


def forecast_suggested_ratings(
    suggestions: Mapping[int, Mapping[str, RatingInput]],
) -> frozenset[int]:
    """Say for which use cases `store_suggested_ratings` would change anything, without writing."""
    changed: set[int] = set()
    for ids in batched(sorted(suggestions), BATCH):
        changed |= _moved(*_differences({pk: suggestions[pk] for pk in ids}))
    return frozenset(changed)


def _check(ratings: Mapping[str, RatingInput | Unrated], domain_path: str) -> None:
    asked = asked_in(domain_path)
    unknown = sorted(set(ratings) - {each.key for each in asked.within.criteria})
    if unknown:
        raise RatingsInvalid(
            _("The scoring model has no criterion called {keys}.", keys=", ".join(unknown)),
            fields=dict.fromkeys(unknown, _("The scoring model has no such criterion.")),
        )
    _check_scale(ratings)


def _check_scale(ratings: Mapping[str, RatingInput | Unrated]) -> None:
    problems = {
        criterion: _scale_problem(rating)
        for criterion, rating in ratings.items()
        if isinstance(rating, RatingInput)
    }
    off = {criterion: problem for criterion, problem in problems.items() if problem}
    if off:
        raise RatingsInvalid(" ".join(dict.fromkeys(off.values())), fields=off)


def _scale_problem(rating: RatingInput) -> str:
    if not 0 <= rating.score <= HIGHEST_RATING:
        return _(
            "A rating goes from 0 to {highest}; {score} does not.",
            highest=HIGHEST_RATING,
            score=rating.score,
        )
    if rating.low is None and rating.high is None:
        return ""
    if rating.low is None or rating.high is None:
        return _("Give both ends of the range, or none.")
    if not 0 <= rating.low <= rating.score <= rating.high <= HIGHEST_RATING:
        return _("The range has to hold the rating itself, and to stay between 0 and 5.")
    return ""


def _replaces(rating: Rating, by: Member) -> bool:
    """Whether what this member says takes the place of that rating."""
    if rating.source == Rating.Source.SUGGESTION:
        return True
    return rating.rated_by_id == (by.user_id or None)


def _changes(
    before: Mapping[str, Rating], ratings: Mapping[str, RatingInput | Unrated]
) -> Iterator[tuple[str, dict[str, list[Any]]]]:
    for criterion, wanted in ratings.items():
        old = _told(criterion, before.get(criterion))
        new = _told(criterion, wanted)
        change = {
            name: [old.get(name), new.get(name)]
            for name in dict.fromkeys([*old, *new])
            if old.get(name) != new.get(name)
        }
        if change:
            yield criterion, change


def _told(criterion: str, rating: Rating | RatingInput | Unrated | None) -> dict[str, Any]:
    if not isinstance(rating, (Rating, RatingInput)):
        return {}
    source = rating.source if isinstance(rating, Rating) else Rating.Source.PERSON
    told = {
        criterion: rating.score,
        f"{criterion} source": str(source),
        f"{criterion} evidence": rating.evidence.strip(),
        f"{criterion} rationale": rating.rationale.strip(),
        f"{criterion} confidence": rating.confidence and int(rating.confidence),
    }
    if rating.low is not None:
        told[f"{criterion} range"] = f"{rating.low}–{rating.high}"
    return {name: value for name, value in told.items() if value not in ("", None)}


def _write(
    use_case: UseCase,
    old: Rating | None,
    criterion: str,
    wanted: RatingInput | Unrated,
    *,
    by: Member,
    at: datetime,
) -> None:
    row = old or Rating(use_case=use_case, criterion=criterion)
    _keep_history(row, by=by, at=at)
    if isinstance(wanted, Unrated):
        row.delete()
        return
    row.score, row.low, row.high = wanted.score, wanted.low, wanted.high
    row.evidence, row.rationale = wanted.evidence.strip(), wanted.rationale.strip()
    row.confidence = wanted.confidence and int(wanted.confidence)
    row.source = Rating.Source.PERSON
    row.rated_by_id, row.rated_at = by.user_id or None, at
    row.save()


def _keep_history(row: UseCase | Rating, *, by: Member, at: datetime) -> None:
    # The request's user is not always who acts: a token, a job or a command has none.
    row._history_user = User(pk=by.user_id) if by.user_id else None  # type: ignore[union-attr]  # noqa: SLF001
    row._history_date = at  # type: ignore[union-attr]  # noqa: SLF001


def _suggest(
    suggestions: Mapping[int, Mapping[str, RatingInput]], *, by: Member, at: datetime
) -> set[int]:
    # Whoever rates locks the use case first, so nobody's word can arrive between read and write.
    locked = UseCase.objects.select_for_update().filter(pk__in=suggestions).order_by("pk")
    ids = set(locked.values_list("pk", flat=True))
    news, dropped = _differences({pk: suggestions[pk] for pk in ids})
    Rating.objects.filter(pk__in=[rating.pk for rating in dropped]).delete()
    rows = [_suggestion(each, by=by, at=at) for each in news]
    # Told apart first: what is created has a key afterwards, and would be written once more.
    known = [row for row in rows if row.pk is not None]
    Rating.objects.bulk_create([row for row in rows if row.pk is None], batch_size=BATCH)
    Rating.objects.bulk_update(
        known,
        ["score", "evidence", "rated_by", "rated_at"],
        batch_size=BATCH,
    )
    return _moved(news, dropped)


@dataclass(frozen=True, slots=True)
class _News:
    """A suggestion that is not stored yet, and the older one it takes the place of."""

    use_case_id: int
    criterion: str
    wanted: RatingInput
    stored: Rating | None


def _differences(
    suggestions: Mapping[int, Mapping[str, RatingInput]],
) -> tuple[list[_News], list[Rating]]:
    stored: defaultdict[int, dict[str, Rating]] = defaultdict(dict)
    for rating in Rating.objects.filter(use_case__in=suggestions):
        stored[rating.use_case_id][rating.criterion] = rating
    news = [
        _News(pk, criterion, rating, stored[pk].get(criterion))
        for pk, wanted in suggestions.items()
        for criterion, rating in wanted.items()
        if _is_news(stored[pk].get(criterion), rating)
    ]
    dropped = [
        rating
        for pk, wanted in suggestions.items()
        for criterion, rating in stored[pk].items()
        if criterion not in wanted and rating.source == Rating.Source.SUGGESTION
    ]
    return news, dropped


def _moved(news: list[_News], dropped: list[Rating]) -> set[int]:
    return {each.use_case_id for each in news} | {rating.use_case_id for rating in dropped}


def _is_news(stored: Rating | None, wanted: RatingInput) -> bool:
    if stored is None:
        return True
    said = (stored.score, stored.evidence)
    return stored.source == Rating.Source.SUGGESTION and said != (
        wanted.score,
        wanted.evidence.strip(),
    )


def _suggestion(news: _News, *, by: Member, at: datetime) -> Rating:
    row = news.stored or Rating(use_case_id=news.use_case_id, criterion=news.criterion)
    row.score, row.evidence = news.wanted.score, news.wanted.evidence.strip()
    row.source = Rating.Source.SUGGESTION
    row.rated_by_id, row.rated_at = by.user_id or None, at
    return row
