"""Rating use cases, and what imports suggest."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assessments.domain.confidence import Confidence
from portal.domain.errors import NotAllowed, Refusal
from portal.models import Job, LedgerEntry
from portal.services.ledger import SYSTEM
from portfolio.domain.scoring import Unrated
from portfolio.models import Rating, UseCase
from portfolio.services.ratings import (
    RatingInput,
    RatingsInvalid,
    forecast_suggested_ratings,
    rate_use_case,
    store_suggested_ratings,
)
from portfolio.services.use_case_checks import UseCaseArchived, UseCaseChanged
from tests.builders import NOW, make_use_case
from tests.conftest import Cast
from tests.portfolio.builders import on_axes, rated

LATER = NOW + timedelta(days=1)
ALL = {key: RatingInput(score) for key, score in on_axes(4, 3).items()}


@pytest.fixture
def use_case(cast: Cast) -> UseCase:
    row: UseCase = make_use_case(domain=cast.freight)
    return row


def scores(use_case: UseCase) -> dict[str, tuple[int, str]]:
    rows = Rating.objects.filter(use_case=use_case).order_by("criterion")
    return {row.criterion: (row.score, row.source) for row in rows}


def told(entry: LedgerEntry) -> dict[str, Any]:
    changes: dict[str, Any] = json.loads(bytes(entry.payload))["changes"]
    return changes


def test_rating_stores_who_said_what_and_scores_the_use_case_at_once(
    cast: Cast, use_case: UseCase
) -> None:
    said = ALL | {"skills": RatingInput(5, "  The depot team built the yard planner. ")}
    row = rate_use_case(use_case, said, version=1, by=cast.member("freight_owner"), at=LATER)
    assert (row.value, row.priority, row.quadrant, row.version) == (80.0, 72.6636, "do_now", 2)
    stored = UseCase.objects.get(pk=use_case.pk)
    assert (stored.feasibility, stored.scored_at, stored.updated_at) == (66.0, LATER, LATER)
    skills = Rating.objects.get(use_case=use_case, criterion="skills")
    assert (skills.score, skills.evidence) == (5, "The depot team built the yard planner.")
    assert (skills.rated_by, skills.rated_at) == (cast.freight_owner, LATER)
    assert Rating.history.filter(id=skills.pk).get().history_user == cast.freight_owner
    record = UseCase.history.get(id=use_case.pk, version=2)
    assert record.history_user == cast.freight_owner
    assert Job.objects.get().kind == "portfolio.rank"


def test_the_ledger_tells_each_rating_before_and_after(cast: Cast, use_case: UseCase) -> None:
    by = cast.member("freight_owner")
    rate_use_case(use_case, {"skills": RatingInput(2)}, version=1, by=by, at=NOW)
    said = {"skills": RatingInput(3, "Two are named."), "urgency": RatingInput(1)}
    rate_use_case(use_case, said, version=2, by=by, at=NOW)
    entry = LedgerEntry.objects.order_by("-seq")[0]
    assert entry.event == "portfolio.use_case.rated"
    assert entry.subject_id == str(use_case.pk)
    assert told(entry) == {
        "skills": [2, 3],
        "skills evidence": [None, "Two are named."],
        "urgency": [None, 1],
        "urgency source": [None, "person"],
    }


def test_saying_the_same_again_changes_nothing(cast: Cast, use_case: UseCase) -> None:
    by = cast.member("lead")
    rate_use_case(use_case, ALL, version=1, by=by, at=NOW)
    row = rate_use_case(use_case, ALL, version=2, by=by, at=LATER)
    assert row.version == 2
    assert LedgerEntry.objects.count() == 1
    assert not Rating.objects.filter(rated_at=LATER).exists()


def test_a_rating_can_be_taken_back(cast: Cast, use_case: UseCase) -> None:
    by = cast.member("lead")
    rate_use_case(use_case, ALL, version=1, by=by, at=NOW)
    row = rate_use_case(use_case, {"urgency": Unrated()}, version=2, by=by, at=LATER)
    assert "urgency" not in scores(use_case)
    assert row.is_provisional
    assert told(LedgerEntry.objects.order_by("-seq")[0])["urgency"] == [4, None]


def test_saying_what_was_suggested_confirms_it(cast: Cast, use_case: UseCase) -> None:
    store_suggested_ratings({use_case.pk: {"skills": RatingInput(3, "Yes.")}}, by=SYSTEM, at=NOW)
    said = {"skills": RatingInput(3, "Yes.")}
    rate_use_case(use_case, said, version=1, by=cast.member("lead"), at=LATER)
    assert scores(use_case) == {"skills": (3, "person")}
    assert told(LedgerEntry.objects.get()) == {"skills source": ["suggestion", "person"]}


@pytest.mark.parametrize("name", ["executive", "board", "auditor", "retail_owner", "contributor"])
def test_who_may_not_rate_changes_nothing(cast: Cast, use_case: UseCase, name: str) -> None:
    with pytest.raises(NotAllowed):
        rate_use_case(use_case, ALL, version=1, by=cast.member(name), at=NOW)
    nothing_happened(use_case)


@pytest.mark.parametrize(
    ("ratings", "sentence"),
    [
        ({"skills": RatingInput(6)}, "A rating goes from 0 to 5; 6 does not."),
        ({"skills": RatingInput(-1)}, "A rating goes from 0 to 5; -1 does not."),
        ({"skills": RatingInput(3, low=2)}, "Give both ends of the range, or none."),
        (
            {"skills": RatingInput(1, low=2, high=4)},
            "The range has to hold the rating itself, and to stay between 0 and 5.",
        ),
        ({"charm": RatingInput(3)}, "The scoring model has no criterion called charm."),
    ],
)
def test_a_rating_that_makes_no_sense_changes_nothing(
    cast: Cast, use_case: UseCase, ratings: dict[str, RatingInput], sentence: str
) -> None:
    said = {"urgency": RatingInput(3)} | ratings
    with pytest.raises(RatingsInvalid) as refused:
        rate_use_case(use_case, said, version=1, by=cast.member("lead"), at=NOW)
    assert refused.value.sentence == sentence
    assert set(refused.value.fields) == set(ratings)
    nothing_happened(use_case)


def test_a_stale_or_archived_use_case_is_not_rated(cast: Cast, use_case: UseCase) -> None:
    with pytest.raises(UseCaseChanged):
        rate_use_case(use_case, ALL, version=7, by=cast.member("lead"), at=NOW)
    UseCase.objects.filter(pk=use_case.pk).update(archived_at=NOW)
    with pytest.raises(UseCaseArchived):
        rate_use_case(use_case, ALL, version=1, by=cast.member("lead"), at=NOW)
    nothing_happened(use_case)


def test_each_person_rates_for_themselves_and_the_median_counts(
    cast: Cast, use_case: UseCase
) -> None:
    rate_use_case(use_case, ALL, version=1, by=cast.member("lead"), at=NOW)
    low = {key: RatingInput(2) for key in ALL}
    row = rate_use_case(use_case, low, version=2, by=cast.member("freight_owner"), at=LATER)
    assert (row.value, row.feasibility) == (60.0, 50.0)
    assert Rating.objects.count() == 22
    back = {key: Unrated() for key in ALL}
    row = rate_use_case(use_case, back, version=3, by=cast.member("freight_owner"), at=LATER)
    assert (row.value, row.feasibility) == (80.0, 60.0)
    assert set(Rating.objects.values_list("rated_by", flat=True)) == {cast.lead.pk}


def test_range_confidence_and_reason_are_kept_and_told(cast: Cast, use_case: UseCase) -> None:
    said = {
        "skills": RatingInput(3, "Two are named.", " One of them left. ", low=2, high=4),
        "urgency": RatingInput(2, confidence=Confidence.GUESS),
    }
    rate_use_case(use_case, said, version=1, by=cast.member("lead"), at=NOW)
    skills = Rating.objects.get(criterion="skills")
    assert (skills.low, skills.high, skills.rationale) == (2, 4, "One of them left.")
    changes = told(LedgerEntry.objects.get())
    assert changes["skills range"] == [None, "2–4"]
    assert changes["skills rationale"] == [None, "One of them left."]
    assert changes["urgency confidence"] == [None, 1]


def test_the_database_keeps_one_rating_for_each_person_and_one_suggestion(
    cast: Cast, use_case: UseCase
) -> None:
    def row(**fields: Any) -> Rating:
        return Rating(use_case=use_case, criterion="skills", score=3, rated_at=NOW, **fields)

    row(rated_by=cast.lead).save()
    row(rated_by=cast.freight_owner).save()
    for twin in (
        row(rated_by=cast.lead),
        row(rated_by=cast.board, low=4, high=5),
        row(rated_by=cast.board, low=2),
        row(rated_by=cast.board, confidence=4),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save()
    assert Rating.objects.count() == 2


def nothing_happened(use_case: UseCase) -> None:
    assert not Rating.objects.exists()
    assert not LedgerEntry.objects.exists()
    assert not Job.objects.exists()
    assert UseCase.objects.get(pk=use_case.pk).version == 1


def test_a_suggestion_never_overwrites_a_person(cast: Cast, use_case: UseCase) -> None:
    own = {"skills": RatingInput(4, "Asked the team.")}
    rate_use_case(use_case, own, version=1, by=cast.member("lead"), at=NOW)
    wanted = {"skills": RatingInput(1, "The file says so."), "urgency": RatingInput(2)}
    assert store_suggested_ratings({use_case.pk: wanted}, by=SYSTEM, at=LATER) == {use_case.pk}
    assert scores(use_case) == {"skills": (4, "person"), "urgency": (2, "suggestion")}
    skills = Rating.objects.get(criterion="skills")
    assert (skills.evidence, skills.rated_at) == ("Asked the team.", NOW)


def test_suggestions_follow_the_file_and_repeat_without_change(
    cast: Cast, use_case: UseCase
) -> None:
    first = {use_case.pk: {"skills": RatingInput(1), "urgency": RatingInput(2)}}
    store_suggested_ratings(first, by=SYSTEM, at=NOW)
    assert store_suggested_ratings(first, by=SYSTEM, at=LATER) == frozenset()
    second = {use_case.pk: {"skills": RatingInput(3)}}
    assert forecast_suggested_ratings(first) == frozenset()
    assert forecast_suggested_ratings(second) == {use_case.pk}
    assert scores(use_case) == {"skills": (1, "suggestion"), "urgency": (2, "suggestion")}
    assert store_suggested_ratings(second, by=SYSTEM, at=LATER) == {use_case.pk}
    assert scores(use_case) == {"skills": (3, "suggestion")}
    assert UseCase.objects.get(pk=use_case.pk).version == 1


def test_what_a_file_drops_does_not_take_a_persons_rating_along(cast: Cast) -> None:
    use_case = rated({"skills": 4}, domain=cast.freight)
    assert store_suggested_ratings({use_case.pk: {}}, by=SYSTEM, at=NOW) == frozenset()
    assert scores(use_case) == {"skills": (4, "person")}


def test_one_suggestion_off_the_scale_stores_none(cast: Cast, use_case: UseCase) -> None:
    wanted = {use_case.pk: {"skills": RatingInput(3), "urgency": RatingInput(9)}}
    with pytest.raises(Refusal):
        store_suggested_ratings(wanted, by=SYSTEM, at=NOW)
    assert not Rating.objects.exists()


def test_suggesting_for_400_takes_as_few_statements_as_for_4(cast: Cast) -> None:
    counts = []
    for size in (4, 400):
        ids = [make_use_case(domain=cast.freight).pk for _ in range(size)]
        wanted = {pk: {"skills": RatingInput(3)} for pk in ids}
        with CaptureQueriesContext(connection) as queries:
            store_suggested_ratings(wanted, by=SYSTEM, at=NOW)
        counts.append(len(queries))
    assert counts[1] <= counts[0]
