"""Rating use cases: what people say, and what an import suggests until they do."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any, Final

from django.db import transaction

from portal.domain.errors import Invalid
from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.models import User
from portal.services import ledger
from portfolio.domain.criteria import HIGHEST_RATING, Criterion
from portfolio.domain.scoring import Unrated
from portfolio.models import Rating, UseCase
from portfolio.selectors.scoring_models import active_model
from portfolio.services.events import PortfolioEvent
from portfolio.services.follow_ups import request_ranking
from portfolio.services.ranking import score_use_case
from portfolio.services.use_cases import UseCaseArchived, UseCaseChanged

BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class RatingInput:
    """How a use case does on one criterion, from 0 to 5, and what speaks for it."""

    score: int
    evidence: str = ""


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
    """Rate a use case; its own standing follows at once, the ranks with the next ranking.

    Parameters
    ----------
    use_case
        The use case.
    ratings
        Criterion key to rating, or to ``Unrated`` to take a rating back. Criteria left out stay
        as they are, and so does a suggestion that nobody confirmed. Saying what was suggested
        confirms it; saying again what a person said changes nothing.
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
    _check(ratings)
    before = {rating.criterion: rating for rating in row.ratings.all()}
    changes = dict(_changes(before, ratings))
    if not changes:
        return row
    for criterion in changes:
        _write(row, before.get(criterion), criterion, ratings[criterion], by=by, at=at)
    row.version, row.updated_at = version + 1, at
    _keep_history(row, by=by, at=at)
    row.save(update_fields=["version", "updated_at"])
    score_use_case(row, dict(row.ratings.values_list("criterion", "score")), at=at)
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


def _check(ratings: Mapping[str, RatingInput | Unrated]) -> None:
    asked: dict[str, Criterion] = {each.key: each for each in active_model().criteria}
    unknown = sorted(set(ratings) - set(asked))
    if unknown:
        raise RatingsInvalid(
            _("The scoring model has no criterion called {keys}.", keys=", ".join(unknown)),
            fields=dict.fromkeys(unknown, _("The scoring model has no such criterion.")),
        )
    _check_scale(ratings)


def _check_scale(ratings: Mapping[str, RatingInput | Unrated]) -> None:
    off = {
        criterion: _(
            "A rating goes from 0 to {highest}; {score} does not.",
            highest=HIGHEST_RATING,
            score=rating.score,
        )
        for criterion, rating in ratings.items()
        if isinstance(rating, RatingInput) and not 0 <= rating.score <= HIGHEST_RATING
    }
    if off:
        raise RatingsInvalid(" ".join(dict.fromkeys(off.values())), fields=off)


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
    match rating:
        case Rating():
            source, evidence = rating.source, rating.evidence
        case RatingInput():
            source, evidence = Rating.Source.PERSON, rating.evidence.strip()
        case _:
            return {}
    told = {criterion: rating.score, f"{criterion} source": str(source)}
    return told | ({f"{criterion} evidence": evidence} if evidence else {})


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
    row.score, row.evidence = wanted.score, wanted.evidence.strip()
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
    Rating.objects.bulk_create(
        [_suggestion(pk, criterion, rating, by=by, at=at) for pk, criterion, rating in news],
        update_conflicts=True,
        unique_fields=["use_case", "criterion"],
        update_fields=["score", "evidence", "rated_by", "rated_at"],
        batch_size=BATCH,
    )
    return _moved(news, dropped)


type _Suggested = tuple[int, str, RatingInput]


def _differences(
    suggestions: Mapping[int, Mapping[str, RatingInput]],
) -> tuple[list[_Suggested], list[Rating]]:
    stored: defaultdict[int, dict[str, Rating]] = defaultdict(dict)
    for rating in Rating.objects.filter(use_case__in=suggestions):
        stored[rating.use_case_id][rating.criterion] = rating
    news = [
        (pk, criterion, rating)
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


def _moved(news: list[_Suggested], dropped: list[Rating]) -> set[int]:
    return {pk for pk, _criterion, _rating in news} | {rating.use_case_id for rating in dropped}


def _is_news(stored: Rating | None, wanted: RatingInput) -> bool:
    if stored is None:
        return True
    said = (stored.score, stored.evidence)
    return stored.source == Rating.Source.SUGGESTION and said != (
        wanted.score,
        wanted.evidence.strip(),
    )


def _suggestion(
    use_case_id: int, criterion: str, wanted: RatingInput, *, by: Member, at: datetime
) -> Rating:
    return Rating(
        use_case_id=use_case_id,
        criterion=criterion,
        score=wanted.score,
        evidence=wanted.evidence.strip(),
        source=Rating.Source.SUGGESTION,
        rated_by_id=by.user_id or None,
        rated_at=at,
    )
