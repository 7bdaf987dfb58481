from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.domain.answers import Answered, DontKnow, NotApplicable
from assessments.domain.frameworks import NotInFramework
from assessments.domain.lifecycle import NotTakingAnswers
from assessments.domain.settling import LevelInvalid, ReasonMissing
from assessments.models import Assessment, Response
from assessments.services.assessments import close_assessment
from assessments.services.responses import (
    AnswerTooLong,
    NotAsked,
    NothingAnswered,
    RevisionInvalid,
    finish_responses,
    save_response,
)
from portal.domain.errors import NotAllowed, Refusal
from portal.models import LedgerEntry, RoleGrant
from tests.assessments.builders import answer, draft, opened
from tests.builders import NOW
from tests.conftest import Cast


@pytest.fixture
def assessment(cast: Cast) -> Any:
    return opened(cast.member("lead"), [cast.contributor, cast.freight_owner])


def save(
    cast: Cast,
    assessment: Assessment,
    answer: Any = None,
    *,
    who: str = "contributor",
    question: str = "owners",
    **fields: Any,
) -> Any:
    return save_response(
        assessment.pk,
        question=question,
        answer=answer or Answered(3),
        by=cast.member(who),
        at=fields.pop("at", NOW),
        **fields,
    )


def test_an_answer_is_kept_with_its_comment(cast: Cast, assessment: Assessment) -> None:
    saved = save(cast, assessment, comment=" Seen in the register. ", client_revision=7)

    row = Response.objects.get()
    assert (saved.is_kept, saved.revision, saved.saved_at) == (True, 7, NOW)
    assert (row.kind, row.level, row.comment) == ("level", 3, "Seen in the register.")
    assert row.user_id == cast.contributor.pk


def test_a_later_packet_replaces_an_earlier_one(cast: Cast, assessment: Assessment) -> None:
    save(cast, assessment, Answered(2), client_revision=1)
    save(cast, assessment, DontKnow(), client_revision=2)

    row = Response.objects.get()
    assert (row.kind, row.level, row.client_revision) == ("dont_know", None, 2)


@pytest.mark.parametrize("revision", [1, 4, 5])
def test_a_packet_that_comes_late_loses(cast: Cast, assessment: Assessment, revision: int) -> None:
    save(cast, assessment, Answered(4), client_revision=5)

    saved = save(
        cast, assessment, Answered(1), client_revision=revision, at=NOW + timedelta(minutes=1)
    )

    assert (saved.is_kept, saved.revision, saved.saved_at) == (False, 5, NOW)
    assert Response.objects.get().level == 4


def test_a_plain_form_is_taken_as_the_latest_even_against_a_clock_that_runs_ahead(
    cast: Cast, assessment: Assessment
) -> None:
    ahead = int(NOW.timestamp() * 1000) + 3_600_000
    save(cast, assessment, Answered(4), client_revision=ahead)

    saved = save(cast, assessment, Answered(2))

    assert saved.revision == ahead + 1
    assert Response.objects.get().level == 2


def test_what_does_not_apply_says_why(cast: Cast, assessment: Assessment) -> None:
    with pytest.raises(ReasonMissing):
        save(cast, assessment, NotApplicable(" "))
    assert not Response.objects.exists()

    save(cast, assessment, NotApplicable("We buy no models."))

    row = Response.objects.get()
    assert (row.kind, row.level, row.comment) == ("not_applicable", None, "We buy no models.")


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"answer": Answered(6)}, LevelInvalid),
        ({"answer": Answered(0)}, LevelInvalid),
        ({"answer": Answered(2.5)}, LevelInvalid),
        ({"question": "juggling"}, NotInFramework),
        ({"comment": "x" * 4001}, AnswerTooLong),
        ({"client_revision": -1}, RevisionInvalid),
        ({"client_revision": 2**53}, RevisionInvalid),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(
    cast: Cast, assessment: Assessment, fields: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        save(cast, assessment, **fields)

    assert not Response.objects.exists()


@pytest.mark.parametrize("who", ["lead", "retail_owner", "stranger"])
def test_for_who_was_not_asked_there_is_nothing_to_answer(
    cast: Cast, assessment: Assessment, who: str
) -> None:
    with pytest.raises(NotAsked):
        save(cast, assessment, who=who)

    assert not Response.objects.exists()


def test_who_lost_the_role_no_longer_answers(cast: Cast, assessment: Assessment) -> None:
    RoleGrant.objects.filter(user=cast.contributor).delete()

    with pytest.raises(NotAllowed):
        save(cast, assessment)

    assert not Response.objects.exists()


def test_a_draft_takes_no_answers(cast: Cast) -> None:
    row = draft(cast.member("lead"), [cast.contributor])

    with pytest.raises(NotTakingAnswers, match="not been opened"):
        save(cast, row)


def test_a_closed_assessment_takes_no_answers(cast: Cast, assessment: Assessment) -> None:
    close_assessment(assessment, by=cast.member("lead"), at=NOW)

    with pytest.raises(NotTakingAnswers, match="takes no more answers"):
        save(cast, assessment)

    assert not Response.objects.exists()


def test_two_respondents_keep_their_own_answers(cast: Cast, assessment: Assessment) -> None:
    answer(assessment, cast.contributor, {"owners": 1})
    answer(assessment, cast.freight_owner, {"owners": 5})

    assert sorted(Response.objects.values_list("user_id", "level")) == sorted(
        [(cast.contributor.pk, 1), (cast.freight_owner.pk, 5)]
    )


def test_saving_an_answer_takes_three_statements_however_many_there_are(
    cast: Cast, assessment: Assessment
) -> None:
    member = cast.member("contributor")
    save(cast, assessment, client_revision=1)
    Response.objects.bulk_create(
        Response(
            assessment=assessment,
            user=cast.freight_owner,
            question=f"other-{number}",
            kind="level",
            level=2,
            saved_at=NOW,
        )
        for number in range(2000)
    )

    with CaptureQueriesContext(
        connection,
    ) as captured:
        save_response(
            assessment.pk,
            question="owners",
            answer=Answered(4),
            client_revision=2,
            by=member,
            at=NOW,
        )

    own = [each["sql"] for each in captured if "SAVEPOINT" not in each["sql"]]
    assert len(own) == 3


def test_a_respondent_says_that_they_are_done(cast: Cast, assessment: Assessment) -> None:
    answer(assessment, cast.contributor, {"owners": 2})

    row = finish_responses(assessment, by=cast.member("contributor"), at=NOW)
    finish_responses(assessment, by=cast.member("contributor"), at=NOW + timedelta(days=1))

    assert row.submitted_at == NOW
    assert LedgerEntry.objects.filter(event="assessments.responses.finished").count() == 1


def test_nobody_is_done_before_they_answered_anything(cast: Cast, assessment: Assessment) -> None:
    with pytest.raises(NothingAnswered):
        finish_responses(assessment, by=cast.member("contributor"), at=NOW)

    assert not assessment.respondents.filter(submitted_at__isnull=False).exists()


def test_an_answer_can_be_changed_after_being_done(cast: Cast, assessment: Assessment) -> None:
    answer(assessment, cast.contributor, {"owners": 2})
    finish_responses(assessment, by=cast.member("contributor"), at=NOW)

    save(cast, assessment, Answered(3))

    assert Response.objects.get().level == 3
